import { sectorBytes } from '../../model/plan/units';
import { element } from '../common/dom';
import { emptyState } from '../common/emptyState';
import { FilteredTable } from '../common/filteredTable';
import { isDiscReadsContent } from '../common/figuresGuards';
import type { Host } from '../common/host';
import { count, counted, fixed, milliseconds, size } from '../common/numbers';
import { Page } from '../common/page';
import { SubjectLine } from '../common/subject';
import type { TableState } from '../common/table';
import { TokenLine } from '../common/tokenLine';
import type { DiscReadsContent, DiscRow } from '../messages';
import { discColumns, megabytesPerSecond, type ShareScale } from './columns';

const minWidth = '41em';
const measuredMinWidth = '62em';

/** Builds the Disc Reads view into `root` and starts it. */
export function startDiscReads(root: HTMLElement, host: Host): void {
  let content: DiscReadsContent | undefined;
  const scale = (): ShareScale => {
    const bytes = (content?.rows ?? []).map(({ bytesPerToken }) => bytesPerToken);
    return { total: sum(bytes, (value) => value), largest: Math.max(0, ...bytes) };
  };
  const rows = new FilteredTable<DiscRow>('Filter matrices', {
    label: 'Disc reads by matrix',
    columns: discColumns(scale, false),
    minWidth,
    key: ({ name }) => name,
    noun: ['row', 'rows'],
    footer: (shown) => totals(shown, content),
    changed: () => page.keep(rows.state),
  });
  const subject = new SubjectLine();
  const token = new TokenLine();
  let hasMeasuredColumns = false;
  const showColumns = (isMeasured: boolean): void => {
    if (isMeasured === hasMeasuredColumns) return;
    hasMeasuredColumns = isMeasured;
    rows.table.setColumns(discColumns(scale, isMeasured), isMeasured ? measuredMinWidth : minWidth);
  };
  const bar = element('div', { class: 'view-bar' }, subject.element, rows.filter);
  const view = element('main', { class: 'view' }, bar, token.element, rows.table.element);
  const empty = emptyState(
    'Nothing runs, and no model that could run is open. Open a .psnt file to see what each of its matrices will cost the disc, or step the sample.',
  );
  const page = new Page<DiscReadsContent, TableState>({
    host,
    isContent: isDiscReadsContent,
    show: (next, fresh) => {
      content = next;
      empty.hidden = true;
      view.hidden = false;
      subject.show(next.subject, note(next, fresh));
      token.show(next.lastToken, next.subject, fresh);
      showColumns(next.rows.some(({ ms }) => ms !== undefined));
      rows.table.setRows(next.rows);
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
