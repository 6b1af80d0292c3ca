import { MailboxBlock } from './block';
import {
  commands,
  eventBytes,
  fields,
  mailboxBytes,
  refusals,
  untilCodes,
  type MailboxField,
} from './layout';
import type { RunUntil } from '../target';

export interface MemoryRange {
  readonly address: number;
  readonly length: number;
}

export interface MemoryPart {
  readonly address: number;
  readonly bytes: Uint8Array;
}

/** EE RAM as a host reaches it; each call is of one moment where the transport can do that. */
export interface RamAccess {
  read(ranges: readonly MemoryRange[]): Promise<Uint8Array[]>;
  write(parts: readonly MemoryPart[]): Promise<void>;
}

/** What a program had to say since the last time, as the bytes of its rings. */
export interface News {
  readonly block: MailboxBlock;
  /** Whole entries of 32 bytes. */
  readonly events: Uint8Array;
  readonly log: Uint8Array;
  /** Events that were overwritten before they could be taken. */
  readonly lostEvents: number;
}

/** The host's side of a mailbox (docs/mailbox.md). */
export class Mailbox {
  private request: number;
  private heartbeat = 1;
  private eventsTaken = 0;
  private logTaken = 0;

  constructor(
    private readonly ram: RamAccess,
    readonly address: number,
  ) {
    // So that no number of an earlier host fits.
    this.request = (Math.random() * 0x1_0000_0000) >>> 0;
  }

  /** The whole block as it stands. */
  async look(): Promise<MailboxBlock> {
    for (;;) {
      const [bytes = new Uint8Array(mailboxBytes)] = await this.ram.read([
        { address: this.address, length: mailboxBytes },
      ]);
      const block = new MailboxBlock(bytes);
      if (!block.isTorn) return block;
    }
  }

  /** Takes what is new in the rings and says that a host is there. */
  async take(): Promise<News> {
    const block = await this.look();
    const events = this.ring(block, 'events', this.eventsTaken, eventBytes);
    const log = this.ring(block, 'log', this.logTaken, 1);
    const pieces = await this.ram.read([...events.ranges, ...log.ranges]);
    this.eventsTaken = block.get('eventsWritten');
    this.logTaken = block.get('logWritten');
    await this.ram.write([
      this.word('eventsTaken', this.eventsTaken),
      this.word('textTaken', block.get('textWritten')),
      this.word('logTaken', this.logTaken),
      this.word('hostHeartbeat', ++this.heartbeat >>> 0),
    ]);
    return {
      block,
      events: joined(pieces.slice(0, events.ranges.length)),
      log: joined(pieces.slice(events.ranges.length)),
      lostEvents: events.lost,
    };
  }

  /** How long this host may be silent before a stopped program runs on. */
  async setLimit(ms: number): Promise<void> {
    await this.ram.write([this.word('hostLimitMs', ms), this.word('hostHeartbeat', ++this.heartbeat >>> 0)]);
  }

  async setBreakpoints(block: MailboxBlock, operations: readonly number[]): Promise<void> {
    await this.ram.write([bitmap(block, 'breakpointsAddress', operations)]);
  }

  /** Gives the command to run on; the program takes it when it next runs. */
  async run(block: MailboxBlock, until: RunUntil): Promise<void> {
    const bits = until.kind === 'operations' ? [bitmap(block, 'untilAddress', until.operations)] : [];
    await this.command(commands.run, untilCodes[until.kind], bits);
  }

  async pause(): Promise<void> {
    await this.command(commands.pause, 0, []);
  }

  /** The last command was taken. @throws Error when the program refused it. */
  isTaken(block: MailboxBlock): boolean {
    if (block.get('acknowledged') !== this.request) return false;
    const refusal = refusals[block.get('result')];
    if (refusal !== undefined) throw new Error(`The program refused what it was told: ${refusal}.`);
    return true;
  }

  private async command(command: number, argument: number, before: readonly MemoryPart[]): Promise<void> {
    this.request = (this.request + 1) >>> 0;
    await this.ram.write([
      ...before,
      this.word('hostHeartbeat', ++this.heartbeat >>> 0),
      this.word('command', command),
      this.word('argument', argument),
      this.word('request', this.request),
    ]);
  }

  /** Where the entries of a ring lie that were written since `taken`. */
  private ring(
    block: MailboxBlock,
    name: 'events' | 'log',
    taken: number,
    entryBytes: number,
  ): { ranges: MemoryRange[]; lost: number } {
    const capacity = block.get(`${name}Capacity`);
    const start = block.get(`${name}Address`);
    const written = block.get(`${name}Written`);
    const outstanding = (written - taken) >>> 0;
    const count = Math.min(outstanding, capacity);
    if (count === 0) return { ranges: [], lost: 0 };
    const first = ((written - count) >>> 0) % capacity;
    const untilEnd = Math.min(count, capacity - first);
    const range = (from: number, entries: number): MemoryRange => ({
      address: start + from * entryBytes,
      length: entries * entryBytes,
    });
    const ranges = [range(first, untilEnd), ...(count > untilEnd ? [range(0, count - untilEnd)] : [])];
    return { ranges, lost: outstanding - count };
  }

  private word(field: MailboxField, value: number): MemoryPart {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setUint32(0, value, true);
    return { address: this.address + fields[field], bytes };
  }
}

function bitmap(
  block: MailboxBlock,
  field: 'breakpointsAddress' | 'untilAddress',
  operations: readonly number[],
): MemoryPart {
  const bytes = new Uint8Array(block.get('bitmapBytes'));
  for (const operation of operations) {
    const byte = operation >> 3;
    bytes[byte] = (bytes[byte] ?? 0) | (1 << (operation & 7));
  }
  return { address: block.get(field), bytes };
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const piece of pieces) {
    bytes.set(piece, offset);
    offset += piece.length;
  }
  return bytes;
}
