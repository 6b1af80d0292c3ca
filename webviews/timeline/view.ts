import type { PassTime } from '../../model/trace/passTimes';
import { addTimes, noTime, timeParts, totalMs } from '../../model/trace/timeSplit';
import { element } from '../common/dom';
import { emptyState } from '../common/emptyState';
import { FilteredTable } from '../common/filteredTable';
import { isTimelineContent } from '../common/figuresGuards';
import type { Host } from '../common/host';
import { FiguresLinks } from '../common/links';
import { counted, milliseconds, percent } from '../common/numbers';
import { Page } from '../common/page';
import { SubjectLine } from '../common/subject';
import type { TableState } from '../common/table';
import type { TimelineContent } from '../messages';
import { TimelineChart } from './chart';
import { timelineColumns } from './columns';

/** Builds the Timeline view into `root` and starts it. */
export function startTimeline(root: HTMLElement, host: Host): void {
  let content: TimelineContent | undefined;
  const mark = (key: string | undefined): void =>
    chart.mark(content?.passes.findIndex((pass) => passKey(pass) === key) ?? -1);
  const chart = new TimelineChart((index) => {
    const pass = content?.passes[index];
    if (pass === undefined) return;
    rows.table.select(passKey(pass));
    chart.mark(index);
    page.keep(rows.state);
  });
  const rows = new FilteredTable<PassTime>('Filter passes', {
    label: 'Time by pass',
    columns: timelineColumns,
    minWidth: '42em',
    key: passKey,
    noun: ['pass', 'passes'],
    footer: (shown) => totals(shown, content),
    selected: mark,
    changed: () => page.keep(rows.state),
  });
  const links = new FiguresLinks(host);
  const subject = new SubjectLine(() => links.scrub(undefined));
  const advice = element('p', { class: 'timeline-advice' });
  const view = element(
    'main',
    { class: 'view' },
    element('h1', { class: 'visually-hidden', text: 'Timeline' }),
    element('div', { class: 'view-bar' }, subject.element, rows.filter),
    advice,
    chart.element,
    rows.table.element,
  );
  const empty = emptyState(
    'Nothing runs, and no model that could run is open. Debug a model on the built-in console to see where the time of each token goes, or step the sample.',
  );
  const page = new Page<TimelineContent, TableState>({
    host,
    isContent: isTimelineContent,
    show: (next, fresh) => {
      content = next;
      empty.hidden = true;
      view.hidden = false;
      subject.show(next.subject, note(next, fresh));
      const isMeasured = next.passes.length > 0;
      advice.hidden = isMeasured;
      advice.textContent = isMeasured ? '' : adviceFor(next);
      for (const part of [chart.element, rows.table.element, rows.filter]) part.hidden = !isMeasured;
      rows.table.setRows(next.passes);
      chart.show(next.passes);
      mark(rows.state.selected);
    },
    showEmpty: () => {
      empty.hidden = false;
      view.hidden = true;
    },
    restore: (state) => rows.restore(state),
  });
  view.hidden = true;
  empty.hidden = true;
  root.append(view, empty);
  page.start();
}

const passKey = ({ pass }: PassTime): string => String(pass);

function adviceFor({ subject }: TimelineContent): string {
  if (subject.provenance === 'reference')
    return 'The reference engine has no clock of a console. Choose "console" as the target of the launch configuration, and the time of each token will stand here.';
  if (subject.state === 'file')
    return 'A forecast has no times yet. Press F5 to debug the model on the built-in console, then step a token.';
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

/** The last line: the sum of the passes that are shown. */
function totals(shown: readonly PassTime[], content: TimelineContent | undefined): Record<string, string> {
  const split = shown.reduce((sum, pass) => addTimes(sum, pass.split), noTime);
  const all = content !== undefined && shown.length === content.passes.length && content.dropped === 0;
  return {
    token: all ? 'All passes' : `${counted(shown.length, 'pass', 'passes')} shown`,
    total: milliseconds(totalMs(split)),
    ...Object.fromEntries(timeParts.map((part) => [part, milliseconds(split[part])])),
  };
}
