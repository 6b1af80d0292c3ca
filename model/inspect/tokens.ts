import { PrintedTokens } from '../plan/tokensFile';
import { HuggingFaceTokenizer } from '../tokenizer/huggingface/tokenizer';
import type { FileTokenizer } from '../tokenizer/openTokenizer';
import { PieceTokenizer } from '../tokenizer/pieceTokenizer';
import { pieceTypes } from '../tokenizer/sentencepiece/modelFile';
import { SentencePieceTokenizer } from '../tokenizer/sentencepiece/tokenizer';

/** A source of a vocabulary: a file's tokenizer, or the token texts of a disc. */
export type Vocabulary = FileTokenizer | PrintedTokens;

/** The kind of a token other than normal text. */
export type TokenKind = 'normal' | 'special' | 'unknown' | 'byte' | 'user defined' | 'unused' | 'missing';

/** One token of a vocabulary. */
export interface TokenRow {
  readonly id: number;
  /** Its text, or its name if it has no text. Invalid UTF-8 becomes U+FFFD. */
  readonly text: string;
  /** The bytes that it adds to a text, as hex: `20 61`. */
  readonly bytes: string;
  readonly kind: TokenKind;
  /** Its merge rank or probability, if the file has one. */
  readonly score?: number;
}

/** The kind of a file's tokenizer. */
export interface TokenizerFacts {
  readonly kind: string;
  readonly vocabSize: number;
  readonly bos?: number;
  readonly eos?: number;
  /** The chat template. */
  readonly chat?: string;
  /** It has the text of each token, but cannot split text into tokens. */
  readonly printsOnly?: true;
}

/** Some of the tokens that a search found. */
export interface TokenPage {
  readonly total: number;
  readonly start: number;
  readonly rows: readonly TokenRow[];
}

/** A text split into tokens. */
export interface TokenisedText {
  readonly tokens: readonly TokenRow[];
  /** The decoded tokens; a difference from the text means loss. */
  readonly decoded: string;
}

/** A few facts about a file's tokenizer. */
export function tokenizerFacts(tokenizer: Vocabulary): TokenizerFacts {
  const { vocabSize, bos, eos } = tokenizer;
  const printsOnly = tokenizer instanceof PrintedTokens;
  const chat = printsOnly ? undefined : tokenizer.chat;
  return {
    kind: kindOf(tokenizer),
    vocabSize,
    ...(bos !== undefined && { bos }),
    ...(eos !== undefined && { eos }),
    ...(chat !== undefined && { chat: chat.template }),
    ...(printsOnly && { printsOnly }),
  };
}

function kindOf(tokenizer: Vocabulary): string {
  if (tokenizer instanceof PrintedTokens) return 'token texts of the console';
  if (tokenizer instanceof PieceTokenizer) return 'llama2.c';
  if (tokenizer instanceof HuggingFaceTokenizer) return 'Hugging Face BPE';
  return `SentencePiece ${tokenizer.model.algorithm}`;
}

/** Describes a token. */
export function describeToken(tokenizer: Vocabulary, id: number): TokenRow {
  const bytes = tokenizer.bytesOf(id);
  const { kind, name, score } = ownFacts(tokenizer, id);
  return {
    id,
    text: bytes.length > 0 || name === undefined ? new TextDecoder().decode(bytes) : name,
    bytes: hexOf(bytes),
    kind,
    ...(score !== undefined && Number.isFinite(score) && { score }),
  };
}

interface OwnFacts {
  readonly kind: TokenKind;
  readonly name?: string | undefined;
  readonly score?: number | undefined;
}

const byteName = /^<0x[0-9A-F]{2}>$/i;

function ownFacts(tokenizer: Vocabulary, id: number): OwnFacts {
  if (tokenizer instanceof PrintedTokens) {
    if (id >= tokenizer.vocabSize) return { kind: 'missing' };
    return { kind: id === tokenizer.bos || id === tokenizer.eos ? 'special' : 'normal' };
  }
  if (tokenizer instanceof PieceTokenizer) return pieceFacts(tokenizer, id);
  if (tokenizer instanceof SentencePieceTokenizer) {
    const piece = tokenizer.model.pieces[id];
    if (piece === undefined) return { kind: 'missing' };
    return { kind: pieceKinds[piece.type] ?? 'normal', name: piece.text, score: piece.score };
  }
  const name = tokenizer.tokenOf(id);
  if (name === undefined) return { kind: 'missing' };
  if (tokenizer.isSpecial(id)) return { kind: 'special', name };
  if (tokenizer.added.some((added) => added.id === id)) return { kind: 'user defined', name };
  return { kind: byteName.test(name) ? 'byte' : 'normal', name };
}

const pieceKinds: Readonly<Record<number, TokenKind>> = {
  [pieceTypes.normal]: 'normal',
  [pieceTypes.unknown]: 'unknown',
  [pieceTypes.control]: 'special',
  [pieceTypes.userDefined]: 'user defined',
  [pieceTypes.unused]: 'unused',
  [pieceTypes.byte]: 'byte',
};

/** The format has no kinds: llama2.c uses 0, 1 and 2 for unknown, start and end. */
function pieceFacts(tokenizer: PieceTokenizer, id: number): OwnFacts {
  const piece = tokenizer.pieces[id];
  if (piece === undefined) return { kind: 'missing' };
  const name = new TextDecoder().decode(piece.bytes);
  const { score } = piece;
  if (id === 0) return { kind: 'unknown', name, score };
  if (id === tokenizer.bos || id === tokenizer.eos) return { kind: 'special', name, score };
  return { kind: byteName.test(name.trim()) ? 'byte' : 'normal', name, score };
}

/**
 * Searches tokens: a number is an id, `0x20 61` contained bytes, `kind:special` a kind, everything else contained
 * text; exact matches come first.
 */
export function findTokens(tokenizer: Vocabulary, query: string, start: number, count: number): TokenPage {
  const ids = matches(tokenizer, query);
  return {
    total: ids.length,
    start,
    rows: ids.slice(start, start + count).map((id) => describeToken(tokenizer, id)),
  };
}

function matches(tokenizer: Vocabulary, query: string): number[] {
  const all = Array.from({ length: tokenizer.vocabSize }, (_, id) => id);
  if (query === '') return all;
  const kind = /^kind:(.*)$/i.exec(query)?.[1]?.toLowerCase();
  if (kind !== undefined) return all.filter((id) => ownFacts(tokenizer, id).kind.startsWith(kind));
  const hex = /^0x((?:\s*[0-9a-f]{2})+)$/i.exec(query)?.[1]?.replace(/\s/g, '').toUpperCase();
  if (hex !== undefined) {
    const wanted = hex.replace(/(..)(?=.)/g, '$1 ');
    return all.filter((id) => ` ${hexOf(tokenizer.bytesOf(id))} `.includes(` ${wanted} `));
  }
  const exact: number[] = [];
  const others: number[] = [];
  if (/^\d+$/.test(query) && Number(query) < tokenizer.vocabSize) exact.push(Number(query));
  for (const id of all) {
    if (exact.includes(id)) continue;
    const { text } = describeToken(tokenizer, id);
    if (text === query || text.trim() === query) exact.push(id);
    else if (text.includes(query)) others.push(id);
  }
  return [...exact, ...others];
}

/** Splits a text into tokens, as a prompt: with the tokens that the model expects before it. */
export function tokenise(tokenizer: FileTokenizer, text: string): TokenisedText {
  const ids = tokenizer.encodePrompt(text);
  return { tokens: ids.map((id) => describeToken(tokenizer, id)), decoded: tokenizer.decode(ids) };
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ');
}
