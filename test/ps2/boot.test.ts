import assert from 'node:assert/strict';
import { imageInMemory } from '../../disc/imageBytes';
import { formatSystemCnf } from '../../disc/systemCnf';
import { Console } from '../../ps2/console/console';
import { memoryDisc } from '../../ps2/drive/disc';
import type { ConsoleOptions } from '../../ps2/console/options';
import { memoryFile } from '../disc/files';
import { programFile, testImage } from './program';

const cnf = formatSystemCnf({ bootFile: 'PSML_000.01', version: '1.00', videoMode: 'NTSC' });

async function bootFiles(files: readonly [string, Uint8Array][], options?: ConsoleOptions): Promise<Console> {
  const parts = files.map(([name, bytes]) => memoryFile(name, bytes));
  const { bytes } = await imageInMemory(parts, { discType: 'cd', volume: 'TEST' });
  return Console.boot(memoryDisc(bytes), options);
}

describe('booting a disc', () => {
  it('starts the program that SYSTEM.CNF names', async () => {
    const console = await bootFiles([
      ['SYSTEM.CNF', cnf],
      ['PSML_000.01', programFile('threads')],
    ]);
    assert.equal(console.program.file, 'PSML_000.01');
    assert.equal(console.cpu.pc, console.program.elf.entry);
    assert.ok(console.program.elf.symbols.some(({ name }) => name === 'main'));
  });

  it('says why a disc does not boot', async () => {
    const program = programFile('threads');
    const damaged = program.slice();
    damaged[4] = 2;
    const low = program.slice();
    new DataView(low.buffer).setUint32(52 + 8, 0x1000, true);
    await assert.rejects(bootFiles([['A.BIN', program]]), /no SYSTEM\.CNF/);
    await assert.rejects(bootFiles([['SYSTEM.CNF', cnf]]), /boots PSML_000\.01, which is not on the disc/);
    await assert.rejects(bootFiles([['SYSTEM.CNF', Uint8Array.of(65)]]), /no line "BOOT2/);
    const broken: [Uint8Array, RegExp][] = [
      [damaged, /PSML_000\.01: ELF class is 2/],
      [program.slice(0, 5000), /PSML_000\.01: .*truncated/],
      [low, /PSML_000\.01: segment 0x00001000 .* outside the program area 0x00080000/],
    ];
    for (const [bytes, message] of broken) {
      await assert.rejects(
        bootFiles([
          ['SYSTEM.CNF', cnf],
          ['PSML_000.01', bytes],
        ]),
        message,
      );
    }
  });

  it('refuses a DVD whose path table is not where the driver looks', async () => {
    const image = await testImage(programFile('threads'));
    const view = new DataView(image.buffer, image.byteOffset);
    view.setUint32(16 * 2048 + 140, 19, true);
    assert.ok(Console.boot(memoryDisc(image), { discType: 'cd' }));
    assert.throws(
      () => Console.boot(memoryDisc(image), { discType: 'dvd' }),
      /path table is at sector 19, expected 257/,
    );
  });

  it('stops at breakpoints, passes them, steps, reads and writes memory', async () => {
    const console = await bootFiles([
      ['SYSTEM.CNF', cnf],
      ['PSML_000.01', programFile('threads')],
    ]);
    const main = console.program.elf.symbols.find(({ name }) => name === 'main')?.address ?? 0;
    console.setBreakpoint(main);
    assert.deepEqual(console.run(1_000_000), { kind: 'breakpoint', pc: main });
    assert.equal(console.cpu.pc, main);
    const before = console.cycles;
    assert.equal(console.step().kind, 'budget');
    assert.equal(console.cycles, before + 1);
    console.write(0x20200000, Uint8Array.of(1, 2, 3, 4));
    assert.deepEqual([...console.read(0x00200000, 4)], [1, 2, 3, 4]);
    assert.throws(() => console.read(0x02000000, 4), /no memory at 0x02000000/);
    // Code that is changed is executed as changed: jump to itself.
    console.write(console.cpu.pc, Uint8Array.of(0xff, 0xff, 0x00, 0x10, 0, 0, 0, 0));
    const pc = console.cpu.pc;
    assert.equal(console.run(1000).kind, 'budget');
    assert.ok(Math.abs(console.cpu.pc - pc) <= 4);
  });

  it('goes on from a breakpoint to the same end', async () => {
    const [stopped, plain] = await Promise.all(
      [0, 1].map(() =>
        bootFiles([
          ['SYSTEM.CNF', cnf],
          ['PSML_000.01', programFile('threads')],
        ]),
      ),
    );
    assert.ok(stopped && plain);
    const place = stopped.program.elf.symbols.find(({ name }) => name === 'put_number')?.address ?? 0;
    stopped.setBreakpoint(place);
    let stops = 0;
    for (let stop = stopped.run(1e8); stop.kind === 'breakpoint'; stop = stopped.run(1e8)) stops++;
    plain.run(1e8);
    assert.ok(stops > 10, `${stops} stops`);
    assert.equal(stopped.text, plain.text);
    assert.equal(stopped.cycles, plain.cycles);
  });
});
