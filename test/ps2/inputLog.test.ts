import assert from 'node:assert/strict';
import type { Console } from '../../ps2/console/console';
import { pressing, untouched, type ButtonName } from '../../ps2/iop/controller';
import { stateHash } from '../../ps2/state/stateHash';
import { boot } from './program';

const second = 294_912_000;
const field = Math.round(second / 59.94);

/** The program of the screen with its controller open, and stopped at a second. */
async function started(): Promise<Console> {
  const console = await boot('screen');
  runTo(console, second);
  return console;
}

function runTo(console: Console, cycle: number): void {
  assert.equal(console.run(cycle - console.cycles).kind, 'budget');
}

const hold = (console: Console, ...buttons: ButtonName[]): void =>
  console.input({ kind: 'controller', port: 0, controller: pressing(buttons, untouched) });

const hashOf = (console: Console): string => stateHash(console.save());

function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe('the input log', () => {
  it('brings inputs again at their cycles when a run has gone back, the picture included', async () => {
    const console = await started();
    const next = random(3);
    const buttons: ButtonName[] = ['cross', 'up', 'l1', 'square'];
    const saved = [console.save()];
    for (let i = 0; i < 12; i++) {
      console.run(next(2 * field));
      // At any cycle, and at the one at which the driver reads the controller: before it or after it.
      if (i % 3 === 1) runTo(console, Math.ceil(console.cycles / field) * field);
      if (i % 2 === 0) hold(console, buttons[next(buttons.length)] ?? 'cross');
      else hold(console);
      saved.push(console.save());
    }
    console.run(3 * field);
    const end = console.cycles;
    const [hash, picture, text] = [hashOf(console), console.picture(), console.text];
    assert.ok(text.includes('buttons'), text);
    assert.equal(console.inputLog.length, 12);
    for (const snapshot of saved) {
      console.restore(snapshot);
      assert.equal(hashOf(console), stateHash(snapshot));
      while (console.cycles < end) console.run(Math.min(next(field), end - console.cycles));
      assert.equal(hashOf(console), hash, `from cycle ${snapshot.cycles}`);
      assert.deepEqual(console.picture(), picture);
      assert.equal(console.text, text);
    }
  });

  it('brings them again when a run goes by single steps', async () => {
    const console = await started();
    console.run(field - 500);
    const saved = console.save();
    for (let i = 0; i < 400; i++) console.step();
    hold(console, 'circle');
    for (let i = 0; i < 400; i++) console.step();
    const [end, hash] = [console.cycles, hashOf(console)];
    console.restore(saved);
    while (console.cycles < end) console.step();
    assert.equal(hashOf(console), hash);
    console.restore(saved);
    runTo(console, end);
    assert.equal(hashOf(console), hash);
  });

  it('shows the picture of the moment that a run has gone back to', async () => {
    const console = await started();
    const [before, saved] = [console.picture(), console.save()];
    hold(console, 'cross');
    console.run(4 * field);
    const after = console.picture();
    assert.notDeepEqual(after, before);
    console.restore(saved);
    assert.deepEqual(console.picture(), before);
    console.run(4 * field);
    assert.deepEqual(console.picture(), after);
  });

  it('forgets what was to come once somebody makes another input', async () => {
    const console = await started();
    const saved = console.save();
    console.run(field);
    hold(console, 'cross');
    console.run(4 * field);
    const first = [console.save(), hashOf(console)] as const;
    console.restore(saved);
    console.run(field / 2);
    hold(console, 'triangle');
    console.run(5 * field);
    assert.equal(console.inputLog.length, 1);
    assert.ok(console.text.includes('buttons 4096') && !console.text.includes('buttons 16384'), console.text);
    // The other run is still that of its snapshot.
    console.restore(first[0]);
    assert.equal(hashOf(console), first[1]);
    assert.equal(console.inputLog.length, 1);
    assert.ok(console.text.includes('buttons 16384'), console.text);
  });

  it('is in a snapshot: another console goes on in the same way', async () => {
    const console = await started();
    const saved = console.save();
    console.run(field);
    hold(console, 'cross');
    console.run(field);
    const later = console.save();
    console.run(3 * field);
    const hash = hashOf(console);
    const other = await boot('screen');
    other.restore(later);
    other.run(3 * field);
    assert.equal(hashOf(other), hash);
    assert.deepEqual(other.picture(), console.picture());
    other.restore(saved);
    runTo(other, console.cycles);
    assert.equal(hashOf(other), hash, 'the press of its future comes again there, too');
  });

  it('has changes of memory', async () => {
    const console = await started();
    const saved = console.save();
    console.run(1000);
    console.input({ kind: 'memory', address: 0x01000000, bytes: Uint8Array.of(1, 2, 3) });
    console.run(1000);
    const hash = hashOf(console);
    console.restore(saved);
    assert.deepEqual([...console.read(0x01000000, 3)], [0, 0, 0]);
    console.run(2000);
    assert.deepEqual([...console.read(0x01000000, 3)], [1, 2, 3]);
    assert.equal(hashOf(console), hash);
    assert.throws(() => console.input({ kind: 'memory', address: 0x0f000000, bytes: Uint8Array.of(1) }));
    assert.equal(console.inputLog.length, 1);
  });

  it('may be given before the start', async () => {
    const live = await boot('screen');
    runTo(live, second + 12_345);
    hold(live, 'cross');
    runTo(live, 2 * second);
    const given = await boot('screen', [], { inputs: live.inputLog });
    runTo(given, 2 * second);
    assert.equal(hashOf(given), hashOf(live));
  });

  it('shares the pages of a picture that has not changed between snapshots', async () => {
    const console = await started();
    const first = console.save();
    console.run(100_000);
    const same = console.save();
    assert.equal(same.local, first.local);
    hold(console, 'cross');
    console.run(4 * field);
    const other = console.save();
    const own = other.local.filter((page, i) => page !== first.local[i]).length;
    assert.ok(own > 0 && own < 6, `${own} pages of local memory are new`);
  });
});
