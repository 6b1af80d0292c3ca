import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readElf } from '../../../ee/elf';
import { SymbolTable } from '../../../ee/symbols';
import type { Cpu } from '../../../ps2/cpu/cpu';
import { RAM_OFFSET } from '../../../ps2/cpu/stateLayout';
import { projectRoot } from '../../support/project';
import { compileForEe, hasCompilers, runNative } from './compiler';
import { load, machineWith } from './machine';

const RESULT_WORDS = 1024;

/** Loads a program and runs it to its `break`; returns the words at `results`. */
function runProgram(cpu: Cpu, program: Uint8Array): number[] {
  const elf = readElf(program, 'program');
  load(cpu, []);
  for (const { address, fileOffset, fileBytes, memoryBytes } of elf.segments) {
    const target = new Uint8Array(cpu.memory, RAM_OFFSET + address, memoryBytes);
    target.fill(0);
    target.set(program.subarray(fileOffset, fileOffset + fileBytes));
  }
  cpu.pc = elf.entry;
  const stop = cpu.run(50_000_000);
  assert.ok(stop.kind === 'fault' && stop.fault === 'break', JSON.stringify(stop));
  const results = new SymbolTable(elf.symbols).named('results')?.address ?? 0;
  return Array.from({ length: RESULT_WORDS }, (_, index) =>
    cpu.view.getUint32(RAM_OFFSET + results + index * 4, true),
  );
}

describe('compiled C on the CPU', () => {
  const cpu = machineWith([]);
  const pinned = JSON.parse(
    readFileSync(path.join(projectRoot, 'test/ps2/cpu/programs/integer.json'), 'utf8'),
  ) as { readonly elf: string; readonly results: readonly string[]; readonly cycles: number };

  it('leaves the pinned words and cycles, from the pinned program', () => {
    const results = runProgram(
      cpu,
      Uint8Array.from(atob(pinned.elf), (character) => character.charCodeAt(0)),
    );
    assert.deepEqual(
      results.slice(0, pinned.results.length).map((word) => word.toString(16)),
      pinned.results,
    );
    assert.equal(cpu.cycles, pinned.cycles);
  });

  for (const options of ['-O0', '-O1', '-O2 -fno-delayed-branch', '-O3 -fdelayed-branch', '-Os'])
    it(`leaves what the same source leaves on this machine (${options})`, function () {
      if (!hasCompilers()) {
        if (this.test) this.test.title += ' (skipped: mipsel-linux-gnu-gcc or gcc is missing)';
        this.skip();
      }
      const native = runNative('integer.c');
      assert.ok(native.filter((word) => word !== 0).length > 300);
      assert.deepEqual(runProgram(cpu, compileForEe('integer.c', options.split(' '))), native);
    });
});
