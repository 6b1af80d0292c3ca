import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Listing } from '../../model/plan/listing';
import type { Plan } from '../../model/plan/plan';
import { isEnd, layerOf, type Cursor } from '../stepping/cursor';
import type { Position } from '../targets/target';

/** Frames keep their numbers from stop to stop. */
export const frameIds = { operation: 1, layer: 2, pass: 3 } as const;

/** The line of the listing that runs next after a stop. */
export function lineOf(plan: Plan, listing: Listing, cursor: Cursor): number {
  const { operation } = cursor.position;
  const layer = cursor.atHeader ? layerOf(plan, operation) : undefined;
  const line = layer ? listing.layerLines[layer.index] : listing.operationLines[operation];
  return line ?? listing.passLine;
}

/** The call stack of a stop, innermost first: the operation (unless at a header), its layer, the pass. */
export function framesAt(
  plan: Plan,
  listing: Listing,
  cursor: Cursor,
  source: DebugProtocol.Source,
): DebugProtocol.StackFrame[] {
  const { position, atHeader } = cursor;
  const operation = plan.operations[position.operation];
  const layer = layerOf(plan, position.operation);
  const frame = (id: number, name: string, line: number | undefined): DebugProtocol.StackFrame => ({
    id,
    name,
    source,
    line: line ?? listing.passLine,
    column: 1,
  });
  const frames: DebugProtocol.StackFrame[] = [];
  if (operation && !atHeader) {
    frames.push(frame(frameIds.operation, operation.id, listing.operationLines[operation.index]));
  }
  if (layer) frames.push(frame(frameIds.layer, layer.id, listing.layerLines[layer.index]));
  frames.push(frame(frameIds.pass, `pass ${position.pass}, ${positionsText(position)}`, listing.passLine));
  return frames;
}

/** `position 4` or `positions 4–11` */
function positionsText(position: Position): string {
  return `position${position.count === 1 ? '' : 's'} ${positionRange(position)}`;
}

/** `4` or `4–11` */
export function positionRange({ first, count }: Position): string {
  return count === 1 ? String(first) : `${first}–${first + count - 1}`;
}

/** `before L00.attn.q, position 4` */
export function describeStop(plan: Plan, cursor: Cursor): string {
  const { operation } = cursor.position;
  if (isEnd(plan, cursor.position)) return `after the last operation, ${positionsText(cursor.position)}`;
  const place = cursor.atHeader ? layerOf(plan, operation)?.id : plan.operations[operation]?.id;
  return `before ${place ?? 'the pass'}, ${positionsText(cursor.position)}`;
}
