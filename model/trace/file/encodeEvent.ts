import type { CountersEvent, OddsEvent, ReadEvent, TokenEvent, TraceEvent } from '../events';
import type { ByteQueue } from './byteQueue';
import { endReasonCodes, noneCode, recordCodes, recordFlags } from './format';

/** Appends an event as a record: code, length of the contents, contents. */
export function encodeEvent(event: TraceEvent, to: ByteQueue): void {
  to.u8(recordCodes[event.type]);
  const lengthAt = to.length;
  to.u32(0);
  encodeContents(event, to);
  to.patchU32(lengthAt, to.length - lengthAt - 4);
}

function encodeContents(event: TraceEvent, to: ByteQueue): void {
  switch (event.type) {
    case 'pass':
      to.u8((event.tail ? recordFlags.tail : 0) | timesFlags(event));
      to.u32(event.pass).u32(event.first).u32(event.count);
      break;
    case 'operation':
      to.u8(timesFlags(event)).u32(event.pass).u32(event.operation);
      break;
    case 'read':
      encodeRead(event, to);
      break;
    case 'token':
      encodeToken(event, to);
      return;
    case 'odds':
      encodeOdds(event, to);
      break;
    case 'end':
      to.u8(0).u32(endReasonCodes.indexOf(event.reason));
      break;
    case 'lost':
      to.u8(0).u32(event.events).u32(event.text).u32(event.log);
      break;
    case 'counters':
      encodeCounters(event, to);
      break;
    case 'stack':
      to.u8(0).u32(event.bytes);
      break;
  }
  if ('ms' in event || 'at' in event) encodeTimes(event, to);
}

interface Times {
  readonly ms?: number;
  readonly at?: number;
}

const timesFlags = ({ ms, at }: Times): number =>
  (ms === undefined ? 0 : recordFlags.ms) | (at === undefined ? 0 : recordFlags.at);

function encodeTimes({ ms, at }: Times, to: ByteQueue): void {
  if (ms !== undefined) to.f64(ms);
  if (at !== undefined) to.f64(at);
}

function encodeRead(event: ReadEvent, to: ByteQueue): void {
  const { pass, read, sectors, lba, seek } = event;
  const flags =
    timesFlags(event) |
    (lba === undefined ? 0 : recordFlags.lba) |
    (seek === undefined ? 0 : recordFlags.seekKnown) |
    (seek === true ? recordFlags.seek : 0);
  to.u8(flags)
    .u32(pass < 0 ? noneCode : pass)
    .u32(read)
    .u32(sectors);
  if (lba !== undefined) to.u32(lba);
}

/** The text comes last, to the end of the record. */
function encodeToken(event: TokenEvent, to: ByteQueue): void {
  const { pass, position, id, text } = event;
  to.u8(timesFlags(event) | (text === undefined ? 0 : recordFlags.text));
  to.u32(pass).u32(position).u32(id);
  encodeTimes(event, to);
  if (text !== undefined) to.raw(new TextEncoder().encode(text));
}

/** Each candidate has the length of its text, noneCode without one. */
function encodeOdds({ pass, position, probability, candidates }: OddsEvent, to: ByteQueue): void {
  to.u8(0).u32(pass).u32(position).f64(probability).u32(candidates.length);
  for (const { id, probability: share, text } of candidates) {
    const bytes = text === undefined ? undefined : new TextEncoder().encode(text);
    to.u32(id)
      .f64(share)
      .u32(bytes?.length ?? noneCode);
    if (bytes !== undefined) to.raw(bytes);
  }
}

function encodeCounters({ rows }: CountersEvent, to: ByteQueue): void {
  to.u8(0).u32(rows.length);
  for (const { matrix, reads, sectors, bytes, retries, ms } of rows) {
    to.u32(matrix ?? noneCode)
      .u32(reads)
      .u64(sectors)
      .u64(bytes)
      .u32(retries)
      .f64(ms);
  }
}
