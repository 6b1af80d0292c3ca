import { asError } from '../../common/asError';
import type { TraceEvent } from '../../model/trace/events';
import type { TraceInfo } from '../../model/trace/file/info';
import { TraceWriter } from '../../model/trace/file/writer';
import { joined } from '../bytes';
import type { GrowingFile } from './growingFile';

/** Most time between something that happened and its place in the file, in milliseconds. */
const flushMs = 2000;

interface Recording {
  readonly writer: TraceWriter;
  readonly file: GrowingFile;
}

/** Writes a run into a file while it happens, so that little is lost when the editor dies. Its memory stays small. */
export class RunRecorder {
  private readonly recording: Promise<Recording>;
  private last: Promise<void>;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private failure: Error | undefined;
  private isEnded = false;

  /**
   * @param failed called once, when no more of the run can be saved.
   */
  constructor(
    info: Promise<TraceInfo>,
    open: () => Promise<GrowingFile>,
    private readonly failed: (error: Error) => void,
  ) {
    this.recording = Promise.all([info, open()]).then(([head, file]) => ({
      writer: new TraceWriter(head, file, file.limitBytes),
      file,
    }));
    this.last = Promise.resolve();
    // Also a run that never does anything has a file.
    this.enqueue(() => Promise.resolve());
  }

  add(events: readonly TraceEvent[]): void {
    if (this.isEnded) return;
    this.enqueue(({ writer }) => {
      writer.add(events);
      return Promise.resolve();
    });
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.enqueue(flushOf);
    }, flushMs);
  }

  /**
   * The whole trace so far, also during the run.
   * @param read gives the bytes of the file.
   * @throws Error when the run could not be saved.
   */
  async snapshot(read: () => Promise<Uint8Array>): Promise<Uint8Array> {
    const { isEnded } = this;
    let bytes: Uint8Array | undefined;
    // In its turn, so that totals and events are of the same moment.
    this.enqueue(async (recording) => {
      if (!isEnded) await flushOf(recording);
      bytes = joined([await read(), isEnded ? new Uint8Array() : recording.writer.closing()]);
    });
    await this.last;
    if (bytes === undefined) throw this.failure ?? new Error('The run was not saved.');
    return bytes;
  }

  /** The run is over. */
  async end(): Promise<void> {
    clearTimeout(this.timer);
    if (!this.isEnded) {
      this.isEnded = true;
      this.enqueue(async ({ writer, file }) => {
        try {
          await writer.finish();
        } finally {
          await file.close();
        }
      });
    }
    await this.last;
  }

  private enqueue(work: (recording: Recording) => Promise<void>): void {
    this.last = this.last
      .then(async () => {
        if (this.failure === undefined) await work(await this.recording);
      })
      .catch((error: unknown) => {
        this.failure = asError(error);
        this.failed(this.failure);
      });
  }
}

const flushOf = async ({ writer, file }: Recording): Promise<void> => {
  await writer.flush();
  await file.flush();
};
