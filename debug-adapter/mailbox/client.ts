import type { ReadCounter } from '../../model/trace/events';
import { bitmapOf } from './bitmap';
import { MailboxError } from './error';
import { eventsIn, isUnchanged, type MailboxEvent } from './events';
import { readIdentity, type Identity } from './identity';
import {
  commands,
  eventBytes,
  mailboxBytes,
  offsets,
  results,
  type CommandName,
  type ProgramState,
} from './layout';
import type { MemoryPort } from './memoryPort';
import { outstandingIn, ringPieces, type Outstanding } from './ring';
import { readCounters, readStatus, type Counters, type Status } from './status';
import { readTotals } from './totals';
import { since, wordBytes, Words } from './words';

/** How often to read a status again if it changes while it is read. */
const statusTries = 8;

/** News since the last look. */
export interface Look {
  readonly counters: Counters;
  /** undefined if the program was changing it at every try. */
  readonly status: Status | undefined;
  readonly events: readonly MailboxEvent[];
  /** Bytes of the model's text and of the program's log. They may start and end within a character. */
  readonly text: Uint8Array;
  readonly log: Uint8Array;
  /** Events and bytes that were overwritten before they were read. */
  readonly lost: { readonly events: number; readonly text: number; readonly log: number };
}

/** New bytes of the rings, and the counters after the rings were read. */
interface Fresh {
  readonly events: Uint8Array;
  readonly text: Uint8Array;
  readonly log: Uint8Array;
  readonly counters?: Counters;
}

const nothing: Fresh = { events: new Uint8Array(), text: new Uint8Array(), log: new Uint8Array() };

/** Signs that a program is running. */
export interface Signs {
  readonly heartbeat: number;
  /** undefined if the program was changing it. */
  readonly state: ProgramState | undefined;
  /** The error, as a sentence, in `failed`. */
  readonly error: string;
}

/** The host's side of a mailbox (docs/mailbox.md). One call at a time. */
export class MailboxClient {
  private taken: { events: number; text: number; log: number };
  private request: number;
  private heartbeat: number;
  private sent: { readonly name: CommandName; readonly request: number } | undefined;

  private constructor(
    private readonly port: MemoryPort,
    /** The block at the last look; its addresses do not change. */
    public identity: Identity,
    random: () => number,
    counters?: Counters,
  ) {
    const { eventsWritten = 0, textWritten = 0, logWritten = 0 } = counters ?? {};
    this.taken = { events: eventsWritten, text: textWritten, log: logWritten };
    const word = (): number => Math.floor(random() * 4294967296);
    this.request = word();
    this.heartbeat = word();
  }

  /**
   * Attaches to the mailbox at `address`. The existing contents of its rings are new at the first look.
   * @param random returns numbers from 0 up to 1, for the numbers of commands.
   * @throws MailboxError when it is damaged or of another version.
   */
  static async attach(
    port: MemoryPort,
    address: number,
    random: () => number = Math.random,
  ): Promise<MailboxClient> {
    const words = new Words(await port.read(address, mailboxBytes));
    const client = new MailboxClient(port, readIdentity(words, address), random);
    client.passOver(readCounters(words).acknowledged);
    return client;
  }

  /**
   * Attaches again after all of memory went back to an earlier point: the contents of the rings were reported before.
   * @throws MailboxError when it is damaged or of another version.
   */
  static async rejoin(
    port: MemoryPort,
    address: number,
    random: () => number = Math.random,
  ): Promise<MailboxClient> {
    const words = new Words(await port.read(address, mailboxBytes));
    const counters = readCounters(words);
    const client = new MailboxClient(port, readIdentity(words, address), random, counters);
    client.passOver(counters.acknowledged);
    return client;
  }

  /**
   * Reads what is new and informs the program how far it was read.
   * @throws MailboxError when another program runs now, or the program was restarted.
   */
  async look(): Promise<Look> {
    const { words, status } = await this.readBlock();
    const counters = readCounters(words);
    const { identity, taken } = this;
    const events = outstandingIn(identity.events, taken.events, counters.eventsWritten);
    const text = outstandingIn(identity.text, taken.text, counters.textWritten);
    const log = outstandingIn(identity.log, taken.log, counters.logWritten);
    const isNew = events.count + text.count + log.count > 0;
    const fresh = isNew ? await this.readFresh(events, text, log) : nothing;
    // The program may have overwritten older entries while they were read.
    const after = fresh.counters ?? counters;
    const entries = await this.wholeOf(eventsIn(fresh.events, events.from), events, after.eventsWritten);
    const textGone = overwritten(text, after.textWritten, identity.text.capacity);
    const logGone = overwritten(log, after.logWritten, identity.log.capacity);
    this.taken = { events: counters.eventsWritten, text: counters.textWritten, log: counters.logWritten };
    if (isNew) {
      const { eventsWritten, textWritten, logWritten } = counters;
      await this.write(offsets.eventsTaken, eventsWritten, textWritten, logWritten);
    }
    return {
      counters,
      status,
      events: entries,
      text: fresh.text.slice(textGone),
      log: fresh.log.slice(logGone),
      lost: {
        events: events.lost + events.count - entries.length,
        text: text.lost + textGone,
        log: log.lost + logGone,
      },
    };
  }

  /** @returns a function that restores the current state of this host, for when memory goes back to this point. */
  bookmark(): () => void {
    const { taken, request, heartbeat, sent } = this;
    return () => {
      Object.assign(this, { taken, request, heartbeat, sent });
    };
  }

  /** The read counters of the program. Call it only while the program is stopped. */
  readTotals(): Promise<ReadCounter[]> {
    return readTotals(this.port, this.identity);
  }

  /** Whether the program is running. Does not consume any news. */
  async signs(): Promise<Signs> {
    const { words, status } = await this.readBlock();
    const { heartbeat } = readCounters(words);
    return { heartbeat, state: status?.state, error: status?.error ?? '' };
  }

  /** The command that was sent and was not acknowledged by the last look. */
  get pending(): CommandName | undefined {
    return this.sent?.name;
  }

  /** Gives up a command that the program has not read. The next one overwrites it. */
  withdraw(): void {
    this.sent = undefined;
  }

  /**
   * Sends a command. The program reads it later, and `settled` then returns true after a look.
   * @throws MailboxError while an earlier command is not acknowledged.
   */
  async send(name: CommandName, argument = 0): Promise<void> {
    this.checkFree(name);
    this.request = (this.request + 1) >>> 0;
    this.sent = { name, request: this.request };
    this.heartbeat = (this.heartbeat + 1) >>> 0;
    const { address } = this.identity;
    await this.port.writeAll([
      { address: address + offsets.hostHeartbeat, bytes: wordBytes(this.heartbeat) },
      {
        address: address + offsets.command,
        bytes: wordBytes(commands[name], argument, 0, 0, this.request),
      },
    ]);
  }

  /**
   * Whether no command is open after this look.
   * @throws MailboxError when the program has rejected the command.
   */
  settled({ counters, status }: Pick<Look, 'counters' | 'status'>): boolean {
    const { sent } = this;
    if (!sent) return true;
    if (counters.acknowledged !== sent.request) return false;
    this.sent = undefined;
    if (counters.result === 0) return true;
    const why = results[counters.result] ?? `unknown result ${counters.result}`;
    const words = sent.name === 'newRun' && status?.error ? `: ${status.error}` : '.';
    throw new MailboxError(`The program rejected the command "${sent.name}": ${why}${words}`);
  }

  /** Detaches: the program no longer stops or waits for an answer. An open command is dropped. */
  async detach(): Promise<void> {
    this.sent = undefined;
    await this.send('detach');
  }

  /** Sends the heartbeat of the host. Call it at least once per second while stops must hold. */
  async beat(): Promise<void> {
    this.heartbeat = (this.heartbeat + 1) >>> 0;
    await this.write(offsets.hostHeartbeat, this.heartbeat);
  }

  /** Sets for how many milliseconds stops hold without a heartbeat of the host. */
  async setHostLimit(ms: number): Promise<void> {
    await this.write(offsets.hostLimitMs, ms);
  }

  /** Stores a number of the host in the block. The program does not change it. */
  async setMark(mark: number): Promise<void> {
    await this.write(offsets.hostMark, mark);
  }

  /** The number that was last stored, at the current point of memory. */
  async mark(): Promise<number> {
    return new Words(await this.port.read(this.identity.address + offsets.hostMark, 4)).at(0);
  }

  /** Replaces the operations that the program stops before. */
  async setBreakpoints(operations: readonly number[]): Promise<void> {
    const { breakpoints, bitmapBytes } = this.identity;
    await this.port.write(breakpoints, bitmapOf(operations, bitmapBytes));
  }

  /** The operations that a run until `operations` stops before. */
  async setUntil(operations: readonly number[]): Promise<void> {
    const { until, bitmapBytes } = this.identity;
    await this.port.write(until, bitmapOf(operations, bitmapBytes));
  }

  /** Breakpoints hold only in passes over one of these positions. */
  async setStopRange(first: number, last: number): Promise<void> {
    await this.write(offsets.stopFirst, first, last);
  }

  /** Starts another run with this RUN.BIN. Settles like any command. @throws MailboxError when it is too long. */
  async newRun(run: Uint8Array): Promise<void> {
    const { input } = this.identity;
    if (run.length > input.capacity) {
      throw new MailboxError(
        `The run needs ${run.length} bytes, but the program accepts ${input.capacity}: shorten the prompt.`,
      );
    }
    this.checkFree('newRun');
    await this.port.write(input.address, run);
    await this.send('newRun', run.length);
  }

  /** Removes entries that were overwritten since they were counted, and the one that may be overwritten now. */
  private async wholeOf(
    entries: readonly MailboxEvent[],
    range: Outstanding,
    written: number,
  ): Promise<MailboxEvent[]> {
    const { events } = this.identity;
    const gone = overwritten(range, written, events.capacity);
    const whole = entries.filter(({ number }) => since(number, range.from) >= gone);
    const next = (written - events.capacity) >>> 0;
    const isAtRisk = whole[0]?.number === next;
    return isAtRisk && !(await isUnchanged(this.port, events, next)) ? whole.slice(1) : whole;
  }

  /** Reads the contents of the rings, then the counters. */
  private async readFresh(events: Outstanding, text: Outstanding, log: Outstanding): Promise<Fresh> {
    const { identity } = this;
    const pieces = [
      ringPieces(identity.events, events.from, events.count, eventBytes),
      ringPieces(identity.text, text.from, text.count, 1),
      ringPieces(identity.log, log.from, log.count, 1),
      [{ address: identity.address, length: mailboxBytes }],
    ];
    const read = [...(await this.port.readAll(pieces.flat()))];
    const [first, second, third, block] = pieces.map(({ length }) => joined(read.splice(0, length)));
    if (!first || !second || !third || !block)
      throw new MailboxError('The memory read returned too few ranges.');
    return { events: first, text: second, log: third, counters: readCounters(new Words(block)) };
  }

  /** Gives the next command another number than the last acknowledged one, because the program would ignore it. */
  private passOver(acknowledged: number): void {
    if ((this.request + 1) >>> 0 === acknowledged) this.request = acknowledged;
  }

  private checkFree(name: CommandName): void {
    if (!this.sent) return;
    throw new MailboxError(
      `Cannot send "${name}": the program has not acknowledged "${this.sent.name}" yet.`,
    );
  }

  /** The block, with its status if that did not change meanwhile. */
  private async readBlock(): Promise<{ words: Words; status: Status | undefined }> {
    const { address, runNumber } = this.identity;
    for (let left = statusTries; ; left--) {
      const [block, again] = await this.port.readAll([
        { address, length: mailboxBytes },
        { address: address + offsets.sequence, length: 4 },
      ]);
      if (!block || !again) throw new MailboxError('The memory read returned too few ranges.');
      const words = new Words(block);
      this.identity = readIdentity(words, address);
      if (this.identity.runNumber !== runNumber) {
        throw new MailboxError('The program was restarted: restart the session.');
      }
      const sequence = words.at(offsets.sequence);
      const after = new Words(again).at(0);
      if (sequence % 2 === 0 && sequence === after) return { words, status: readStatus(words) };
      if (left <= 1) return { words, status: undefined };
    }
  }

  private write(offset: number, ...words: readonly number[]): Promise<void> {
    return this.port.write(this.identity.address + offset, wordBytes(...words));
  }
}

/** How many of the oldest of these entries are overwritten after `written` entries. */
function overwritten({ from, count }: Outstanding, written: number, capacity: number): number {
  return Math.min(count, Math.max(0, since(written, from) - capacity));
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
