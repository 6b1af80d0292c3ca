import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readDescription, type Description } from '../../debug-adapter/mailbox/description';
import { descriptionOffsets as offsets, entryBytes } from '../../debug-adapter/mailbox/layout';

const place = 0x1000;
const tables = {
  operations: 0x2000,
  buffers: 0x3000,
  matrices: 0x4000,
  regions: 0x5000,
  tokens: 0x6000,
} as const;

/** The description of a program in memory, written from docs/mailbox.md. */
class Described {
  readonly bytes = new Uint8Array(0x8000);
  private readonly view = new DataView(this.bytes.buffer);
  /** Called after each piece that the host reads: what the program does meanwhile. */
  between: () => void = () => undefined;

  constructor() {
    for (const [name, address] of Object.entries(tables)) {
      const at = offsets[name as keyof typeof tables];
      this.set(at, address);
      this.set(at + 8, 4);
    }
  }

  set(offset: number, value: number): void {
    this.view.setUint32(place + offset, value, true);
  }

  get(offset: number): number {
    return this.view.getUint32(place + offset, true);
  }

  /** Changes the table of operations: every entry gets this name and number of rows, in pieces. */
  *rename(name: string, rows: number): Generator<void, void, undefined> {
    this.set(offsets.sequence, this.get(offsets.sequence) + 1);
    yield;
    for (let index = 0; index < 4; index++) {
      const at = tables.operations + index * entryBytes;
      this.bytes.fill(0, at, at + 40);
      this.bytes.set(new TextEncoder().encode(name), at);
      yield;
      this.view.setUint32(at + 40, name.length, true);
      this.view.setUint32(at + 44, 0xffffffff, true);
      this.view.setUint32(at + 56, rows, true);
      yield;
    }
    this.set(offsets.operations + 4, 4);
    this.set(offsets.sequence, this.get(offsets.sequence) + 1);
  }

  read(address: number, length: number): Promise<Uint8Array> {
    const result = new Uint8Array(length);
    for (let at = 0; at < length; at += 8) {
      result.set(this.bytes.subarray(address + at, address + Math.min(length, at + 8)), at);
      this.between();
    }
    return Promise.resolve(result);
  }
}

describe("a program's description of itself", () => {
  it('is of one moment, whatever the program changes while it is read', async () => {
    for (let pace = 1; pace < 90; pace += 4) {
      const program = new Described();
      const all = (name: string, rows: number): void => {
        const steps = program.rename(name, rows);
        while (steps.next().done !== true);
      };
      all('before', 1);
      let change: Generator<void, void, undefined> | undefined;
      let reads = 0;
      // One change in the middle of the first reads, a piece at each few words.
      program.between = () => {
        if (++reads % pace !== 0) return;
        change ??= program.rename('after', 2);
        change.next();
      };
      let read: Description | undefined;
      while (!read) read = await readDescription(program, place);
      const found = new Set(read.operations.entries.map(({ name, rows }) => `${name} ${rows}`));
      assert.equal(found.size, 1, `pace ${pace}: ${[...found].join(', ')}`);
    }
  });

  it('that never stands still is not read', async () => {
    const program = new Described();
    program.between = () => program.set(offsets.sequence, program.get(offsets.sequence) + 2);
    assert.equal(await readDescription(program, place), undefined);
    program.set(offsets.sequence, 1);
    program.between = () => undefined;
    assert.equal(await readDescription(program, place), undefined);
  });

  for (const [what, offset, value, found] of [
    ['has more entries than room', offsets.operations + 4, 5, /offset 0x40 contains 5 of 4 operations/],
    ['is not in RAM', offsets.buffers, 0x1fffff0, /offset 0x50 contains 4 of 4 buffers at 0x01fffff0/],
    ['is at an odd address', offsets.regions, 0x5001, /offset 0x70 contains 4 of 4 regions at 0x00005001/],
    ['of tokens is not in RAM', offsets.tokens + 8, 0xffffffff, /offset 0x80 contains 4294967295 tokens/],
  ] as const)
    it(`is refused when a table ${what}`, async () => {
      const program = new Described();
      for (const name of ['operations', 'buffers', 'regions'] as const) program.set(offsets[name] + 4, 4);
      program.set(offset, value);
      await assert.rejects(readDescription(program, place), (error: Error) => {
        assert.match(error.message, /^The description at 0x00001000 is damaged: /);
        assert.match(error.message, found);
        return true;
      });
    });

  it('is refused when it claims more entries than a program needs, with room for them', async () => {
    const program = new Described();
    program.set(offsets.matrices + 4, 100_000);
    program.set(offsets.matrices + 8, 200_000);
    await assert.rejects(readDescription(program, place), /contains 100000 of 200000 matrices/);
  });
});
