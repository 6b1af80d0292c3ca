import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { modelOfCheckpoint } from '../../../model/convert/checkpoint/model';
import { mergeFiles } from '../../../model/convert/safetensorsFolder';
import type { SourceTensor } from '../../../model/convert/tensorSet';
import { JsonValue } from '../../../model/json';
import type { Model } from '../../../model/model';
import { openModelFile } from '../../../model/node/modelFile';
import { valuesOf } from '../../support/checkpoints';
import { published, type Shape } from '../../support/publishedShapes';

type Fields = Readonly<Record<string, unknown>>;

/** A tensor of numbers that follow from its name and their places. */
function tensor(name: string, ...shape: number[]): SourceTensor {
  const cols = shape.at(-1) ?? 1;
  const seed = Array.from(name).reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7);
  return {
    name,
    shape,
    read: (rowStart, rows) =>
      Promise.resolve(
        Float32Array.from({ length: rows * cols }, (_, i) => Math.sin(seed + rowStart * cols + i)),
      ),
  };
}

/** What transformers saves: dim 8, hidden 12, 2 heads, 2 layers, 11 tokens. */
function transformers({ kvDim = 8, rows = 11, prefix = '' } = {}): SourceTensor[] {
  const layer = (i: number): SourceTensor[] => [
    tensor(`${prefix}model.layers.${i}.input_layernorm.weight`, 8),
    tensor(`${prefix}model.layers.${i}.self_attn.q_proj.weight`, 8, 8),
    tensor(`${prefix}model.layers.${i}.self_attn.k_proj.weight`, kvDim, 8),
    tensor(`${prefix}model.layers.${i}.self_attn.v_proj.weight`, kvDim, 8),
    tensor(`${prefix}model.layers.${i}.self_attn.o_proj.weight`, 8, 8),
    tensor(`${prefix}model.layers.${i}.post_attention_layernorm.weight`, 8),
    tensor(`${prefix}model.layers.${i}.mlp.gate_proj.weight`, 12, 8),
    tensor(`${prefix}model.layers.${i}.mlp.down_proj.weight`, 8, 12),
    tensor(`${prefix}model.layers.${i}.mlp.up_proj.weight`, 12, 8),
  ];
  return [
    tensor(`${prefix}model.embed_tokens.weight`, rows, 8),
    ...layer(0),
    ...layer(1),
    tensor(`${prefix}model.norm.weight`, 8),
    tensor(`${prefix}lm_head.weight`, rows, 8),
  ];
}

const llama: Fields = {
  architectures: ['LlamaForCausalLM'],
  model_type: 'llama',
  hidden_size: 8,
  intermediate_size: 12,
  num_hidden_layers: 2,
  num_attention_heads: 2,
  vocab_size: 11,
  max_position_embeddings: 64,
  rms_norm_eps: 1e-5,
  tie_word_embeddings: false,
};

function open(fields: Fields, tensors: readonly SourceTensor[]): Promise<Model> {
  const config = new JsonValue(fields, 'm/config.json', '', 'use another');
  return modelOfCheckpoint({ label: 'm', config, tensors });
}

/** What his export script writes for one of his configurations. */
const his = (fields: Fields): Fields => ({
  ...{ architectures: ['TinyLlama'], model_type: 'brandon-tiny' },
  ...{ dropout: 0.05, weight_tying: true, norm_eps: 1e-5, rope_theta: 10000, block_sharing: false },
  ...{ n_predict: 1, dense_former: false, value_residual: false, n_registers: 0, n_loops: 1, ternary: false },
  ...{ activation: 'swiglu', normalization: 'rmsnorm', position_encoding: 'rope', chat_format: 'chatml' },
  total_parameters: 1234,
  ...fields,
});

function meta({
  dim,
  n_layers,
  n_heads,
  n_kv_heads,
  vocab_size,
  hidden_dim,
  ...more
}: Shape): SourceTensor[] {
  const kvDim = (dim / n_heads) * n_kv_heads;
  const layer = (prefix: string): SourceTensor[] => [
    tensor(`${prefix}.attention.wq.weight`, dim, dim),
    tensor(`${prefix}.attention.wk.weight`, kvDim, dim),
    tensor(`${prefix}.attention.wv.weight`, kvDim, dim),
    tensor(`${prefix}.attention.wo.weight`, dim, dim),
    tensor(`${prefix}.feed_forward.w1.weight`, hidden_dim, dim),
    tensor(`${prefix}.feed_forward.w2.weight`, dim, hidden_dim),
    tensor(`${prefix}.feed_forward.w3.weight`, hidden_dim, dim),
    tensor(`${prefix}.attention_norm.weight`, dim),
    tensor(`${prefix}.ffn_norm.weight`, dim),
  ];
  const count = (length: number, prefix: string): SourceTensor[] =>
    Array.from({ length }, (_, i) => layer(`${prefix}.${i}`)).flat();
  const heads = Array.from({ length: (more.n_predict ?? 1) - 1 }, (_, i) => [
    tensor(`mtp_heads.${i}.0.weight`, dim, dim),
    tensor(`mtp_heads.${i}.1.weight`, dim),
  ]);
  return [
    ...(more.dense_former ? [tensor('dwa_weights', n_layers, n_layers + 1)] : []),
    ...(more.n_registers ? [tensor('register_tokens', 1, more.n_registers, dim)] : []),
    tensor('tok_embeddings.weight', vocab_size, dim),
    ...count(n_layers, 'layers'),
    ...(more.block_sharing ? count(Math.ceil(n_layers / 2), '_unique_layers') : []),
    tensor('norm.weight', dim),
    ...heads.flat(),
  ];
}

const small: Shape = {
  ...{ dim: 8, n_layers: 4, n_heads: 2, n_kv_heads: 1, vocab_size: 11, hidden_dim: 12, max_seq_len: 16 },
};

describe('configuration of a checkpoint', () => {
  for (const [name, shape] of Object.entries(published)) {
    it(`of the original opens: ${name}`, async () => {
      const { config } = await open(his({ ...shape }), meta(shape));
      assert.deepEqual(
        [config.dim, config.layers, config.hiddenDim, config.vocabSize, config.seqLen, config.registers],
        [
          ...[shape.dim, shape.n_layers, shape.hidden_dim, shape.vocab_size, shape.max_seq_len],
          shape.n_registers ?? 0,
        ],
      );
      assert.equal(config.uniqueLayers, shape.n_layers / (shape.block_sharing ? 2 : 1));
      assert.equal(config.denseformer, shape.dense_former ?? false);
      assert.equal(config.valueResidual, shape.value_residual ?? false);
    });
  }

  it('of the original is refused by the name of what is not supported', async () => {
    for (const [fields, pattern] of [
      [{ n_loops: 4 }, /config\.json: n_loops is 4, expected 1: PS2 ML executes each layer once/],
      [{ relu_squared: true }, /relu_squared is true, expected false: .* squared ReLU/],
      [{ step_embedding: true }, /step_embedding is true, expected false/],
      [{ feedback: true }, /feedback is true, expected false/],
      [{ activation: 'gelu' }, /activation is "gelu", expected swiglu/],
      [{ normalization: 'layernorm' }, /normalization is "layernorm", expected rmsnorm/],
      [{ position_encoding: 'alibi' }, /position_encoding is "alibi", expected rope/],
      [{ resonance: 2 }, /resonance is 2, expected absent, null or false: PS2 ML does not know this key/],
    ] as const) {
      await assert.rejects(open(his({ ...small, ...fields }), meta(small)), pattern);
    }
  });

  it('is refused where it does not match the weights, with both places', async () => {
    const shared = { ...small, block_sharing: true };
    for (const [fields, tensors, pattern] of [
      [
        { block_sharing: false },
        meta(shared),
        /block_sharing is false, expected true, because the weights have _unique_layers\.0 to 1/,
      ],
      [
        { dense_former: true },
        meta(small),
        /dense_former is true, expected false, because the weights do not have dwa_weights/,
      ],
      [
        { dense_former: false },
        meta({ ...small, dense_former: true }),
        /dense_former is false, expected true/,
      ],
      [
        { n_registers: 2 },
        meta({ ...small, n_registers: 4 }),
        /n_registers is 2, expected 4, because that is the number of rows/,
      ],
      [
        { n_registers: 4 },
        meta(small),
        /n_registers is 4, expected 0, because there are no weights register_tokens/,
      ],
      [{ seq_len: 8 }, meta(small), /seq_len is 8, expected 16 as in max_seq_len: the two disagree/],
      [
        {},
        [...meta(small), tensor('output.weight', 11, 8)],
        /weight_tying is true, expected false, because output\.weight and tok_embeddings\.weight have different values/,
      ],
    ] as const) {
      await assert.rejects(open(his({ ...small, ...fields }), tensors), pattern);
    }
  });

  it('honours or refuses keys that nobody has told it of', async () => {
    const on = [
      ['rope_interleaved', true],
      ['use_qk_norm', true],
      ['logit_scale', 0.5],
      ['attn_logit_softcapping', 50],
      ['quantization_config', { bits: 4 }],
      ['pruned_heads', { '0': [1] }],
      ['auto_map', { AutoModelForCausalLM: 'modeling.Other' }],
    ] as const;
    for (const [key, value] of on) {
      await assert.rejects(
        open({ ...llama, [key]: value }, transformers()),
        new RegExp(
          `config\\.json: ${key} is .*expected absent, null or false: .* may change what the model computes`,
        ),
      );
    }
    const off = {
      ...{
        rope_interleaved: false,
        use_qk_norm: null,
        pruned_heads: {},
        extra_layers: [],
        scale: 0,
        mode: 'default',
      },
      ...{
        torch_dtype: 'bfloat16',
        transformers_version: '4.50.0',
        initializer_range: 0.041,
        pretraining_tp: 1,
      },
      ...{
        bos_token_id: 1,
        eos_token_id: [2, 3],
        use_cache: true,
        'transformers.js_config': { dtype: 'q4' },
      },
    };
    assert.equal((await open({ ...llama, ...off }, transformers())).config.dim, 8);
  });

  it('has positions scaled by no key, and one base of the angles', async () => {
    for (const [fields, pattern] of [
      [{ rope_scaling: { factor: 2 } }, /rope_scaling is \{"factor":2\}, expected null/],
      [{ rope_scaling: { type: 'dynamic', factor: 2 } }, /rope_scaling is .*"dynamic"/],
      [
        { rope_parameters: { rope_type: 'llama3', factor: 8, rope_theta: 500000 } },
        /rope_parameters is .*llama3/,
      ],
      [
        { rope_theta: 100, rope_parameters: { rope_type: 'default', rope_theta: 10000 } },
        /rope_parameters\.rope_theta is 10000, expected 100 as in rope_theta: the two disagree/,
      ],
      [
        { rope_scaling: { rope_type: 'default', type: 'linear' } },
        /type is "linear", expected "default" as in rope_scaling\.rope_type/,
      ],
      // transformers 5 nests one set of parameters for each kind of layer.
      [
        { rope_parameters: { full_attention: { rope_type: 'default', rope_theta: 500 } } },
        /rope_parameters is \{"full_attention".*expected null, or of the type "default"/,
      ],
      [
        { rope_scaling: { rope_type: 'longrope', short_factor: [1], long_factor: [1] } },
        /rope_scaling is .*longrope/,
      ],
      [
        { rope_scaling: { rope_theta: 700 }, rope_parameters: { rope_theta: 500 } },
        /rope_scaling\.rope_theta is 700, expected 500 as in rope_parameters\.rope_theta/,
      ],
      [
        { original_max_position_embeddings: 8 },
        /original_max_position_embeddings is 8, .* does not know this key/,
      ],
      [{ rope_type: 'llama3' }, /rope_type is "llama3", .* does not know this key/],
      [{ partial_rotary_factor: 0.5 }, /partial_rotary_factor is 0\.5, expected 1/],
      [
        { rope_parameters: { rope_type: 'default', partial_rotary_factor: 0.25 } },
        /partial_rotary_factor is 0\.25/,
      ],
    ] as const) {
      await assert.rejects(open({ ...llama, ...fields }, transformers()), pattern);
    }
    for (const [fields, theta] of [
      [{}, 10000],
      [{ rope_theta: 500 }, 500],
      [{ rope_theta: 500, rope_scaling: { type: 'default' } }, 500],
      [{ rope_parameters: { rope_type: 'default', rope_theta: 700 } }, 700],
      [{ rope_theta: 700, rope_parameters: { rope_theta: 700 } }, 700],
      [{ rope_theta: 500, rope_scaling: { type: 'linear', factor: 1 } }, 500],
      [{ rope_theta: 500, partial_rotary_factor: 1 }, 500],
    ] as const) {
      const { config } = await open({ ...llama, ...fields }, transformers());
      assert.equal(config.ropeTheta, theta, JSON.stringify(fields));
    }
  });

  it('left out means what transformers takes for it', async () => {
    const without = (key: string, fields: Fields = llama): Fields =>
      Object.fromEntries(Object.entries(fields).filter(([name]) => name !== key));
    assert.equal((await open(without('rms_norm_eps'), transformers())).config.eps, 1e-6);
    assert.equal((await open(without('max_position_embeddings'), transformers())).config.seqLen, 2048);
    assert.equal((await open(llama, transformers())).config.kvHeads, 2);
    // Mistral has 8 key and value heads and a window of 4,096 positions where nothing is said.
    const mistral = { ...llama, model_type: 'mistral' };
    await assert.rejects(open(mistral, transformers()), /num_key_value_heads is 8, expected a divisor/);
    const nulled = { ...mistral, num_key_value_heads: null, max_position_embeddings: 8192 };
    const windowed = await open(nulled, transformers());
    assert.deepEqual([windowed.config.kvHeads, windowed.config.seqLen], [2, 4096]);
    assert.match(windowed.notes?.join(' ') ?? '', /4096 positions at a time/);
    const full = await open({ ...nulled, sliding_window: null }, transformers());
    assert.deepEqual([full.config.seqLen, full.notes], [8192, undefined]);
    const listed = { ...nulled, layer_types: ['full_attention', 'full_attention'] };
    assert.equal((await open(listed, transformers())).config.seqLen, 8192);
    await assert.rejects(
      open({ ...nulled, layer_types: ['mamba', 'mamba'] }, transformers()),
      /layer_types is/,
    );
  });

  it('states in several ways whether the classifier is the embedding', async () => {
    const alone = transformers().filter(({ name }) => name !== 'lm_head.weight');
    const tied = { ...llama, tie_word_embeddings: true };
    assert.equal((await open(tied, alone)).config.sharedClassifier, true);
    await assert.rejects(
      open({ ...tied, weight_tying: false }, alone),
      /weight_tying is false, expected true as in tie_word_embeddings: the two disagree/,
    );
    await assert.rejects(
      open(tied, transformers()),
      /tie_word_embeddings is true, expected false, because lm_head\.weight and model\.embed_tokens\.weight have different values/,
    );
    // Not stated, and both are stored: their values tell.
    const silent = { ...llama, tie_word_embeddings: undefined };
    const twice = alone.flatMap((one) =>
      one.name === 'model.embed_tokens.weight' ? [one, { ...one, name: 'lm_head.weight' }] : [one],
    );
    assert.equal((await open(silent, twice)).config.sharedClassifier, true);
    assert.equal((await open(silent, transformers())).config.sharedClassifier, false);
  });

  it('states as many layers as the weights have', async () => {
    await assert.rejects(
      open({ ...llama, num_hidden_layers: 1 }, transformers()),
      /the tensor model\.layers\.1\.[\w.]+ is a part of layer 1, expected layers 0 to 0, because num_hidden_layers is 1/,
    );
    await assert.rejects(
      open({ ...llama, num_hidden_layers: 3 }, transformers()),
      /model\.layers\.2\..* is absent/,
    );
    const shape = { ...small, n_layers: small.n_layers - 1 };
    await assert.rejects(
      open(his(shape), meta(small)),
      new RegExp(`is a part of layer ${shape.n_layers}, expected .* because n_layers is ${shape.n_layers}`),
    );
  });

  it('says where it was not told whether the classifier is the embedding', async () => {
    const fields = { ...llama, tie_word_embeddings: null };
    const alone = transformers().filter(({ name }) => name !== 'lm_head.weight');
    const { config, notes } = await open(fields, alone);
    assert.equal(config.sharedClassifier, true);
    assert.match(notes?.join(' ') ?? '', /only model\.embed_tokens\.weight is stored/);
    await assert.rejects(open(llama, alone), /the tensor lm_head\.weight is absent/);
  });

  it('may have fewer tokens than rows of weights, and says so', async () => {
    const model = await open(llama, transformers({ rows: 16 }));
    assert.equal(model.config.vocabSize, 11);
    assert.match(model.notes?.join(' ') ?? '', /embed_tokens\.weight has 16 rows for 11 tokens/);
    assert.equal((await valuesOf(model, 'embedding')).length, 11 * 8);
    await assert.rejects(
      open(llama, transformers({ rows: 10 })),
      /embed_tokens\.weight is 10 × 8, expected 11 × 8/,
    );
  });

  it('belongs to tensors whose names may have the prefixes of wrappers', async () => {
    for (const prefix of ['_orig_mod.', 'module.', 'module._orig_mod.']) {
      assert.equal((await open(llama, transformers({ prefix }))).config.layers, 2);
    }
    await assert.rejects(
      open(llama, transformers({ prefix: 'language_model.' })),
      /embed_tokens\.weight is a part of a Llama-style model with the prefix language_model\., expected names without it/,
    );
    await assert.rejects(
      open(llama, [...transformers(), ...transformers({ prefix: '_orig_mod.' })]),
      /the tensor model\.embed_tokens\.weight is stored twice/,
    );
    for (const [name, pattern] of [
      ['base_model.model.layers.0.q_proj.lora_A.weight', /is a part of a LoRA adapter.*merge/],
      ['model.layers.0.self_attn.q_proj.qweight', /is a part of a quantised matrix.*before it was quantised/],
      ['model.layers.0.block_sparse_moe.gate.weight', /is a part of a mixture of experts/],
      ['model.layers.0.self_attn.q_norm.weight', /is one that a Llama-style model does not have/],
    ] as const) {
      await assert.rejects(open(llama, [...transformers(), tensor(name, 8)]), pattern);
    }
  });
});

describe('tensors of several files', () => {
  it('are each of the file that the index names, or in one file only', () => {
    const [first, second] = [tensor('a', 2), tensor('a', 2)];
    const files = [
      { name: '1.safetensors', tensors: [first] },
      { name: '2.safetensors', tensors: [second, tensor('unlisted', 2)] },
    ];
    assert.deepEqual(mergeFiles('m', files, new Map([['a', '2.safetensors']])), [second]);
    assert.throws(() => mergeFiles('m', files), /the tensor a is in 1\.safetensors and in 2\.safetensors/);
  });
});

describe('a folder that is not one model', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ps2ml-folder-'));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const put = (name: string, text = ''): Promise<void> => writeFile(path.join(folder, name), text);

  it('is refused with what to open instead', async () => {
    await put('story.gguf');
    await assert.rejects(
      openModelFile(folder),
      /without config\.json.*open the model file in it \(story\.gguf\)/,
    );
    await put('config.json', '{}');
    await put('a.safetensors');
    await put('b.safetensors');
    await assert.rejects(
      openModelFile(folder),
      /with 2 files of weights \(a\.safetensors, b\.safetensors\) and without model\.safetensors\.index\.json/,
    );
    await assert.rejects(
      openModelFile(path.join(folder, 'config.json')),
      /the file is a JSON file.*open the folder that it is in/,
    );
  });
});
