import { element } from '../common/dom';
import { emptyState } from '../common/emptyState';
import { FilteredTable } from '../common/filteredTable';
import { isRamContent } from '../common/figuresGuards';
import type { Host } from '../common/host';
import { FiguresLinks } from '../common/links';
import { count, percent, size } from '../common/numbers';
import { Page } from '../common/page';
import { SubjectLine } from '../common/subject';
import type { TableState } from '../common/table';
import type { RamContent, RamRegion } from '../messages';
import { RamBar } from './bar';
import { filled, ramColumns, type RamScale } from './columns';
import { lineBytes, lineKey, lineParent, ramLines, type RamLine } from './lines';

/** What the view keeps over a reload. */
interface RamSettings extends TableState {
  /** Keys of the regions whose contents are shown. */
  readonly open?: readonly string[];
}

/** Builds the RAM view into `root` and starts it. */
export function startRam(root: HTMLElement, host: Host): void {
  let content: RamContent | undefined;
  const open = new Set<string>();
  const isOpen = (line: RamLine): boolean => open.has(lineKey(line));
  const keep = (): void => page.keep({ ...rows.state, open: [...open] });
  const toggle = (key: string): void => {
    if (!open.delete(key)) open.add(key);
    if (content !== undefined) rows.table.setRows(ramLines(content, open));
    keep();
  };
  const bar = new RamBar((key) => rows.table.select(key));
  const rows = new FilteredTable<RamLine>('Filter regions', {
    label: 'RAM by region',
    columns: ramColumns(() => content ?? nothing, isOpen),
    minWidth: '48em',
    key: lineKey,
    noun: ['row', 'rows'],
    footer: (shown) => totals(shown, content),
    selected: (key) => bar.mark(key.split('/')[0]),
    changed: keep,
    tree: {
      parent: lineParent,
      isOpen: (line) => (line.type === 'region' && line.inside.length > 0 ? isOpen(line) : undefined),
      toggle,
    },
  });
  const links = new FiguresLinks(host);
  const subject = new SubjectLine(() => links.scrub(undefined));
  const view = element(
    'main',
    { class: 'view' },
    element('h1', { class: 'visually-hidden', text: 'RAM' }),
    element('div', { class: 'view-bar' }, subject.element, rows.filter),
    bar.element,
    rows.table.element,
  );
  const empty = emptyState(
    'Nothing runs, and no model that could run is open. Open a .psnt file to see where it would go in the 32 MB, or step the sample.',
  );
  const page = new Page<RamContent, RamSettings>({
    host,
    isContent: isRamContent,
    show: (next, fresh) => {
      content = next;
      empty.hidden = true;
      view.hidden = false;
      subject.show(next.subject, note(next, fresh));
      bar.show(next.regions, next.totalBytes);
      rows.table.setRows(ramLines(next, open));
    },
    showEmpty: () => {
      empty.hidden = false;
      view.hidden = true;
    },
    restore: (state) => {
      for (const key of state.open ?? []) open.add(key);
      rows.restore(state);
      bar.mark(state.selected?.split('/')[0]);
    },
  });
  view.hidden = true;
  empty.hidden = true;
  root.append(view, empty);
  page.start();
}

const nothing: RamScale = { totalBytes: 0, positions: 0, contextLength: 0 };

const bytesOf = (regions: readonly RamRegion[]): number =>
  regions.reduce((sum, { start, end }) => sum + end - start, 0);

function note({ regions, totalBytes, ...scale }: RamContent, fresh: boolean): string {
  const free = bytesOf(regions.filter(({ kind }) => kind === 'free'));
  const parts = [`${size(totalBytes - free)} of ${size(totalBytes)} taken, ${size(free)} free`];
  if (scale.positions > 0) parts.push(`KV cache ${percent(filled({ totalBytes, ...scale }))} filled`);
  if (!fresh) parts.push('from before the reload');
  return parts.join(', ');
}

/** What lies in a region that is shown is counted with it. */
function totals(shown: readonly RamLine[], content: RamContent | undefined): Record<string, string> {
  const keys = new Set(shown.map(lineKey));
  const counted = shown.filter((line) => {
    const parent = lineParent(line);
    return parent === undefined || !keys.has(parent);
  });
  const bytes = counted.reduce((sum, line) => sum + lineBytes(line), 0);
  const total = content?.totalBytes ?? 0;
  return {
    name: bytes === total ? `All RAM, ${size(total)}` : `${count(counted.length)} shown`,
    bytes: count(bytes),
    share: percent(total === 0 ? 0 : bytes / total),
  };
}
