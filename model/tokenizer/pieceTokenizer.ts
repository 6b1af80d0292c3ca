import { mergeNeighbours, type Union } from './bpe';
import type { ChatFormat } from './chat';
import type { Tokenizer } from './tokenizer';

/** A token's bytes and its merge score. */
export interface Piece {
  readonly bytes: Uint8Array;
  readonly score: number;
}

const bos = 1;
const eos = 2;
/** The pieces of the single bytes follow the three special ones. */
const firstByteId = 3;
/** llama2.c does not merge at this score or less. */
const lowestScore = -1e10;

/**
 * The tokenizer of llama2.c: byte pair encoding by score, a space before the text, bytes without a piece as
 * id = byte + 3, BOS 1 and EOS 2.
 */
export class PieceTokenizer implements Tokenizer {
  readonly vocabSize: number;
  readonly bos: number | undefined;
  readonly eos: number | undefined;
  /** The format has no place for one. */
  readonly chat?: ChatFormat;
  private readonly texts: readonly string[];
  private readonly ids = new Map<string, number>();

  constructor(readonly pieces: readonly Piece[]) {
    this.vocabSize = pieces.length;
    this.bos = pieces.length > bos ? bos : undefined;
    this.eos = pieces.length > eos ? eos : undefined;
    this.texts = pieces.map(({ bytes }) => binaryString(bytes));
    this.texts.forEach((text, id) => {
      if (!this.ids.has(text)) this.ids.set(text, id);
    });
  }

  /** A token's bytes as a binary string: one character per byte. */
  private piece(id: number): string {
    return this.texts[id] ?? '';
  }

  /** @param piece one character per byte. */
  idOf(piece: string): number | undefined {
    return this.ids.get(piece);
  }

  encodePrompt(text: string): number[] {
    return [...(this.bos === undefined ? [] : [this.bos]), ...this.encode(text)];
  }

  encode(text: string): number[] {
    if (text === '') return [];
    const encoder = new TextEncoder();
    // A vocabulary without a piece for the space adds none before the text.
    const space = this.idOf(' ');
    const ids = space === undefined ? [] : [space];
    for (const character of text) {
      const bytes = encoder.encode(character);
      const id = this.idOf(binaryString(bytes));
      if (id !== undefined) ids.push(id);
      else for (const byte of bytes) ids.push(this.byteId(byte));
    }
    return mergeNeighbours(ids, (left, right) => this.unionOf(left, right));
  }

  private unionOf(left: number, right: number): Union<number> | undefined {
    const symbol = this.idOf(this.piece(left) + this.piece(right));
    if (symbol === undefined) return undefined;
    const score = this.pieces[symbol]?.score ?? -Infinity;
    return score > lowestScore ? { symbol, score } : undefined;
  }

  /** The token of a byte without a piece; <unk> in a vocabulary without all 256 bytes. */
  private byteId(byte: number): number {
    return firstByteId + byte < this.vocabSize ? firstByteId + byte : 0;
  }

  bytesOf(id: number, previous?: number): Uint8Array {
    const bytes = this.pieces[id]?.bytes ?? new Uint8Array();
    const byte = /^<0x([0-9A-Fa-f]{2})>$/.exec(this.piece(id))?.[1];
    if (byte !== undefined) return Uint8Array.of(parseInt(byte, 16));
    return previous === bos && bytes[0] === 0x20 ? bytes.subarray(1) : bytes;
  }

  /** BOS has no text. */
  decode(ids: readonly number[]): string {
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    let text = '';
    ids.forEach((id, i) => {
      if (id !== this.bos) text += decoder.decode(this.bytesOf(id, ids[i - 1]), { stream: true });
    });
    return text + decoder.decode();
  }
}

/** One character per byte, so that a Map finds bytes. */
function binaryString(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
