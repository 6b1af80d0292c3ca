import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../support/project';
import { compileForEe, hasCompilers, runNative } from './compiler';
import { machineWith } from './machine';
import { runProgram } from './programs';

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
