import type { FloatUnit } from './floatUnit';

/** Values and their ids in RAM, as EE addresses: f32 and i32. */
export interface ValueRows {
  readonly values: number;
  readonly ids: number;
}

/**
 * Brings the first `wanted` of the order to the front, sorted: greater values first, equal ones by ascending id. The
 * others follow in any order. One scan against the last of the best so far, which is the root of a heap.
 * @param wanted 1 … `count`
 */
export function selectDescending(
  unit: FloatUnit,
  ids: Int32Array,
  rows: ValueRows,
  count: number,
  wanted: number,
): void {
  const first = rows.ids >>> 2;
  const valueOf = (i: number): number => unit.load(rows.values + i * 4);
  const idOf = (i: number): number => ids[first + i] as number;
  const comesBefore = (a: number, b: number): boolean => {
    const [x, y] = [valueOf(a), valueOf(b)];
    return unit.less(y, x) || (!unit.less(x, y) && idOf(a) < idOf(b));
  };
  const swap = (a: number, b: number): void => {
    const [value, id] = [valueOf(a), idOf(a)];
    unit.store(rows.values + a * 4, valueOf(b));
    ids[first + a] = idOf(b);
    unit.store(rows.values + b * 4, value);
    ids[first + b] = id;
  };
  const sink = (from: number, size: number): void => {
    for (let root = from; ;) {
      let child = 2 * root + 1;
      if (child >= size) return;
      if (child + 1 < size && comesBefore(child, child + 1)) child++;
      if (!comesBefore(root, child)) return;
      swap(root, child);
      root = child;
    }
  };
  for (let i = wanted >> 1; i > 0; i--) sink(i - 1, wanted);
  for (let i = wanted; i < count; i++) {
    if (unit.less(valueOf(i), valueOf(0)) || !comesBefore(i, 0)) continue;
    swap(0, i);
    sink(0, wanted);
  }
  for (let end = wanted; end > 1; end--) {
    swap(0, end - 1);
    sink(0, end - 1);
  }
}
