import { maxRequestBytes, opcodes, pineStates, requestHeadBytes } from '../../ps2/pine/wire';
import type { PineConnection, PineDial } from './connection';
import { PineError, PineLinkError } from './error';
import { ReplyReader, type Reply } from './reply';

/** How long PCSX2 may take to be reached, and to answer a request; a round trip takes far below a millisecond. */
const defaultTimeoutMs = 3000;

/** A reply that is waited for. */
interface InFlight {
  readonly reader: ReplyReader;
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Sends requests one after another, each after the reply to the one before, because a server loses what comes
 * earlier. After a time-out or a fault it hangs up, so that a late reply meets nobody, and connects again for the
 * next request. Nothing is sent twice by itself.
 */
export class PineClient {
  private connection: PineConnection | undefined;
  private inFlight: InFlight | undefined;
  /** Settles, never rejects, when everything asked for so far is done. */
  private last: Promise<unknown> = Promise.resolve();
  private readonly closing = new AbortController();

  constructor(
    private readonly dial: PineDial,
    private readonly timeoutMs = defaultTimeoutMs,
  ) {}

  /**
   * Sends commands as one request. @param commands at most 649,996 bytes.
   * @returns the payloads, one after another.
   * @throws PineError in words; the client can be used again after that.
   */
  request(commands: Uint8Array): Promise<Uint8Array> {
    if (commands.length + requestHeadBytes > maxRequestBytes) {
      const words = `A PINE request of ${commands.length} bytes is too long: send it in parts of at most`;
      return Promise.reject(new PineError(`${words} ${maxRequestBytes - requestHeadBytes}.`));
    }
    const done = this.last.then(() => this.payloadOf(commands));
    this.last = done.catch(() => undefined);
    return done;
  }

  /** Hangs up; what waits is rejected. */
  close(): void {
    this.closing.abort(new PineError('The connection to PINE was closed.'));
    this.hangUp(this.closing.signal.reason as Error);
  }

  private async payloadOf(commands: Uint8Array): Promise<Uint8Array> {
    const reply = await this.exchange(commands);
    if (reply.ok) return reply.payload;
    throw new PineError(await this.whyRefused());
  }

  /** A refusal says nothing; most often no game runs. */
  private async whyRefused(): Promise<string> {
    const status = await this.exchange(Uint8Array.of(opcodes.status));
    const state = status.ok && pineStates[status.payload[0] ?? pineStates.length];
    return state === 'shut down'
      ? 'PCSX2 runs no game: start one with the disc image, then try again.'
      : 'PCSX2 refused a PINE request while a game runs: it does not know the command. Use a newer PCSX2.';
  }

  private async exchange(commands: Uint8Array): Promise<Reply> {
    const frame = new Uint8Array(requestHeadBytes + commands.length);
    new DataView(frame.buffer).setUint32(0, frame.length, true);
    frame.set(commands, requestHeadBytes);
    const connection = (this.connection ??= await this.connect());
    this.closing.signal.throwIfAborted();
    return new Promise<Reply>((resolve, reject) => {
      const timer = setTimeout(() => this.hangUp(tooLate(this.timeoutMs)), this.timeoutMs);
      this.inFlight = {
        reader: new ReplyReader(),
        resolve: (reply) => {
          clearTimeout(timer);
          resolve(reply);
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      };
      connection.send(frame);
    });
  }

  private async connect(): Promise<PineConnection> {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(tooLate(this.timeoutMs)), this.timeoutMs);
    const signal = AbortSignal.any([this.closing.signal, late.signal]);
    signal.throwIfAborted();
    // What a connection tells after it was replaced is for nobody.
    let isCurrent = true;
    try {
      const connection = await this.dial(
        {
          data: (bytes) => {
            if (isCurrent) this.receive(bytes);
          },
          closed: (why) => {
            if (!isCurrent) return;
            isCurrent = false;
            this.hangUp(
              new PineLinkError(`PCSX2 has ended the connection (${why}): see whether it still runs.`),
            );
          },
        },
        signal,
      );
      return {
        send: (bytes) => connection.send(bytes),
        end: () => {
          isCurrent = false;
          connection.end();
        },
      };
    } finally {
      clearTimeout(timer);
    }
  }

  private receive(bytes: Uint8Array): void {
    const { inFlight } = this;
    if (!inFlight) {
      this.hangUp(new PineLinkError('PINE answered without being asked.'));
      return;
    }
    try {
      const reply = inFlight.reader.push(bytes);
      if (!reply) return;
      this.inFlight = undefined;
      inFlight.resolve(reply);
    } catch (error) {
      this.hangUp(error as Error);
    }
  }

  /** Ends the connection; the reply that is waited for does not come any more. */
  private hangUp(why: Error): void {
    const { connection, inFlight } = this;
    this.connection = undefined;
    this.inFlight = undefined;
    connection?.end();
    inFlight?.reject(why);
  }
}

function tooLate(ms: number): PineLinkError {
  return new PineLinkError(
    `PINE did not answer within ${ms / 1000} s: PCSX2 hangs, or another program is connected to it, and it serves one at a time. End that program, or choose another slot.`,
  );
}
