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
    .map((matrix) => unreadTensorItem(stop.matrixView(matrix), placeOf(matrix, stop)));
}

/** `33.0 KiB, resident`, or `33.0 KiB, streamed, not loaded yet` */
function placeOf(matrix: Matrix, stop: Stop): string {
  const bytes = matrix.parts.reduce((sum, part) => sum + part.bytes, 0);
  const place = matrix.resident ? 'resident' : stop.wasRead(matrix) ? 'streamed' : 'streamed, not loaded yet';
  return `${formatBytes(bytes)}, ${place}`;
}
