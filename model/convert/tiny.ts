import type { Model } from '../model';
import { PieceTokenizer, type Piece } from '../tokenizer/pieceTokenizer';
import { generateModel, type GeneratedShape } from './generated';

const words =
  'the a little cat dog sun moon sea red blue big old and saw ran sang to in on with she he it was very happy';
const characters = ' abcdefghijklmnopqrstuvwxyz.,!';

/**
 * The vocabulary of the sample: three special tokens, the 256 bytes, single characters, then words with the space
 * before them, each with all its prefixes, so that merges can build it letter by letter.
 */
export function tinyPieces(): Piece[] {
  const texts = new Set(characters);
  const byLength = words
    .split(' ')
    .flatMap((word) => Array.from(word, (_, i) => ` ${word.slice(0, i + 1)}`))
    .sort((a, b) => a.length - b.length);
  for (const text of byLength) texts.add(text);
  const special = ['<unk>', '\n<s>\n', '\n</s>\n'];
  const bytes = Array.from(
    { length: 256 },
    (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`,
  );
  const encoder = new TextEncoder();
  const piece = (text: string, score: number): Piece => ({ bytes: encoder.encode(text), score });
  return [
    ...[...special, ...bytes].map((text) => piece(text, 0)),
    ...[...texts].map((text, i) => piece(text, -i)),
  ];
}

export function tinyTokenizer(): PieceTokenizer {
  return new PieceTokenizer(tinyPieces());
}

/** The shape of the sample: small, with every feature of the architecture. */
export const tinyShape: GeneratedShape = {
  dim: 64,
  hiddenDim: 172,
  layers: 6,
  uniqueLayers: 3,
  heads: 4,
  kvHeads: 2,
  vocabSize: tinyPieces().length,
  seqLen: 128,
  ropeTheta: 10000,
  registers: 4,
  sharedClassifier: true,
  denseformer: true,
  valueResidual: true,
};

/**
 * The model of samples/tiny, in float32. It writes random words of its vocabulary.
 * @param changes for a variant, such as a separate classifier.
 */
export function tinyModel(changes: Partial<GeneratedShape> = {}): Model {
  const wholeWords = new Set(words.split(' ').map((word) => ` ${word}`));
  const likelyTokens = new Set<number>();
  const decoder = new TextDecoder();
  tinyPieces().forEach(({ bytes }, id) => {
    const text = decoder.decode(bytes);
    if (wholeWords.has(text) || text === '.') likelyTokens.add(id);
  });
  return generateModel({ seed: 5, config: { ...tinyShape, ...changes }, label: 'tiny', likelyTokens });
}
