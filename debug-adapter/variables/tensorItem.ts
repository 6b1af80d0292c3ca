import { formatAddress } from '../../model/plan/units';
import { formatFloat, formatStatistics } from '../values/format';
import { StatisticsCollector } from '../values/statistics';
import { piecesOf, rowOf, shapeOf, type TensorView } from '../values/tensorView';
import type { Children, Item } from './item';

/** A tensor as a variable: shape, mean, deviation and range, with rows or values as children. */
export async function tensorItem(view: TensorView, name = view.name): Promise<Item> {
  return { ...tensorHead(view, name), value: await tensorText(view) };
}

/** The same without reading the tensor: `remarkText` replaces the statistics. */
export function unreadTensorItem(view: TensorView, remarkText: string): Item {
  return { ...tensorHead(view, view.name), value: `${shapeOf(view)} ${remarkText}` };
}

/** `f32[1×256] mean −0.01 σ 0.83 [−2.1, 3.4]` */
async function tensorText(view: TensorView): Promise<string> {
  if (view.rows * view.cols === 1) {
    const [value = 0] = await view.read(0, 1);
    return formatValue(view, value);
  }
  const collector = new StatisticsCollector();
  for await (const piece of piecesOf(view)) collector.add(piece);
  const statistics = collector.result();
  return statistics ? `${shapeOf(view)} ${formatStatistics(statistics)}` : shapeOf(view);
}

/** One value of a tensor as a variable. */
export function elementItem(view: TensorView, column: number, value: number): Item {
  return {
    name: `[${column}]`,
    value: formatValue(view, value),
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

function formatValue({ type }: TensorView, value: number): string {
  const isWhole = type === 'i32' || type === 'int32' || type === 'int16';
  return isWhole ? String(value) : formatFloat(value);
}
