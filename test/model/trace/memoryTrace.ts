import { MemorySource } from '../../../disc/byteSource';
import { sessionPlanOf } from '../../../debug-adapter/session/sessionPlan';
import { renderListing } from '../../../model/plan/listing';
import type { Provenance, TraceEvent } from '../../../model/trace/events';
import { traceInfoOf, type TraceInfo } from '../../../model/trace/file/info';
import { openTrace, type TraceFile } from '../../../model/trace/file/reader';
import { TraceWriter } from '../../../model/trace/file/writer';
import { samplePlan } from '../../support/sample';
import { streamed } from '../../support/streamed';

/** What a trace of the sample says of itself. */
export async function sampleInfo(provenance: Provenance = 'built-in'): Promise<TraceInfo> {
  const plan = await samplePlan(streamed);
  return traceInfoOf('a run', 'test', sessionPlanOf(plan, renderListing(plan), {}, provenance));
}

/** Takes a trace's bytes. */
export class MemorySink {
  private readonly pieces: Uint8Array[] = [];

  write(bytes: Uint8Array): Promise<void> {
    this.pieces.push(bytes);
    return Promise.resolve();
  }

  /** How much was written at each call. */
  get lengths(): number[] {
    return this.pieces.map(({ length }) => length);
  }

  get bytes(): Uint8Array {
    return new Uint8Array(Buffer.concat(this.pieces));
  }
}

/** The bytes of a whole trace of these events. */
export async function traceBytes(
  info: TraceInfo,
  events: readonly TraceEvent[],
  limitBytes?: number,
): Promise<Uint8Array> {
  const sink = new MemorySink();
  const writer = new TraceWriter(info, sink, limitBytes);
  writer.add(events);
  await writer.finish();
  return sink.bytes;
}

/** Opens bytes as the file `run.ps2trace`. */
export const opened = (bytes: Uint8Array): Promise<TraceFile> =>
  openTrace(new MemorySource(bytes), 'run.ps2trace');

/** All events of a trace. */
export async function eventsOf(trace: TraceFile): Promise<TraceEvent[]> {
  const all: TraceEvent[] = [];
  for await (const events of trace.events()) all.push(...events);
  return all;
}
