// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { ramBytes } from '../../common/ram';
import { generateModel } from '../../model/convert/generated';
import { namedLayouts, planOptionsOf } from '../../model/plan/discLayout';
import { tinyShape } from '../../model/convert/tiny';
import { ConsoleProgram, field, state } from './consoleProgram';
import { outputOf } from './expectation';
import { Engine } from '../../model/engine/engine';
import { cachedParts } from '../../model/engine/partCache';
import { makeProject } from './project';
import { prebuiltElf } from './toolchain';

const runCommand = 1;
const untilOperations = 2;

describe('a model larger than RAM', function () {
  this.timeout(120_000);

  for (const [name, layout] of Object.entries(namedLayouts))
    it(`runs from disc on the built-in console with the bits of the engine: ${name}`, async () => {
      const config = {
        ...tinyShape,
        dim: 384,
        hiddenDim: 1024,
        layers: 6,
        uniqueLayers: 6,
        heads: 6,
        kvHeads: 3,
      };
      const model = generateModel({ seed: 7, config });
      assert.ok(model.source.size > ramBytes);
      const settings = { prompt: [1, 2], maxTokens: 1, waitForDebuggerMs: 1000 };
      const elf = new Uint8Array(await readFile(prebuiltElf));
      const project = await makeProject({ model, settings, elf, plan: planOptionsOf(layout) });
      try {
        const { plan } = project;
        const inPass = plan.reads.filter(({ preload }) => !preload);
        const parts = new Set(inPass.map(({ sector }) => sector));
        assert.ok(parts.size > 0 && parts.size === inPass.length, 'one sweep');
        const free = plan.regions.find(({ kind }) => kind === 'free');
        const left = (free?.end ?? 0) - (free?.start ?? 0);
        assert.equal(left < 2 ** 20, name === 'resident', 'what fits stays in RAM');
        const program = await ConsoleProgram.boot(project.files);
        assert.equal(program.settle(), state.stopped, program.error);
        const sample = plan.operations.length - 1;
        const bitmap = program.get(field.untilAddress) + (sample >> 3);
        program.console.write(bitmap, Uint8Array.of(1 << (sample & 7)));
        program.command(runCommand, untilOperations);
        assert.equal(program.settle(600), state.stopped, program.error);

        const engine = new Engine({
          plan,
          loader: cachedParts(model, plan),
          settings: project.settings,
          mode: 'ee',
        });
        await engine.preload();
        while (engine.position().operation < sample) await engine.step();
        const logits = sample - 1;
        const expected = outputOf((at, length) => engine.readMemory(at, length), plan, logits, 0, 1);
        const found = outputOf((at, length) => program.console.read(at, length), plan, logits, 0, 1);
        assert.deepEqual(found, expected);
        const read = program.totals().reduce((sum, { sectors }) => sum + sectors, 0);
        assert.equal(
          read,
          plan.reads.reduce((sum, { sectors }) => sum + sectors, 0),
        );
      } finally {
        project.remove();
      }
    });
});
