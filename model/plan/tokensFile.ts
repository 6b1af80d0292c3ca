import type { Tokenizer } from '../tokenizer/tokenizer';
import { BinaryWriter } from './binary';
import { crc32 } from './crc32';
import { none } from './encodePlan';

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
