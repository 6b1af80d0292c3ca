import assert from 'node:assert/strict';
import { FCR31_OFFSET } from '../../../ps2/cpu/stateLayout';
import { encode, encodeMemory, gpr64, load, machineWith, setGpr64, START } from './machine';

const nop = 0;
/** addiu $register, $register, 1: counts that it was executed. */
const count = (register: number) => encode('addiu', { rt: register, rs: register, simm: 1 });

const values = [0n, 1n, -1n, 2n ** 63n - 1n, -(2n ** 63n), 0x80000000n, 0x100000000n, -0x100000000n];
const conditions: Readonly<Record<string, (x: bigint, y: bigint) => boolean>> = {
  beq: (x, y) => x === y,
  bne: (x, y) => x !== y,
  blez: (x) => x <= 0n,
  bgtz: (x) => x > 0n,
  bltz: (x) => x < 0n,
  bgez: (x) => x >= 0n,
  bltzal: (x) => x < 0n,
  bgezal: (x) => x >= 0n,
};
/** Branch likely forms skip their delay slot when not taken. */
const forms = Object.entries(conditions).flatMap(([mnemonic, holds]) => [
  { mnemonic, holds, likely: false },
  { mnemonic: `${mnemonic}l`, holds, likely: true },
]);

describe('branches', () => {
  const cpu = machineWith([]);

  for (const { mnemonic, holds, likely } of forms)
    it(`${mnemonic}: target, delay slot and link`, () => {
      const two = /^b(eq|ne)/.test(mnemonic);
      for (const x of values)
        for (const y of two ? values : [0n]) {
          // 0: branch to 4; 1: delay slot; 2: reached when not taken; 3: end; 4: reached when taken.
          const operands = { rs: 2, branch: 3, ...(two ? { rt: 3 } : {}) };
          load(cpu, [encode(mnemonic, operands), count(10), count(11), nop, count(12), nop]);
          setGpr64(cpu, 2, x);
          setGpr64(cpu, 3, y);
          const taken = holds(x, y);
          assert.equal(cpu.run(3).kind, 'budget');
          const slot = taken || !likely;
          assert.equal(cpu.gpr(10), slot ? 1 : 0, `${mnemonic} ${x} ${y}`);
          assert.equal(cpu.gpr(12), taken ? 1 : 0);
          assert.equal(cpu.gpr(11), taken ? 0 : 1);
          assert.equal(cpu.pc, taken ? START + 20 : slot ? START + 12 : START + 16);
          assert.equal(cpu.gpr(31), mnemonic.includes('al') ? START + 8 : 0);
          assert.equal(cpu.cycles, 3);
        }
    });

  for (const mnemonic of ['bc1f', 'bc1t', 'bc1fl', 'bc1tl'])
    it(mnemonic, () => {
      for (const condition of [0, 0x800000]) {
        load(cpu, [encode(mnemonic, { branch: 2 }), count(10), count(11), count(12), nop]);
        cpu.view.setUint32(FCR31_OFFSET, condition, true);
        const taken = (condition !== 0) === mnemonic.startsWith('bc1t');
        cpu.run(2);
        assert.equal(cpu.gpr(10), taken || !mnemonic.endsWith('l') ? 1 : 0);
        assert.equal(cpu.gpr(11), taken || !mnemonic.endsWith('l') ? 0 : 1);
      }
    });

  it('branches backward, and counts a loop', () => {
    load(cpu, [
      encode('addiu', { rt: 2, rs: 2, simm: -1 }),
      encode('bne', { rs: 2, rt: 0, branch: -2 }),
      count(10),
    ]);
    setGpr64(cpu, 2, 1000n);
    cpu.run(3000);
    assert.equal(cpu.gpr(10), 1000);
    assert.equal(cpu.pc, START + 12);
  });
});

describe('jumps', () => {
  const cpu = machineWith([]);

  it('j and jal, with delay slot and link', () => {
    for (const mnemonic of ['j', 'jal']) {
      load(cpu, [encode(mnemonic, { jump: (START + 16) >> 2 }), count(10), count(11), nop, count(12)]);
      cpu.run(3);
      assert.deepEqual([cpu.gpr(10), cpu.gpr(11), cpu.gpr(12)], [1, 0, 1]);
      assert.equal(cpu.gpr(31), mnemonic === 'jal' ? START + 8 : 0);
    }
  });

  it('jr and jalr take the register before the delay slot and the link change it', () => {
    load(cpu, [
      encode('jalr', { rd: 2, rs: 2 }),
      encode('or', { rd: 3, rs: 2, rt: 0 }),
      count(11),
      nop,
      count(12),
    ]);
    cpu.setGpr(2, START + 16);
    cpu.run(3);
    assert.deepEqual([cpu.gpr(2), cpu.gpr(3), cpu.gpr(11), cpu.gpr(12)], [START + 8, START + 8, 0, 1]);
  });

  it('runs in any view of RAM and links to the same view', () => {
    for (const segment of [0x20000000, 0x30000000, 0x80000000, 0xa0000000]) {
      load(cpu, [
        encode('jr', { rs: 2 }),
        nop,
        // In the other view: a call within it.
        encode('jal', { jump: (START + 24) >> 2 }),
        nop,
        nop,
        nop,
        count(10),
      ]);
      cpu.setGpr(2, (segment + START + 8) | 0);
      assert.equal(cpu.run(5).kind, 'budget');
      assert.equal(cpu.gpr(10), 1);
      assert.equal(cpu.pc, segment + START + 28);
      assert.equal(gpr64(cpu, 31), BigInt((segment + START + 16) | 0));
    }
  });

  it('stops with words where no program can be', () => {
    const cases: readonly [target: number, fault: string, message: RegExp][] = [
      [0x04000000, 'fetch-error', /^0x04000000: \(no instruction\).*code cannot be/],
      [0x70000000, 'fetch-error', /^0x70000000/],
      [START + 2, 'address-error', /^0x00100002.*not a multiple of 4/],
    ];
    for (const [target, fault, message] of cases) {
      load(cpu, [encode('jr', { rs: 2 }), count(10), nop]);
      cpu.setGpr(2, target);
      const stop = cpu.run(100);
      assert.ok(stop.kind === 'fault' && stop.fault === fault, JSON.stringify(stop));
      assert.match(stop.message, message);
      assert.equal(stop.pc, target);
      assert.equal(cpu.gpr(10), 1);
    }
  });

  it('stops behind the last word of RAM', () => {
    load(cpu, [nop, nop], 0x01fffff8);
    const stop = cpu.run(100);
    assert.ok(stop.kind === 'fault' && stop.fault === 'fetch-error');
    assert.equal(stop.pc, 0x02000000);
    assert.equal(cpu.cycles, 2);
  });

  it('reports a fault in a delay slot and stands there', () => {
    load(cpu, [encode('j', { jump: (START + 16) >> 2 }), encodeMemory('lw', 4, 2, 1), nop, nop, nop]);
    const stop = cpu.run(10);
    assert.ok(stop.kind === 'fault' && stop.fault === 'address-error');
    assert.equal(stop.pc, START + 4);
    assert.match(stop.message, /in the delay slot of a branch: lw a0,1\(v0\)/);
    assert.ok(cpu.inDelaySlot);
    // With a good address it goes on to the target of the branch.
    cpu.setGpr(2, 3);
    assert.equal(cpu.run(1).kind, 'budget');
    assert.equal(cpu.pc, START + 16);
  });
});
