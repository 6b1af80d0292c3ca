import { asError } from '../../../common/asError';
import type { TraceEvent } from '../events';
import { RunTotals } from '../runTotals';
import { ByteQueue } from './byteQueue';
import { encodeChunk } from './chunks';
import { encodeEvent } from './encodeEvent';
import {
  chunkNames,
  defaultLimitBytes,
  eventChunkBytes,
  headerBytes,
  traceMagic,
  traceVersion,
} from './format';
import type { TraceInfo } from './info';

/** The destination of a trace; called again only after the previous write. */
export interface TraceSink {
  write(bytes: Uint8Array): Promise<void>;
}

/** Omitted passes before the totals are written again; doubled each time. */
const firstPause = 1024;

/**
 * Writes a trace during a run. Memory and file size are bounded: events beyond the limit are counted and omitted, the
 * totals continue. The file can be read at any time, even without its end.
 */
export class TraceWriter {
  private readonly totals: RunTotals;
  private readonly queue = new ByteQueue();
  private queued = 0;
  private written = 0;
  private leftOut = 0;
  private pause = firstPause;
  private nextTotalsPass = 0;
  private last: Promise<void> = Promise.resolve();
  private failure: Error | undefined;

  /** @param limitBytes size limit of the events in the file. */
  constructor(
    info: TraceInfo,
    private readonly sink: TraceSink,
    private readonly limitBytes = defaultLimitBytes,
  ) {
    this.totals = new RunTotals(info.plan);
    this.send(fileHeader());
    this.send(encodeChunk(chunkNames.info, json(info)));
  }

  /** Events that were omitted because of the size limit. */
  get dropped(): number {
    return this.leftOut;
  }

  /** Adds events in order. `flush` and `finish` report write errors. */
  add(events: readonly TraceEvent[]): void {
    this.totals.add(events);
    for (const event of events) this.addOne(event);
  }

  /** Writes the pending events. @throws Error when they or an earlier part cannot be written. */
  async flush(): Promise<void> {
    this.sendEvents();
    if (this.leftOut > 0) this.sendTotals();
    await this.done();
  }

  /** Writes the rest and the end mark. @throws Error when some of it cannot be written. */
  async finish(): Promise<void> {
    this.sendEvents();
    this.send(this.closing());
    await this.done();
  }

  /** The bytes that complete a flushed trace: its totals and its end. */
  closing(): Uint8Array<ArrayBuffer> {
    return new ByteQueue().raw(this.totalsChunk()).raw(encodeChunk(chunkNames.end, new Uint8Array())).take();
  }

  private addOne(event: TraceEvent): void {
    if (this.written + this.queue.length >= this.limitBytes) {
      this.leaveOut();
      return;
    }
    encodeEvent(event, this.queue);
    this.queued++;
    if (this.queue.length >= eventChunkBytes) this.sendEvents();
  }

  private leaveOut(): void {
    this.sendEvents();
    this.leftOut++;
    if (this.totals.passes < this.nextTotalsPass) return;
    this.sendTotals();
    this.nextTotalsPass = this.totals.passes + this.pause;
    this.pause *= 2;
  }

  private sendEvents(): void {
    if (this.queued === 0) return;
    const contents = this.queue.take();
    this.written += contents.length;
    this.queued = 0;
    this.send(encodeChunk(chunkNames.events, contents));
  }

  private sendTotals(): void {
    this.send(this.totalsChunk());
  }

  private totalsChunk(): Uint8Array {
    return encodeChunk(chunkNames.totals, json({ ...this.totals.toJSON(), dropped: this.leftOut }));
  }

  private send(bytes: Uint8Array): void {
    this.last = this.last
      .then(() => (this.failure === undefined ? this.sink.write(bytes) : undefined))
      .catch((error: unknown) => {
        this.failure = asError(error);
      });
  }

  private async done(): Promise<void> {
    await this.last;
    if (this.failure !== undefined) throw this.failure;
  }
}

function fileHeader(): Uint8Array {
  const queue = new ByteQueue().raw(new TextEncoder().encode(traceMagic));
  queue.u32(traceVersion.major + traceVersion.minor * 65536).u32(headerBytes);
  return queue.take();
}

const json = (value: object): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
