// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { MemorySource } from '../../disc/byteSource';
import { generateModel } from '../../model/convert/generated';
import { Engine } from '../../model/engine/engine';
import { cachedParts } from '../../model/engine/partCache';
import { forecastDisc } from '../../model/plan/forecast';
import { openPsnt } from '../../model/psnt/file';
import type { PsntVersion, Quantization } from '../../model/psnt/fields';
import { psntBytes } from '../support/psntBytes';
import { ConsoleProgram, field, state } from './consoleProgram';
import { outputOf } from './expectation';
import { makeProject } from './project';
import { prebuiltElf } from './toolchain';

const plain = { registers: 0, sharedClassifier: true, denseformer: false, valueResidual: false };

/** SmolLM2-135M. */
const smol = {
  ...plain,
  ...{ dim: 576, hiddenDim: 1536, layers: 30, uniqueLayers: 30, heads: 9, kvHeads: 3 },
  ...{ vocabSize: 49_152, seqLen: 8192, ropeTheta: 100_000 },
};

/** The same paths in a twentieth of the time: a context and an embedding that do not fit together. */
const wide = {
  ...plain,
  ...{ dim: 64, hiddenDim: 128, layers: 2, uniqueLayers: 2, heads: 2, kvHeads: 1 },
  ...{ vocabSize: 60_000, seqLen: 100_000, ropeTheta: 100_000 },
};

interface Case {
  readonly name: string;
  readonly config: typeof smol;
  readonly quantization: Quantization;
  readonly version: PsntVersion;
  readonly bytes?: number;
  readonly kvCache: 'f32' | 'int16';
}

const cases: readonly Case[] = [
  { name: 'a large vocabulary', config: wide, quantization: 'q8', version: 3, kvCache: 'int16' },
  {
    name: 'the shape of SmolLM2-135M',
    config: smol,
    quantization: 'q4',
    version: 2,
    // The published file has 77 MiB.
    bytes: 80_848_180,
    kvCache: 'f32',
  },
];

describe('a model whose embedding is streamed', function () {
  this.timeout(3_600_000);

  for (const { name, config, quantization, version, bytes, kvCache } of cases) {
    it(`is converted with its own context, built, and run for two tokens on the built-in console: ${name}`, async () => {
      const file = await psntBytes(generateModel({ seed: 1, config }), { quantization, version });
      if (bytes !== undefined) assert.equal(file.length, bytes);
      const { model } = await openPsnt(new MemorySource(file), 'large.psnt');
      assert.equal(model.config.seqLen, config.seqLen);
      const elf = new Uint8Array(await readFile(prebuiltElf));
      const settings = { prompt: [1, config.vocabSize - 1], maxTokens: 2 };
      const project = await makeProject({ model, elf, settings, plan: { kvCache } });
      try {
        const { plan } = project;
        const embedding = plan.matrices.find((matrix) => matrix.name === 'embedding');
        assert.equal(embedding?.resident, false);
        assert.ok(plan.config.seqLen > 256 && plan.config.seqLen < config.seqLen);

        const engine = new Engine({
          plan,
          loader: cachedParts(model, plan),
          settings: project.settings,
          mode: 'ee',
        });
        await engine.preload();
        const wanted: number[] = [];
        while (engine.ended === undefined) {
          for (const event of await engine.step()) if (event.type === 'token') wanted.push(event.id);
        }

        const program = await ConsoleProgram.boot(project.files);
        program.settle(3600, 50_000_000);
        assert.equal(program.get(field.state), state.ended, program.error);
        const written = program.events().flatMap(({ type, value }) => (type === 'token' ? [value] : []));
        assert.deepEqual(written, wanted);
        const logits = plan.operations.length - 2;
        assert.deepEqual(
          outputOf((at, length) => program.console.read(at, length), plan, logits, 2, 1),
          outputOf((at, length) => engine.readMemory(at, length), plan, logits, 2, 1),
        );

        // Two passes, the first over the two tokens of the prompt: one row more.
        const forecast = forecastDisc(plan);
        const row = plan.reads.find((read) => read.row)?.sectors ?? 0;
        const read = program.totals().reduce((sum, { sectors }) => sum + sectors, 0);
        assert.equal(read, forecast.preloadSectors + 2 * forecast.sectorsPerPass + row);
      } finally {
        project.remove();
      }
    });
  }
});
