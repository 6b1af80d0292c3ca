import assert from 'node:assert/strict';
import { MemorySource } from '../../disc/byteSource';
import { imageChunks, planImageOf, type ImageFile } from '../../disc/imageBytes';
import type { ImageOptions, Placement } from '../../disc/imageLayout';
import { sectorBytes } from '../../disc/sector';
import { readElf } from '../../ee/elf';
import { Console } from '../../ps2/console/console';
import type { DiscImage } from '../../ps2/drive/disc';
import type { ConsoleOptions } from '../../ps2/console/options';
import type { Stop } from '../../ps2/console/stop';

/** Offsets of docs/mailbox.md. */
export const field = {
  planAddress: 0x24,
  weightsSector: 0x30,
  totalsAddress: 0x38,
  totals: 0x3c,
  eventsAddress: 0x40,
  eventsCapacity: 0x44,
  breakpointsAddress: 0x60,
  untilAddress: 0x64,
  heartbeat: 0x80,
  acknowledged: 0x84,
  eventsWritten: 0x8c,
  sequence: 0xc0,
  state: 0xc4,
  stop: 0xc8,
  pass: 0xcc,
  first: 0xd0,
  count: 0xd4,
  tail: 0xd8,
  operation: 0xdc,
  known: 0xe0,
  end: 0xe4,
  errorCode: 0xe8,
  errorBytes: 0xec,
  errorText: 0x100,
  hostHeartbeat: 0x200,
  hostLimitMs: 0x204,
  command: 0x240,
  argument: 0x244,
  request: 0x250,
} as const;

export const state = { running: 2, stopped: 3, ended: 4, failed: 5 } as const;

/** PS2ML_CHECKERS=1 has every boot of the tests watched by the models of cache, code and quadwords: slow. */
const watched: ConsoleOptions =
  process.env['PS2ML_CHECKERS'] === undefined
    ? {}
    : { checks: { dataCache: true, codeWrites: true, misalignedQuadwords: true } };

const eventTypes = ['unknown', 'pass', 'operation', 'read', 'token', 'end'] as const;

export interface ProgramEvent {
  readonly type: (typeof eventTypes)[number];
  readonly pass: number;
  readonly index: number;
  readonly value: number;
  readonly extra: number;
  /** Bus clock ticks that it took. */
  readonly ticks: number;
}

/** The program on the built-in console, with the host's side of the mailbox as plain as it can be. */
export class ConsoleProgram {
  readonly console: Console;
  private readonly mailbox: number;
  private request = 1000;

  private constructor(image: DiscImage, elf: Uint8Array, options: ConsoleOptions) {
    this.console = Console.boot(image, { ...watched, ...options });
    const symbol = readElf(elf, 'ps2ml.elf').symbols.find(({ name }) => name === 'ps2ml_mailbox');
    assert.ok(symbol, 'the program has no symbol ps2ml_mailbox');
    this.mailbox = symbol.address;
  }

  static async boot(
    files: ReadonlyMap<string, Uint8Array>,
    options: ConsoleOptions = {},
    placement: Placement = 'inner',
  ): Promise<ConsoleProgram> {
    const sources = [...files].map(([name, bytes]) => ({ name, source: new MemorySource(bytes) }));
    const image = await discOf(sources, { volume: 'PS2ML', discType: 'dvd', placement });
    return new ConsoleProgram(image, files.get('PSML_000.01') ?? new Uint8Array(), {
      discType: 'dvd',
      ...options,
    });
  }

  get(offset: number): number {
    return this.word(this.mailbox + offset);
  }

  word(address: number): number {
    const bytes = this.console.read(address, 4);
    return new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  }

  set(offset: number, value: number): void {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setUint32(0, value, true);
    this.console.write(this.mailbox + offset, bytes);
  }

  /** Gives a command; it is not waited for. */
  command(code: number, argument = 0): void {
    this.set(field.hostHeartbeat, this.get(field.hostHeartbeat) + 1);
    this.set(field.command, code);
    this.set(field.argument, argument);
    this.set(field.request, ++this.request);
  }

  /** Runs until it stands still: stopped, ended, failed, or the machine's own reason. */
  settle(maxSeconds = 60, sliceCycles = 50_000): number | Stop {
    const taken = (): boolean => this.get(field.request) === this.get(field.acknowledged);
    for (const end = this.console.cycles + maxSeconds * 294_912_000; this.console.cycles < end;) {
      const stop = this.console.run(sliceCycles);
      // A program that is done sleeps at once.
      const isDone = [state.ended, state.failed].some((done) => done === this.get(field.state));
      if (stop.kind !== 'budget' && !(stop.kind === 'deadlock' && isDone)) return stop;
      if (taken() && this.get(field.state) >= state.stopped) return this.get(field.state);
    }
    return assert.fail(`nothing happened for ${maxSeconds} seconds of the console`);
  }

  /** What happened, the last 2,048 of it. */
  events(): ProgramEvent[] {
    const [ring, capacity, written] = [
      this.get(field.eventsAddress),
      this.get(field.eventsCapacity),
      this.get(field.eventsWritten),
    ];
    const first = Math.max(0, written - capacity);
    return Array.from({ length: written - first }, (_, i) => {
      const at = ring + ((first + i) % capacity) * 32;
      assert.equal(this.word(at), first + i, 'sequence of an event');
      const [pass, index, value, extra, ticks] = [8, 12, 16, 20, 28].map((offset) => this.word(at + offset));
      assert.ok(pass !== undefined && index !== undefined && value !== undefined);
      assert.ok(extra !== undefined && ticks !== undefined);
      return { type: eventTypes[this.word(at + 4)] ?? 'unknown', pass, index, value, extra, ticks };
    });
  }

  /** By matrix; the last entry is for reads of no matrix. */
  totals(): { reads: number; sectors: number; retries: number }[] {
    const table = this.get(field.totalsAddress);
    return Array.from({ length: this.get(field.totals) }, (_, i) => {
      const at = table + i * 32;
      return { reads: this.word(at), sectors: this.word(at + 4), retries: this.word(at + 8) };
    });
  }

  /** The sentence of the mailbox. */
  get error(): string {
    const bytes = this.console.read(this.mailbox + field.errorText, this.get(field.errorBytes));
    return new TextDecoder().decode(bytes);
  }
}

/** An image that holds only what is not zeros, so that one of the size of a DVD fits into memory. */
async function discOf(files: readonly ImageFile[], options: ImageOptions): Promise<DiscImage> {
  const layout = planImageOf(files, options);
  const pieces: { readonly start: number; readonly bytes: Uint8Array }[] = [];
  let at = 0;
  for await (const chunk of imageChunks(layout, files)) {
    if (chunk instanceof Uint8Array) pieces.push({ start: at, bytes: chunk });
    at += chunk instanceof Uint8Array ? chunk.length : chunk.zeros;
  }
  assert.equal(at, layout.sectors * sectorBytes);
  return {
    sectors: layout.sectors,
    readSectors: (lba, count) => {
      const [start, end] = [lba * sectorBytes, (lba + count) * sectorBytes];
      const result = new Uint8Array(end - start);
      for (const piece of pieces) {
        const from = Math.max(start, piece.start);
        const to = Math.min(end, piece.start + piece.bytes.length);
        if (from < to) result.set(piece.bytes.subarray(from - piece.start, to - piece.start), from - start);
      }
      return result;
    },
  };
}
