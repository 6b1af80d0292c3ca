import { element } from '../common/dom';
import { emptyState } from '../common/emptyState';
import { FilteredTable } from '../common/table/filteredTable';
import { isRamContent } from '../guards/ramGuard';
import type { Host } from '../common/host';
import { LinkBar } from '../common/linkBar';
import { FiguresLinks } from '../common/figuresLinks';
import { count, percent, size } from '../common/numbers';
import { Page } from '../common/page';
import { SubjectLine } from '../common/subjectLine';
import type { TableState } from '../common/table/tableOptions';
import { Tabs } from '../common/tabs';
import type { RamContent, RamRegion } from '../messages/ram';
import { RamBar, regionKey } from './ramBar';
import { filled, ramColumns, type RamScale } from './ramColumns';
import { lineBytes, lineKey, lineParent, ramLines, type RamLine } from './ramLines';
import { FitsPane } from './fitsPane';
import { OverTimePane } from './overTime/overTimePane';

/** What the view keeps over a reload. */
interface RamSettings extends TableState {
  /** Keys of the regions whose contents are shown. */
  readonly open?: readonly string[];
  readonly tab?: string;
}

/** Builds the RAM view into `root` and starts it. */
export function startRam(root: HTMLElement, host: Host): void {
  let content: RamContent | undefined;
  const open = new Set<string>();
  let focused = 0;
  let factsKey: string | undefined;
  const isOpen = (line: RamLine): boolean => open.has(lineKey(line));
  const keep = (): void => page.keep({ ...rows.state, open: [...open], tab: tabs.current });
  const toggle = (key: string): void => {
    if (!open.delete(key)) open.add(key);
    if (content !== undefined) rows.table.setRows(ramLines(content, open));
    keep();
  };
  const bar = new RamBar((key) => {
    rows.table.select(key);
    showLinks(key);
  }, true);
  const links = new FiguresLinks(host);
  const linkBar = new LinkBar(links, 'ram');
  const showLinks = (key: string | undefined): void => {
    const line = content && ramLines(content, open).find((one) => lineKey(one) === key);
    const matrix =
      line?.type === 'buffer' && line.buffer.kind === 'weights' ? matrixOf(line.buffer.name) : undefined;
    linkBar.show(
      matrix,
      { ...(matrix !== undefined && { matrix }) },
      content?.subject.linked === true && tabs.current === 'regions',
    );
  };
  const rows = new FilteredTable<RamLine>('Filter regions', {
    label: 'RAM by region',
    columns: ramColumns(() => content ?? nothing, isOpen),
    minWidth: '48em',
    key: lineKey,
    noun: ['row', 'rows'],
    footer: (shown) => totals(shown, content),
    selected: (key) => {
      bar.mark(key.split('/')[0]);
      showLinks(key);
    },
    changed: keep,
    tree: {
      parent: lineParent,
      isOpen: (line) => (line.type === 'region' && line.inside.length > 0 ? isOpen(line) : undefined),
      toggle,
    },
  });
  const subject = new SubjectLine(() => void links.scrub(undefined));
  const regions = element('section', { class: 'pane' }, bar.element, rows.table.element);
  const overTime = new OverTimePane();
  const fits = new FitsPane();
  const filters = element('div', { class: 'filter-slot' }, rows.filter);
  const tabs = new Tabs(
    'RAM',
    [
      { id: 'regions', title: 'Regions', panel: regions },
      { id: 'overTime', title: 'Over Time', panel: overTime.element },
      { id: 'fits', title: 'What Fits', panel: fits.element },
    ],
    () => {
      keep();
      showTab();
    },
  );
  /** Fills the tab in sight only; the others wait until they are. */
  const showTab = (): void => {
    if (content === undefined) return;
    if (tabs.current === 'regions') {
      filters.replaceChildren(rows.filter);
      bar.show(content.regions, content.totalBytes);
      rows.table.setRows(ramLines(content, open));
      showLinks(rows.state.selected);
      return;
    }
    filters.replaceChildren();
    linkBar.show(undefined, {}, false);
    if (tabs.current === 'overTime') overTime.show(content);
    else needFacts();
  };
  const needFacts = (): void => {
    const key = content?.subject.factsKey?.split(':')[0];
    if (key === undefined || key === factsKey) return;
    factsKey = key;
    links
      .facts()
      .then((facts) => fits.show(facts))
      .catch((error: unknown) => {
        factsKey = undefined;
        links.say(error instanceof Error ? error.message : String(error));
      });
  };
  /** Selects what a link points at: where the matrix stays, or the slots that it comes to. */
  const follow = ({ subject: { focus } }: RamContent): void => {
    if (focus === undefined || focus.serial <= focused || content === undefined) return;
    focused = focus.serial;
    const { matrix } = focus;
    if (matrix === undefined) return;
    tabs.show('regions');
    const buffer = content.buffers.find((one) => one.kind === 'weights' && matrixOf(one.name) === matrix);
    const region = content.regions.find(({ kind, start, end }) =>
      buffer === undefined ? kind === 'stream' : buffer.start >= start && buffer.end <= end,
    );
    if (region === undefined) return;
    if (buffer !== undefined) open.add(regionKey(region));
    rows.table.setRows(ramLines(content, open));
    const key = buffer === undefined ? regionKey(region) : `${regionKey(region)}/${buffer.start}`;
    rows.table.select(key);
    bar.mark(regionKey(region));
    showLinks(key);
    keep();
  };
  const view = element(
    'main',
    { class: 'view' },
    element('h1', { class: 'visually-hidden', text: 'RAM' }),
    element('div', { class: 'view-bar' }, subject.element, tabs.element, filters),
    links.notice,
    regions,
    overTime.element,
    fits.element,
    linkBar.element,
  );
  const empty = emptyState(
    'RAM',
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
      showTab();
      if (fresh) follow(next);
    },
    showEmpty: () => {
      empty.hidden = false;
      view.hidden = true;
    },
    restore: (state) => {
      for (const key of state.open ?? []) open.add(key);
      rows.restore(state);
      bar.mark(state.selected?.split('/')[0]);
      if (state.tab !== undefined) tabs.show(state.tab);
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
    name: bytes === total ? 'All RAM' : `${count(counted.length)} shown`,
    bytes: count(bytes),
    share: percent(total === 0 ? 0 : bytes / total),
  };
}

/** The matrix of a part: `layers.00.ffn.w1[0…99]` is one of `layers.00.ffn.w1`. */
const matrixOf = (name: string): string => name.replace(/\[.*$/, '');
