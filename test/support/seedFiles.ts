import { tinyPieces } from '../../model/convert/tiny';
import { candidatesOf } from '../../model/psnt/candidates';
import { headerBytes, quantTypes } from '../../model/psnt/fields';
import { encodeTokenizerBin } from '../../model/tokenizer/tokenizerBin';
import { smallModel } from '../model/psnt/fixture';
import { BytesWriter } from './bytesWriter';
import { ggufBytes, safetensorsBytes } from './checkpoints';
import { ProtobufWriter } from './protobuf';
import { psntBytes } from './psntBytes';
import { torchBytes } from './torchFile';

/** A small valid file from which damaged ones are made, and how many bytes at its start are numbers of its format. */
export interface SeedFile {
  readonly file: Uint8Array;
  readonly header: number;
}

const plain = { layers: 1, uniqueLayers: 1, registers: 0, denseformer: false, valueResidual: false };

/** A PSNT of each version, type and tensor order. */
export async function psntSeeds(): Promise<SeedFile[]> {
  const files: SeedFile[] = [];
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
        const file = await psntBytes(model, { version, quantization, order });
        files.push({ file, header: headerBytes[version] });
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
const embedding = {
  name: 'token_embd.weight',
  shape: [5, 8],
  values: new Float32Array(40),
  encoding: 'F32' as const,
};
const norm = { name: 'norm.weight', shape: [8], values: new Float32Array(8), encoding: 'F16' as const };

export function ggufSeed(): SeedFile {
  const file = ggufBytes(ggufMetadata, [embedding, { ...norm, name: 'output_norm.weight' }]);
  return { file, header: file.length - 200 };
}

export function safetensorsSeed(): SeedFile {
  const file = safetensorsBytes([{ ...embedding, name: 'tok_embeddings.weight' }, norm]);
  return { file, header: file.length - 180 };
}

/** The configuration of `safetensorsSeed` and `torchSeed`. */
export const checkpointConfig =
  '{"dim":8,"hidden_dim":12,"n_layers":1,"n_heads":2,"vocab_size":5,"seq_len":6}';

export function torchSeed(): SeedFile {
  const file = torchBytes({
    tensors: [
      { name: 'tok_embeddings.weight', shape: [5, 8], storage: new Float32Array(40) },
      { name: 'norm.weight', shape: [8], storage: new Float32Array(8), encoding: 'F16' },
    ],
    stateKey: 'model',
    config: { key: 'model_args', fields: { dim: 8, hidden_dim: 12, n_layers: 1, n_heads: 2, vocab_size: 5 } },
  });
  return { file, header: 700 };
}

/** A model of llama2.c with every tensor, all zeros. */
export function llama2cSeed(): SeedFile {
  const floats = 5 * 8 + 2 * (8 + 64 + 32 + 32 + 64 + 8 + 3 * 96) + 8 + 2 * 3;
  const file = new Uint8Array(28 + floats * 4);
  const view = new DataView(file.buffer);
  [8, 12, 2, 4, 2, 5, 3].forEach((value, index) => view.setInt32(index * 4, value, true));
  return { file, header: 28 };
}

export function sentencePieceSeed(): SeedFile {
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
  const file = writer.message(2, spec).message(3, new ProtobufWriter().message(2, trie).done()).done();
  return { file, header: 120 };
}

/** A `tokenizer.json` of byte pairs. */
export const tokenizerJson =
  '{"added_tokens":[{"id":3,"content":"<s>","special":true}],"pre_tokenizer":{"type":"Metaspace","replacement":"▁"},"decoder":{"type":"ByteFallback"},"model":{"type":"BPE","vocab":{"▁":0,"a":1,"▁a":2},"merges":["▁ a"]}}';

export const tokenizerBinSeed = (): SeedFile => ({
  file: encodeTokenizerBin(tinyPieces().slice(0, 20)),
  header: 120,
});
