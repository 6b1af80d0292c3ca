import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { MemorySource } from '../../../disc/byteSource';
import { convertFile } from '../../../model/convert/node/convertFile';
import { readTorchFile } from '../../../model/convert/pytorch/checkpoint';
import { readPickle } from '../../../model/convert/pytorch/pickle';
import { StoredTensor } from '../../../model/convert/pytorch/values';
import { FormatError } from '../../../model/formatError';
import { layerTensorName, type Model } from '../../../model/model';
import { openModelFile } from '../../../model/node/modelFile';
import { openModel } from '../../../model/openModel';
import { tensorOf } from '../../../model/tensorRows';
import { valuesOf } from '../../support/checkpoints';
import { torchBytes, zipBytes, type PickleFields, type TorchTensor } from '../../support/torchFile';
import { smallModel } from '../psnt/fixture';

const plain = { layers: 2, uniqueLayers: 2, registers: 0, denseformer: false, valueResidual: false };
const model = smallModel({ ...plain, sharedClassifier: true });
const names = {
  'attn.norm': 'attention_norm',
  'attn.wq': 'attention.wq',
  'attn.wk': 'attention.wk',
  'attn.wv': 'attention.wv',
  'attn.wo': 'attention.wo',
  'ffn.norm': 'ffn_norm',
  'ffn.w1': 'feed_forward.w1',
  'ffn.w2': 'feed_forward.w2',
  'ffn.w3': 'feed_forward.w3',
};

async function stateOf(from: Model, prefix = ''): Promise<TorchTensor[]> {
  const tensor = async (part: string, name: string): Promise<TorchTensor> => {
    const { rows, cols } = tensorOf(from, part);
    const shape = part.endsWith('norm') ? [cols] : [rows, cols];
    return { name: `${prefix}${name}`, shape, storage: await valuesOf(from, part) };
  };
  const embedding = await tensor('embedding', 'tok_embeddings.weight');
  const tensors = [
    embedding,
    { ...embedding, name: `${prefix}output.weight` },
    await tensor('norm', 'norm.weight'),
  ];
  for (let layer = 0; layer < from.config.layers; layer++) {
    for (const [part, name] of Object.entries(names)) {
      tensors.push(await tensor(layerTensorName(layer, part), `layers.${layer}.${name}.weight`));
    }
  }
  return tensors;
}

const { config } = model;
/** As llama2.c's train.py saves them; the hidden width follows from multiple_of. */
const modelArgs: PickleFields = {
  ...{ dim: config.dim, n_layers: config.layers, n_heads: config.heads, n_kv_heads: config.kvHeads },
  ...{ vocab_size: config.vocabSize, multiple_of: 4, max_seq_len: config.seqLen, dropout: 0 },
};
/** As the original's ModelConfig. */
const modelConfig: PickleFields = {
  ...{ dim: config.dim, n_layers: config.layers, n_heads: config.heads, n_kv_heads: config.kvHeads },
  ...{ vocab_size: config.vocabSize, hidden_dim: config.hiddenDim, max_seq_len: config.seqLen },
  ...{
    dropout: 0.05,
    weight_tying: true,
    norm_eps: 1e-5,
    rope_theta: 10000,
    block_sharing: false,
    n_predict: 1,
  },
  ...{ dense_former: false, value_residual: false, n_registers: 0, n_loops: 1, ternary: false },
  ...{ relu_squared: false, step_embedding: false, feedback: false },
};

const open = (bytes: Uint8Array): Promise<Model> => openModel(new MemorySource(bytes), 'm.pt');

async function assertSame(read: Model): Promise<void> {
  assert.deepEqual(read.config, model.config);
  for (const { name } of model.tensors)
    assert.deepEqual(await valuesOf(read, name), await valuesOf(model, name), name);
}

/** What Python's own pickle module writes for a state dict, a ModelConfig and numbers, in protocols 2 and 4. */
const written = [
  [
    '80027d71002858100000006d6f64656c5f73746174655f64696374710163636f6c6c656374696f6e730a4f7264657265',
    '64446963740a71022952710328580100000061710463746f7263682e5f7574696c730a5f72656275696c645f74656e73',
    '6f725f76320a71052828580700000073746f72616765710663746f7263680a466c6f617453746f726167650a71075801',
    '000000307108580300000063707571094b0674710a514b004b024b0386710b4b034b0186710c8968022952710d74710e',
    '52710f58010000006271106805282868066807680868094b06747111514b014b038571124b0185711389680229527114',
    '747115527116757d711758090000005f6d6574616461746171186802295271195800000000711a7d711b580700000076',
    '657273696f6e711c4b01737373625806000000636f6e666967711d637372632e6d6f64656c0a4d6f64656c436f6e6669',
    '670a711e2981711f7d712028580300000064696d71214b0458080000006e6f726d5f6570737122473ee4f8b588e368f1',
    '580c0000007765696768745f7479696e67712388756258040000007374657071244a7011010058040000006c6f737371',
    '25474004000000000000580300000062696771268a0600000000000158040000006e6f6e6571274e5805000000626574',
    '61737128473feccccccccccccd473fee666666666666867129752e',
  ].join(''),
  [
    '800495a9010000000000007d94288c106d6f64656c5f73746174655f64696374948c0b636f6c6c656374696f6e73948c',
    '0b4f72646572656444696374949394295294288c0161948c0c746f7263682e5f7574696c73948c125f72656275696c64',
    '5f74656e736f725f763294939428288c0773746f72616765948c05746f726368948c0c466c6f617453746f7261676594',
    '93948c0130948c03637075944b067494514b004b024b0386944b034b018694896804295294749452948c016294680928',
    '28680a680d680e680f4b067494514b014b0385944b01859489680429529474945294757d948c095f6d65746164617461',
    '9468042952948c00947d948c0776657273696f6e944b01737373628c06636f6e666967948c097372632e6d6f64656c94',
    '8c0b4d6f64656c436f6e6669679493942981947d94288c0364696d944b048c086e6f726d5f65707394473ee4f8b588e3',
    '68f18c0c7765696768745f7479696e67948875628c0473746570944a701101008c046c6f737394474004000000000000',
    '8c03626967948a060000000000018c046e6f6e65944e8c05626574617394473feccccccccccccd473fee666666666666',
    '8694752e',
  ].join(''),
];

describe('PyTorch checkpoint', () => {
  it('of llama2.c is read, compiled or not', async () => {
    for (const prefix of ['', '_orig_mod.']) {
      const bytes = torchBytes({
        tensors: await stateOf(model, prefix),
        stateKey: 'model',
        config: { key: 'model_args', fields: modelArgs },
        more: { iter_num: 70000, best_val_loss: 1.25, config: { batch_size: 128, dataset: 'tinystories' } },
      });
      await assertSame(await open(bytes));
    }
  });

  it('of the original is read, with its configuration as an object', async () => {
    const bytes = torchBytes({
      tensors: await stateOf(model),
      stateKey: 'model_state_dict',
      config: { key: 'config', fields: modelConfig, asClass: 'src.model:ModelConfig' },
      more: { step: 90000, best_val_loss: 2.5, scaler_state_dict: {} },
    });
    await assertSame(await open(bytes));
    const looped = { ...modelConfig, n_loops: 4 };
    await assert.rejects(
      open(
        torchBytes({
          tensors: await stateOf(model),
          stateKey: 'model_state_dict',
          config: { key: 'config', fields: looped, asClass: 'src.model:ModelConfig' },
        }),
      ),
      /m\.pt\/config: n_loops is 4, expected 1/,
    );
  });

  it('is read in half precision, from a shared storage and along any strides', async () => {
    const storage = Float32Array.from({ length: 24 }, (_, i) => i / 4);
    const views: TorchTensor[] = [
      { name: 'whole', shape: [4, 6], storage },
      { name: 'middle', shape: [2, 6], offset: 6, storage },
      { name: 'transposed', shape: [6, 4], strides: [1, 6], storage },
      { name: 'batch', shape: [1, 4, 6], strides: [24, 6, 1], storage },
    ];
    for (const encoding of ['F32', 'F16', 'BF16'] as const) {
      const bytes = torchBytes({ tensors: views.map((view) => ({ ...view, encoding })) });
      const { tensors } = await readTorchFile(new MemorySource(bytes), 'm.pt');
      const read = async (name: string, from: number, count: number): Promise<number[]> =>
        Array.from((await tensors.find((tensor) => tensor.name === name)?.read(from, count)) ?? []);
      assert.deepEqual(await read('whole', 1, 2), [...storage.subarray(6, 18)]);
      assert.deepEqual(await read('middle', 0, 1), [...storage.subarray(6, 12)]);
      assert.deepEqual(await read('transposed', 1, 2), [0.25, 1.75, 3.25, 4.75, 0.5, 2, 3.5, 5]);
      assert.deepEqual(await read('batch', 3, 1), [...storage.subarray(18)]);
    }
    for (const beyond of [
      { name: 'a', shape: [4, 7], storage },
      { name: 'a', shape: [2], offset: 23, storage },
    ]) {
      await assert.rejects(
        readTorchFile(new MemorySource(torchBytes({ tensors: [beyond] })), 'm.pt'),
        /the numbers of a is up to number \d+ of a storage of 24/,
      );
    }
  });

  it('is read as Python writes it', () => {
    for (const hex of written) {
      const value = readPickle(Buffer.from(hex, 'hex'), 'm.pt');
      assert.ok(value instanceof Map);
      const state = value.get('model_state_dict');
      assert.ok(state instanceof Map);
      const b = state.get('b');
      assert.ok(b instanceof StoredTensor);
      assert.deepEqual([b.offset, b.shape, b.strides, b.storage.key, b.storage.count], [1, [3], [1], '0', 6]);
      assert.equal(b.storage.type, 'FloatStorage');
      assert.deepEqual(
        value.get('config'),
        new Map<string, unknown>([
          ['dim', 4],
          ['norm_eps', 1e-5],
          ['weight_tying', true],
        ]),
      );
      assert.deepEqual(
        ['step', 'loss', 'big', 'none', 'betas'].map((key) => value.get(key)),
        [70000, 2.5, 2 ** 40, null, [0.9, 0.95]],
      );
    }
  });

  it('executes nothing, and refuses every other operation, name and call by name', () => {
    const pickle = (...parts: (string | number)[]): Uint8Array =>
      Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.of(part))));
    for (const [bytes, pattern] of [
      [
        pickle(0x80, 2, 'cos\nsystem\n', 0x58, 2, 0, 0, 0, 'ls', 0x85, 0x52, '.'),
        /m\.pt: data\.pkl at offset 2 is the name os\.system, expected a name that a checkpoint of tensors needs: PS2 ML executes nothing/,
      ],
      [pickle(0x80, 4, 0x8c, 8, 'builtins', 0x8c, 4, 'eval', 0x93, '.'), /the name builtins\.eval/],
      [pickle(0x80, 2, 'ctorch\nload\n.'), /the name torch\.load/],
      [
        pickle(0x80, 2, 'ccollections\nOrderedDict\n', 0x4b, 1, 0x52, '.'),
        /a call of collections\.OrderedDict/,
      ],
      [pickle(0x80, 2, 'csrc.model\nModelConfig\n', 0x29, 0x52, '.'), /a call of src\.model\.ModelConfig/],
      [pickle(0x80, 2, '(', 'ios\nsystem\n.'), /the operation INST/],
      [pickle(0x80, 2, 0x82, 1, '.'), /the operation EXT1/],
      [pickle(0x80, 5, 0x97, '.'), /the operation NEXT_BUFFER/],
      [pickle(0x80, 2, 0x4b, 1, 0x51, '.'), /a persistent id of something else/],
      [pickle(0x80, 2, 0xff, '.'), /the operation 0xff/],
      [pickle(0x80, 2, ']', 0x4b, 1, 0x4b, 2, 's.'), /is damaged, expected a dict here/],
      [pickle(0x80, 2, 0x68, 7, '.'), /expected the memo 7 here/],
    ] as const) {
      assert.throws(
        () => readPickle(bytes, 'm.pt'),
        (error) => error instanceof FormatError && pattern.test(error.message),
        String(pattern),
      );
    }
  });

  it('answers damage with a FormatError', async () => {
    const bytes = torchBytes({
      tensors: await stateOf(model),
      stateKey: 'model',
      config: { key: 'model_args', fields: modelArgs },
    });
    for (const length of [10, 100, bytes.length - 200, bytes.length - 1]) {
      await assert.rejects(open(bytes.subarray(0, length)), FormatError, String(length));
    }
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.nat(4000), fc.integer({ min: bytes.length - 3000, max: bytes.length - 1 })),
        fc.nat(255),
        async (at, value) => {
          const copy = bytes.slice();
          copy[at] = value;
          await open(copy).catch((error: unknown) =>
            assert.ok(error instanceof FormatError, `${at} ${value} ${String(error)}`),
          );
        },
      ),
      { numRuns: 500 },
    );
  });

  it('that is something else is refused with what to do', async () => {
    const tensors = await stateOf(model);
    for (const [bytes, pattern] of [
      [
        torchBytes({ tensors }),
        /the configuration is absent, expected model_args or config in the file, or config\.json/,
      ],
      [torchBytes({ tensors, byteOrder: 'big' }), /byteorder is "big", expected "little"/],
      [zipBytes([['word/document.xml', new Uint8Array(9)]]), /a ZIP archive without data\.pkl/],
      [
        zipBytes([['archive/data.pkl', new Uint8Array(9)]], { method: 8 }),
        /archive\/data\.pkl is compressed/,
      ],
      [
        Uint8Array.of(0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e),
        /a PyTorch checkpoint in the format before version 1\.6.*save it again/,
      ],
    ] as const) {
      await assert.rejects(open(bytes), pattern);
    }
    const narrow = zipBytes([['archive/data.pkl', Buffer.from('80027d2e', 'hex')]], { wide: false });
    await assert.rejects(open(narrow), /data\.pkl is a dict without tensors/);
  });

  describe('in a folder', () => {
    let folder: string;
    beforeEach(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'ps2ml-torch-'));
    });
    afterEach(() => rm(folder, { recursive: true }));

    it("in Meta's own format is refused with what to do", async () => {
      const file = path.join(folder, 'consolidated.00.pth');
      await writeFile(file, torchBytes({ tensors: await stateOf(model) }));
      await writeFile(path.join(folder, 'params.json'), '{ "dim": 64, "vocab_size": -1 }');
      for (const opened of [file, folder]) {
        await assert.rejects(
          openModelFile(opened),
          /the configuration is params\.json, which belongs to Meta's own format, expected config\.json: download the model in the format of Hugging Face, or convert it/,
        );
      }
    });

    it('has its configuration beside it, and is converted', async () => {
      const file = path.join(folder, 'pytorch_model.bin');
      await writeFile(file, torchBytes({ tensors: await stateOf(model) }));
      await writeFile(path.join(folder, 'optimizer.bin'), 'nothing');
      await writeFile(path.join(folder, 'config.json'), JSON.stringify(modelConfig));
      for (const opened of [folder, file]) {
        const { model: read, close } = await openModelFile(opened);
        await assertSame(read);
        await close();
      }
      assert.ok((await convertFile(file, path.join(folder, 'm.psnt'))) > 0);
    });

    it('is in the files that its index names', async () => {
      const tensors = await stateOf(model);
      const part = (i: number): TorchTensor[] => tensors.filter((_, at) => at % 2 === i);
      const name = (i: number): string => `pytorch_model-0000${i + 1}-of-00002.bin`;
      const weight_map = Object.fromEntries(tensors.map((tensor, at) => [tensor.name, name(at % 2)]));
      for (const i of [0, 1]) await writeFile(path.join(folder, name(i)), torchBytes({ tensors: part(i) }));
      await writeFile(path.join(folder, 'config.json'), JSON.stringify(modelConfig));
      await writeFile(path.join(folder, 'pytorch_model.bin.index.json'), JSON.stringify({ weight_map }));
      const { model: read, close } = await openModelFile(folder);
      await assertSame(read);
      await close();
      await rm(path.join(folder, name(1)));
      await assert.rejects(openModelFile(folder), /which does not exist.*download the missing file/);
    });
  });
});
