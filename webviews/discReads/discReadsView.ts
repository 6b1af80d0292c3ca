import { PlanError } from '../../model/plan/error';
import { storageOf } from '../../model/plan/storage';
import { sectorBytes } from '../../model/plan/units';
import { whatIf } from '../../model/plan/whatIf';
import { element } from '../common/dom';
import { emptyState } from '../common/emptyState';
import { FilteredTable } from '../common/table/filteredTable';
import { isDiscReadsContent } from '../guards/discReadsGuard';
import type { Host } from '../common/host';
import { LinkBar } from '../common/linkBar';
import { FiguresLinks } from '../common/figuresLinks';
import { count, counted, fixed, milliseconds, size } from '../common/numbers';
import { Page } from '../common/page';
import { PictureSwitch } from '../common/pictureSwitch';
import { SubjectLine } from '../common/subjectLine';
import type { TableState } from '../common/table/tableOptions';
import { Tabs } from '../common/tabs';
import { TokenLine } from '../common/tokenLine';
import type { DiscReadsContent, DiscRow, PathStep } from '../messages/discReads';
import type { ForecastFacts } from '../messages/figures';
import { discReadsColumns, megabytesPerSecond, type ShareScale } from './discReadsColumns';
import { DiscPane } from './disc/discPane';
import { forecastSteps } from './disc/discSteps';
import { WhatIfPane } from './whatIf/whatIfPane';
import type { Question } from './whatIf/whatIfQuestion';

const minWidth = '41em';
const measuredMinWidth = '62em';

/** What the view keeps over a reload. */
interface DiscReadsSettings extends TableState {
  readonly tab?: string;
  readonly path?: TableState;
  /** Whether the disc is drawn; unknown when the user has not said. */
  readonly picture?: boolean;
  readonly question?: Question;
}

/** Builds the Disc Reads view into `root` and starts it. */
export function startDiscReads(root: HTMLElement, host: Host): void {
  let content: DiscReadsContent | undefined;
  let facts: { readonly key: string; readonly value: ForecastFacts } | undefined;
  let asking: string | undefined;
  let focused = 0;
  let shares: ShareScale = { total: 0, largest: 0 };
  const scale = (): ShareScale => shares;
  const keep = (): void =>
    page.keep({
      ...rows.state,
      tab: tabs.current,
      path: disc.state,
      ...(picture.state !== undefined && { picture: picture.state }),
      ...(question.state !== undefined && { question: question.state }),
    });
  const links = new FiguresLinks(host);
  const linkBar = new LinkBar(links, 'discReads');
  const isLinked = (): boolean => content?.subject.linked === true;
  const showLinks = (matrix: string | undefined, operation?: number): void => {
    const isMatrix = content?.rows.some(({ name, kind }) => name === matrix && kind === 'matrix') === true;
    linkBar.show(
      matrix !== undefined && isMatrix ? matrix : undefined,
      { ...(matrix !== undefined && { matrix }), ...(operation !== undefined && { operation }) },
      isLinked(),
    );
  };
  const rows = new FilteredTable<DiscRow>('Filter matrices', {
    label: 'Disc reads by matrix',
    columns: discReadsColumns(scale, false),
    minWidth,
    key: ({ name }) => name,
    noun: ['row', 'rows'],
    footer: (shown) => totals(shown, content),
    selected: (key) => showLinks(key),
    changed: keep,
  });
  const disc = new DiscPane(keep, (step) => showLinks(step?.name, step?.operation));
  const picture = new PictureSwitch('Picture', [disc.picture], keep);
  const question = new WhatIfPane(links, keep);
  const subject = new SubjectLine(() => void links.scrub(undefined));
  const token = new TokenLine();
  const matrices = element('section', { class: 'pane' }, rows.table.element);
  const tabs = new Tabs(
    'Disc Reads',
    [
      { id: 'matrices', title: 'Matrices', panel: matrices },
      { id: 'disc', title: 'Disc', panel: disc.element },
      { id: 'whatIf', title: 'What If', panel: question.element },
    ],
    () => {
      keep();
      showTab();
    },
  );
  let hasMeasuredColumns = false;
  const showColumns = (isMeasured: boolean): void => {
    if (isMeasured === hasMeasuredColumns) return;
    hasMeasuredColumns = isMeasured;
    rows.table.setColumns(discReadsColumns(scale, isMeasured), isMeasured ? measuredMinWidth : minWidth);
  };
  /** Fills the tab in sight only; the others wait until they are. */
  const showTab = (): void => {
    if (content === undefined) return;
    showFilter();
    if (tabs.current === 'matrices') {
      showColumns(content.rows.some(({ ms }) => ms !== undefined));
      rows.table.setRows(content.rows);
      showLinks(rows.state.selected);
      return;
    }
    needFacts();
    if (tabs.current === 'disc') showDisc();
    else {
      linkBar.show(undefined, {}, false);
      question.showApplied(content.applied);
    }
  };
  const showFilter = (): void => {
    const filter = { matrices: rows.filter, disc: disc.filter }[tabs.current];
    picture.element.hidden = tabs.current !== 'disc';
    if (filter === undefined) filters.replaceChildren();
    else if (filter.parentElement !== filters) filters.replaceChildren(filter);
  };
  const showDisc = (): void => {
    const path = content?.path;
    if (path !== undefined) disc.show(path.steps, `Pass ${path.pass}, as the drive did it`);
    else disc.show(facts === undefined ? [] : expectedSteps(facts.value), 'A token, as forecast for a DVD');
  };
  const needFacts = (): void => {
    const key = content?.subject.factsKey;
    if (key === undefined || key === facts?.key || key === asking) return;
    asking = key;
    links
      .facts()
      .then((value) => {
        facts = { key, value };
        question.showFacts(value);
        if (tabs.current === 'disc') showDisc();
      })
      .catch((error: unknown) => links.say(error instanceof Error ? error.message : String(error)))
      .finally(() => {
        asking = undefined;
      });
  };
  const filters = element('div', { class: 'filter-slot' }, rows.filter);
  const bar = element('div', { class: 'view-bar' }, subject.element, tabs.element, picture.element, filters);
  const view = element(
    'main',
    { class: 'view' },
    element('h1', { class: 'visually-hidden', text: 'Disc Reads' }),
    bar,
    token.element,
    links.notice,
    matrices,
    disc.element,
    question.element,
    linkBar.element,
  );
  const empty = emptyState(
    'Disc Reads',
    'Nothing runs, and no model that could run is open. Open a .psnt file to see what each of its matrices will cost the disc, or step the sample.',
  );
  const page = new Page<DiscReadsContent, DiscReadsSettings>({
    host,
    isContent: isDiscReadsContent,
    show: (next, fresh) => {
      content = next;
      shares = scaleOf(next.rows);
      empty.hidden = true;
      view.hidden = false;
      subject.show(next.subject, note(next, fresh));
      token.show(next.lastToken, next.subject, fresh);
      const { focus } = next.subject;
      if (focus !== undefined && focus.serial > focused) {
        focused = focus.serial;
        if (fresh && focus.matrix !== undefined) {
          tabs.show('matrices');
          rows.table.setRows(next.rows);
          rows.table.select(focus.matrix);
          keep();
        }
      }
      showTab();
    },
    showEmpty: () => {
      empty.hidden = false;
      view.hidden = true;
    },
    restore: (state) => {
      rows.restore(state);
      if (state.path !== undefined) disc.restore(state.path);
      picture.restore(state.picture);
      question.restore(state.question);
      if (state.tab !== undefined) tabs.show(state.tab);
    },
  });
  view.hidden = true;
  empty.hidden = true;
  root.append(view, empty);
  page.start();
}

function scaleOf(rows: readonly DiscRow[]): ShareScale {
  return {
    total: sum(rows, ({ bytesPerToken }) => bytesPerToken),
    largest: rows.reduce((most, { bytesPerToken }) => Math.max(most, bytesPerToken), 0),
  };
}

/** The way that is expected of a token in the present layout. */
function expectedSteps({ shape, layout, calibration }: ForecastFacts): PathStep[] {
  try {
    const question = { layout, storage: storageOf('dvd'), readAhead: 0 };
    const { token, plan } = whatIf(shape, question, calibration);
    return forecastSteps(token, plan);
  } catch (error) {
    if (error instanceof PlanError) return [];
    throw error;
  }
}

function note({ rows }: DiscReadsContent, fresh: boolean): string {
  const read = sum(rows, ({ bytesRead }) => bytesRead);
  const perToken = sum(rows, ({ bytesPerToken }) => bytesPerToken);
  const parts = [`${size(perToken)} a token`];
  if (read > 0) parts.push(`${size(read)} read so far`);
  if (!fresh) parts.push('from before the reload');
  return parts.join(', ');
}

/** The last line: the sum of what is shown, and of the file when everything is. */
function totals(shown: readonly DiscRow[], content: DiscReadsContent | undefined): Record<string, string> {
  const bytes = sum(shown, (row) => row.bytes);
  const all = content !== undefined && shown.length === content.rows.length;
  const ms = sum(shown, (row) => row.ms ?? 0);
  const rate = megabytesPerSecond({ sectorsRead: sum(shown, (row) => row.sectorsRead), ms });
  const whole = all && bytes === content.fileSectors * sectorBytes;
  return {
    name: whole ? 'WEIGHTS.BIN' : `${counted(shown.length, 'row')} shown`,
    sectors: count(sum(shown, (row) => row.sectors ?? 0)),
    bytes: count(bytes),
    reads: count(sum(shown, (row) => row.reads)),
    readsPerToken: count(sum(shown, (row) => row.readsPerToken)),
    repeats: count(sum(shown, (row) => row.repeats)),
    seeks: count(sum(shown, (row) => row.seeks ?? 0)),
    ms: milliseconds(ms),
    rate: rate === undefined ? '' : fixed(rate, 2),
    share: size(sum(shown, (row) => row.bytesPerToken)),
  };
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}
