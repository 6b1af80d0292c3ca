import type { ByteSource } from '../../../disc/byteSource';
import { FormatError } from '../../formatError';
import { JsonValue } from '../../json';
import type { TraceEvent } from '../events';
import { RunTotals, type RunTotalsJson } from '../runTotals';
import { runTotalsOf } from '../runTotalsJson';
import { endOf, readChunk, type BrokenChunk, type Chunk } from './chunks';
import { decodeEvents, RecordError } from './decodeEvents';
import { TraceFileError } from './error';
import { chunkHeadBytes, chunkNames, headerBytes, traceMagic, traceVersion } from './format';
import { traceInfoFrom, type TraceInfo } from './info';

/** An open trace; its events are read again on request. */
export interface TraceFile {
  readonly label: string;
  readonly version: { readonly major: number; readonly minor: number };
  readonly info: TraceInfo;
  /** Of the whole run, including events that are not in the file. */
  readonly totals: RunTotalsJson;
  /** Events that were omitted because of the size limit. */
  readonly dropped: number;
  /** A sentence with the reason if the trace is incomplete. Absent for a complete trace. */
  readonly incomplete?: string;
  /** All events in order, by chunk. */
  events(): AsyncGenerator<readonly TraceEvent[], void, undefined>;
  /** The events of one pass, without reading all others. */
  eventsOfPass(pass: number): Promise<readonly TraceEvent[]>;
}

interface EventsAt {
  readonly offset: number;
  /** The passes with events in it. */
  readonly first: number;
  readonly last: number;
}

const advice = 'record it again';

/**
 * Opens a trace and reads it once to its end. A damaged or missing end is not an error: everything before it is
 * available, and `incomplete` describes the end.
 * @throws TraceFileError when it is not a trace, has another major version, or its tables are damaged.
 */
export async function openTrace(source: ByteSource, label: string): Promise<TraceFile> {
  const version = await readHeader(source, label);
  const first = await readChunk(source, headerBytes);
  if (first === undefined || !('name' in first) || first.name !== chunkNames.info)
    throw noTables(first, label);
  const info = parsed(first, label, traceInfoFrom);
  const index: EventsAt[] = [];
  let totals = new RunTotals(info.plan);
  let [dropped, isEnded] = [0, false];
  let broken: BrokenChunk | undefined;
  for (let offset = endOf(first); ;) {
    const chunk = await readChunk(source, offset);
    if (chunk === undefined) break;
    if (!('name' in chunk)) {
      broken = chunk;
      break;
    }
    if (chunk.name === chunkNames.events) {
      const events = decoded(chunk, label);
      totals.add(events);
      index.push({ offset, ...passesOf(events, index.at(-1)?.last ?? -1) });
    } else if (chunk.name === chunkNames.totals) {
      parsed(chunk, label, (json) => {
        totals = new RunTotals(info.plan, runTotalsOf(json, info.plan));
        dropped = json.get('dropped').count();
      });
    } else if (chunk.name === chunkNames.end) isEnded = true;
    offset = endOf(chunk);
  }
  const chunkEvents = async ({ offset }: EventsAt): Promise<TraceEvent[]> => {
    const chunk = await readChunk(source, offset);
    if (chunk === undefined || !('name' in chunk)) {
      throw new TraceFileError(
        label,
        offset,
        'different from before',
        'the earlier chunk EVTS',
        'open it again',
      );
    }
    return decoded(chunk, label);
  };
  return {
    label,
    version,
    info,
    totals: totals.toJSON(),
    dropped,
    ...(!isEnded && { incomplete: incompleteness(label, source.size, broken) }),
    async *events() {
      for (const place of index) yield chunkEvents(place);
    },
    async eventsOfPass(pass) {
      const found: TraceEvent[] = [];
      for (const place of index) {
        if (place.first > pass || place.last < pass) continue;
        const events = await chunkEvents(place);
        found.push(...events.filter((event) => 'pass' in event && event.pass === pass));
      }
      return found;
    },
  };
}

async function readHeader(source: ByteSource, label: string): Promise<TraceFile['version']> {
  if (source.size < headerBytes) {
    throw new TraceFileError(
      label,
      0,
      `the end of the file after ${source.size} bytes`,
      `a header of ${headerBytes} bytes`,
    );
  }
  const head = await source.read(0, headerBytes);
  const view = new DataView(head.buffer, head.byteOffset);
  const magic = String.fromCharCode(...head.subarray(0, 8));
  if (magic !== traceMagic) {
    throw new TraceFileError(
      label,
      0,
      JSON.stringify(magic),
      `"${traceMagic}"`,
      'choose a trace written by PS2 ML',
    );
  }
  const version = { major: view.getUint16(8, true), minor: view.getUint16(10, true) };
  if (version.major !== traceVersion.major) {
    throw new TraceFileError(
      label,
      8,
      `version ${version.major}.${version.minor}`,
      `${traceVersion.major}.x`,
      version.major > traceVersion.major ? 'update PS2 ML' : advice,
    );
  }
  const bytes = view.getUint32(12, true);
  if (bytes !== headerBytes) {
    throw new TraceFileError(label, 12, `a header of ${bytes} bytes`, String(headerBytes));
  }
  return version;
}

/** The file does not begin with its tables. */
function noTables(chunk: Chunk | BrokenChunk | undefined, label: string): TraceFileError {
  if (chunk !== undefined && !('name' in chunk))
    return new TraceFileError(label, chunk.offset, chunk.found, `${chunk.expected}, a whole chunk INFO`);
  const found = chunk === undefined ? 'the end of the file' : `a chunk ${JSON.stringify(chunk.name)}`;
  return new TraceFileError(label, headerBytes, found, 'a whole chunk INFO');
}

function parsed<T>(chunk: Chunk, label: string, read: (json: JsonValue) => T): T {
  const text = new TextDecoder().decode(chunk.contents);
  const place = `${label}, chunk ${chunk.name} at offset ${chunk.offset}`;
  try {
    return read(JsonValue.parse(text, place, advice));
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const { field, found, expected } = error.fault;
    throw new TraceFileError(
      label,
      chunk.offset,
      `a chunk ${chunk.name} where ${field} is ${found}`,
      expected,
    );
  }
}

function decoded(chunk: Chunk, label: string): TraceEvent[] {
  try {
    return decodeEvents(chunk.contents);
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    const offset = chunk.offset + chunkHeadBytes + error.at;
    throw new TraceFileError(label, offset, error.found, error.expected);
  }
}

function passesOf(events: readonly TraceEvent[], before: number): { first: number; last: number } {
  const passes = events.flatMap((event) => ('pass' in event ? [event.pass] : []));
  const lowest = passes.reduce((least, pass) => Math.min(least, pass), Infinity);
  const highest = passes.reduce((most, pass) => Math.max(most, pass), -Infinity);
  return passes.length === 0 ? { first: before, last: before } : { first: lowest, last: highest };
}

function incompleteness(label: string, size: number, broken: BrokenChunk | undefined): string {
  const { offset, found, expected } = broken ?? {
    offset: size,
    found: 'the end of the file',
    expected: 'a chunk ENDS',
  };
  return `${label} is incomplete: at offset ${offset} is ${found}, expected ${expected}. Everything before that is shown.`;
}
