import { formatAddress } from '../../model/plan/units';
import { formatFloat, formatStatistics } from '../values/format';
import { StatisticsCollector } from '../values/statistics';
import { piecesOf, rowOf, shapeOf, type TensorView } from '../values/tensorView';
import type { Children, Item } from './item';

/** A tensor as a variable: shape, mean, deviation and range, with rows or values as children. */
export async function tensorItem(view: TensorView, name = view.name): Promise<Item> {
  return { ...tensorHead(view, name), ...(await tensorText(view)) };
}

/** The same without reading the tensor: `remarkText` replaces the statistics. */
export function unreadTensorItem(view: TensorView, remarkText: string): Item {
  return { ...tensorHead(view, view.name), value: `${shapeOf(view)} ${remarkText}` };
}

/** `f32[1×256] mean −0.01 σ 0.83 [−2.1, 3.4]`, and how many values have changed since the last stop. */
async function tensorText(view: TensorView): Promise<Pick<Item, 'value' | 'changed'>> {
  if (view.rows * view.cols === 1) {
    const [value = 0] = await view.read(0, 1);
    return valueText(view, 0, value);
  }
  const collector = new StatisticsCollector();
  let [row, changed] = [0, 0];
  for await (const piece of piecesOf(view)) {
    collector.add(piece);
    const rows = piece.length / view.cols;
    const before = view.before?.(row, rows);
    if (before) changed += piece.reduce((count, value, i) => count + Number(!Object.is(value, before[i])), 0);
    row += rows;
  }
  const statistics = collector.result();
  return {
    value: statistics ? `${shapeOf(view)} ${formatStatistics(statistics)}` : shapeOf(view),
    ...(changed > 0 && { changed: `${changed} of ${view.rows * view.cols} changed` }),
  };
}

/** One value of a tensor as a variable. */
export function elementItem(view: TensorView, column: number, value: number): Item {
  return {
    name: `[${column}]`,
    ...valueText(view, column, value),
    type: view.type,
    evaluateName: `${view.name}${view.isVector ? '' : '[0]'}[${column}]`,
  };
}

function tensorHead(view: TensorView, name: string): Omit<Item, 'value'> {
  return {
    name,
    type: shapeOf(view),
    evaluateName: view.name,
    ...(view.address !== undefined && { memoryReference: formatAddress(view.address) }),
    ...(view.rows * view.cols > 1 && { children: childrenOf(view) }),
  };
}

function childrenOf(view: TensorView): Children {
  if (view.rows === 1) {
    return {
      kind: 'indexed',
      count: view.cols,
      page: async (start, count) => {
        const values = await view.read(0, 1);
        return Array.from(values.subarray(start, start + count), (value, i) =>
          elementItem(view, start + i, value),
        );
      },
    };
  }
  return {
    kind: 'indexed',
    count: view.rows,
    page: (start, count) =>
      Promise.all(
        Array.from({ length: count }, (_, i) => tensorItem(rowOf(view, start + i), `[${start + i}]`)),
      ),
  };
}

/** A value of a row, and what it was at the last stop if it was another. */
function valueText(view: TensorView, column: number, value: number): Pick<Item, 'value' | 'changed'> {
  const before = view.before?.(0, 1)[column];
  return {
    value: formatValue(view, value),
    ...(before !== undefined && !Object.is(before, value) && { changed: `was ${formatValue(view, before)}` }),
  };
}

function formatValue({ type }: TensorView, value: number): string {
  const isWhole = type === 'i32' || type === 'int32' || type === 'int16';
  return isWhole ? String(value) : formatFloat(value);
}
