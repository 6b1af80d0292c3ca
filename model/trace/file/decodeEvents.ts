import { viewOf } from '../../../common/littleEndian';
import type { CountersEvent, OddsEvent, ReadCounter, TokenCandidate, TraceEvent } from '../events';
import {
  candidateBytes,
  counterBytes,
  endReasonCodes,
  noneCode,
  recordCodes,
  recordFlags,
  recordHeadBytes,
} from './format';

/** An invalid record; `at` counts from the first byte of the records. */
export class RecordError extends Error {
  constructor(
    readonly at: number,
    readonly found: string,
    readonly expected: string,
  ) {
    super(`${found}, expected ${expected}`);
  }
}

/**
 * The events of the records that fill `bytes`; kinds of a later version are skipped.
 * @throws RecordError when a record is invalid.
 */
export function decodeEvents(bytes: Uint8Array): TraceEvent[] {
  const view = viewOf(bytes);
  const events: TraceEvent[] = [];
  for (let at = 0; at < bytes.length;) {
    if (bytes.length - at < recordHeadBytes) {
      throw new RecordError(at, `${bytes.length - at} bytes`, 'a whole record');
    }
    const length = view.getUint32(at + 1, true);
    const start = at + recordHeadBytes;
    if (length > bytes.length - start) {
      throw new RecordError(at + 1, `a record of ${length} bytes`, `at most ${bytes.length - start}`);
    }
    const record = new Record(view, bytes, start, start + length);
    const event = eventOf(view.getUint8(at), record);
    if (event !== undefined) events.push(event);
    at = start + length;
  }
  return events;
}

function eventOf(code: number, record: Record): TraceEvent | undefined {
  switch (code) {
    case recordCodes.pass: {
      const flags = record.u8();
      const [pass, first, count] = [record.u32(), record.u32(), record.u32()];
      const tail = (flags & recordFlags.tail) !== 0;
      return { type: 'pass', pass, first, count, tail, ...record.times(flags) };
    }
    case recordCodes.operation: {
      const flags = record.u8();
      return { type: 'operation', pass: record.u32(), operation: record.u32(), ...record.times(flags) };
    }
    case recordCodes.read:
      return readOf(record);
    case recordCodes.token: {
      const flags = record.u8();
      const [pass, position, id] = [record.u32(), record.u32(), record.u32()];
      const times = record.times(flags);
      const text = (flags & recordFlags.text) !== 0 ? { text: record.rest() } : {};
      return { type: 'token', pass, position, id, ...times, ...text };
    }
    case recordCodes.odds:
      return oddsOf(record);
    case recordCodes.end: {
      record.u8();
      const at = record.at;
      const code = record.u32();
      const reason = endReasonCodes[code];
      if (reason === undefined) {
        throw new RecordError(at, `the reason ${code} of an end`, `a number below ${endReasonCodes.length}`);
      }
      return { type: 'end', reason };
    }
    case recordCodes.lost:
      record.u8();
      return { type: 'lost', events: record.u32(), text: record.u32(), log: record.u32() };
    case recordCodes.counters:
      return countersOf(record);
    case recordCodes.stack:
      record.u8();
      return { type: 'stack', bytes: record.u32() };
    default:
      return undefined;
  }
}

function readOf(record: Record): TraceEvent {
  const flags = record.u8();
  const [pass, read, sectors] = [record.u32(), record.u32(), record.u32()];
  const lba = (flags & recordFlags.lba) !== 0 ? { lba: record.u32() } : {};
  const times = record.times(flags);
  const seek = (flags & recordFlags.seekKnown) !== 0 ? { seek: (flags & recordFlags.seek) !== 0 } : {};
  return { type: 'read', pass: pass === noneCode ? -1 : pass, read, sectors, ...lba, ...times, ...seek };
}

function oddsOf(record: Record): OddsEvent {
  record.u8();
  const [pass, position] = [record.u32(), record.u32()];
  const probability = record.probability();
  const candidates = Array.from({ length: record.count(candidateBytes) }, (): TokenCandidate => {
    const [id, share, length] = [record.u32(), record.probability(), record.u32()];
    return { id, probability: share, ...(length !== noneCode && { text: record.text(length) }) };
  });
  return { type: 'odds', pass, position, probability, candidates };
}

function countersOf(record: Record): CountersEvent {
  record.u8();
  const rows = Array.from({ length: record.count(counterBytes) }, (): ReadCounter => {
    const matrix = record.u32();
    return {
      ...(matrix !== noneCode && { matrix }),
      reads: record.u32(),
      sectors: record.u64(),
      bytes: record.u64(),
      retries: record.u32(),
      ms: record.milliseconds(),
    };
  });
  return { type: 'counters', rows };
}

/** Reads the contents of one record from its start. */
class Record {
  constructor(
    private readonly view: DataView,
    private readonly bytes: Uint8Array,
    public at: number,
    private readonly end: number,
  ) {}

  u8(): number {
    return this.view.getUint8(this.take(1));
  }

  u32(): number {
    return this.view.getUint32(this.take(4), true);
  }

  u64(): number {
    const at = this.at;
    const value = this.u32() + this.u32() * 4294967296;
    if (!Number.isSafeInteger(value)) throw new RecordError(at, String(value), 'a number below 2^53');
    return value;
  }

  milliseconds(): number {
    const at = this.take(8);
    const value = this.view.getFloat64(at, true);
    if (!Number.isFinite(value) || value < 0) {
      throw new RecordError(at, `a time of ${value} ms`, '0 ms or more');
    }
    return value;
  }

  probability(): number {
    const at = this.take(8);
    const value = this.view.getFloat64(at, true);
    if (!(value >= 0 && value <= 1)) throw new RecordError(at, `a probability of ${value}`, '0 to 1');
    return value;
  }

  times(flags: number): { ms?: number; at?: number } {
    return {
      ...((flags & recordFlags.ms) !== 0 && { ms: this.milliseconds() }),
      ...((flags & recordFlags.at) !== 0 && { at: this.milliseconds() }),
    };
  }

  /** The number of entries of this size that follow; they must fit. */
  count(entryBytes: number): number {
    const at = this.at;
    const count = this.u32();
    const most = Math.floor((this.end - this.at) / entryBytes);
    if (count > most) throw new RecordError(at, `a list of ${count}`, `at most ${most}`);
    return count;
  }

  /** The text up to the end of the record. */
  rest(): string {
    return this.text(this.end - this.at);
  }

  /** A text of so many bytes. */
  text(length: number): string {
    const at = this.take(length);
    return new TextDecoder().decode(this.bytes.subarray(at, at + length));
  }

  private take(count: number): number {
    const { at } = this;
    if (this.end - at < count) {
      throw new RecordError(at, `the end of a record`, `${count} bytes more`);
    }
    this.at += count;
    return at;
  }
}
