import assert from 'node:assert/strict';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MemorySource } from '../../../disc/byteSource';
import { floatModel } from '../../../model/convert/floatModel';
import { openLlama2c } from '../../../model/convert/llama2c';
import { layerTensorName, type Model } from '../../../model/model';
import { openModelFile } from '../../../model/node/modelFile';
import { tensorOf } from '../../../model/tensorRows';
import { config as transformersConfig, tensors as fixtureTensors } from '../../fixtures/safetensors/weights';
import { valuesOf } from '../../support/checkpoints';
import { llamaCpp, type GgmlTensor, type GgmlType, type LlamaCpp } from '../../support/llamaCpp';
import { NaiveForward } from '../../support/naiveForward';
import { projectRoot } from '../../support/project';
import { sharedPath } from '../../support/shared';
import { smallModel } from '../psnt/fixture';

// Files that somebody else's library wrote, and models that somebody else's program ran.

const ggufNames = {
  'attn.norm': 'attn_norm',
  'attn.wq': 'attn_q',
  'attn.wk': 'attn_k',
  'attn.wv': 'attn_v',
  'attn.wo': 'attn_output',
  'ffn.norm': 'ffn_norm',
  'ffn.w1': 'ffn_gate',
  'ffn.w2': 'ffn_down',
  'ffn.w3': 'ffn_up',
};

let folder: string;
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ps2ml-writers-'));
});
after(() => rm(folder, { recursive: true }));

/** Writes a model with ggml's quantiser and GGUF writer. Matrices whose rows it cannot cut into blocks stay F32. */
async function writeWithLlamaCpp(other: LlamaCpp, model: Model, file: string, type: GgmlType): Promise<void> {
  const tensors: GgmlTensor[] = [];
  const add = async (from: string, name: string): Promise<void> => {
    const { rows, cols } = tensorOf(model, from);
    const values = await valuesOf(model, from);
    if (from.endsWith('norm')) tensors.push({ name, shape: [cols], values, type: 'F32' });
    else tensors.push({ name, shape: [rows, cols], values, type: cols % 32 === 0 ? type : 'F32' });
  };
  const { config } = model;
  await add('embedding', 'token_embd.weight');
  await add('norm', 'output_norm.weight');
  if (!config.sharedClassifier) await add('classifier', 'output.weight');
  for (let layer = 0; layer < config.layers; layer++) {
    for (const [part, name] of Object.entries(ggufNames))
      await add(layerTensorName(layer, part), `blk.${layer}.${name}.weight`);
  }
  const metadata = {
    'general.architecture': 'llama',
    'llama.block_count': config.layers,
    'llama.context_length': config.seqLen,
    'llama.embedding_length': config.dim,
    'llama.feed_forward_length': config.hiddenDim,
    'llama.attention.head_count': config.heads,
    'llama.attention.head_count_kv': config.kvHeads,
    'llama.attention.layer_norm_rms_epsilon': { f32: config.eps },
    'llama.rope.freq_base': { f32: config.ropeTheta },
    'llama.rope.dimension_count': config.headDim,
    'llama.vocab_size': config.vocabSize,
    'tokenizer.ggml.model': 'none',
  };
  other.writeGguf(file, metadata, tensors);
}

/** Runs `body` with the model as we read it from its file. */
async function reading<T>(file: string, body: (model: Model) => Promise<T>): Promise<T> {
  const opened = await openModelFile(file);
  try {
    return await body(opened.model);
  } finally {
    await opened.close();
  }
}

/** Largest difference of two rows of logits, in parts of the spread of the first. */
function distance(a: Float32Array, b: readonly number[]): number {
  const spread = Math.max(...a) - Math.min(...a);
  return Math.max(...Array.from(a, (value, i) => Math.abs(value - (b[i] ?? NaN)))) / spread;
}

describe('GGUF written and run by llama.cpp', () => {
  let other: LlamaCpp;
  before(function () {
    const found = llamaCpp();
    // It is prebuilt for x64 Linux only.
    if (found === undefined) this.skip();
    other = found;
  });

  const model = smallModel({
    ...{ dim: 64, hiddenDim: 96, heads: 4, kvHeads: 2, vocabSize: 40, seqLen: 64, sharedClassifier: false },
    ...{ layers: 3, uniqueLayers: 3, registers: 0, denseformer: false, valueResidual: false },
  });

  for (const type of ['F32', 'F16', 'BF16', 'Q8_0', 'Q4_0'] as const) {
    it(`of ${type} has the values that ggml gives it`, async () => {
      const file = path.join(folder, `${type}.gguf`);
      await writeWithLlamaCpp(other, model, file, type);
      await reading(file, async (read) => {
        assert.deepEqual(read.config, model.config);
        for (const { name, cols } of model.tensors) {
          const values = await valuesOf(model, name);
          const stored = name.endsWith('norm') ? 'F32' : type;
          const expected = other.dequantised(other.quantised(values, cols, stored), values.length, stored);
          assert.deepEqual(await valuesOf(read, name), expected, name);
        }
      });
    });
  }

  it('says what llama.cpp says', async () => {
    const file = path.join(folder, 'forward.gguf');
    await writeWithLlamaCpp(other, model, file, 'F32');
    const tokens = [1, 17, 4, 39, 22, 8, 30, 2, 11, 5, 26, 13];
    const theirs = other.logits(file, tokens, model.config.vocabSize);
    await reading(file, async (read) => {
      const ours = await NaiveForward.load(read);
      const turnedOtherwise = await NaiveForward.load(read, 'halves');
      let wrong = 0;
      for (const [i, token] of tokens.entries()) {
        const row = theirs[i] ?? new Float32Array();
        const far = distance(row, ours.next(token));
        assert.ok(far < 2e-3, `after ${i + 1} tokens: ${far}`);
        wrong = Math.max(wrong, distance(row, turnedOtherwise.next(token)));
      }
      // Were the rows of wq and wk in the other order, it would be seen.
      assert.ok(wrong > 2e-2, `the other order is only ${wrong} away`);
    });
  });

  it('of a trained model tells its story to llama.cpp and to us', async function () {
    const source = sharedPath('models/stories260K.bin');
    if (source === undefined) this.skip();
    const trained = await openLlama2c(new MemorySource(await readFile(source)), 'stories260K.bin');
    const file = path.join(folder, 'stories.gguf');
    await writeWithLlamaCpp(other, trained, file, 'F32');
    await reading(file, async (read) => {
      const tokens = [1, ...(await NaiveForward.load(read)).generate([1], 40)];
      const rows = other.logits(file, tokens, read.config.vocabSize);
      const likeliest = rows.map((row) => row.indexOf(Math.max(...row)));
      assert.deepEqual(likeliest.slice(0, -1), tokens.slice(1));
    });
  }).timeout(180_000);
});

describe('Safetensors written by another library', () => {
  const fixtures = path.join(projectRoot, 'test/fixtures/safetensors');

  async function open<T>(type: 'f32' | 'f16', body: (model: Model) => Promise<T>): Promise<T> {
    const checkpoint = await mkdtemp(path.join(folder, 'checkpoint-'));
    await copyFile(
      path.join(fixtures, `llama-${type}.safetensors`),
      path.join(checkpoint, 'model.safetensors'),
    );
    await writeFile(path.join(checkpoint, 'config.json'), JSON.stringify(transformersConfig));
    return reading(checkpoint, body);
  }

  for (const type of ['f32', 'f16'] as const) {
    it(`in ${type} has its values`, async () => {
      const names: Readonly<Record<string, string>> = {
        'model.embed_tokens.weight': 'embedding',
        'model.layers.1.mlp.down_proj.weight': 'layers.01.ffn.w2',
        'model.layers.0.self_attn.v_proj.weight': 'layers.00.attn.wv',
        'model.layers.1.input_layernorm.weight': 'layers.01.attn.norm',
        'lm_head.weight': 'classifier',
      };
      await open(type, async (model) => {
        const given = new Map(fixtureTensors().map(({ name, values }) => [name, values]));
        for (const [theirs, ours] of Object.entries(names)) {
          const expected = given.get(theirs) ?? new Float32Array();
          const values = await valuesOf(model, ours);
          assert.equal(values.length, expected.length);
          const error = Math.max(...values.map((value, i) => Math.abs(value - (expected[i] ?? NaN))));
          // Half of a step of a half between 1 and 2; the fixture's matrices lie below 1.
          assert.ok(type === 'f32' ? error === 0 : error > 0 && error <= 2 ** -11, `${theirs}: ${error}`);
        }
      });
    });
  }

  it('says what its weights say where the pairs of RoPE are half a head apart', async () => {
    await open('f32', async (model) => {
      const given = new Map(fixtureTensors().map(({ name, values }) => [name, values]));
      const theirName = (ours: string): string => {
        const wholes: Readonly<Record<string, string>> = {
          embedding: 'model.embed_tokens.weight',
          norm: 'model.norm.weight',
          classifier: 'lm_head.weight',
        };
        const parts: Readonly<Record<string, string>> = {
          'attn.norm': 'input_layernorm',
          'attn.wq': 'self_attn.q_proj',
          'attn.wk': 'self_attn.k_proj',
          'attn.wv': 'self_attn.v_proj',
          'attn.wo': 'self_attn.o_proj',
          'ffn.norm': 'post_attention_layernorm',
          'ffn.w1': 'mlp.gate_proj',
          'ffn.w2': 'mlp.down_proj',
          'ffn.w3': 'mlp.up_proj',
        };
        const [, layer, part] = /^layers\.(\d+)\.(.+)$/.exec(ours) ?? [];
        return wholes[ours] ?? `model.layers.${Number(layer)}.${parts[part ?? ''] ?? ''}.weight`;
      };
      const asStored = floatModel(
        'as stored',
        model.config,
        model.tensors.map(({ name, rows, cols }) => {
          const values = given.get(theirName(name));
          assert.ok(values !== undefined, name);
          return {
            ...{ name, rows, cols },
            read: (rowStart, count) =>
              Promise.resolve(values.slice(rowStart * cols, (rowStart + count) * cols)),
          };
        }),
      );
      const theirs = await NaiveForward.load(asStored, 'halves');
      const ours = await NaiveForward.load(model);
      for (const token of [3, 19, 0, 7, 7, 12]) {
        const far = distance(Float32Array.from(theirs.next(token)), ours.next(token));
        assert.ok(far < 1e-6, `${far}`);
      }
    });
  });
});
