import { builtIn } from '../../targets/builtIn';
import { executorLabel, figuresKind } from '../../targets/provenance';
import type { PassTime } from '../../model/trace/passTimes';
import { addTimes, noTime, timeParts, totalMs, type TimeSplit } from '../../model/trace/timeSplit';
import { jump } from '../common/controls';
import { element, setText } from '../common/dom';
import { emptyState } from '../common/emptyState';
import { isTimelineContent } from '../common/figuresGuards';
import { FilteredTable } from '../common/filteredTable';
import type { Host } from '../common/host';
import { LinkBar } from '../common/linkBar';
import { FiguresLinks } from '../common/links';
import { counted, milliseconds, percent } from '../common/numbers';
import { Page } from '../common/page';
import { PictureSwitch } from '../common/pictureSwitch';
import { SubjectLine } from '../common/subject';
import type { TableState } from '../common/table';
import { tokenSentence } from '../common/tokenLine';
import type { TimelineContent } from '../messages';
import { TimelineChart } from './chart';
import { timelineColumns } from './columns';
import { Scrubber } from './scrubber';
import { spanColumns } from './spanColumns';
import { layerName, spansOf, sumOf, type Span, type ZoomLevel } from './zoom';

/** What the view keeps over a reload. */
interface TimelineSettings extends TableState {
  readonly zoom?: ZoomLevel;
  /** Whether bars and slider are shown; unknown when the user has not said. */
  readonly picture?: boolean;
}

/** Builds the Timeline view into `root` and starts it. */
export function startTimeline(root: HTMLElement, host: Host): void {
  let content: TimelineContent | undefined;
  /** What the user has zoomed to; the pass of a level that nothing is known of yet is asked for. */
  let zoom: ZoomLevel | undefined;
  let spans: readonly Span[] = [];
  let spansMs = 0;
  let focused = 0;
  const links = new FiguresLinks(host);
  const linkBar = new LinkBar(links, 'timeline');
  const keep = (): void =>
    page.keep({
      ...passes.state,
      ...(zoom !== undefined && { zoom }),
      ...(picture.state !== undefined && { picture: picture.state }),
    });
  const isZoomed = (): boolean => zoom !== undefined && content?.zoom?.pass === zoom.pass;

  const chart = new TimelineChart((index) => {
    const key = isZoomed() ? spans[index]?.key : content?.passes.map(passKey)[index];
    if (key === undefined) return;
    (isZoomed() ? parts : passes).table.select(key);
    selected(key);
    keep();
  });
  const selected = (key: string | undefined): void => {
    const index = isZoomed()
      ? spans.findIndex((span) => span.key === key)
      : (content?.passes.findIndex((pass) => passKey(pass) === key) ?? -1);
    chart.mark(index);
    showLinks(key);
  };
  const showLinks = (key: string | undefined): void => {
    const isLinked = content?.subject.linked === true;
    if (isZoomed()) {
      const span = spans.find((one) => one.key === key);
      const { name, first, matrix } = span ?? {};
      linkBar.show(
        name,
        {
          ...(first !== undefined && { operation: first }),
          ...(matrix !== undefined && { matrix }),
        },
        isLinked,
      );
      return;
    }
    const pass = content?.passes.find((one) => passKey(one) === key);
    const words =
      pass?.token === undefined
        ? ''
        : tokenSentence({ token: pass.token, split: pass.split }, content?.subject.provenance ?? '');
    setText(sentence, words);
    linkBar.show(undefined, {}, false);
  };
  const zoomTo = (level: ZoomLevel | undefined): void => {
    zoom = level;
    keep();
    // The single operations of a pass come with its moment.
    if (level !== undefined && level.pass >= 0 && content?.zoom?.pass !== level.pass) {
      void links.scrub({ pass: level.pass });
    }
    draw();
  };
  const passes = new FilteredTable<PassTime>('Filter passes', {
    label: 'Time by pass',
    columns: timelineColumns,
    minWidth: '54em',
    key: passKey,
    noun: ['pass', 'passes'],
    footer: (shown) => totals(shown, content),
    selected,
    activated: (key) => zoomTo({ pass: Number(key) }),
    changed: keep,
  });
  const parts = new FilteredTable<Span>('Filter operations', {
    label: 'Time by operation',
    columns: spanColumns(() => spansMs),
    minWidth: '70em',
    key: ({ key }) => key,
    noun: ['row', 'rows'],
    footer: (shown) => ({
      name: counted(shown.length, 'row'),
      ...splitCells(sumOf(shown)),
    }),
    selected,
    activated: (key) => {
      const layer = spans.find((span) => span.key === key)?.layer;
      if (zoom !== undefined && layer !== undefined) zoomTo({ ...zoom, layer });
    },
  });
  const subject = new SubjectLine(() => void links.scrub(undefined));
  const scrubber = new Scrubber(links);
  const picture = new PictureSwitch('Chart', [chart.element, scrubber.element], keep);
  const advice = element('p', { class: 'timeline-advice' });
  const crumbs = element('nav', { class: 'crumbs', attributes: { 'aria-label': 'Zoom' } });
  const sentence = element('p', { class: 'timeline-sentence', attributes: { role: 'status' } });
  const filters = element('div', { class: 'filter-slot' }, passes.filter);
  const rows = element('section', { class: 'pane' }, passes.table.element);
  const view = element(
    'main',
    { class: 'view' },
    element('h1', { class: 'visually-hidden', text: 'Timeline' }),
    element('div', { class: 'view-bar' }, subject.element),
    links.notice,
    element('div', { class: 'timeline-bar' }, crumbs, picture.element, filters, scrubber.element),
    sentence,
    advice,
    element('div', { class: 'timeline-body' }, chart.element, rows),
    linkBar.element,
  );
  view.addEventListener('keydown', (event) => {
    if (event.key !== 'Backspace' || zoom === undefined || !rows.contains(event.target as Node)) return;
    event.preventDefault();
    zoomTo(zoom.layer === undefined ? undefined : { pass: zoom.pass });
  });
  const empty = emptyState(
    'Timeline',
    'Nothing runs, and no model that could run is open. Debug a model on the built-in console to see where the time of each token goes, or step the sample.',
  );

  const drawCrumbs = (): void => {
    const pass = content?.zoom?.pass;
    const level = isZoomed() ? zoom : undefined;
    const passText = (number: number): string => (number < 0 ? 'A token, as forecast' : `Pass ${number}`);
    const here = (text: string): HTMLElement =>
      element('span', { text, attributes: { 'aria-current': 'location' } });
    const shown: HTMLElement[] = [level === undefined ? here('Run') : jump('Run', () => zoomTo(undefined))];
    if (level !== undefined) {
      shown.push(
        level.layer === undefined
          ? here(passText(level.pass))
          : jump(passText(level.pass), () => zoomTo({ pass: level.pass })),
      );
      if (level.layer !== undefined) shown.push(here(layerName(level.layer)));
    } else if (pass !== undefined) {
      shown.push(jump(`Zoom into ${passText(pass).toLowerCase()}`, () => zoomTo({ pass })));
    }
    crumbs.replaceChildren(...shown);
  };
  const use = <Row>(table: FilteredTable<Row>): void => {
    if (table.table.element.parentElement === rows) return;
    rows.replaceChildren(table.table.element);
    filters.replaceChildren(table.filter);
  };
  const draw = (): void => {
    if (content === undefined) return;
    drawCrumbs();
    const { zoom: operations } = content;
    const isMeasured = content.passes.length > 0;
    advice.hidden = isMeasured;
    advice.textContent = isMeasured ? '' : adviceFor(content);
    sentence.hidden = isZoomed();
    if (isZoomed() && operations !== undefined) {
      spans = spansOf(operations, content.operations ?? [], zoom?.layer);
      spansMs = totalMs(sumOf(spans));
      use(parts);
      parts.table.setRows(spans);
      chart.show(
        spans,
        zoom?.layer === undefined ? ['layer', 'layers and operations'] : ['operation', 'operations'],
      );
      selected(parts.state.selected);
    } else {
      use(passes);
      passes.table.setRows(content.passes);
      chart.show(content.passes, ['pass', 'passes']);
      selected(passes.state.selected);
    }
    const hasBars = isMeasured || isZoomed();
    for (const part of [chart.element, rows, picture.element, filters, passes.table.element, passes.filter])
      part.hidden = !hasBars;
  };
  const follow = (): void => {
    const { focus } = content?.subject ?? {};
    if (focus === undefined || focus.serial <= focused) return;
    focused = focus.serial;
    const { operation, matrix } = focus;
    const index =
      operation ??
      content?.operations?.findIndex((one) => matrix !== undefined && one.matrix === matrix) ??
      -1;
    const pass = focus.pass ?? content?.zoom?.pass;
    const layer = content?.operations?.[index]?.layer;
    if (pass === undefined || index < 0) return;
    zoomTo({ pass, ...(layer !== undefined && { layer }) });
    parts.table.select(`operation ${index}`);
    selected(`operation ${index}`);
    keep();
  };
  const page = new Page<TimelineContent, TimelineSettings>({
    host,
    isContent: isTimelineContent,
    show: (next, fresh) => {
      content = next;
      empty.hidden = true;
      view.hidden = false;
      subject.show(next.subject, note(next, fresh));
      scrubber.show(next);
      draw();
      if (fresh) follow();
    },
    showEmpty: () => {
      empty.hidden = false;
      view.hidden = true;
    },
    restore: (state) => {
      passes.restore(state);
      zoom = state.zoom;
      picture.restore(state.picture);
    },
  });
  view.hidden = true;
  empty.hidden = true;
  root.append(view, empty);
  page.start();
}

const passKey = ({ pass }: PassTime): string => String(pass);

function adviceFor({ subject, zoom }: TimelineContent): string {
  if (figuresKind(subject.provenance) === 'counted')
    return `The ${executorLabel(subject.provenance)} has no clock of a console. Choose "${builtIn.id}" as the target of the launch configuration, and the time of each token will stand here.`;
  if (subject.state === 'file')
    return zoom === undefined
      ? 'A forecast has no times yet. Press F5 to debug the model on the built-in console, then step a token.'
      : 'Nothing has run yet: zoom into a token as forecast, or press F5 to debug the model on the built-in console and step a token.';
  return 'No operation has been timed yet. Step an operation or a token.';
}

function note({ total, dropped, passes }: TimelineContent, fresh: boolean): string {
  const whole = totalMs(total);
  const parts =
    whole === 0
      ? ['no times']
      : [
          `${milliseconds(whole)} ms in all`,
          ...timeParts.map((part) => `${part} ${percent(total[part] / whole)}`),
        ];
  if (dropped > 0)
    parts.push(`the last ${counted(passes.length, 'pass', 'passes')} shown, ${dropped} more in the totals`);
  if (!fresh) parts.push('from before the reload');
  return parts.join(', ');
}

const splitCells = (split: TimeSplit): Record<string, string> => ({
  total: milliseconds(totalMs(split)),
  ...Object.fromEntries(timeParts.map((part) => [part, milliseconds(split[part])])),
});

/** The last line: the sum of the passes that are shown. */
function totals(shown: readonly PassTime[], content: TimelineContent | undefined): Record<string, string> {
  const split = shown.reduce((sum, pass) => addTimes(sum, pass.split), noTime);
  const all = content !== undefined && shown.length === content.passes.length && content.dropped === 0;
  return {
    token: all ? 'All passes' : `${counted(shown.length, 'pass', 'passes')} shown`,
    ...splitCells(split),
  };
}
