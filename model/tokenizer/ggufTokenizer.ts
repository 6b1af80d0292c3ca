import type { ByteSource } from '../../disc/byteSource';
import { readGguf } from '../convert/gguf/file';
import type { GgufScalar, GgufValue } from '../convert/gguf/metadata';
import { FormatError } from '../formatError';
import type { SentencePieceModel } from './sentencepiece/modelFile';
import { SentencePieceTokenizer } from './sentencepiece/tokenizer';

/**
 * The tokenizer in the metadata of a GGUF file, if it is a SentencePiece BPE ("llama"): the pieces, scores and types
 * are those of the SentencePiece model.
 * @throws FormatError when the file is damaged or has another tokenizer.
 */
export async function openGgufTokenizer(source: ByteSource, label: string): Promise<SentencePieceTokenizer> {
  const { metadata } = await readGguf(source, label);
  const fail = (key: string, found: string, expected: string): FormatError =>
    new FormatError({
      label,
      field: `tokenizer.ggml.${key}`,
      found,
      expected,
      advice: "use the model's tokenizer.json or tokenizer.model",
    });
  const get = (key: string): GgufValue | undefined => metadata.get(`tokenizer.ggml.${key}`);
  const kind = get('model');
  if (kind !== 'llama') throw fail('model', kind === undefined ? 'absent' : JSON.stringify(kind), '"llama"');
  const list = (key: string): readonly GgufScalar[] => {
    const value = get(key);
    if (Array.isArray(value)) return value as readonly GgufScalar[];
    throw fail(key, 'absent', 'an array');
  };
  const tokens = list('tokens');
  const scores = list('scores');
  const types = list('token_type');
  if (scores.length !== tokens.length || types.length !== tokens.length) {
    throw fail(
      'scores',
      `${scores.length} scores and ${types.length} types`,
      `${tokens.length} of each, the number of tokens`,
    );
  }
  const pieces = tokens.map((text, id) => ({
    text: String(text),
    score: Number(scores[id]),
    type: Number(types[id]),
  }));
  const flag = (key: string, otherwise: boolean): boolean => {
    const value = get(key) ?? otherwise;
    if (typeof value === 'boolean') return value;
    throw fail(key, JSON.stringify(value), 'true or false');
  };
  const id = (key: string, otherwise?: number): number | undefined => {
    const value = get(key);
    if (value === undefined)
      return otherwise !== undefined && otherwise < pieces.length ? otherwise : undefined;
    if (typeof value === 'number' && value < pieces.length) return value;
    // The writers of GGUF files store "none" as 2³² − 1.
    if (value === 0xffffffff) return undefined;
    throw fail(key, JSON.stringify(value), `an id from 0 to ${pieces.length - 1}`);
  };
  const model: SentencePieceModel = {
    pieces,
    algorithm: 'bpe',
    byteFallback: pieces.some(({ type }) => type === 6),
    whitespaceAsSuffix: false,
    // Without the fields, llama.cpp takes 1 and 2.
    bos: id('bos_token_id', 1),
    eos: id('eos_token_id', 2),
    unknownSurface: ' \u2047 ',
    addDummyPrefix: flag('add_space_prefix', true),
    removeExtraWhitespaces: flag('remove_extra_whitespaces', false),
    escapeWhitespaces: true,
  };
  const template = metadata.get('tokenizer.chat_template');
  const endOfTurn = id('eot_token_id');
  // llama.cpp ends a text at these two as well (`special_eog_ids` of llama_vocab).
  const ends = [endOfTurn, id('eom_token_id')].filter((end) => end !== undefined);
  return new SentencePieceTokenizer(model, {
    ...(typeof template === 'string' && { chatTemplate: template }),
    addBos: flag('add_bos_token', true),
    addEos: flag('add_eos_token', false),
    ...(endOfTurn !== undefined && { endOfTurn }),
    ends,
  });
}
