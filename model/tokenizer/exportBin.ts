import type { HuggingFaceTokenizer } from './huggingface/tokenizer';
import type { FileTokenizer } from './openTokenizer';
import { PieceTokenizer, type Piece } from './pieceTokenizer';
import { pieceTypes } from './sentencepiece/modelFile';
import { spaceSymbol } from './sentencepiece/normaliser';
import { SentencePieceTokenizer } from './sentencepiece/tokenizer';
import { encodeTokenizerBin } from './tokenizerBin';

/** A tokenizer as a llama2.c `.bin`, and the losses of that format. */
export interface TokenizerExport {
  readonly bytes: Uint8Array;
  /** Sentences about encoding; decoding is always the same. */
  readonly losses: readonly string[];
}

/** The start and end tokens of llama2.c's exporter. */
const bosText = '\n<s>\n';
const eosText = '\n</s>\n';

/**
 * A tokenizer as a llama2.c `.bin` (docs: tokenizerBin.ts), one piece per token, in the order of their ids. A merge
 * of rank r gets the score −r, so the order of merges is the same.
 */
export function exportTokenizerBin(tokenizer: FileTokenizer): TokenizerExport {
  if (tokenizer instanceof PieceTokenizer) {
    return { bytes: encodeTokenizerBin(tokenizer.pieces), losses: [] };
  }
  const losses: string[] = [];
  if (tokenizer.bos !== undefined && (tokenizer.bos !== 1 || tokenizer.eos !== 2)) {
    losses.push(
      `Start token ${tokenizer.bos}, end token ${tokenizer.eos ?? 'none'}; llama2.c expects 1 and 2.`,
    );
  }
  const pieces =
    tokenizer instanceof SentencePieceTokenizer
      ? sentencePieces(tokenizer, losses)
      : huggingFacePieces(tokenizer, losses);
  return { bytes: encodeTokenizerBin(pieces), losses };
}

function sentencePieces(tokenizer: SentencePieceTokenizer, losses: string[]): Piece[] {
  const { model } = tokenizer;
  if (model.algorithm === 'unigram') {
    losses.push('llama2.c merges by score; this unigram model uses the most probable pieces.');
  }
  if (model.charsMap !== undefined || model.removeExtraWhitespaces) {
    losses.push('llama2.c does not normalise the text first.');
  }
  if (!model.byteFallback)
    losses.push('llama2.c writes unknown characters as tokens 3 to 258, not as unknown.');
  if (model.pieces.some(({ type }) => type === pieceTypes.userDefined)) {
    losses.push('llama2.c does not match user-defined pieces first.');
  }
  const encoder = new TextEncoder();
  return model.pieces.map(({ text, score }, id) => {
    const shown =
      id === tokenizer.bos ? bosText : id === tokenizer.eos ? eosText : text.replaceAll(spaceSymbol, ' ');
    return { bytes: encoder.encode(shown), score };
  });
}

function huggingFacePieces(tokenizer: HuggingFaceTokenizer, losses: string[]): Piece[] {
  losses.push(
    'llama2.c does not split a text into words before merging, and does not recognise special tokens in it.',
  );
  const scores = new Map<number, number>();
  for (const { rank, id } of tokenizer.model.merges.values()) {
    if (!scores.has(id)) scores.set(id, -rank);
  }
  const encoder = new TextEncoder();
  // Tokens that no merge produces get the lowest score.
  const least = -tokenizer.model.merges.size - 1;
  return Array.from({ length: tokenizer.vocabSize }, (_, id) => {
    const token = tokenizer.tokenOf(id) ?? '';
    // Tokens of single bytes are written by name: as bytes they would hide the characters.
    const byName = tokenizer.isSpecial(id) || /^<0x[0-9A-Fa-f]{2}>$/.test(token);
    return { bytes: byName ? encoder.encode(token) : tokenizer.bytesOf(id), score: scores.get(id) ?? least };
  });
}
