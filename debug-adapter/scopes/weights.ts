import { formatBytes } from '../../model/plan/units';
import type { Matrix } from '../../model/plan/plan';
import { layerOf } from '../stepping/cursor';
import type { Stop } from '../debuggee/stop';
import type { Item } from '../variables/item';
import { unreadTensorItem } from '../variables/tensorItem';

/** The matrix of the next operation, the matrices of its layer, then the resident ones. */
export function weightItems(stop: Stop): Item[] {
  const { plan, position } = stop;
  const current = plan.operations[position.operation]?.matrix;
  const unique = layerOf(plan, position.operation)?.unique;
  const rank = (matrix: Matrix): number => {
    if (matrix.index === current) return 0;
    return unique !== undefined && matrix.layer === unique ? 1 : 2;
  };
  return plan.matrices
    .filter((matrix) => matrix.parts.length > 0 && (matrix.resident || rank(matrix) < 2))
    .sort((a, b) => rank(a) - rank(b) || a.index - b.index)
    .map((matrix) => unreadTensorItem(stop.matrixView(matrix), placeOf(matrix)));
}

/** `33.0 KiB, streamed` */
export function placeOf(matrix: Matrix): string {
  const bytes = matrix.parts.reduce((sum, part) => sum + part.bytes, 0);
  return `${formatBytes(bytes)}, ${matrix.resident ? 'resident' : 'streamed'}`;
}
