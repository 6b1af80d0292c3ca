import { element } from '../common/dom';
import { emptyState } from '../common/emptyState';
import { FilteredTable } from '../common/filteredTable';
import { isRamContent } from '../common/guards';
import type { Host } from '../common/host';
import { count, percent, size } from '../common/numbers';
import { Page } from '../common/page';
import { SubjectLine } from '../common/subject';
import type { TableState } from '../common/table';
import type { RamContent, RamRegion } from '../messages';
import { RamBar, regionKey } from './bar';
import { ramColumns } from './columns';

/** Builds the RAM view into `root` and starts it. */
export function startRam(root: HTMLElement, host: Host): void {
  let content: RamContent | undefined;
  const bar = new RamBar((key) => rows.table.select(key));
  const rows = new FilteredTable<RamRegion>('Filter regions', {
    label: 'RAM by region',
    columns: ramColumns(() => content?.totalBytes ?? 0),
    minWidth: '37em',
    key: regionKey,
    noun: ['region', 'regions'],
    footer: (shown) => totals(shown, content),
    selected: (key) => bar.mark(key),
    changed: () => page.keep(rows.state),
  });
  const subject = new SubjectLine();
  const view = element(
    'main',
    { class: 'view' },
    element('div', { class: 'view-bar' }, subject.element, rows.filter),
    bar.element,
    rows.table.element,
  );
  const empty = emptyState(
    'Nothing runs, and no model that could run is open. Open a .psnt file to see where it would go in the 32 MB, or step the sample.',
  );
  const page = new Page<RamContent, TableState>({
    host,
    isContent: isRamContent,
    show: (next, fresh) => {
      content = next;
      empty.hidden = true;
      view.hidden = false;
      subject.show(next.subject, note(next, fresh));
      bar.show(next.regions, next.totalBytes);
      rows.table.setRows(next.regions);
    },
    showEmpty: () => {
      empty.hidden = false;
      view.hidden = true;
    },
    restore: (state) => {
      rows.restore(state);
      bar.mark(state.selected);
    },
  });
  view.hidden = true;
  empty.hidden = true;
  root.append(view, empty);
  page.start();
}

const bytesOf = (regions: readonly RamRegion[]): number =>
  regions.reduce((sum, { start, end }) => sum + end - start, 0);

function note({ regions, totalBytes }: RamContent, fresh: boolean): string {
  const free = bytesOf(regions.filter(({ kind }) => kind === 'free'));
  const text = `${size(totalBytes - free)} of ${size(totalBytes)} taken, ${size(free)} free`;
  return fresh ? text : `${text}, from before the reload`;
}

function totals(shown: readonly RamRegion[], content: RamContent | undefined): Record<string, string> {
  const bytes = bytesOf(shown);
  const total = content?.totalBytes ?? 0;
  return {
    name: bytes === total ? `All RAM, ${size(total)}` : `${count(shown.length)} shown`,
    bytes: count(bytes),
    share: percent(total === 0 ? 0 : bytes / total),
  };
}
