import {
  eventBytes,
  magic,
  mailboxBytes,
  offsets,
  states,
  type ProgramState,
} from '../../debug-adapter/mailbox/layout';
import type { MemoryPart, MemoryRange } from '../../ps2/pine/machine';
import type { MemoryPort } from '../../debug-adapter/mailbox/memoryPort';

/** Where the parts of the mailbox lie in the memory of these tests. */
export const places = {
  block: 0x4000,
  events: 0x5000,
  text: 0x6000,
  log: 0x6100,
  input: 0x6200,
  breakpoints: 0x7000,
  until: 0x7100,
  totals: 0x7200,
} as const;
export const capacities = { events: 8, text: 16, log: 16, input: 64, bitmap: 16 } as const;

/** The program's side of a mailbox in a piece of memory, written from docs/mailbox.md. */
export class MailboxProgram implements MemoryPort {
  readonly bytes = new Uint8Array(0x10000);
  /** Called after every piece of memory that the host reads or writes: what the program does meanwhile. */
  between: () => void = () => undefined;
  private readonly view = new DataView(this.bytes.buffer);

  constructor(runNumber = 7) {
    const { block } = places;
    magic.forEach((word, i) => this.set(offsets.magic + i * 4, word));
    this.set(offsets.self, block);
    this.set(offsets.version, 0x00010000);
    this.set(offsets.size, mailboxBytes);
    this.set(offsets.runNumber, runNumber);
    this.set(offsets.ticksPerSecond, 294_912_000);
    this.set(offsets.operations, 100);
    this.set(offsets.totalsAddress, places.totals);
    this.set(offsets.totals, 4);
    this.set(offsets.eventsAddress, places.events);
    this.set(offsets.eventsCapacity, capacities.events);
    this.set(offsets.textAddress, places.text);
    this.set(offsets.textCapacity, capacities.text);
    this.set(offsets.logAddress, places.log);
    this.set(offsets.logCapacity, capacities.log);
    this.set(offsets.inputAddress, places.input);
    this.set(offsets.inputCapacity, capacities.input);
    this.set(offsets.breakpointsAddress, places.breakpoints);
    this.set(offsets.untilAddress, places.until);
    this.set(offsets.bitmapBytes, capacities.bitmap);
  }

  /** In pieces of at most 8 bytes, as a transport may have it. */
  read(address: number, length: number): Promise<Uint8Array> {
    const result = new Uint8Array(length);
    for (let at = 0; at < length; at += 8) {
      result.set(this.bytes.subarray(address + at, address + Math.min(at + 8, length)), at);
      this.between();
    }
    return Promise.resolve(result);
  }

  async readAll(ranges: readonly MemoryRange[]): Promise<Uint8Array[]> {
    const all: Uint8Array[] = [];
    for (const { address, length } of ranges) all.push(await this.read(address, length));
    return all;
  }

  async writeAll(parts: readonly MemoryPart[]): Promise<void> {
    for (const { address, bytes } of parts) await this.write(address, bytes);
  }

  write(address: number, bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; at += 4) {
      this.bytes.set(bytes.subarray(at, at + 4), address + at);
      this.between();
    }
    return Promise.resolve();
  }

  get(offset: number): number {
    return this.view.getUint32(places.block + offset, true);
  }

  set(offset: number, value: number): void {
    this.view.setUint32(places.block + offset, value, true);
  }

  word(address: number): number {
    return this.view.getUint32(address, true);
  }

  /** The status under its sequence; every field carries `pass`, so that a mixture shows. */
  setStatus(state: ProgramState, pass: number): void {
    this.beginStatus();
    this.finishStatus(state, pass);
  }

  beginStatus(): void {
    this.set(offsets.sequence, this.get(offsets.sequence) + 1);
  }

  finishStatus(state: ProgramState, pass: number): void {
    this.set(offsets.state, states.indexOf(state));
    for (const field of ['pass', 'first', 'count', 'operation', 'known'] as const)
      this.set(offsets[field], pass);
    this.set(offsets.sequence, this.get(offsets.sequence) + 1);
  }

  addEvent(value: number): void {
    const number = this.get(offsets.eventsWritten);
    const at = places.events + (number % capacities.events) * eventBytes;
    this.view.setUint32(at, (number - 1) >>> 0, true);
    for (let field = 4; field < eventBytes; field += 4) this.view.setUint32(at + field, value, true);
    this.view.setUint32(at + 4, 2, true);
    this.view.setUint32(at, number, true);
    this.set(offsets.eventsWritten, (number + 1) >>> 0);
  }

  /** Events without end, a word at each step in the order in which the program writes; every field is the number. */
  *eventsWordByWord(): Generator<void, never, undefined> {
    for (;;) {
      const number = this.get(offsets.eventsWritten);
      const at = places.events + (number % capacities.events) * eventBytes;
      this.view.setUint32(at, (number - 1) >>> 0, true);
      yield;
      for (let field = 4; field < eventBytes; field += 4) {
        this.view.setUint32(at + field, field === 4 ? 2 : number, true);
        yield;
      }
      this.view.setUint32(at, number, true);
      yield;
      this.set(offsets.eventsWritten, (number + 1) >>> 0);
      yield;
    }
  }

  addText(text: string): void {
    for (const letter of text) {
      const number = this.get(offsets.textWritten);
      this.bytes[places.text + (number % capacities.text)] = letter.charCodeAt(0);
      this.set(offsets.textWritten, (number + 1) >>> 0);
    }
  }

  /** Takes a command as the program does. @returns its code and first argument, or undefined when there is none. */
  takeCommand(result = 0): { code: number; argument: number } | undefined {
    const request = this.get(offsets.command + 16);
    if (request === this.get(offsets.acknowledged)) return undefined;
    const taken = { code: this.get(offsets.command), argument: this.get(offsets.command + 4) };
    this.set(offsets.result, result);
    this.set(offsets.acknowledged, request);
    return taken;
  }
}
