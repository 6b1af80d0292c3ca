import { maxRequestBytes, opcodes, pineStates, requestHeadBytes } from '../../ps2/pine/wire';
import type { PineConnection, PineDial } from './connection';
import { PineError, PineLinkError } from './error';
import { ReplyReader, type Reply } from './reply';

/** Limit for connecting to PCSX2 and for each reply. A round trip takes far less than a millisecond. */
const defaultTimeoutMs = 3000;

/** A request that waits for its reply. */
interface InFlight {
  readonly reader: ReplyReader;
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Sends requests one after another, each after the reply to the previous one, because a server drops requests that
 * arrive earlier. After a time-out or an error it closes the connection, so that a late reply is not mistaken for
 * another one, and reconnects for the next request. It never sends a request twice.
 */
export class PineClient {
  private connection: PineConnection | undefined;
  private inFlight: InFlight | undefined;
  /** Resolves when all earlier requests are done; never rejects. */
  private last: Promise<unknown> = Promise.resolve();
  private readonly closing = new AbortController();

  constructor(
    private readonly dial: PineDial,
    private readonly timeoutMs = defaultTimeoutMs,
  ) {}

  /**
   * Sends commands as one request. @param commands at most 649,996 bytes.
   * @returns the payloads, one after another.
   * @throws PineError. The client can be used again after that.
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

  /** Closes the connection and rejects pending requests. */
  close(): void {
    this.closing.abort(new PineError('The connection to PINE was closed.'));
    this.hangUp(this.closing.signal.reason as Error);
  }

  private async payloadOf(commands: Uint8Array): Promise<Uint8Array> {
    const reply = await this.exchange(commands);
    if (reply.ok) return reply.payload;
    throw new PineError(await this.whyRefused());
  }

  /** Why PCSX2 refused a request. The reply contains no reason; usually no game runs. */
  private async whyRefused(): Promise<string> {
    const status = await this.exchange(Uint8Array.of(opcodes.status));
    const state = status.ok && pineStates[status.payload[0] ?? pineStates.length];
    return state === 'shut down'
      ? 'PCSX2 is not running a game: start one with the disc image, then try again.'
      : 'PCSX2 refused a PINE request while a game runs: it does not support the command. Use a newer version of PCSX2.';
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
    // Ignore the events of a connection that was replaced.
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
              new PineLinkError(`The connection to PCSX2 ended (${why}): check that PCSX2 is still running.`),
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
      this.hangUp(new PineLinkError('PINE sent a reply without a request.'));
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

  /** Ends the connection; the pending reply will not come. */
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
    `PINE did not answer within ${ms / 1000} s: PCSX2 hangs, or another program is connected to it, and it serves one at a time. Close that program, or use another slot.`,
  );
}
