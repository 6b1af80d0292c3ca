import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Column } from '../../webviews/common/table/column';
import { filterRows, sortRows } from '../../webviews/common/table/rowOrder';
import { rowHeight } from '../../webviews/common/table/rowWindow';
import { Table } from '../../webviews/common/table/table';
import { all, enterBrowser, freshBody, one, press, texts, viewportHeight } from './page';

interface Item {
  readonly name: string;
  readonly value?: number;
}

const columns: readonly Column<Item>[] = [
  { key: 'name', label: 'Name', track: '1fr', text: ({ name }) => name },
  {
    key: 'value',
    label: 'Value',
    track: '1fr',
    numeric: true,
    text: ({ value }) => (value === undefined ? '' : String(value)),
    order: ({ value }) => value,
  },
];

const items = (count: number): Item[] =>
  Array.from({ length: count }, (_, index) => ({ name: `row ${index}`, value: (index * 7) % count }));

describe('columns', () => {
  const item = fc.record({ name: fc.string(), value: fc.option(fc.integer(), { nil: undefined }) });

  it('sorts every row into place, unknown values last both ways', () => {
    fc.assert(
      fc.property(fc.array(item), fc.boolean(), (rows, descending) => {
        const sorted = sortRows(rows as Item[], columns, { key: 'value', descending });
        assert.equal(sorted.length, rows.length);
        assert.deepEqual(new Set(sorted), new Set(rows));
        const known = sorted.filter(({ value }) => value !== undefined).map(({ value }) => value ?? 0);
        assert.deepEqual(
          known,
          known.toSorted((a, b) => (descending ? b - a : a - b)),
        );
        const firstUnknown = sorted.findIndex(({ value }) => value === undefined);
        if (firstUnknown >= 0) assert.equal(firstUnknown, known.length);
      }),
    );
  });

  it('sorts names by their numbers and keeps equal rows in order', () => {
    const rows = [{ name: 'L10' }, { name: 'L9' }, { name: 'L9', value: 1 }];
    assert.deepEqual(sortRows(rows, columns, { key: 'name', descending: false }), [
      rows[1],
      rows[2],
      rows[0],
    ]);
  });

  it('keeps rows that hold each word in some cell', () => {
    const rows = [{ name: 'layers.00.attn.wq', value: 12 }, { name: 'layers.01.attn.wq' }, { name: 'norm' }];
    assert.deepEqual(filterRows(rows, columns, 'ATTN 12'), [rows[0]]);
    assert.deepEqual(filterRows(rows, columns, '  '), rows);
    assert.deepEqual(filterRows(rows, columns, 'attn norm'), []);
  });
});

describe('table', () => {
  let leave: () => void;
  before(() => (leave = enterBrowser()));
  after(() => leave());

  const create = (count: number, selected: string[] = []): { table: Table<Item>; root: HTMLElement } => {
    const table = new Table<Item>({
      label: 'Things',
      columns,
      minWidth: '10em',
      key: ({ name }) => name,
      footer: (shown) => ({ name: 'Total', value: String(shown.length) }),
      selected: (key) => selected.push(key),
    });
    const root = freshBody();
    root.append(table.element);
    table.setRows(items(count));
    return { table, root };
  };
  const rowsOf = (root: HTMLElement): HTMLElement[] => all(root, '.table-row');

  it('is a grid with names, counts and indices for screen readers', () => {
    const { root } = create(3);
    const grid = one(root, '[role=grid]');
    assert.equal(grid.getAttribute('aria-label'), 'Things');
    assert.equal(grid.getAttribute('aria-colcount'), '2');
    assert.equal(grid.getAttribute('aria-rowcount'), '5');
    assert.deepEqual(texts(all(root, '[role=columnheader]')), ['Name', 'Value']);
    assert.deepEqual(
      rowsOf(root).map((row) => row.getAttribute('aria-rowindex')),
      ['2', '3', '4'],
    );
    for (const row of rowsOf(root)) assert.equal(all(row, '[role=gridcell]').length, 2);
    assert.deepEqual(texts(all(root, '.table-foot .cell')), ['Total', '3']);
  });

  it('draws only the rows in sight', () => {
    const { root } = create(5000);
    const visible = Math.ceil(viewportHeight / rowHeight);
    assert.ok(rowsOf(root).length >= visible);
    assert.ok(rowsOf(root).length < visible + 20, `${rowsOf(root).length} rows drawn`);
    const viewport = one(root, '.table-viewport');
    viewport.scrollTop = 3000 * rowHeight;
    viewport.dispatchEvent(new Event('scroll'));
    const drawn = texts(rowsOf(root).map((row) => row.children[0] as Element));
    assert.ok(drawn.includes('row 3000') && drawn.includes(`row ${3000 + visible - 1}`));
    assert.ok(!drawn.includes('row 0'));
    assert.equal(one(root, '.table-rows').style.height, `${5000 * rowHeight}px`);
  });

  it('looks at the rows in sight only when it is scrolled, walked or pointed at, however many there are', () => {
    const { table, root } = create(0);
    let looks = 0;
    const many = new Proxy(items(100_000), {
      get: (target, key): unknown => {
        if (typeof key === 'string' && /^\d+$/.test(key)) looks++;
        return Reflect.get(target, key);
      },
    });
    table.setRows(many);
    const looksOf = (act: () => void): number => {
      const before = looks;
      act();
      return looks - before;
    };
    const viewport = one(root, '.table-viewport');
    const most = 10 * Math.ceil(viewportHeight / rowHeight);
    const acts: Readonly<Record<string, () => void>> = {
      scroll: () => {
        viewport.scrollTop = 50_000 * rowHeight;
        viewport.dispatchEvent(new Event('scroll'));
      },
      select: () => table.select('row 70000'),
      focus: () => table.focus(),
      walk: () => press(document.activeElement as Element, 'ArrowDown'),
      click: () => rowsOf(root)[0]?.click(),
    };
    for (const [name, act] of Object.entries(acts)) {
      const count = looksOf(act);
      assert.ok(count > 0 && count <= most, `${name}: ${count} looks at rows`);
    }
    assert.equal((document.activeElement as HTMLElement).dataset['key'], rowsOf(root)[0]?.dataset['key']);
  });

  it('sorts by headers: largest first, then smallest, then as given', () => {
    const { root } = create(5);
    const header = all(root, '[role=columnheader]')[1] as HTMLElement;
    const order = (): string[] =>
      rowsOf(root)
        .toSorted((a, b) => Number(a.getAttribute('aria-rowindex')) - Number(b.getAttribute('aria-rowindex')))
        .map((row) => row.children[1]?.textContent ?? '');
    header.click();
    assert.deepEqual(order(), ['4', '3', '2', '1', '0']);
    assert.equal(header.getAttribute('aria-sort'), 'descending');
    press(header, 'Enter');
    assert.deepEqual(order(), ['0', '1', '2', '3', '4']);
    assert.equal(header.getAttribute('aria-sort'), 'ascending');
    press(header, ' ');
    assert.deepEqual(order(), ['0', '2', '4', '1', '3']);
    assert.equal(header.getAttribute('aria-sort'), 'none');
  });

  it('has one tab stop in the headers and one in the rows, and arrow keys within', () => {
    const selected: string[] = [];
    const { root } = create(100, selected);
    const stops = (selector: string): HTMLElement[] => all(root, `${selector}[tabindex="0"]`);
    assert.equal(stops('.table-row').length, 1);
    assert.equal(stops('[role=columnheader]').length, 1);
    stops('.table-row')[0]?.focus();
    press(document.activeElement as Element, 'ArrowDown');
    press(document.activeElement as Element, 'ArrowDown');
    press(document.activeElement as Element, 'End');
    assert.equal((document.activeElement as HTMLElement).dataset['key'], 'row 99');
    press(document.activeElement as Element, 'PageUp');
    press(document.activeElement as Element, 'Home');
    press(document.activeElement as Element, 'ArrowUp');
    assert.deepEqual(selected, ['row 0', 'row 1', 'row 2', 'row 99', 'row 90', 'row 0']);
    assert.equal(stops('.table-row').length, 1);
    const [first] = stops('[role=columnheader]');
    first?.focus();
    press(first as Element, 'ArrowRight');
    assert.equal(document.activeElement?.textContent, 'Value');
    assert.equal(stops('[role=columnheader]').length, 1);
  });

  it('keeps the focus on its row while rows change, and says what a filter leaves', () => {
    const { table, root } = create(10);
    const third = rowsOf(root)[2] as HTMLElement;
    third.focus();
    table.setRows(items(10).map((item) => ({ ...item, value: (item.value ?? 0) + 100 })));
    assert.equal(document.activeElement, third);
    assert.equal(third.children[1]?.textContent, String(((2 * 7) % 10) + 100));
    table.setFilter('row 104');
    assert.equal(document.activeElement, third);
    assert.equal(one(root, '[role=status]').textContent, '1 of 10 rows');
  });

  it('says where its rows are when a filter leaves none, and why there are none', () => {
    const { table, root } = create(10);
    const told = (): string => one(root, '.table-none').textContent;
    assert.equal(told(), '');
    table.setFilter('nothing is called so');
    assert.equal(told(), 'No row matches the filter.');
    table.setFilter('');
    assert.equal(told(), '');
    table.setRows([], 'Nothing was read.');
    assert.equal(told(), 'Nothing was read.');
    table.setRows(items(3));
    assert.equal(told(), '');
  });

  it('comes back as it was', () => {
    const { table, root } = create(10);
    table.setFilter('row');
    (all(root, '[role=columnheader]')[0] as HTMLElement).click();
    rowsOf(root)[3]?.focus();
    const state = JSON.parse(JSON.stringify(table.state)) as typeof table.state;
    const other = create(10);
    other.table.restore(state);
    assert.deepEqual(other.table.state, state);
    assert.equal(one(other.root, '[aria-selected=true]').dataset['key'], 'row 3');
    // A page is told of its rows only later.
    const late = create(0);
    late.table.restore(state);
    late.table.setRows(items(10));
    assert.deepEqual(late.table.state, state);
    assert.equal(one(late.root, '[aria-selected=true]').dataset['key'], 'row 3');
  });
});
