import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Context } from 'mocha';
import { floatsOf } from '../../../common/littleEndian';
import { convertFile, type ConversionFinding } from '../../../model/convert/node/convertFile';
import { openModelFile } from '../../../model/node/modelFile';
import type { Model } from '../../../model/model';
import { readStoredRows, tensorOf } from '../../../model/tensorRows';
import { valuesOf } from '../../support/checkpoints';
import { sharedPath } from '../../support/shared';
import { compareSteps } from '../../runtime/comparison';
import { ConsoleProgram } from '../../runtime/consoleProgram';
import { makeProject } from '../../runtime/project';
import { prebuiltElf } from '../../runtime/toolchain';
import { NaiveForward } from '../../support/naiveForward';
import { quantised, startRun } from '../engine/runs';

/** The path of a case, or a skipped test where the cases do not lie beside the project. */
function caseOf(test: Context, name: string): string {
  const file = sharedPath(`cases/${name}`);
  if (file !== undefined) return file;
  console.log('      skipped: the cases do not lie in ../shared/cases');
  return test.skip();
}

async function opened<T>(file: string, use: (model: Model) => Promise<T>): Promise<T> {
  const { model, close } = await openModelFile(file);
  try {
    return await use(model);
  } finally {
    await close();
  }
}

interface Expected {
  readonly prompt: readonly number[];
  readonly next: readonly number[];
  readonly logits: readonly (readonly number[])[];
}

/** The greedy tokens after a prompt, and the logits that chose them. @param forced instead of the greedy ones. */
async function generate(
  model: Model,
  { prompt, next }: Expected,
): Promise<{ tokens: number[]; logits: Float32Array[] }> {
  const settings = { prompt, maxTokens: next.length };
  const { engine, plan } = await startRun(model, { mode: 'ieee', settings });
  const logits: Float32Array[] = [];
  while (engine.ended === undefined) {
    const operation = plan.operations[engine.position().operation];
    const input = operation?.kind === 'sample' ? operation.inputs[0] : undefined;
    if (input !== undefined) logits.push(floatsOf(engine.readMemory(input.address, input.cols * 4)));
    await engine.step();
    // The next logits are comparable only after the same tokens.
    const written = engine.state.progress.tokens.length - prompt.length;
    const right = next[written - 1];
    if (input !== undefined && right !== undefined && written < next.length) {
      engine.state.progress.tokens.pop();
      engine.state.append(right);
    }
  }
  return { tokens: engine.state.progress.tokens.slice(prompt.length), logits };
}

/** Signal to noise of `found` in dB. */
function decibels(expected: readonly number[], found: Float32Array): number {
  const signal = expected.reduce((sum, value) => sum + value * value, 0);
  const noise = expected.reduce((sum, value, i) => sum + (value - (found[i] ?? NaN)) ** 2, 0);
  return 10 * Math.log10(signal / noise);
}

const linear = /\.(?:wq|wk|wv|wo|w1|w2|w3)$/;

describe('checkpoints as the author of the original exports them', () => {
  for (const name of ['shared', 'odd_shared', 'all', 'mtp', 'ternary']) {
    describe(name, () => {
      let folder: string;
      let expected: Expected;
      before(async function () {
        folder = caseOf(this, `brandon/${name}`);
        expected = JSON.parse(await readFile(path.join(folder, 'expected.json'), 'utf8')) as Expected;
      });

      it('gives the logits of his own code, and his tokens', () =>
        opened(folder, async (model) => {
          const { logits } = await generate(model, expected);
          expected.logits.forEach((row, i) =>
            row.forEach((value, id) => {
              const found = logits[i]?.[id] ?? NaN;
              assert.ok(Math.abs(found - value) < 1e-3, `logit ${id} of token ${i}: ${found}, ${value}`);
            }),
          );
          assert.deepEqual(
            logits.map((row) => row.indexOf(Math.max(...row))),
            expected.next,
          );
        }));

      it('keeps more than 34 dB in Q8', () =>
        opened(folder, async (model) => {
          const { logits } = await generate(await quantised(model), expected);
          expected.logits.forEach((row, i) => {
            const found = decibels(row, logits[i] ?? new Float32Array());
            assert.ok(found > 34, `${found.toFixed(1)} dB`);
          });
        }));

      it('is computed by the program as by the engine, to the bit', async function () {
        this.timeout(120_000);
        const elf = new Uint8Array(await readFile(prebuiltElf));
        await opened(folder, async (float) => {
          const model = await quantised(float);
          const settings = { prompt: expected.prompt.slice(0, 3), maxTokens: 2, waitForDebuggerMs: 1000 };
          const project = await makeProject({ model, elf, settings });
          try {
            const console = await ConsoleProgram.boot(project.files);
            assert.equal(await compareSteps(model, project, console), 2 * project.plan.operations.length);
          } finally {
            project.remove();
          }
        });
      });
    });
  }

  it('leave out training heads, and say so', async function () {
    await opened(caseOf(this, 'brandon/mtp'), (model) => {
      assert.deepEqual(model.notes, ['2 prediction heads used only in training (mtp_heads.*) are left out.']);
      return Promise.resolve();
    });
    await opened(caseOf(this, 'brandon/shared'), (model) => {
      assert.equal(model.notes, undefined);
      return Promise.resolve();
    });
  });

  it('trained with ternary weights hold −1, 0 and 1 times one scale in Q8, exactly', async function () {
    await opened(caseOf(this, 'brandon/ternary'), async (model) => {
      const stored = await quantised(model);
      for (const { name } of stored.tensors.filter((tensor) => linear.test(tensor.name))) {
        const tensor = tensorOf(stored, name);
        const { values, scales } = await readStoredRows(stored, tensor, 0, tensor.rows);
        assert.deepEqual([...new Set(values)].sort(), [-1, 0, 1], name);
        assert.equal(new Set(scales).size, 1, name);
        assert.deepEqual(await valuesOf(stored, name), await valuesOf(model, name), name);
      }
    });
  });

  it('trained with ternary weights are refused in the types that round the embedding too', async function () {
    const folder = caseOf(this, 'brandon/ternary');
    const target = path.join(tmpdir(), `ps2ml-ternary-${process.pid}.psnt`);
    for (const quantization of ['q4', 'ternary'] as const) {
      await assert.rejects(
        convertFile(folder, target, { quantization }),
        /the type of matrices is (?:q4|ternary), expected q8 for this model: .* would round the embedding too/,
      );
    }
  });

  it('say what was left out or decided when they are converted', async function () {
    const found: ConversionFinding[] = [];
    const target = path.join(tmpdir(), `ps2ml-mtp-${process.pid}.psnt`);
    try {
      const onFinding = (finding: ConversionFinding): void => void found.push(finding);
      await convertFile(caseOf(this, 'brandon/mtp'), target, { onFinding });
    } finally {
      await rm(target, { force: true });
    }
    assert.deepEqual(
      found.map(({ severity, message }) => `${severity}: ${message}`),
      ['note: 2 prediction heads used only in training (mtp_heads.*) are left out.'],
    );
  });
});

describe('checkpoints that once came out wrong', () => {
  const says = async (model: Model): Promise<number[]> =>
    (await NaiveForward.load(model)).generate([1, 2], 4);

  it('open by the index: a stale file beside the shards is not read', async function () {
    const name = 'model-00001-of-00001.safetensors';
    const [stale, clean] = [caseOf(this, 'stale'), caseOf(this, 'consolidated')];
    const embeddings = await Promise.all(
      [stale, path.join(stale, name)].map((file) => opened(file, (model) => valuesOf(model, 'embedding'))),
    );
    assert.deepEqual(embeddings[0], embeddings[1]);
    await assert.rejects(
      openModelFile(path.join(stale, 'model.safetensors')),
      /model\.safetensors is not one of the files that model\.safetensors\.index\.json names/,
    );
    // What the shard has, by its own bytes.
    for (const folder of [stale, clean]) {
      const bytes = await readFile(path.join(folder, name));
      const length = Number(bytes.readBigUInt64LE(0));
      const header = JSON.parse(bytes.toString('utf8', 8, 8 + length)) as Record<
        string,
        { data_offsets: [number, number] }
      >;
      const [start = 0, end = 0] = header['model.norm.weight']?.data_offsets ?? [];
      const norm = floatsOf(bytes.subarray(8 + length + start, 8 + length + end));
      await opened(folder, async (model) => assert.deepEqual(await valuesOf(model, 'norm'), norm));
    }
  });

  it('open beside the files of other forms of the model', async function () {
    for (const name of ['consolidated', 'adapter']) {
      await opened(caseOf(this, name), async (model) => assert.equal((await says(model)).length, 4));
    }
  });

  it('open with the tied pair stored under either name, and without the prefix of the whole model', async function () {
    for (const name of ['dedup_kept_lm_head', 'no_model_prefix']) {
      await opened(caseOf(this, name), async (model) => {
        assert.equal(model.config.sharedClassifier, true);
        assert.equal((await says(model)).length, 4);
      });
    }
  });

  it('have the parameters of RoPE from where they are stated', async function () {
    await opened(caseOf(this, 'rope_params_top_theta'), (model) => {
      assert.equal(model.config.ropeTheta, 100);
      return Promise.resolve();
    });
    await opened(caseOf(this, 'rope_default'), (model) => {
      assert.equal(model.config.ropeTheta, 10000);
      return Promise.resolve();
    });
  });

  it('in GGUF open where lists state one value, and are refused for scaled positions and parts', async function () {
    await opened(caseOf(this, 'head_kv_array.gguf'), async (model) => {
      assert.equal(model.config.kvHeads, 2);
      assert.equal((await says(model)).length, 4);
    });
    await assert.rejects(
      openModelFile(caseOf(this, 'scale_linear.gguf')),
      /llama\.rope\.scale_linear is \d+, expected 1/,
    );
    await assert.rejects(
      openModelFile(caseOf(this, 'part-00001-of-00003.gguf')),
      /is part 1 of 3 of a model.*join the parts/,
    );
  });

  it('have the positions of their attention window for context, and say so', async function () {
    await opened(caseOf(this, 'mistral_window'), (model) => {
      assert.equal(model.config.seqLen, 128);
      assert.match(model.notes?.join(' ') ?? '', /context is 128 positions instead of 256/);
      return Promise.resolve();
    });
  });
});
