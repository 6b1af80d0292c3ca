import assert from 'node:assert/strict';
import { stateHash } from '../../ps2/state/stateHash';
import { boot } from './program';

/** Seeded points at which the program is saved and restored; more by the environment for a long run. */
const points = Number(process.env['PS2ML_SAVE_POINTS'] ?? 12);

function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

describe('saving and restoring', () => {
  it(`gives the same state after the same cycles, at ${points} points of a program that reads the disc`, async function () {
    this.timeout(20_000 + points * 500);
    const console = await boot('disc', ['loop']);
    const next = random(1);
    console.run(80_000_000);
    for (let i = 0; i < points; i++) {
      console.run(Math.floor(next() * 3_000_000));
      const saved = console.save();
      const cycles = Math.floor(next() * 200_000);
      assert.equal(console.run(cycles).kind, 'budget');
      const there = console.save();
      const text = console.text;
      const log = console.driveLog();
      console.run(Math.floor(next() * 5_000_000));
      console.restore(saved);
      assert.equal(stateHash(console.save()), stateHash(saved));
      console.run(cycles);
      assert.equal(stateHash(console.save()), stateHash(there), `point ${i}, cycle ${saved.cycles}`);
      assert.equal(console.text, text);
      assert.deepEqual(console.driveLog(), log);
    }
    assert.ok(console.driveLogLength > 10, 'the drive was busy');
  });

  it('a saved state works in another console with the same disc', async () => {
    const one = await boot('disc', ['loop']);
    const other = await boot('disc', ['loop']);
    one.run(90_000_000);
    other.restore(one.save());
    one.run(10_000_000);
    other.run(10_000_000);
    assert.equal(stateHash(other.save()), stateHash(one.save()));
    assert.equal(other.text, one.text);
  });

  it('two runs from the start are the same to the last bit, in slices too', async () => {
    const hashes = new Set<string>();
    for (const slice of [100_000_000, 33_333, 7_000_001]) {
      const console = await boot('disc', ['loop']);
      while (console.cycles < 100_000_000) console.run(Math.min(slice, 100_000_000 - console.cycles));
      console.run(1000 - (console.cycles - 100_000_000));
      hashes.add(stateHash(console.save()));
    }
    assert.equal(hashes.size, 1);
  });

  it('shares unchanged memory between saves', async () => {
    const console = await boot('disc', ['loop']);
    console.run(80_000_000);
    const first = console.save();
    console.run(100_000);
    const second = console.save();
    const own = second.pages.filter((page, i) => page !== first.pages[i]).length;
    assert.ok(own > 0 && own < 40, `${own} of ${second.pages.length} pages are new`);
  });

  it('keeps the finding of the cache model', async () => {
    const console = await boot('wrong', ['cache-stale'], { checks: { dataCache: true } });
    console.run(3_000_000);
    const saved = console.save();
    const first = console.run(100_000_000);
    console.restore(saved);
    assert.equal(first.kind, 'crash');
    assert.deepEqual(console.run(100_000_000), first);
  });

  it('a different state has a different hash', async () => {
    const console = await boot('disc', ['loop']);
    console.run(80_000_000);
    const before = stateHash(console.save());
    console.write(0x01000000, Uint8Array.of(1));
    const written = stateHash(console.save());
    console.write(0x01000000, Uint8Array.of(0));
    assert.notEqual(written, before);
    assert.equal(stateHash(console.save()), before);
    console.run(1);
    assert.notEqual(stateHash(console.save()), before);
  });

  it('is the same after a save in the middle of a transfer to the GS', async () => {
    const console = await boot('screen');
    const isBusy = (): boolean => ((console.cpu.bus.read(0x1000a000, 4, console.cpu) ?? 0) & 0x100) !== 0;
    for (let i = 0; i < 100_000 && !isBusy(); i++) console.run(1);
    assert.ok(isBusy());
    console.run(30);
    assert.ok(isBusy(), 'in its middle');
    const saved = console.save();
    console.run(50_000);
    const [there, picture] = [stateHash(console.save()), console.picture()];
    assert.notDeepEqual(console.picture().rgba.slice(0, 3), Uint8Array.of(0, 0, 0));
    console.run(3_000_000);
    console.restore(saved);
    assert.equal(stateHash(console.save()), stateHash(saved));
    assert.deepEqual(console.picture().rgba.slice(0, 3), Uint8Array.of(0, 0, 0));
    const other = await boot('screen');
    other.restore(saved);
    for (const one of [console, other]) {
      one.run(50_000);
      assert.equal(stateHash(one.save()), there);
      assert.deepEqual(one.picture(), picture);
    }
  });
});
