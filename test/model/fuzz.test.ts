// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import { MemorySource, type ByteSource } from '../../disc/byteSource';
import { openSafetensorsFolder } from '../../model/convert/safetensorsFolder';
import { FormatError } from '../../model/formatError';
import type { Model } from '../../model/model';
import { openModel } from '../../model/openModel';
import { candidatesOf } from '../../model/psnt/candidates';
import { quantTypes, headerBytes } from '../../model/psnt/fields';
import { readRows } from '../../model/tensorRows';
import { encodeTokenizerBin } from '../../model/tokenizer/tokenizerBin';
import { openTokenizer } from '../../model/tokenizer/openTokenizer';
import { tinyPieces } from '../../model/convert/tiny';
import { BytesWriter } from '../support/bytesWriter';
import { ggufBytes, safetensorsBytes } from '../support/checkpoints';
import { ProtobufWriter } from '../support/protobuf';
import { psntBytes } from '../support/psntBytes';
import { smallModel } from './psnt/fixture';

/** What an opening may read in all, in sizes of the file: each candidate order is sampled once. */
const mostReads = 40;

/** Counts what is asked of a file, so that a number in it that asks for memory is seen. */
class CountingSource implements ByteSource {
  private total = 0;
  constructor(private readonly bytes: Uint8Array) {}

  get size(): number {
    return this.bytes.length;
  }

  read(offset: number, length: number): Promise<Uint8Array> {
    this.total += length;
    assert.ok(length <= this.size, `a read of ${length} bytes of ${this.size}`);
    assert.ok(this.total <= mostReads * this.size + 65_536, `${this.total} bytes read of ${this.size}`);
    return new MemorySource(this.bytes).read(offset, length);
  }
}

function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const awkward = [0, 1, 2, 3, 7, 8, 255, 256, 1024, 65_535, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];

/** The file with one to four things changed, mostly where its numbers are, or cut off, or longer. */
function mutated(file: Uint8Array, header: number, next: (below: number) => number): Uint8Array {
  const copy = file.slice();
  const view = new DataView(copy.buffer);
  for (let left = 1 + next(4); left > 0; left--) {
    const at = next(next(4) === 0 ? copy.length : Math.min(header, copy.length));
    switch (next(4)) {
      case 0:
        copy[at] = next(256);
        break;
      case 1:
        copy[at] = (copy[at] ?? 0) ^ (1 << next(8));
        break;
      default:
        if (at + 4 <= copy.length) view.setUint32(at - (at % 4), awkward[next(awkward.length)] ?? 0, true);
    }
  }
  const cut = next(16);
  if (cut === 0) return copy.subarray(0, next(copy.length));
  return cut === 1 ? Uint8Array.from([...copy, ...copy.subarray(0, next(99))]) : copy;
}

const plain = { layers: 1, uniqueLayers: 1, registers: 0, denseformer: false, valueResidual: false };

async function psntFiles(): Promise<{ file: Uint8Array; header: number }[]> {
  const files: { file: Uint8Array; header: number }[] = [];
  for (const { name: quantization, versions } of quantTypes.values()) {
    for (const version of versions) {
      const model = smallModel(
        version === 3 ? { layers: 2, uniqueLayers: 1, vocabSize: 5 } : { ...plain, vocabSize: 5 },
      );
      const { config } = model;
      const input = { config, version, quantization, ropeTables: 0, headerBytes: headerBytes[version] };
      // Padded files are large and say no more about numbers.
      const titles = candidatesOf(input)
        .map(({ title }) => title)
        .filter((title) => !title.includes('padded'));
      for (const order of titles) {
        files.push({
          file: await psntBytes(model, { version, quantization, order }),
          header: headerBytes[version],
        });
      }
    }
  }
  return files;
}

const ggufMetadata = {
  'general.architecture': 'llama',
  'llama.block_count': 1,
  'llama.context_length': 6,
  'llama.embedding_length': 8,
  'llama.feed_forward_length': 12,
  'llama.attention.head_count': 2,
  'llama.attention.layer_norm_rms_epsilon': { f32: 1e-5 },
  'tokenizer.ggml.tokens': ['a', 'b'],
};

async function attempt(
  open: (source: ByteSource) => Promise<Model>,
  file: Uint8Array,
  row: number,
): Promise<boolean> {
  try {
    const model = await open(new CountingSource(file));
    const tensor = model.tensors[row % model.tensors.length];
    if (tensor !== undefined) await readRows(model, tensor, row % tensor.rows, 1);
    return true;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    assert.ok(!/undefined|NaN \d/.test(error.message) && error.message.endsWith('.'), error.message);
    return false;
  }
}

describe('changed files', () => {
  // Most cases end in an error, and its stack, which nobody reads here, would cost more than the reading.
  const limit = Error.stackTraceLimit;
  before(() => {
    Error.stackTraceLimit = 0;
  });
  after(() => {
    Error.stackTraceLimit = limit;
  });

  const open = (source: ByteSource): Promise<Model> => openModel(source, 'f');

  it('50,000 of PSNT give a model or a sentence', async function () {
    this.timeout(120_000);
    const files = await psntFiles();
    const next = numbers(1);
    let opened = 0;
    for (let run = 0; run < 50_000; run++) {
      const { file, header } = files[run % files.length] ?? { file: new Uint8Array(), header: 0 };
      if (await attempt(open, mutated(file, header, next), next(1000))) opened++;
    }
    assert.ok(opened > 1000 && opened < 49_000, String(opened));
  });

  it('30,000 of GGUF and safetensors give a model or a sentence', async function () {
    this.timeout(120_000);
    const tensor = {
      name: 'token_embd.weight',
      shape: [5, 8],
      values: new Float32Array(40),
      encoding: 'F32' as const,
    };
    const norm = { name: 'norm.weight', shape: [8], values: new Float32Array(8), encoding: 'F16' as const };
    const gguf = ggufBytes(ggufMetadata, [tensor, { ...norm, name: 'output_norm.weight' }]);
    const safe = safetensorsBytes([{ ...tensor, name: 'tok_embeddings.weight' }, norm]);
    const config = '{"dim":8,"hidden_dim":12,"n_layers":1,"n_heads":2,"vocab_size":5,"seq_len":6}';
    const openSafe = (source: ByteSource): Promise<Model> =>
      openSafetensorsFolder({ label: 'c', config, shards: [{ name: 's', source }] });
    const next = numbers(2);
    for (let run = 0; run < 15_000; run++) {
      await attempt(open, mutated(gguf, gguf.length - 200, next), run);
      await attempt(openSafe, mutated(safe, safe.length - 180, next), run);
    }
  });

  it('20,000 of tokenizers give a tokenizer or a sentence', async function () {
    this.timeout(120_000);
    const writer = new ProtobufWriter();
    ['<unk>', '<s>', '</s>', '▁', 'a', '▁a'].forEach((text, id) => {
      const piece = new ProtobufWriter()
        .message(1, text)
        .float(2, -id)
        .integer(3, [2, 3, 3][id] ?? 1);
      writer.message(1, piece.done());
    });
    const trie = new BytesWriter().u32(1024).raw(new Uint8Array(1024)).raw(Uint8Array.of(97, 0)).done();
    const spec = new ProtobufWriter().integer(3, 2).integer(41, 1).done();
    const sentencePiece = writer
      .message(2, spec)
      .message(3, new ProtobufWriter().message(2, trie).done())
      .done();
    const json = new TextEncoder().encode(
      '{"added_tokens":[{"id":3,"content":"<s>","special":true}],"pre_tokenizer":{"type":"Metaspace","replacement":"▁"},"decoder":{"type":"ByteFallback"},"model":{"type":"BPE","vocab":{"▁":0,"a":1,"▁a":2},"merges":["▁ a"]}}',
    );
    const bin = encodeTokenizerBin(tinyPieces().slice(0, 20));
    const next = numbers(3);
    let opened = 0;
    for (let run = 0; run < 20_000; run++) {
      const file = [sentencePiece, json, bin][run % 3] ?? bin;
      try {
        const tokenizer = await openTokenizer(new CountingSource(mutated(file, 120, next)), 't');
        opened++;
        const ids = tokenizer.encode('a a\u00e9');
        tokenizer.decode([...ids, next(9)]);
      } catch (error) {
        if (!(error instanceof FormatError)) throw error;
      }
    }
    assert.ok(opened > 500 && opened < 19_000, String(opened));
  });
});
