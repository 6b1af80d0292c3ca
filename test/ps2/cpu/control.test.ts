import assert from 'node:assert/strict';
import type { Bus } from '../../../ps2/cpu/bus';
import { loadContext, saveContext } from '../../../ps2/cpu/context';
import { Cpu, TRAP_BASE } from '../../../ps2/cpu/cpu';
import { COP0, FPR_OFFSET, MEMORY_BYTES, RAM_OFFSET } from '../../../ps2/cpu/stateLayout';
import { emptyBus, encode, encodeMemory, load, machineWith, START } from './machine';

const nop = 0;
const count = (register: number) => encode('addiu', { rt: register, rs: register, simm: 1 });
const jump = (target: number) => encode('j', { jump: target >> 2 });

describe('running', () => {
  const cpu = machineWith([]);
  /** Counts in $8 and, in the delay slot, in $9, for ever. */
  const loop = [count(8), jump(START), count(9)];

  it('refuses memory of another size', () => {
    assert.throws(
      () => new Cpu(new ArrayBuffer(100), emptyBus),
      /must have 33619968 bytes, not 100: use createMemory/,
    );
    assert.equal(MEMORY_BYTES, 33619968);
  });

  it('takes one cycle an instruction, stops exactly, and never in a delay slot', () => {
    for (let budget = 1; budget < 20; budget++) {
      load(cpu, loop);
      assert.deepEqual(cpu.run(budget), { kind: 'budget' });
      const expected = budget % 3 === 2 ? budget + 1 : budget;
      assert.equal(cpu.cycles, expected);
      assert.equal(cpu.gpr(8) + 2 * cpu.gpr(9), expected, `after ${budget}`);
      assert.ok(!cpu.inDelaySlot);
    }
  });

  it('comes to the same in one run, in slices and in steps', () => {
    const results = [[300_001], Array<number>(100_001).fill(3), [7, 200_000, 1, 1, 99_991]].map((slices) => {
      load(cpu, loop);
      for (const slice of slices) if (cpu.cycles < 300_000) cpu.run(Math.min(slice, 300_000 - cpu.cycles));
      return [cpu.cycles, cpu.gpr(8), cpu.gpr(9), cpu.pc];
    });
    assert.deepEqual(results[1], results[0]);
    assert.deepEqual(results[2], results[0]);
  });

  it('steps over a branch with its delay slot', () => {
    load(cpu, loop);
    cpu.step();
    cpu.step();
    assert.deepEqual([cpu.pc, cpu.cycles, cpu.gpr(9)], [START, 3, 1]);
  });

  it('skips time', () => {
    load(cpu, loop);
    cpu.run(3);
    cpu.skip(0x100000000);
    assert.equal(cpu.cycles, 0x100000003);
    cpu.run(1);
    assert.equal(cpu.cycles, 0x100000004);
  });

  it('stops at what is no instruction, and at what it does not execute, and never runs it as something else', () => {
    const cases: readonly [word: number, fault: string, message: RegExp][] = [
      [
        0x4600000d,
        'unknown-instruction',
        /^0x00100004: \.word 0x4600000d \[0x4600000d\]: the R5900 has no such/,
      ],
      [0x46001044, 'unknown-instruction', /operand in fs; the R5900 uses ft/],
      [
        encode('tlbwi'),
        'unsupported-instruction',
        /^0x00100004: tlbwi \[0x42000002\]: tlbwi is not supported/,
      ],
      [encode('vcallms', { micro: 1 }), 'unsupported-instruction', /vcallms 0x8 .*vcallms is not supported/],
      [encode('break', { code10: 7 }), 'break', /break 0x7 .*breakpoint instruction/],
    ];
    for (const [word, fault, message] of cases) {
      load(cpu, [count(8), word, count(9)]);
      const stop = cpu.run(10);
      assert.ok(stop.kind === 'fault');
      assert.equal(stop.fault, fault);
      assert.equal(stop.word, word);
      assert.match(stop.message, message);
      assert.deepEqual([cpu.pc, cpu.cycles, cpu.gpr(9)], [START + 4, 1, 0]);
    }
  });

  it('traps on its conditions', () => {
    const cases: readonly [mnemonic: string, x: number, y: number, holds: boolean][] = [
      ['teq', 5, 5, true],
      ['teq', 5, 6, false],
      ['tne', 5, 6, true],
      ['tge', -1, 0, false],
      ['tgeu', -1, 0, true],
      ['tlt', -1, 0, true],
      ['tltu', -1, 0, false],
    ];
    for (const [mnemonic, x, y, holds] of cases) {
      const immediate = mnemonic.endsWith('u') ? `${mnemonic.slice(0, -1)}iu` : `${mnemonic}i`;
      for (const word of [encode(mnemonic, { rs: 2, rt: 3 }), encode(immediate, { rs: 2, simm: y })]) {
        load(cpu, [word]);
        cpu.setGpr(2, x);
        cpu.setGpr(3, y);
        const stop = cpu.step();
        assert.equal(stop.kind === 'fault' && stop.fault === 'trap', holds, `${mnemonic} ${x} ${y}`);
      }
    }
  });

  it('executes changed code after invalidate, and not before', () => {
    load(cpu, [count(8), jump(START), nop]);
    cpu.run(3);
    cpu.view.setUint32(RAM_OFFSET + START, count(9), true);
    cpu.run(3);
    assert.deepEqual([cpu.gpr(8), cpu.gpr(9)], [2, 0]);
    cpu.invalidate(START, START + 4);
    cpu.run(3);
    assert.deepEqual([cpu.gpr(8), cpu.gpr(9)], [2, 1]);
  });

  it('invalidates by the cache instruction', () => {
    load(cpu, [count(8), encodeMemory('cache', 0x0b, 2, 0), jump(START), nop]);
    cpu.setGpr(2, START);
    cpu.run(1);
    cpu.view.setUint32(RAM_OFFSET + START, count(9), true);
    cpu.run(4);
    assert.deepEqual([cpu.gpr(8), cpu.gpr(9)], [1, 1]);
  });
});

describe('breakpoints and hooks', () => {
  const cpu = machineWith([]);
  const loop = [count(8), count(9), jump(START), count(10)];

  it('stop before the instruction, each time, and go on', () => {
    load(cpu, loop);
    cpu.setBreakpoint(START + 4);
    for (let turn = 1; turn <= 3; turn++) {
      assert.deepEqual(cpu.run(1000), { kind: 'breakpoint', pc: START + 4 });
      assert.deepEqual([cpu.gpr(8), cpu.gpr(9), cpu.cycles], [turn, turn - 1, 4 * turn - 3]);
    }
    cpu.clearBreakpoint(START + 4);
    assert.equal(cpu.run(1000).kind, 'budget');
  });

  it('stop in a delay slot, and go on to the target of the branch', () => {
    load(cpu, loop);
    cpu.setBreakpoint(START + 12);
    assert.deepEqual(cpu.run(1000), { kind: 'breakpoint', pc: START + 12 });
    assert.ok(cpu.inDelaySlot);
    assert.deepEqual(cpu.run(1000), { kind: 'breakpoint', pc: START + 12 });
    assert.deepEqual([cpu.gpr(8), cpu.gpr(10)], [2, 1]);
    cpu.clearBreakpoint(START + 12);
  });

  it('are not passed when a run begins at one that it did not stop at', () => {
    load(cpu, loop);
    cpu.setBreakpoint(START);
    assert.deepEqual(cpu.run(5), { kind: 'breakpoint', pc: START });
    assert.equal(cpu.step().kind, 'budget');
    assert.equal(cpu.pc, START + 4);
    assert.equal(cpu.run(3).kind, 'budget');
    assert.deepEqual(cpu.run(5), { kind: 'breakpoint', pc: START });
    cpu.clearBreakpoint(START);
  });

  it('stop on the instruction itself, whatever it is', () => {
    const syscalls: number[] = [];
    const bus: Bus = { ...emptyBus, syscall: (machine) => syscalls.push(machine.pc) };
    const other = machineWith([encode('syscall'), jump(START), nop], bus);
    other.setBreakpoint(START);
    other.setBreakpoint(START + 4);
    for (let turn = 0; turn < 4; turn++) assert.equal(other.run(100).kind, 'breakpoint');
    assert.deepEqual(syscalls, [START + 4, START + 4]);
  });

  it('refuse addresses without instructions', () => {
    assert.throws(() => cpu.setBreakpoint(0x10000000), /must be at an instruction in RAM, not at 0x10000000/);
    assert.throws(() => cpu.setBreakpoint(START + 2), /not at 0x00100002/);
  });

  it('call host code at an address in RAM, before the instruction', () => {
    load(cpu, loop);
    const seen: number[] = [];
    cpu.setHook(START + 4, (machine) => seen.push(machine.gpr(8) * 100 + machine.gpr(9)));
    assert.equal(cpu.run(12).kind, 'budget');
    assert.deepEqual(seen, [100, 201, 302]);
    assert.deepEqual([cpu.gpr(9), cpu.cycles], [3, 12]);
    cpu.clearHook(START + 4);
    cpu.run(4);
    assert.equal(seen.length, 3);
  });

  it('call host code where no memory is, which has to jump', () => {
    load(cpu, [encode('jalr', { rd: 31, rs: 2 }), nop, count(8), jump(START), nop]);
    cpu.setGpr(2, TRAP_BASE | 0);
    let calls = 0;
    cpu.setHook(TRAP_BASE, (machine) => {
      calls++;
      machine.pc = machine.gpr(31) >>> 0;
    });
    assert.equal(cpu.run(15).kind, 'budget');
    assert.deepEqual([calls, cpu.gpr(8), cpu.cycles], [3, 3, 15]);
    cpu.setHook(TRAP_BASE, () => undefined);
    const stop = cpu.run(15);
    assert.ok(stop.kind === 'fault' && stop.fault === 'fetch-error');
    assert.equal(stop.pc, TRAP_BASE);
    cpu.clearHook(TRAP_BASE);
  });

  it('may ask for a stop, after the instruction', () => {
    load(cpu, loop);
    cpu.setHook(START + 4, (machine) => machine.requestStop('hook'));
    assert.deepEqual(cpu.run(1000), { kind: 'requested', why: 'hook' });
    assert.deepEqual([cpu.pc, cpu.gpr(9)], [START + 8, 1]);
    assert.deepEqual(cpu.run(1000), { kind: 'requested', why: 'hook' });
    assert.equal(cpu.gpr(9), 2);
    cpu.clearHook(START + 4);
  });
});

describe('system calls, exceptions and COP0', () => {
  it('a syscall sees the address to return to, and may change threads', () => {
    const calls: number[] = [];
    const bus: Bus = {
      ...emptyBus,
      syscall: (machine) => {
        calls.push(machine.gpr(3), machine.pc);
        if (machine.gpr(3) === 2) machine.pc = START + 16;
        if (machine.gpr(3) === 3) machine.requestStop('exit');
      },
    };
    const cpu = machineWith(
      [encode('syscall'), count(3), encode('syscall'), count(9), count(3), encode('syscall')],
      bus,
    );
    cpu.setGpr(3, 1);
    assert.deepEqual(cpu.run(100), { kind: 'requested', why: 'exit' });
    assert.deepEqual(calls, [1, START + 4, 2, START + 12, 3, START + 24]);
    assert.deepEqual([cpu.gpr(9), cpu.cycles], [0, 5]);
  });

  it('a bus can stop the run at once', () => {
    const bus: Bus = {
      ...emptyBus,
      write: (_address, _bytes, _value, machine) => {
        assert.equal(machine.cycles, 1);
        assert.equal(machine.pc, START + 4);
        machine.requestStop('event');
        return true;
      },
    };
    const cpu = machineWith(
      [encode('lui', { rt: 2, uimm: 0x1000 }), encodeMemory('sw', 2, 2, 0), count(8)],
      bus,
    );
    assert.deepEqual(cpu.run(1000), { kind: 'requested', why: 'event' });
    assert.deepEqual([cpu.pc, cpu.cycles], [START + 8, 2]);
  });

  it('enters an exception and returns from it', () => {
    const cpu = machineWith([nop, nop]);
    load(cpu, [encode('eret')], 0x80000180 & 0x1fffffff);
    load(cpu, [nop, count(8)]);
    assert.ok(cpu.interruptsEnabled);
    cpu.run(1);
    cpu.enterException(0, 0x80000180);
    assert.deepEqual([cpu.pc, cpu.cop0(COP0.epc), cpu.interruptsEnabled], [0x80000180, START + 4, false]);
    cpu.run(2);
    assert.deepEqual([cpu.pc, cpu.gpr(8), cpu.interruptsEnabled], [START + 8, 1, true]);
  });

  it('marks an exception in a delay slot', () => {
    const cpu = machineWith([jump(START + 16), count(8), nop, nop, nop]);
    cpu.setBreakpoint(START + 4);
    cpu.run(10);
    cpu.enterException(8, 0x80000180);
    assert.equal(cpu.cop0(COP0.epc), START);
    assert.equal(cpu.cop0(COP0.cause), 0x80000020);
  });

  it('ei and di change Status and tell the bus; Count counts', () => {
    let changes = 0;
    const bus: Bus = { ...emptyBus, statusChanged: () => changes++ };
    const cpu = machineWith(
      [
        encode('di'),
        encode('mfc0', { rt: 8, c0: COP0.status }),
        encode('ei'),
        encode('mfc0', { rt: 9, c0: COP0.status }),
        encode('mfc0', { rt: 10, c0: COP0.count }),
        encode('mtc0', { rt: 2, c0: COP0.count }),
        encode('mfc0', { rt: 11, c0: COP0.count }),
        encode('mtc0', { rt: 2, c0: COP0.compare }),
        encode('mfc0', { rt: 12, c0: COP0.compare }),
      ],
      bus,
    );
    cpu.setGpr(2, 1000);
    cpu.run(9);
    assert.equal(cpu.gpr(8) & 0x10000, 0);
    assert.equal(cpu.gpr(9) & 0x10000, 0x10000);
    assert.equal(changes, 2);
    assert.deepEqual([cpu.gpr(10), cpu.gpr(11), cpu.gpr(12)], [4, 1001, 1000]);
  });

  it('saves and loads the registers of a thread', () => {
    const cpu = machineWith([count(8), count(8)]);
    cpu.setGpr(4, 7);
    cpu.words[FPR_OFFSET / 4 + 3] = 0x3f800000;
    cpu.run(1);
    const context = saveContext(cpu.memory);
    cpu.run(1);
    cpu.setGpr(4, 8);
    cpu.words[FPR_OFFSET / 4 + 3] = 0;
    cpu.setCop0(COP0.epc, 5);
    loadContext(cpu.memory, context);
    assert.deepEqual([cpu.pc, cpu.gpr(8), cpu.gpr(4)], [START + 4, 1, 7]);
    assert.equal(cpu.words[FPR_OFFSET / 4 + 3], 0x3f800000);
    assert.deepEqual([cpu.cycles, cpu.cop0(COP0.epc)], [2, 5]);
  });

  it('has its whole state in the buffer', () => {
    const cpu = machineWith([count(8), jump(START), count(9)]);
    cpu.run(1001);
    const saved = cpu.memory.slice(0);
    cpu.run(500);
    const later = [cpu.cycles, cpu.pc, cpu.gpr(8), cpu.gpr(9)];
    new Uint8Array(cpu.memory).set(new Uint8Array(saved));
    cpu.invalidate();
    assert.notDeepEqual([cpu.cycles, cpu.pc, cpu.gpr(8), cpu.gpr(9)], later);
    cpu.run(500);
    assert.deepEqual([cpu.cycles, cpu.pc, cpu.gpr(8), cpu.gpr(9)], later);
  });
});
