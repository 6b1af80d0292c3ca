import assert from 'node:assert/strict';
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { MemorySource } from '../../../disc/byteSource';
import { openSafetensorsFolder } from '../../../model/convert/safetensorsFolder';
import { compilePlan } from '../../../model/plan/compile';
import { convertFile } from '../../../model/convert/node/convertFile';
import { FormatError } from '../../../model/formatError';
import { layerTensorName, type Model } from '../../../model/model';
import { openModelFile } from '../../../model/node/modelFile';
import { readRows, tensorOf } from '../../../model/tensorRows';
import {
  halfSplitRows,
  safetensorsBytes,
  valuesOf,
  type Encoding,
  type WrittenTensor,
} from '../../support/checkpoints';
import { NaiveForward } from '../../support/naiveForward';
import { torchBytes } from '../../support/torchFile';
import { smallModel } from '../psnt/fixture';

const plain = { layers: 2, uniqueLayers: 2, registers: 0, denseformer: false, valueResidual: false };
const layerNames = {
  transformers: {
    'attn.norm': 'input_layernorm',
    'attn.wq': 'self_attn.q_proj',
    'attn.wk': 'self_attn.k_proj',
    'attn.wv': 'self_attn.v_proj',
    'attn.wo': 'self_attn.o_proj',
    'ffn.norm': 'post_attention_layernorm',
    'ffn.w1': 'mlp.gate_proj',
    'ffn.w2': 'mlp.down_proj',
    'ffn.w3': 'mlp.up_proj',
  },
  meta: {
    'attn.norm': 'attention_norm',
    'attn.wq': 'attention.wq',
    'attn.wk': 'attention.wk',
    'attn.wv': 'attention.wv',
    'attn.wo': 'attention.wo',
    'ffn.norm': 'ffn_norm',
    'ffn.w1': 'feed_forward.w1',
    'ffn.w2': 'feed_forward.w2',
    'ffn.w3': 'feed_forward.w3',
  },
};

async function written(model: Model, from: string, name: string, encoding: Encoding): Promise<WrittenTensor> {
  const { rows, cols } = tensorOf(model, from);
  const isNorm = from.endsWith('norm');
  return { name, shape: isNorm ? [cols] : [rows, cols], values: await valuesOf(model, from), encoding };
}

/** A model as transformers saves it. */
async function transformersTensors(model: Model, encoding: Encoding): Promise<WrittenTensor[]> {
  const { config } = model;
  const tensors = [
    await written(model, 'embedding', 'model.embed_tokens.weight', encoding),
    await written(model, 'norm', 'model.norm.weight', encoding),
  ];
  if (!config.sharedClassifier) tensors.push(await written(model, 'classifier', 'lm_head.weight', encoding));
  for (let layer = 0; layer < config.layers; layer++) {
    for (const [part, name] of Object.entries(layerNames.transformers)) {
      const from = layerTensorName(layer, part);
      const tensor = await written(model, from, `model.layers.${layer}.${name}.weight`, encoding);
      const turned = part === 'attn.wq' || part === 'attn.wk';
      tensors.push(
        turned ? { ...tensor, values: halfSplitRows(tensor.values, config.dim, config.headDim) } : tensor,
      );
    }
  }
  return tensors;
}

function transformersConfig(model: Model, changes: object = {}): string {
  const { config } = model;
  return JSON.stringify({
    model_type: 'llama',
    hidden_act: 'silu',
    hidden_size: config.dim,
    intermediate_size: config.hiddenDim,
    num_hidden_layers: config.layers,
    num_attention_heads: config.heads,
    num_key_value_heads: config.kvHeads,
    vocab_size: config.vocabSize,
    max_position_embeddings: config.seqLen,
    rope_theta: config.ropeTheta,
    rope_scaling: null,
    rms_norm_eps: 1e-5,
    tie_word_embeddings: config.sharedClassifier,
    ...changes,
  });
}

/** The 10M model's state dict: shared blocks twice, the embedding twice. */
async function sharedTensors(model: Model): Promise<WrittenTensor[]> {
  const { config } = model;
  const tensors = [
    await written(model, 'embedding', 'tok_embeddings.weight', 'F32'),
    await written(model, 'embedding', 'output.weight', 'F32'),
    await written(model, 'norm', 'norm.weight', 'F32'),
    await written(model, 'denseformer', 'dwa_weights', 'F32'),
    await written(model, 'registers', 'register_tokens', 'F32'),
    { name: 'freqs_cos', shape: [6, 2], values: new Float32Array(12), encoding: 'F32' as const },
  ];
  for (let layer = 0; layer < config.layers; layer++) {
    const unique = Math.floor((layer * config.uniqueLayers) / config.layers);
    for (const [part, name] of Object.entries(layerNames.meta)) {
      const from = layerTensorName(unique, part);
      tensors.push(await written(model, from, `layers.${layer}.${name}.weight`, 'F32'));
      if (layer < config.uniqueLayers) {
        tensors.push(
          await written(model, layerTensorName(layer, part), `_unique_layers.${layer}.${name}.weight`, 'F32'),
        );
      }
    }
  }
  return tensors;
}

function sharedConfig(model: Model): string {
  const { config } = model;
  return JSON.stringify({
    dim: config.dim,
    hidden_dim: config.hiddenDim,
    n_layers: config.layers,
    n_heads: config.heads,
    n_kv_heads: config.kvHeads,
    vocab_size: config.vocabSize,
    max_seq_len: config.seqLen,
    value_residual: config.valueResidual,
  });
}

function open(config: string, ...shards: (readonly WrittenTensor[])[]): Promise<Model> {
  return openSafetensorsFolder({
    label: 'checkpoint',
    config,
    shards: shards.map((tensors, i) => ({
      name: `model-${i}.safetensors`,
      source: new MemorySource(safetensorsBytes(tensors)),
    })),
  });
}

async function assertSame(read: Model, model: Model): Promise<void> {
  assert.deepEqual(read.config, model.config);
  for (const { name } of model.tensors)
    assert.deepEqual(await valuesOf(read, name), await valuesOf(model, name), name);
}

describe('safetensors checkpoint', () => {
  it('of transformers is read whole, in shards, tied or not', async () => {
    for (const sharedClassifier of [true, false]) {
      const model = smallModel({ ...plain, sharedClassifier });
      const tensors = await transformersTensors(model, 'F32');
      await assertSame(await open(transformersConfig(model), tensors), model);
      const half = Math.floor(tensors.length / 2);
      await assertSame(
        await open(transformersConfig(model), tensors.slice(half), tensors.slice(0, half)),
        model,
      );
    }
  });

  it('is turned so that adjacent pairs give the scores that halves gave', async () => {
    const model = smallModel({ ...plain, dim: 16, heads: 2, kvHeads: 1 });
    const read = await open(transformersConfig(model), await transformersTensors(model, 'F32'));
    const { dim, headDim } = model.config;
    const raw = new Map((await transformersTensors(model, 'F32')).map(({ name, values }) => [name, values]));
    const random = Float32Array.from({ length: dim }, (_, i) => Math.sin(i * 7 + 1));
    const times = (weights: Float32Array): number[] =>
      Array.from({ length: headDim }, (_, row) =>
        random.reduce((sum, x, col) => sum + x * (weights[row * dim + col] ?? NaN), 0),
      );
    const angle = (pair: number, position: number): number => position * 10000 ** ((-2 * pair) / headDim);
    /** Pair i is (i, i + headDim / 2), as transformers' rotate_half turns it. */
    const halves = (x: number[], position: number): number[] =>
      x.map((value, i) => {
        const pair = i % (headDim / 2);
        const [cos, sin] = [Math.cos(angle(pair, position)), Math.sin(angle(pair, position))];
        const other = i < headDim / 2 ? -(x[i + headDim / 2] ?? NaN) : (x[i - headDim / 2] ?? NaN);
        return value * cos + other * sin;
      });
    const adjacent = (x: number[], position: number): number[] =>
      x.map((value, i) => {
        const pair = Math.floor(i / 2);
        const [cos, sin] = [Math.cos(angle(pair, position)), Math.sin(angle(pair, position))];
        return i % 2 === 0 ? value * cos - (x[i + 1] ?? NaN) * sin : value * cos + (x[i - 1] ?? NaN) * sin;
      });
    const dot = (a: number[], b: number[]): number => a.reduce((sum, v, i) => sum + v * (b[i] ?? NaN), 0);
    const q = raw.get('model.layers.1.self_attn.q_proj.weight') ?? new Float32Array();
    const k = raw.get('model.layers.1.self_attn.k_proj.weight') ?? new Float32Array();
    const expected = dot(halves(times(q), 5), halves(times(k), 2));
    const wq = await valuesOf(read, 'layers.01.attn.wq');
    const wk = await valuesOf(read, 'layers.01.attn.wk');
    const found = dot(adjacent(times(wq), 5), adjacent(times(wk), 2));
    assert.ok(Math.abs(found - expected) < 1e-6, `${found} ${expected}`);
    // Without turning it is another number.
    assert.ok(Math.abs(dot(adjacent(times(q), 5), adjacent(times(k), 2)) - expected) > 1e-3);
  });

  it('is read in half precision', async () => {
    const model = smallModel(plain);
    for (const [encoding, precision] of [
      ['F16', 2 ** -11],
      ['BF16', 2 ** -7],
    ] as const) {
      const read = await open(transformersConfig(model), await transformersTensors(model, encoding));
      for (const { name } of model.tensors) {
        const before = await valuesOf(model, name);
        (await valuesOf(read, name)).forEach((value, i) => {
          const size = Math.abs(before[i] ?? NaN);
          assert.ok(
            Math.abs(value - (before[i] ?? NaN)) <= size * precision + 1e-7,
            `${encoding} ${name} ${i}`,
          );
        });
      }
    }
  });

  it('of the 10M model is read with shared blocks, DenseFormer and registers', async () => {
    const model = smallModel({ sharedClassifier: true });
    const tensors = await sharedTensors(model);
    const read = await open(sharedConfig(model), tensors);
    await assertSame(read, model);
    // Tools that write a shared tensor once keep either of its names.
    const pruned = tensors.filter(({ name }) => !name.startsWith('layers.') && name !== 'output.weight');
    await assertSame(await open(sharedConfig(model), pruned), model);
    const said = (await NaiveForward.load(read)).generate([1, 2], 5);
    assert.deepEqual(said, (await NaiveForward.load(model)).generate([1, 2], 5));
  });

  it('gives any rows and any bytes', async () => {
    const model = smallModel(plain);
    const read = await open(transformersConfig(model), await transformersTensors(model, 'F32'));
    const all = await read.source.read(0, read.source.size);
    await fc.assert(
      fc.asyncProperty(fc.nat(all.length), fc.nat(all.length), async (a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        assert.ok(Buffer.from(await read.source.read(from, to - from)).equals(all.subarray(from, to)));
      }),
      { numRuns: 50 },
    );
    const wq = tensorOf(read, 'layers.00.attn.wq');
    assert.deepEqual(await readRows(read, wq, 3, 2), (await valuesOf(model, wq.name)).slice(3 * 8, 5 * 8));
  });

  it('is refused in words when the console cannot run it', async () => {
    const model = smallModel(plain);
    const tensors = await transformersTensors(model, 'F32');
    for (const [changes, pattern] of [
      [{ model_type: 'gpt2' }, /checkpoint\/config\.json: model_type is "gpt2", expected llama or mistral/],
      [{ hidden_act: 'gelu' }, /hidden_act is "gelu", expected silu/],
      [{ attention_bias: true }, /attention_bias is true/],
      [{ rope_scaling: { type: 'linear' } }, /rope_scaling is \{"type":"linear"\}, expected null/],
      [{ head_dim: 6 }, /head_dim is 6, expected hidden_size \/ num_attention_heads = 4/],
      [{ hidden_size: 6 }, /num_attention_heads is 2, expected an even head size/],
      [{ num_hidden_layers: 3 }, /the tensor model\.layers\.2\.input_layernorm\.weight is absent/],
      [{ vocab_size: 12 }, /the shape of model\.embed_tokens\.weight is 11 × 8, expected 12 × 8/],
      [{ hidden_size: null }, /hidden_size is absent, expected a number/],
    ] as const) {
      await assert.rejects(open(transformersConfig(model, changes), tensors), pattern);
    }
    const bias = {
      name: 'model.layers.0.self_attn.q_proj.bias',
      shape: [8],
      values: new Float32Array(8),
      encoding: 'F32' as const,
    };
    await assert.rejects(
      open(transformersConfig(model), [...tensors, bias]),
      /q_proj\.bias is a bias, expected matrices without biases/,
    );
    const bytes = Buffer.from(safetensorsBytes(tensors));
    bytes.write('I32', bytes.indexOf('"F32"') + 1);
    const shards = [{ name: 'm.safetensors', source: new MemorySource(bytes) }];
    await assert.rejects(
      openSafetensorsFolder({ label: 'c', config: transformersConfig(model), shards }),
      /the dtype of model\.embed_tokens\.weight is "I32", expected F32, F16, BF16/,
    );
    await assert.rejects(open('{', tensors), /config\.json: the text is not JSON/);
  });

  it('answers damaged files with a FormatError', async () => {
    const model = smallModel(plain);
    const bytes = safetensorsBytes(await transformersTensors(model, 'F32'));
    const config = transformersConfig(model);
    const opening = (damaged: Uint8Array): Promise<Model> =>
      openSafetensorsFolder({
        label: 'c',
        config,
        shards: [{ name: 'm.safetensors', source: new MemorySource(damaged) }],
      });
    await assert.rejects(opening(bytes.subarray(0, 5)), /the length of the header at offset 0 is truncated/);
    await assert.rejects(opening(bytes.subarray(0, -1)), /data_offsets of .*truncated/);
    await fc.assert(
      fc.asyncProperty(fc.nat(2000), fc.nat(255), async (at, value) => {
        const copy = bytes.slice();
        copy[at] = value;
        await opening(copy).then(
          (read) => readRows(read, tensorOf(read, 'norm'), 0, 1),
          (error: unknown) => assert.ok(error instanceof FormatError, String(error)),
        );
      }),
      { numRuns: 300 },
    );
  });

  describe('in a folder', () => {
    let folder: string;
    const model = smallModel(plain);
    beforeEach(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'ps2ml-folder-'));
      const tensors = await transformersTensors(model, 'F32');
      const half = Math.floor(tensors.length / 2);
      await writeFile(path.join(folder, 'config.json'), transformersConfig(model));
      await writeFile(path.join(folder, 'model-1.safetensors'), safetensorsBytes(tensors.slice(0, half)));
      await writeFile(path.join(folder, 'model-2.safetensors'), safetensorsBytes(tensors.slice(half)));
      const map = tensors.map(({ name }, i) => [name, `model-${i < half ? 1 : 2}.safetensors`] as const);
      await writeFile(
        path.join(folder, 'model.safetensors.index.json'),
        JSON.stringify({ weight_map: Object.fromEntries(map) }),
      );
    });
    afterEach(() => rm(folder, { recursive: true }));

    it('is opened and converted to every type', async () => {
      const { model: read, close } = await openModelFile(folder);
      await assertSame(read, model);
      await close();
      for (const quantization of ['q8', 'q4', 'ternary'] as const) {
        const target = path.join(folder, `${quantization}.psnt`);
        const bytes = await convertFile(folder, target, { quantization });
        const file = await openModelFile(target);
        assert.ok(bytes > 0 && file.model.tensors.length === model.tensors.length);
        await file.close();
      }
    });

    it('lacks nothing without being told', async () => {
      await rm(path.join(folder, 'model-2.safetensors'));
      await assert.rejects(openModelFile(folder), /in model-2\.safetensors, which does not exist.*download/);
      await rm(path.join(folder, 'config.json'));
      await assert.rejects(
        openModelFile(path.join(folder, 'model-1.safetensors')),
        /the folder is without config\.json/,
      );
    });

    const file = (name: string): string => path.join(folder, name);
    const reads = async (opened = folder): Promise<void> => {
      const { model: read, close } = await openModelFile(opened);
      await assertSame(read, model);
      await close();
    };

    it('is what its index names: other files beside it change nothing', async () => {
      const other = await transformersTensors(smallModel({ ...plain, sharedClassifier: false }), 'F32');
      const stray = safetensorsBytes(
        other.map((tensor) => ({ ...tensor, values: tensor.values.map((x) => x + 1) })),
      );
      for (const name of ['model.safetensors', 'model-3.safetensors', 'adapter_model.safetensors', 'x.pth'])
        await writeFile(file(name), stray);
      await reads();
      await assert.rejects(
        openModelFile(file('model-3.safetensors')),
        /model-3\.safetensors is not one of the files that model\.safetensors\.index\.json names/,
      );
    });

    it('has each tensor in the file that the index names', async () => {
      const index = JSON.parse(await readFile(file('model.safetensors.index.json'), 'utf8')) as {
        weight_map: Record<string, string>;
      };
      index.weight_map['model.norm.weight'] = 'model-2.safetensors';
      await writeFile(file('model.safetensors.index.json'), JSON.stringify(index));
      await assert.rejects(
        openModelFile(folder),
        /the tensor model\.norm\.weight is not in model-2\.safetensors, expected in the file that the index names/,
      );
    });

    it('without an index is its one file, and a part of several is refused as that', async () => {
      const whole = safetensorsBytes(await transformersTensors(model, 'F32'));
      await rm(file('model.safetensors.index.json'));
      for (const name of ['model-1.safetensors', 'model-2.safetensors']) await rm(file(name));
      const part = file('model-00001-of-00003.safetensors');
      await writeFile(part, whole);
      for (const opened of [folder, part]) {
        await assert.rejects(
          openModelFile(opened),
          /model-00001-of-00003\.safetensors is part 1 of 3 of a model, without model\.safetensors\.index\.json, expected all parts/,
        );
      }
      await rename(part, file('model-00001-of-00001.safetensors'));
      await reads();
      await rename(file('model-00001-of-00001.safetensors'), file('model.safetensors'));
      await writeFile(file('consolidated.safetensors'), 'another form');
      await reads();
    });

    it('is the model in the format that has one, whatever else is there', async () => {
      for (const name of ['model-1.safetensors', 'model-2.safetensors', 'model.safetensors.index.json'])
        await rm(file(name));
      const tensors = await transformersTensors(model, 'F32');
      await writeFile(
        file('pytorch_model.bin'),
        torchBytes({ tensors: tensors.map(({ name, shape, values }) => ({ name, shape, storage: values })) }),
      );
      await writeFile(file('adapter_model.safetensors'), 'an adapter');
      await reads();
      await reads(file('pytorch_model.bin'));
    });

    it('is refused when it has more layers than its configuration states', async () => {
      await writeFile(file('config.json'), transformersConfig(model, { num_hidden_layers: 1 }));
      await assert.rejects(
        openModelFile(folder),
        /the tensor model\.layers\.1\.[\w.]+ is a part of layer 1, expected layers 0 to 0, because num_hidden_layers is 1: the two disagree/,
      );
    });

    it('keeps its own context, however long, as a plan has one of its own', async () => {
      const long = path.join(folder, 'long.psnt');
      const config = transformersConfig(model, { max_position_embeddings: 1_000_000 });
      await writeFile(path.join(folder, 'config.json'), config);
      await convertFile(folder, long);
      const { model: read, close } = await openModelFile(long);
      await close();
      assert.equal(read.config.seqLen, 1_000_000);
      const plan = compilePlan(read);
      assert.equal(plan.modelContext, 1_000_000);
      assert.ok(plan.config.seqLen > 32 && plan.config.seqLen < 1_000_000);
      await convertFile(folder, long, { context: 4096 });
      const shorter = await openModelFile(long);
      await shorter.close();
      assert.equal(shorter.model.config.seqLen, 4096);
      await assert.rejects(convertFile(folder, long, { context: 0 }), /the requested context is 0 positions/);
    });
  });
});
