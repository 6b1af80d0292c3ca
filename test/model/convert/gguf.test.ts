import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildGgufHeader, gguf } from '@huggingface/gguf';
import fc from 'fast-check';
import { MemorySource } from '../../../disc/byteSource';
import { readGguf } from '../../../model/convert/gguf/file';
import { FormatError } from '../../../model/formatError';
import { layerTensorName, type Model } from '../../../model/model';
import { openModel } from '../../../model/openModel';
import { readRows, tensorOf } from '../../../model/tensorRows';
import { ggufBytes, valuesOf, type Encoding, type WrittenTensor } from '../../support/checkpoints';
import { smallModel } from '../psnt/fixture';

const model = smallModel({
  ...{ dim: 32, hiddenDim: 64, heads: 4, kvHeads: 2, vocabSize: 12, sharedClassifier: false },
  ...{ layers: 2, uniqueLayers: 2, registers: 0, denseformer: false, valueResidual: false },
});
const names = {
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
const metadata = {
  'general.architecture': 'llama',
  'general.name': 'small',
  'llama.block_count': 2,
  'llama.context_length': 6,
  'llama.embedding_length': 32,
  'llama.feed_forward_length': 64,
  'llama.attention.head_count': 4,
  'llama.attention.head_count_kv': 2,
  'llama.attention.layer_norm_rms_epsilon': { f32: 1e-5 },
  'llama.rope.freq_base': { f32: 10000 },
  'llama.rope.dimension_count': 8,
  'tokenizer.ggml.tokens': ['<unk>', '<s>', '</s>', '▁a'],
};

async function tensorsOf(encoding: Encoding): Promise<WrittenTensor[]> {
  const tensors: WrittenTensor[] = [];
  const add = async (from: string, name: string): Promise<void> => {
    const { rows, cols } = tensorOf(model, from);
    const isNorm = from.endsWith('norm');
    const values = await valuesOf(model, from);
    // llama.cpp keeps vectors in F32.
    tensors.push({
      name,
      shape: isNorm ? [cols] : [rows, cols],
      values,
      encoding: isNorm ? 'F32' : encoding,
    });
  };
  await add('embedding', 'token_embd.weight');
  await add('norm', 'output_norm.weight');
  await add('classifier', 'output.weight');
  for (let layer = 0; layer < 2; layer++) {
    for (const [part, name] of Object.entries(names))
      await add(layerTensorName(layer, part), `blk.${layer}.${name}.weight`);
  }
  return tensors;
}

const steps: Readonly<Record<Encoding, number>> = {
  F32: 0,
  F16: 2 ** -11,
  BF16: 2 ** -7,
  Q8_0: 1 / 254,
  Q4_0: 1 / 13,
};
const open = (bytes: Uint8Array): Promise<Model> => openModel(new MemorySource(bytes), 'm.gguf');

describe('GGUF file', () => {
  for (const encoding of ['F32', 'F16', 'BF16', 'Q8_0', 'Q4_0'] as const) {
    it(`of ${encoding} is read`, async () => {
      const read = await open(ggufBytes(metadata, await tensorsOf(encoding)));
      assert.deepEqual(read.config, model.config);
      for (const { name } of model.tensors) {
        const before = await valuesOf(model, name);
        const after = await valuesOf(read, name);
        const exact = name.endsWith('norm');
        for (let at = 0; at < before.length; at += 32) {
          const block = before.slice(at, at + 32);
          const largest = Math.max(...block.map(Math.abs));
          block.forEach((value, i) => {
            const error = Math.abs(value - (after[at + i] ?? NaN));
            assert.ok(error <= (exact ? 0 : largest * steps[encoding] * 1.01), `${name} ${at + i}: ${error}`);
          });
        }
        const tensor = tensorOf(read, name);
        const middle = Math.floor(tensor.rows / 2);
        assert.deepEqual(
          await readRows(read, tensor, middle, 1),
          after.slice(middle * tensor.cols, (middle + 1) * tensor.cols),
        );
      }
    });
  }

  it('says the same to another reader', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'ps2ml-gguf-'));
    try {
      const bytes = ggufBytes(metadata, await tensorsOf('Q8_0'));
      const file = path.join(folder, 'm.gguf');
      await writeFile(file, bytes);
      const other = await gguf(file, { allowLocalFile: true });
      const ours = await readGguf(new MemorySource(bytes), 'm.gguf');
      const plain = (value: unknown): unknown => (typeof value === 'bigint' ? Number(value) : value);
      for (const [key, value] of ours.metadata) {
        assert.deepEqual(plain((other.metadata as Record<string, unknown>)[key]), value, key);
      }
      assert.deepEqual(
        other.tensorInfos.map(({ name, shape }) => [name, shape.map(Number).reverse()]),
        [...ours.tensors.values()].map(({ name, shape }) => [name, [...shape]]),
      );
      assert.ok(ours.metadata.size === Object.keys(metadata).length);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('is read when another library has written its header', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'ps2ml-gguf-'));
    try {
      const bytes = ggufBytes(metadata, await tensorsOf('F16'));
      const file = path.join(folder, 'm.gguf');
      await writeFile(file, bytes);
      const parsed = await gguf(file, { allowLocalFile: true, typedMetadata: true });
      const header = await buildGgufHeader(new Blob([Buffer.from(bytes)]), parsed.typedMetadata, {
        littleEndian: true,
        tensorInfoByteRange: parsed.tensorInfoByteRange,
      });
      const data = bytes.subarray(Number(parsed.tensorDataOffset));
      const rewritten = Uint8Array.from([...new Uint8Array(await header.arrayBuffer()), ...data]);
      const [ours, theirs] = [await open(bytes), await open(rewritten)];
      assert.deepEqual(theirs.config, ours.config);
      for (const { name } of ours.tensors)
        assert.deepEqual(await valuesOf(theirs, name), await valuesOf(ours, name));
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('without a classifier shares the embedding', async () => {
    const tensors = (await tensorsOf('F16')).filter(({ name }) => name !== 'output.weight');
    assert.equal((await open(ggufBytes(metadata, tensors))).config.sharedClassifier, true);
  });

  it('is refused in words when the console cannot run it', async () => {
    const tensors = await tensorsOf('F32');
    const first = tensors[0];
    for (const [changes, more, pattern] of [
      [
        { 'general.architecture': 'qwen2' },
        [],
        /m\.gguf: general\.architecture is "qwen2", expected "llama"/,
      ],
      [{ 'llama.rope.scaling.type': 'yarn' }, [], /llama\.rope\.scaling\.type is "yarn"/],
      [{ 'llama.rope.dimension_count': 4 }, [], /llama\.rope\.dimension_count is 4, expected 8/],
      [{ 'llama.attention.head_count': 3 }, [], /llama\.attention\.head_count is 3, expected a divisor/],
      [{ 'llama.context_length': 'long' }, [], /llama\.context_length is not a number/],
      [
        {},
        first ? [{ ...first, name: 'rope_freqs.weight' }] : [],
        /the tensor rope_freqs\.weight is a table of scaled positions/,
      ],
      [{ 'llama.rope.scale_linear': { f32: 4 } }, [], /llama\.rope\.scale_linear is 4, expected 1: .*scaled/],
      [{ 'llama.rope.scaling.factor': { f32: 2 } }, [], /llama\.rope\.scaling\.factor is 2, expected 1/],
      [
        { 'llama.attention.head_count_kv': [2, 4] },
        [],
        /head_count_kv is a list \(\[2,4\]\), expected the same number for every layer/,
      ],
      [{ 'llama.attention.key_length': 16 }, [], /attention\.key_length is 16, expected 8, the whole head/],
      [{ 'llama.expert_count': 8 }, [], /llama\.expert_count is 8, expected absent or 0/],
      [{ 'llama.logit_scale': { f32: 2 } }, [], /llama\.logit_scale is 2, expected absent or 0: .* not know/],
      [{ 'general.type': 'adapter' }, [], /general\.type is "adapter", expected "model"/],
      [{ 'split.count': 3, 'split.no': 1 }, [], /the file is part 2 of 3 of a model.*--merge/],
      [
        {},
        first ? [{ ...first, name: 'blk.0.attn_q.bias' }] : [],
        /attn_q\.bias is a bias, expected matrices without biases/,
      ],
      [
        {},
        first ? [{ ...first, name: 'blk.0.ffn_gate_exps.weight' }] : [],
        /ffn_gate_exps\.weight is a part of a mixture of experts/,
      ],
      [
        { 'llama.block_count': 1 },
        [],
        /the tensor blk\.1\.[\w.]+ is a part of layer 1, expected layers 0 to 0, because llama\.block_count is 1/,
      ],
      // The same scaling in the words of each time.
      [{ 'llama.rope.scale': { f32: 8 } }, [], /llama\.rope\.scale is 8, expected 1/],
      [
        { 'llama.rope.scaling.type': 'longrope', 'llama.rope.scaling.original_context_length': 3 },
        [],
        /llama\.rope\.scaling\.type is "longrope", expected "none"/,
      ],
      [
        { 'llama.rope.scaling.type': 'none', 'llama.rope.scaling.attn_factor': { f32: 1.2 } },
        [],
        /llama\.rope\.scaling\.attn_factor is 1\.2\d*, expected 1/,
      ],
      [
        { 'llama.rope.scaling.type': 'linear' },
        [],
        /llama\.rope\.scaling\.type is "linear", expected "none"/,
      ],
      [
        {},
        first ? [{ ...first, name: 'blk.0.rope_factors_long.weight' }] : [],
        /rope_factors_long\.weight is a table of scaled positions/,
      ],
      [{ 'llama.vocab_size': 13 }, [], /token_embd\.weight is 12 × 32, expected 13 × 32/],
      [{ 'split.count': 2, 'split.no': 0 }, [], /the file is part 1 of 2 of a model.*--merge/],
      [{ 'llama.block_count': 3 }, [], /the tensor blk\.2\.attn_norm\.weight is absent/],
    ] as const) {
      await assert.rejects(open(ggufBytes({ ...metadata, ...changes }, [...tensors, ...more])), pattern);
    }
    const bytes = ggufBytes(metadata, tensors);
    const at = Buffer.from(bytes).indexOf('token_embd.weight') + 17 + 4 + 16;
    const k = bytes.slice();
    k[at] = 12;
    await assert.rejects(
      open(k),
      /the type of token_embd\.weight is Q4_K \(type 12 of GGML\), expected F32, F16, BF16, Q8_0 or Q4_0/,
    );
    const bigEndian = bytes.slice();
    bigEndian.set([0, 0, 0, 3], 4);
    await assert.rejects(
      open(bigEndian),
      /version at offset 4 is 3 in big-endian byte order, expected a little-/,
    );
  });

  it('is read when it states what changes nothing', async () => {
    const read = await open(
      ggufBytes(
        {
          ...metadata,
          'llama.attention.head_count_kv': [2, 2],
          'llama.attention.head_count': [4, 4],
          'llama.feed_forward_length': [64, 64],
          'llama.rope.scale_linear': { f32: 1 },
          'llama.rope.scaling.finetuned': false,
          'llama.rope.scaling.type': 'linear',
          'llama.rope.scaling.factor': { f32: 1 },
          'llama.expert_count': 0,
          'llama.tensor_data_layout': 'Meta AI original pth',
          'split.count': 1,
        },
        await tensorsOf('F32'),
      ),
    );
    assert.deepEqual(read.config, model.config);
    const windowed = await open(
      ggufBytes({ ...metadata, 'llama.attention.sliding_window': 4 }, await tensorsOf('F32')),
    );
    assert.equal(windowed.config.seqLen, 4);
    assert.match(windowed.notes?.join(' ') ?? '', /context is 4 positions instead of 6/);
  });

  it('answers damage with a FormatError, without believing counts', async () => {
    const bytes = ggufBytes(metadata, await tensorsOf('Q4_0'));
    for (const length of [3, 8, 24, 40, 200, 1500, bytes.length - 40]) {
      await assert.rejects(open(bytes.subarray(0, length)), FormatError, String(length));
    }
    await fc.assert(
      fc.asyncProperty(fc.nat(2200), fc.nat(255), async (at, value) => {
        const copy = bytes.slice();
        copy[at] = value;
        await open(copy).catch((error: unknown) => assert.ok(error instanceof FormatError, String(error)));
      }),
      { numRuns: 500 },
    );
  });
});
