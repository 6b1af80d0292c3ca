import assert from 'node:assert/strict';
import { VF_OFFSET, VI_OFFSET, VU0_DATA_OFFSET } from '../../../ps2/cpu/stateLayout';
import { encode, encodeMemory, load, machineWith, read128, write128 } from './machine';

const VI = VI_OFFSET / 4;
const pattern = 0x44444444_33333333_22222222_11111111n;

describe('VU0 data memory', () => {
  const cpu = machineWith([]);
  const quadword = (index: number) => VU0_DATA_OFFSET + index * 16;
  const vf = (register: number) => VF_OFFSET + register * 16;
  const run = (word: number, setup: () => void) => {
    load(cpu, [word]);
    setup();
    assert.equal(cpu.step().kind, 'budget');
  };
  const masked = (mnemonic: string, mask: number, fields: number) =>
    (encode(`${mnemonic}.dest`) | (mask << 21) | fields) >>> 0;

  // Order of pointer and access: VU User's Manual. Addresses count quadwords and wrap around at 4 KB.
  it('vlqi and vsqi use the pointer and then add one', () => {
    run(masked('vlqi', 15, (3 << 11) | (5 << 16)), () => {
      cpu.words[VI + 3] = 7;
      write128(cpu, quadword(7), pattern);
    });
    assert.equal(read128(cpu, vf(5)), pattern);
    assert.equal(cpu.words[VI + 3], 8);
    run(masked('vsqi', 15, (5 << 11) | (3 << 16)), () => {
      cpu.words[VI + 3] = 255;
      write128(cpu, vf(5), pattern);
    });
    assert.equal(read128(cpu, quadword(255)), pattern);
    assert.equal(cpu.words[VI + 3], 256);
  });

  it('vlqd and vsqd subtract one and then use the pointer', () => {
    run(masked('vlqd', 15, (3 << 11) | (5 << 16)), () => {
      cpu.words[VI + 3] = 8;
      write128(cpu, quadword(7), pattern);
    });
    assert.equal(read128(cpu, vf(5)), pattern);
    assert.equal(cpu.words[VI + 3], 7);
    run(masked('vsqd', 15, (5 << 11) | (3 << 16)), () => {
      cpu.words[VI + 3] = 0;
      write128(cpu, vf(5), pattern);
    });
    assert.equal(read128(cpu, quadword(255)), pattern, '0xffff wraps around to the last quadword');
    assert.equal(cpu.words[VI + 3], 0xffff);
  });

  it('copies the components of the mask only, never into vf0 and without moving vi0', () => {
    run(masked('vlqi', 0b1001, (0 << 11) | (5 << 16)), () => write128(cpu, quadword(0), pattern));
    assert.equal(read128(cpu, vf(5)), 0x44444444_00000000_00000000_11111111n);
    assert.equal(cpu.words[VI], 0);
    run(masked('vsqi', 0b0110, (5 << 11) | (3 << 16)), () => {
      cpu.words[VI + 3] = 1;
      write128(cpu, quadword(1), 0n);
      write128(cpu, vf(5), pattern);
    });
    assert.equal(read128(cpu, quadword(1)), 0x33333333_22222222_00000000n);
    run(masked('vlqi', 15, 0), () => write128(cpu, quadword(0), pattern));
    assert.equal(read128(cpu, vf(0)), 0x3f800000n << 96n);
  });

  it('vilwr takes 16 bits of a component; viswr writes an integer as a word of components', () => {
    run(masked('vilwr', 0b0100, (3 << 11) | (6 << 16)), () => {
      cpu.words[VI + 3] = 2;
      write128(cpu, quadword(2), 0xfedc1234_00000000n);
    });
    assert.equal(cpu.words[VI + 6], 0x1234);
    run(masked('viswr', 0b1010, (3 << 11) | (6 << 16)), () => {
      cpu.words[VI + 3] = 2;
      cpu.words[VI + 6] = 0x8765;
      write128(cpu, quadword(2), -1n);
    });
    assert.equal(read128(cpu, quadword(2)), 0xffffffff_00008765_ffffffff_00008765n);
  });

  it('the core sees data at 0x11004000 and programs at 0x11000000, each four times', () => {
    load(cpu, [
      encodeMemory('sq', 4, 2, 0x20),
      encodeMemory('lq', 5, 2, 0x1020),
      encodeMemory('lw', 6, 3, 0x3024),
      encodeMemory('sw', 6, 7, 0),
    ]);
    cpu.setGpr(2, 0x11004000);
    cpu.setGpr(3, 0x11000000);
    cpu.setGpr(7, 0xb1000024 | 0);
    write128(cpu, 4 * 16, pattern);
    assert.equal(cpu.run(2).kind, 'budget');
    assert.equal(read128(cpu, 5 * 16), pattern);
    assert.equal(read128(cpu, quadword(2)), pattern);
    cpu.setGpr(6, 0x55);
    assert.equal(cpu.run(1).kind, 'budget');
    assert.equal(cpu.gpr(6), 0, 'the program memory is another one');
    cpu.setGpr(6, 0x55);
    assert.equal(cpu.run(1).kind, 'budget');
    load(cpu, [encodeMemory('lw', 8, 3, 0x3024)]);
    cpu.setGpr(3, 0x11000000);
    cpu.view.setUint32(0x2000 + 0x24, 0x66, true);
    assert.equal(cpu.step().kind, 'budget');
    assert.equal(cpu.gpr(8), 0x66);
  });

  it('VU1 memory is missing, and a program that uses it stops', () => {
    load(cpu, [encodeMemory('lw', 8, 3, 0)]);
    cpu.setGpr(3, 0x11008000);
    const stop = cpu.step();
    assert.ok(stop.kind === 'fault' && stop.fault === 'bus-error');
    assert.match(stop.message, /which is memory of VU1: the built-in console has only that of VU0/);
  });
});
