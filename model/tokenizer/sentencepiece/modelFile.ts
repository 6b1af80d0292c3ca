import { FormatError } from '../../formatError';
import { protobufFields, ProtobufError, type ProtobufField } from '../protobuf';
import { CharsMap } from './charsMap';

/** SentencePiece's numbers of the kinds of pieces. */
export const pieceTypes = {
  normal: 1,
  unknown: 2,
  control: 3,
  userDefined: 4,
  unused: 5,
  byte: 6,
} as const;

export interface SentencePiece {
  readonly text: string;
  /** f32. */
  readonly score: number;
  /** One of `pieceTypes`. */
  readonly type: number;
}

/** The content of a SentencePiece `.model`, with the defaults of sentencepiece_model.proto. */
export interface SentencePieceModel {
  readonly pieces: readonly SentencePiece[];
  readonly algorithm: 'unigram' | 'bpe';
  readonly byteFallback: boolean;
  readonly whitespaceAsSuffix: boolean;
  /** Ids of the tokens that begin and end a text, if it has them. */
  readonly bos: number | undefined;
  readonly eos: number | undefined;
  /** The text of an unknown token. */
  readonly unknownSurface: string;
  readonly charsMap?: CharsMap;
  readonly addDummyPrefix: boolean;
  readonly removeExtraWhitespaces: boolean;
  readonly escapeWhitespaces: boolean;
}

const advice = 'not a SentencePiece model, or damaged';

/**
 * Reads a SentencePiece `.model`: a Protocol Buffers message ModelProto of pieces (1), a TrainerSpec (2) and a
 * NormalizerSpec (3).
 * @throws FormatError with the offset of the invalid part.
 */
export function parseSentencePieceModel(file: Uint8Array, label: string): SentencePieceModel {
  const pieces: SentencePiece[] = [];
  let trainer = new Map<number, ProtobufField>();
  let normaliser = new Map<number, ProtobufField>();
  let base = 0;
  try {
    for (const { number, bytes, offset } of protobufFields(file)) {
      base = offset;
      if (number === 1) pieces.push(readPiece(bytes));
      else if (number === 2) trainer = byNumber(bytes);
      else if (number === 3) normaliser = byNumber(bytes);
      base = 0;
    }
  } catch (error) {
    if (!(error instanceof ProtobufError)) throw error;
    throw new FormatError({
      label,
      field: pieces.length === 0 ? 'the file' : `the message after piece ${pieces.length - 1}`,
      offset: base + error.offset,
      found: error.found,
      expected: 'a field of a Protocol Buffers message',
      advice,
    });
  }
  const flag = (fields: ReadonlyMap<number, ProtobufField>, number: number, otherwise: boolean): boolean => {
    const field = fields.get(number);
    return field === undefined ? otherwise : field.integer !== 0;
  };
  // As in the library, the trainer's names count: its ids are wrong after pieces were inserted.
  const id = (number: number, otherwise: string): number | undefined => {
    const bytes = trainer.get(number)?.bytes;
    const name = bytes === undefined ? otherwise : new TextDecoder().decode(bytes);
    const found = pieces.findIndex(({ text, type }) => type === pieceTypes.control && text === name);
    return found < 0 ? undefined : found;
  };
  checkPieces(pieces, label);
  const charsMap = charsMapOf(normaliser.get(2)?.bytes, label);
  return {
    pieces,
    algorithm: algorithmOf(trainer.get(3)?.integer ?? 1, label),
    byteFallback: flag(trainer, 35, false),
    whitespaceAsSuffix: flag(trainer, 24, false),
    bos: id(46, '<s>'),
    eos: id(47, '</s>'),
    unknownSurface: new TextDecoder().decode(trainer.get(44)?.bytes ?? new TextEncoder().encode(' \u2047 ')),
    ...(charsMap === undefined ? {} : { charsMap }),
    addDummyPrefix: flag(normaliser, 3, true),
    removeExtraWhitespaces: flag(normaliser, 4, true),
    escapeWhitespaces: flag(normaliser, 5, true),
  };
}

function readPiece(bytes: Uint8Array): SentencePiece {
  const fields = byNumber(bytes);
  return {
    text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(fields.get(1)?.bytes),
    score: fields.get(2)?.float ?? 0,
    type: fields.get(3)?.integer ?? pieceTypes.normal,
  };
}

function byNumber(message: Uint8Array): Map<number, ProtobufField> {
  return new Map([...protobufFields(message)].map((field) => [field.number, field]));
}

function checkPieces(pieces: readonly SentencePiece[], label: string): void {
  const unknown = pieces.filter(({ type }) => type === pieceTypes.unknown).length;
  if (pieces.length === 0 || unknown !== 1) {
    throw new FormatError({
      label,
      field: 'the vocabulary',
      found: `${pieces.length} pieces, ${unknown} of them for unknown text`,
      expected: 'pieces, one of them for unknown text',
      advice,
    });
  }
  const bad = pieces.findIndex(({ score }) => !Number.isFinite(score));
  if (bad >= 0) {
    throw new FormatError({
      label,
      field: `the score of piece ${bad}`,
      found: String(pieces[bad]?.score),
      expected: 'a finite number',
      advice,
    });
  }
}

function algorithmOf(type: number, label: string): SentencePieceModel['algorithm'] {
  if (type === 1) return 'unigram';
  if (type === 2) return 'bpe';
  throw new FormatError({
    label,
    field: 'model_type',
    found: type === 3 ? '3 (word)' : type === 4 ? '4 (char)' : String(type),
    expected: '1 (unigram) or 2 (BPE)',
    advice: 'this type of tokenizer is not supported; use one of these',
  });
}

function charsMapOf(blob: Uint8Array | undefined, label: string): CharsMap | undefined {
  if (blob === undefined || blob.length === 0) return undefined;
  try {
    return new CharsMap(blob);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new FormatError({
      label,
      field: 'precompiled_charsmap',
      found: `damaged (${error.message})`,
      expected: 'a trie and its replacements',
      advice,
    });
  }
}
