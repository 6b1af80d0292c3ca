// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { timings, type Timing } from '../../common/timing';
import { MemorySource } from '../../disc/byteSource';
import { openModel } from '../../model/openModel';
import { namedLayouts, planOptionsOf } from '../../model/plan/discLayout';
import { stateHash } from '../../ps2/state/stateHash';
import { projectRoot } from '../support/project';
import { retyped } from '../support/retyped';
import { sharedPath } from '../support/shared';
import { ConsoleProgram, state } from './consoleProgram';
import { makeProject, type Project } from './project';
import { prebuiltElf } from './toolchain';

const models = new Map([
  ['the sample', path.join(projectRoot, 'samples/stories/stories.psnt')],
  ['stories260K', sharedPath('models/stories260K.bin')],
]);

async function projectOf(file: string, maxTokens: number): Promise<Project> {
  const opened = await openModel(new MemorySource(await readFile(file)), path.basename(file));
  const model = file.endsWith('.bin') ? await retyped(opened, 'q8') : opened;
  return makeProject({
    model,
    elf: new Uint8Array(await readFile(prebuiltElf)),
    settings: { prompt: [1, 2, 3], maxTokens },
    plan: { ...planOptionsOf(namedLayouts.resident), arithmeticVersion: 2 },
  });
}

describe('timings of the built-in console', function () {
  this.timeout(900_000);

  for (const [name, file] of models)
    it(`change neither text nor buffers: ${name}`, async function () {
      if (file === undefined) {
        console.log(`      skipped: ${name} does not lie in ../shared/models`);
        return this.skip();
      }
      const project = await projectOf(file, 4);
      try {
        const { plan, files } = project;
        const computed = plan.regions.filter(({ kind }) => kind === 'activations' || kind === 'kv');
        const results = new Map<Timing, { text: string; buffers: readonly Uint8Array[]; cycles: number }>();
        for (const timing of timings) {
          const program = await ConsoleProgram.boot(files, { timing });
          assert.equal(program.settle(), state.ended, program.error);
          const buffers = computed.map(({ start, end }) => program.console.read(start, end - start));
          results.set(timing, { text: program.console.text, buffers, cycles: program.console.cycles });
        }
        const { instructions, ...modelled } = Object.fromEntries(results);
        assert.ok(instructions);
        assert.ok(instructions.buffers.some((bytes) => bytes.some((byte) => byte !== 0)));
        for (const [timing, { text, buffers }] of Object.entries(modelled)) {
          assert.equal(text, instructions.text, timing);
          buffers.forEach((bytes, i) =>
            assert.deepEqual(bytes, instructions.buffers[i], `${timing}: ${computed[i]?.name ?? i}`),
          );
        }
        const cycles = (timing: Timing) => results.get(timing)?.cycles ?? 0;
        assert.ok(cycles('optimistic') < cycles('central') && cycles('central') < cycles('strict'));
      } finally {
        project.remove();
      }
    });

  it('are part of a saved state: a run goes on in the same cycle, and a state brings its timing', async () => {
    const [, sample = ''] = [...models].find(([name]) => name === 'the sample') ?? [];
    const project = await projectOf(sample, 4);
    try {
      const { console } = await ConsoleProgram.boot(project.files, { timing: 'central' });
      console.run(300_000_000);
      for (let i = 0; i < 3; i++) {
        console.run(12_345 + i);
        const saved = console.save();
        console.run(40_001);
        const there = console.save();
        console.timing = 'instructions';
        console.run(50_000);
        console.restore(saved);
        assert.equal(console.timing, 'central');
        console.run(40_001);
        assert.equal(stateHash(console.save()), stateHash(there), `point ${i}`);
      }
    } finally {
      project.remove();
    }
  });
});
