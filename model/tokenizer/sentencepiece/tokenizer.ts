import { mergeNeighbours, type Union } from '../bpe';
import { chatMlTemplate, encodeBetween, type ChatFormat } from '../chat';
import { isOriginalTokenizer, originalChatParts, originalSampling } from '../originalChat';
import { TextAssembler } from '../textAssembler';
import type { Tokenizer } from '../tokenizer';
import { pieceTypes, type SentencePieceModel } from './modelFile';
import { normalise, PrefixMatcher, spaceSymbol, type NormaliserSettings } from './normaliser';
import { bestPieces, type FoundPiece, type UnigramPieces } from './unigram';

/** What other places state of a SentencePiece model; its file has no fields for this. */
interface SentencePieceSettings {
  readonly chatTemplate?: string;
  /** Whether a prompt begins with the start token (default: yes) and ends with the end token (default: no). */
  readonly addBos?: boolean;
  readonly addEos?: boolean;
  /** The token that ends an answer, if it is stated. */
  readonly endOfTurn?: number;
  /** The tokens at which writing ends, if they are stated. */
  readonly ends?: readonly number[];
}

/** A SentencePiece model: encodes and decodes as the SentencePiece library does. */
export class SentencePieceTokenizer implements Tokenizer {
  readonly vocabSize: number;
  readonly bos: number | undefined;
  readonly eos: number | undefined;
  readonly ends: readonly number[];
  readonly chat?: ChatFormat;
  private readonly unknown: number;
  /** Pieces that text can be split into. */
  private readonly ids = new Map<string, number>();
  /** Control, byte and unknown pieces: not matched in text, only by name. */
  private readonly reserved = new Map<string, number>();
  private readonly normaliser: NormaliserSettings;
  private readonly unigram: UnigramPieces;
  private readonly encoder = new TextEncoder();

  constructor(
    readonly model: SentencePieceModel,
    private readonly settings: SentencePieceSettings = {},
  ) {
    const { pieces } = model;
    this.vocabSize = pieces.length;
    this.bos = model.bos;
    this.eos = model.eos;
    this.ends = settings.ends ?? [];
    this.unknown = pieces.findIndex(({ type }) => type === pieceTypes.unknown);
    const inText: readonly number[] = [pieceTypes.normal, pieceTypes.userDefined, pieceTypes.unused];
    pieces.forEach(({ text, type }, id) => {
      const map = inText.includes(type) ? this.ids : this.reserved;
      if (!map.has(text)) map.set(text, id);
    });
    const own = pieces.filter(({ type }) => type === pieceTypes.userDefined).map(({ text }) => text);
    this.normaliser = { ...model, userDefined: new PrefixMatcher(own) };
    this.unigram = unigramPieces(model, this.ids);
    const chat = this.chatOf(settings.chatTemplate);
    if (chat !== undefined) this.chat = chat;
  }

  encodePrompt(text: string): number[] {
    const { addBos = true, addEos = false } = this.settings;
    const before = addBos && this.bos !== undefined ? [this.bos] : [];
    const after = addEos && this.eos !== undefined ? [this.eos] : [];
    return [...before, ...this.encode(text), ...after];
  }

  encode(text: string): number[] {
    const normalised = normalise(text, this.normaliser);
    const found =
      this.model.algorithm === 'unigram' ? bestPieces(normalised, this.unigram) : this.merged(normalised);
    const ids: number[] = [];
    let afterUnknown = false;
    for (const { text: symbol, id = this.unknown } of found) {
      const isUnknown = id === this.unknown;
      if (isUnknown && this.model.byteFallback) {
        for (const byte of this.encoder.encode(symbol)) ids.push(this.byteId(byte));
      } else if (!isUnknown || !afterUnknown) {
        // Consecutive unknown symbols are one token.
        ids.push(id);
      }
      afterUnknown = isUnknown;
    }
    return ids;
  }

  private chatOf(template: string | undefined): ChatFormat | undefined {
    const { pieces } = this.model;
    const { endOfTurn } = this.settings;
    const isNamed = (id: number): boolean =>
      this.isControl(id) || id === endOfTurn || pieces[id]?.type === pieceTypes.userDefined;
    const specials = new Map(pieces.flatMap(({ text }, id) => (isNamed(id) ? [[text, id] as const] : [])));
    const encode = (text: string): number[] => this.encode(text);
    if (template === undefined) {
      const isChatMl = specials.has('<|im_start|>') && specials.has('<|im_end|>');
      if (!isChatMl) return undefined;
      const original = isOriginalTokenizer(pieces)
        ? { parts: originalChatParts, sampling: originalSampling }
        : {};
      return { template: chatMlTemplate, specials, encode, ...original };
    }
    const bosToken = this.bos === undefined ? undefined : pieces[this.bos]?.text;
    const eosToken = this.eos === undefined ? undefined : pieces[this.eos]?.text;
    return {
      template,
      ...(bosToken !== undefined && { bosToken }),
      ...(eosToken !== undefined && { eosToken }),
      specials,
      ...(endOfTurn !== undefined && { endOfTurn }),
      encode: encodeBetween(specials, encode),
    };
  }

  bytesOf(id: number, previous?: number): Uint8Array {
    const piece = this.model.pieces[id];
    if (piece === undefined || this.isControl(id)) return new Uint8Array();
    if (piece.type === pieceTypes.unknown) return this.encoder.encode(this.model.unknownSurface);
    const byte = this.byteOf(id);
    if (byte !== undefined) return Uint8Array.of(byte);
    const text = piece.text.replaceAll(spaceSymbol, ' ');
    const isFirst = previous !== undefined && previous === this.bos && this.model.addDummyPrefix;
    return this.encoder.encode(isFirst ? text.replace(/^ /, '') : text);
  }

  decode(ids: readonly number[]): string {
    const { addDummyPrefix, removeExtraWhitespaces } = this.model;
    const text = new TextAssembler('one by one');
    // Removes one leading space, or all of them if the encoder removes extra ones.
    let stripping = addDummyPrefix || removeExtraWhitespaces;
    for (const id of ids) {
      const piece = this.model.pieces[id];
      if (piece === undefined) continue;
      const byte = this.byteOf(id);
      if (byte !== undefined) {
        text.byte(byte);
        continue;
      }
      if (!text.isEmpty) stripping = false;
      if (piece.type === pieceTypes.unknown) text.text(this.model.unknownSurface);
      else if (!this.isControl(id)) {
        const strip = stripping && piece.text.startsWith(spaceSymbol);
        if (strip && !removeExtraWhitespaces) stripping = false;
        text.text((strip ? piece.text.slice(1) : piece.text).replaceAll(spaceSymbol, ' '));
      }
    }
    return text.take();
  }

  private merged(text: string): FoundPiece[] {
    const symbols: string[] = [];
    const frozen = new Set<string>();
    for (let at = 0; at < text.length;) {
      const own = this.normaliser.userDefined.longest(text, at);
      const symbol = own ?? String.fromCodePoint(text.codePointAt(at) ?? 0);
      if (own !== undefined) frozen.add(own);
      symbols.push(symbol);
      at += symbol.length;
    }
    const parts = new Map<string, readonly [string, string]>();
    const unionOf = (left: string, right: string): Union<string> | undefined => {
      if (frozen.has(left) || frozen.has(right)) return undefined;
      const symbol = left + right;
      const id = this.ids.get(symbol);
      if (id === undefined) return undefined;
      if (this.isUnused(symbol)) parts.set(symbol, [left, right]);
      return { symbol, score: this.model.pieces[id]?.score ?? 0 };
    };
    // A piece marked as unused is a step in merging, but is split again if it remains.
    const cut = (symbol: string): string[] => {
      const sides = this.isUnused(symbol) ? parts.get(symbol) : undefined;
      return sides === undefined ? [symbol] : sides.flatMap(cut);
    };
    return mergeNeighbours(symbols, unionOf)
      .flatMap(cut)
      .map((symbol) => ({ text: symbol, id: this.reserved.get(symbol) ?? this.ids.get(symbol) }));
  }

  private isUnused(symbol: string): boolean {
    return this.model.pieces[this.ids.get(symbol) ?? -1]?.type === pieceTypes.unused;
  }

  /** Without text for the reader: a control piece, and the start and end token of whatever type. */
  private isControl(id: number): boolean {
    return this.model.pieces[id]?.type === pieceTypes.control || id === this.bos || id === this.eos;
  }

  private byteId(byte: number): number {
    const name = `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`;
    return this.reserved.get(name) ?? this.ids.get(name) ?? this.unknown;
  }

  private byteOf(id: number): number | undefined {
    const piece = this.model.pieces[id];
    if (piece?.type !== pieceTypes.byte) return undefined;
    const digits = /^<0x([0-9A-Fa-f]{2})>$/.exec(piece.text)?.[1];
    return digits === undefined ? undefined : parseInt(digits, 16);
  }
}

/** An unknown character costs this much more than the worst piece. */
const unknownPenalty = 10;

function unigramPieces({ pieces }: SentencePieceModel, ids: ReadonlyMap<string, number>): UnigramPieces {
  const normal = pieces.filter(({ type }) => type === pieceTypes.normal);
  const least = normal.reduce((worst, { score }) => Math.min(worst, score), Infinity);
  // The library starts with the smallest positive float.
  const best = normal.reduce((largest, { score }) => Math.max(largest, score), 2 ** -126);
  return {
    idOf: (text) => {
      const id = ids.get(text);
      return pieces[id ?? -1]?.type === pieceTypes.unused ? undefined : id;
    },
    score: (id) => pieces[id]?.score ?? 0,
    isUserDefined: (id) => pieces[id]?.type === pieceTypes.userDefined,
    longest: pieces.reduce((most, { text }) => Math.max(most, text.length), 1),
    best,
    unknownScore: Math.fround(least - unknownPenalty),
  };
}
