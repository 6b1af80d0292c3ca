import type { ByteSource } from '../../disc/byteSource';
import { FormatError } from '../formatError';
import { viewOf } from '../littleEndian';
import type { Tokenizer } from '../tokenizer/tokenizer';
import { BinaryWriter } from './binary';
import { crc32 } from './crc32';
import { none } from './format/field';

export const tokensMagic = 'PS2MTOKS';
const version = { major: 1, minor: 0 };
const headerBytes = 64;

/** TOKENS.BIN as docs/plan.md specifies it: the bytes that each id prints. */
export function encodeTokens(tokenizer: Tokenizer): Uint8Array {
  const pieces = Array.from({ length: tokenizer.vocabSize }, (_, id) => tokenizer.bytesOf(id));
  const textBytes = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const textStart = headerBytes + (pieces.length + 1) * 4;
  const writer = new BinaryWriter(textStart + textBytes);
  writer.ascii(tokensMagic).u16(version.major, version.minor).u32(writer.bytes.length, 0);
  writer.at(24).u32(pieces.length, tokenizer.bos ?? none, tokenizer.eos ?? none, textStart);
  let offset = 0;
  writer.at(headerBytes);
  for (const piece of pieces) {
    writer.u32(offset);
    offset += piece.length;
  }
  writer.u32(offset);
  for (const piece of pieces) writer.raw(piece);
  writer.at(16).u32(crc32(writer.bytes));
  return writer.bytes;
}

/** What the console prints for each token: all that a disc of PS2 ML says of its tokenizer. */
export class PrintedTokens {
  /** @param pieces the bytes of each id. */
  constructor(
    private readonly pieces: readonly Uint8Array[],
    readonly bos: number | undefined,
    readonly eos: number | undefined,
  ) {}

  get vocabSize(): number {
    return this.pieces.length;
  }

  bytesOf(id: number): Uint8Array {
    return this.pieces[id] ?? new Uint8Array();
  }

  /** The first id for which a tokenizer has other bytes; undefined where it prints the same. */
  differsFrom(tokenizer: Tokenizer): number | undefined {
    const length = Math.max(this.vocabSize, tokenizer.vocabSize);
    for (let id = 0; id < length; id++) {
      const [own, other] = [this.bytesOf(id), tokenizer.bytesOf(id)];
      if (own.length !== other.length || own.some((byte, i) => byte !== other[i])) return id;
    }
    return undefined;
  }
}

/** Bytes of a vocabulary of 262,144 tokens with 60 bytes each; the file is read as a whole. */
const mostBytes = 16 << 20;
const advice = 'the disc is damaged, or made by another version';

/**
 * Reads TOKENS.BIN.
 * @throws FormatError with the offset of what is wrong.
 */
export function decodeTokens(bytes: Uint8Array, label: string): PrintedTokens {
  const view = viewOf(bytes);
  const fail = (field: string, offset: number, found: string, expected: string): FormatError =>
    new FormatError({ label, field, offset, found, expected, advice });
  if (bytes.length < headerBytes + 4)
    throw fail('the file size', 0, `${bytes.length} bytes`, `${headerBytes + 4} bytes or more`);
  const magic = String.fromCharCode(...bytes.subarray(0, 8));
  if (magic !== tokensMagic) throw fail('magic', 0, JSON.stringify(magic), `"${tokensMagic}"`);
  const major = view.getUint16(8, true);
  if (major !== version.major) throw fail('the version', 8, String(major), String(version.major));
  const size = view.getUint32(12, true);
  if (size !== bytes.length) throw fail('the file size', 12, `${size} bytes`, `${bytes.length} bytes`);
  const crc = view.getUint32(16, true);
  const unsigned = bytes.slice();
  unsigned.fill(0, 16, 20);
  const expected = crc32(unsigned);
  if (crc !== expected) throw fail('the checksum', 16, String(crc), String(expected));
  const count = view.getUint32(24, true);
  const textStart = view.getUint32(36, true);
  if (headerBytes + (count + 1) * 4 > textStart || textStart > bytes.length)
    throw fail('the number of tokens', 24, String(count), 'as many as there are offsets before the text');
  const at = (id: number): number => textStart + view.getUint32(headerBytes + id * 4, true);
  const pieces = Array.from({ length: count }, (_, id) => {
    const [start, end] = [at(id), at(id + 1)];
    if (start > end || end > bytes.length)
      throw fail(`the text of token ${id}`, headerBytes + id * 4, `at ${start} to ${end}`, 'inside the file');
    return bytes.slice(start, end);
  });
  const idAt = (offset: number): number | undefined => {
    const id = view.getUint32(offset, true);
    return id === none ? undefined : id;
  };
  return new PrintedTokens(pieces, idAt(28), idAt(32));
}

/**
 * Reads TOKENS.BIN from a file that somebody else may have written.
 * @throws FormatError with the offset of what is wrong.
 */
export async function readTokens(source: ByteSource, label: string): Promise<PrintedTokens> {
  if (source.size > mostBytes) {
    const [found, expected] = [`${source.size} bytes`, `at most ${mostBytes} bytes`];
    throw new FormatError({ label, field: 'the file size', offset: 0, found, expected, advice });
  }
  return decodeTokens(await source.read(0, source.size), label);
}
