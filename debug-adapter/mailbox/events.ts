import type { Plan } from '../../model/plan/plan';
import type { TraceEvent } from '../../model/trace/events';
import { endReasons, eventBytes } from './layout';

/** What is needed to put times and places on events. */
export interface EventContext {
  readonly plan: Plan;
  readonly ticksPerSecond: number;
  /** Absolute sector of WEIGHTS.BIN, 0 when it does not come from the disc. */
  readonly weightsSector: number;
}

/** What the entries of the ring of events say, oldest first; `bytes` holds whole entries. */
export function decodeEvents(bytes: Uint8Array, context: EventContext): TraceEvent[] {
  const events: TraceEvent[] = [];
  for (let start = 0; start + eventBytes <= bytes.length; start += eventBytes) {
    const event = decodeEvent(new DataView(bytes.buffer, bytes.byteOffset + start, eventBytes), context);
    if (event) events.push(event);
  }
  return events;
}

function decodeEvent(view: DataView, context: EventContext): TraceEvent | undefined {
  const word = (offset: number): number => view.getUint32(offset, true);
  const [type, pass, index, value] = [word(4), word(8), word(12), word(16)];
  const ms = (word(28) / context.ticksPerSecond) * 1000;
  switch (type) {
    case 1:
      return { type: 'pass', pass, first: index, count: value, tail: word(20) !== 0 };
    case 2:
      return { type: 'operation', pass, operation: index, ms };
    case 3: {
      const { weightsSector, plan } = context;
      const sector = plan.reads[index]?.sector;
      const lba = weightsSector === 0 || sector === undefined ? undefined : weightsSector + sector;
      // The pass of a preload is FFFFFFFF.
      return {
        type: 'read',
        pass: pass | 0,
        read: index,
        sectors: value,
        ms,
        ...(lba !== undefined && { lba }),
      };
    }
    case 4:
      return { type: 'token', pass, position: index, id: value };
    case 5:
      return { type: 'end', reason: endReasons[index] ?? 'length' };
    default:
      // A later minor version may know more.
      return undefined;
  }
}
