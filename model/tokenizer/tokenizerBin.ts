import type { ByteSource } from '../../disc/byteSource';
import { FormatError } from '../formatError';
import { viewOf } from '../../common/littleEndian';
import { PieceTokenizer, type Piece } from './pieceTokenizer';

/** The file is read completely; a vocabulary of a million tokens is smaller. */
export const mostTokenizerBytes = 64 << 20;
const advice = 'not a llama2.c tokenizer (.bin), or damaged';

/**
 * Reads a llama2.c tokenizer `.bin`: u32 longest piece in bytes, then for each token f32 score, i32 length and that
 * many bytes, little-endian, to the end of the file. The number of tokens is not stored.
 * @throws FormatError with the offset of the invalid field.
 */
export async function openTokenizerBin(source: ByteSource, label: string): Promise<PieceTokenizer> {
  if (source.size < 12 || source.size > mostTokenizerBytes) {
    throw new FormatError({
      label,
      field: 'the file size',
      found: `${source.size} bytes`,
      expected: `12 bytes to ${mostTokenizerBytes} bytes`,
      advice,
    });
  }
  const bytes = await source.read(0, source.size);
  const view = viewOf(bytes);
  const longest = view.getUint32(0, true);
  const pieces: Piece[] = [];
  for (let offset = 4; offset < bytes.length;) {
    const fail = (part: string, at: number, found: string, expected: string): FormatError =>
      new FormatError({
        label,
        field: `${part} of token ${pieces.length}`,
        offset: at,
        found,
        expected,
        advice,
      });
    if (bytes.length - offset < 8) {
      throw fail('score and length', offset, `${bytes.length - offset} bytes long`, '8 bytes');
    }
    const score = view.getFloat32(offset, true);
    if (!Number.isFinite(score)) throw fail('the score', offset, String(score), 'a finite number');
    const length = view.getInt32(offset + 4, true);
    const left = bytes.length - offset - 8;
    if (length < 0 || length > longest) {
      throw fail('the length', offset + 4, String(length), `0 to ${longest}, the maximum in the header`);
    }
    if (length > left) throw fail('the length', offset + 4, String(length), `at most the ${left} bytes left`);
    pieces.push({ score, bytes: bytes.slice(offset + 8, offset + 8 + length) });
    offset += 8 + length;
  }
  return new PieceTokenizer(pieces);
}

/** The bytes of a llama2.c tokenizer `.bin`. */
export function encodeTokenizerBin(pieces: readonly Piece[]): Uint8Array {
  const size = pieces.reduce((sum, { bytes }) => sum + 8 + bytes.length, 4);
  const file = new Uint8Array(size);
  const view = viewOf(file);
  view.setUint32(
    0,
    pieces.reduce((longest, { bytes }) => Math.max(longest, bytes.length), 0),
    true,
  );
  let offset = 4;
  for (const { score, bytes } of pieces) {
    view.setFloat32(offset, score, true);
    view.setInt32(offset + 4, bytes.length, true);
    file.set(bytes, offset + 8);
    offset += 8 + bytes.length;
  }
  return file;
}
