import assert from 'node:assert/strict';
import type { Console } from '../../ps2/console/console';
import { DIVIDER_OFFSET } from '../../ps2/cpu/stateLayout';
import { stateHash } from '../../ps2/state/stateHash';
import { boot, finish } from './program';

const transcript = `4 KB in 640 bus cycles and a few 1
second of the chain called 1
second of the chain called 0
first of the chain called 2
sums agree 1
sums of VU0 that agree 24
interrupts 25
first of two references 1
last of two references 1
back in RAM 1
`;

describe('a program that streams through the scratchpad', () => {
  it('gets its data, its interrupts and the sums of VU0, also under the checks', async () => {
    for (const checks of [{}, { dataCache: true, misalignedQuadwords: true }]) {
      const console = await boot('dma', [], { checks });
      assert.deepEqual(finish(console), { kind: 'exit', code: 5 });
      assert.equal(console.text, transcript);
    }
  });

  /** Runs on to a moment in a loop of transfers and sums, one instruction after another from `from`. */
  async function until(from: number, holds: (console: Console) => boolean): Promise<Console> {
    const console = await boot('dma', ['loop']);
    console.run(from);
    for (let i = 0; i < 100_000 && !holds(console); i++) console.run(1);
    assert.ok(holds(console));
    return console;
  }

  /** A save at this moment, restored later and in another console, leads to the same state. */
  async function roundTrip(console: Console): Promise<void> {
    const saved = console.save();
    assert.equal(console.run(100_003).kind, 'budget');
    const there = stateHash(console.save());
    console.run(3_000_000);
    console.restore(saved);
    assert.equal(stateHash(console.save()), stateHash(saved));
    console.run(100_003);
    assert.equal(stateHash(console.save()), there);
    const other = await boot('dma', ['loop']);
    other.restore(saved);
    other.run(100_003);
    assert.equal(stateHash(other.save()), there);
  }

  it('is the same after a save in the middle of a transfer', async () => {
    // D_CHCR.STR and D_QWC: half of the 256 quadwords have come.
    const register = ({ cpu }: Console, offset: number) => cpu.bus.read(0x1000d400 + offset, 4, cpu) ?? 0;
    const console = await until(
      400_000,
      (now) => (register(now, 0) & 0x100) !== 0 && register(now, 0x20) < 140,
    );
    await roundTrip(console);
  });

  it('is the same after a save while VU0 divides', async () => {
    const console = await until(400_000, ({ cpu }) => cpu.view.getUint32(DIVIDER_OFFSET + 8, true) > 0);
    await roundTrip(console);
  });
});
