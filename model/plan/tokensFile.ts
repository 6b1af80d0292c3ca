import { isCount } from '../../common/guards';
import type { ByteSource } from '../../disc/byteSource';
import { FormatError } from '../formatError';
import type { Tokenizer } from '../tokenizer/tokenizer';
import { crc32 } from './crc32';
import type { EntryOf } from './format/record';
import { RecordReader, RecordWriter } from './format/references';
import { tokensHeader, tokensMagic, tokensVersion } from './format/tokensHeader';

const headerBytes = tokensHeader.bytes;

/** TOKENS.BIN as docs/plan.md specifies it: the bytes that are printed for each id. */
export function encodeTokens(tokenizer: Tokenizer): Uint8Array {
  const pieces = Array.from({ length: tokenizer.vocabSize }, (_, id) => tokenizer.bytesOf(id));
  const textBytes = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const textStart = headerBytes + (pieces.length + 1) * 4;
  const writer = new RecordWriter(textStart + textBytes);
  tokensHeader.write(writer, 0, {
    magic: tokensMagic,
    ...tokensVersion,
    fileBytes: writer.bytes.length,
    crc: 0,
    count: pieces.length,
    ...(tokenizer.bos !== undefined && { bos: tokenizer.bos }),
    ...(tokenizer.eos !== undefined && { eos: tokenizer.eos }),
    textStart,
  });
  let offset = 0;
  writer.at(headerBytes);
  for (const piece of pieces) {
    writer.u32(offset);
    offset += piece.length;
  }
  writer.u32(offset);
  for (const piece of pieces) writer.raw(piece);
  writer.at(tokensHeader.offsetOf('crc')).u32(crc32(writer.bytes));
  return writer.bytes;
}

/** What the console prints for each token. A disc of PS2 ML contains nothing else of its tokenizer. */
export class PrintedTokens {
  /**
   * @param bytes the file.
   * @param offsets where the text of each id begins in it, and where the last one ends.
   */
  constructor(
    private readonly bytes: Uint8Array,
    private readonly offsets: Uint32Array,
    readonly bos: number | undefined,
    readonly eos: number | undefined,
  ) {}

  get vocabSize(): number {
    return this.offsets.length - 1;
  }

  bytesOf(id: number): Uint8Array {
    return this.bytes.subarray(this.offsets[id] ?? 0, this.offsets[id + 1] ?? 0);
  }

  /** The bytes of a single id; undefined for an unknown id. */
  textOf(id: number): string | undefined {
    return isCount(id) && id < this.vocabSize ? new TextDecoder().decode(this.bytesOf(id)) : undefined;
  }

  /** The first id for which a tokenizer has different bytes; undefined if all are equal. */
  differsFrom(tokenizer: Tokenizer): number | undefined {
    const length = Math.max(this.vocabSize, tokenizer.vocabSize);
    for (let id = 0; id < length; id++) {
      const [own, other] = [this.bytesOf(id), tokenizer.bytesOf(id)];
      if (own.length !== other.length || own.some((byte, i) => byte !== other[i])) return id;
    }
    return undefined;
  }
}

/** The size of a vocabulary of 262,144 tokens with 60 bytes each. The file is read as a whole. */
const mostBytes = 16 << 20;
const advice = 'the disc is damaged or was made by another version';

/**
 * Reads TOKENS.BIN.
 * @throws FormatError with the offset of what is wrong.
 */
export function decodeTokens(bytes: Uint8Array, label: string): PrintedTokens {
  checkSize(bytes.length, label);
  const file = new RecordReader(bytes, label, advice);
  const header = checkedHeader(file);
  const offsets = textOffsets(file, header);
  return new PrintedTokens(bytes, offsets, header.bos, header.eos);
}

type Header = EntryOf<typeof tokensHeader>;

function checkedHeader(file: RecordReader): Header {
  const { length } = file;
  const least = headerBytes + 4;
  if (length < least) throw file.wrong('the file size', 0, `${length} bytes`, `${least} bytes or more`);
  const header = tokensHeader.read(file, 0, 'the header');
  const expect = (field: string, key: keyof Header, expected: string | number): void => {
    if (header[key] !== expected)
      throw file.wrong(
        field,
        tokensHeader.offsetOf(key),
        JSON.stringify(header[key]),
        JSON.stringify(expected),
      );
  };
  expect('the magic number', 'magic', tokensMagic);
  expect('the version', 'major', tokensVersion.major);
  expect('the file size', 'fileBytes', length);
  const plain = file.bytes.slice();
  const crc = tokensHeader.offsetOf('crc');
  plain.fill(0, crc, crc + 4);
  expect('the checksum', 'crc', crc32(plain));
  return header;
}

/** The offset in the file where each text begins, and where the last one ends. */
function textOffsets(file: RecordReader, { count, textStart }: Header): Uint32Array {
  const { length } = file;
  const most = Math.floor((length - headerBytes) / 4) - 1;
  if (count > most)
    throw file.wrong(
      'the number of tokens',
      tokensHeader.offsetOf('count'),
      String(count),
      `at most ${most}`,
    );
  const least = headerBytes + (count + 1) * 4;
  if (textStart < least || textStart > length)
    throw file.wrong(
      'the offset of the texts',
      tokensHeader.offsetOf('textStart'),
      String(textStart),
      `${least} to ${length}, after the offsets of ${count} tokens`,
    );
  let last = 0;
  return Uint32Array.from({ length: count + 1 }, (_, id) => {
    const at = headerBytes + 4 * id;
    const offset = file.u32(at);
    if (offset < last || offset > length - textStart)
      throw file.wrong(
        `the text offset of token ${id}`,
        at,
        String(offset),
        `${last} to ${length - textStart}`,
      );
    last = offset;
    return textStart + offset;
  });
}

/**
 * Reads TOKENS.BIN from a file of unknown origin.
 * @throws FormatError with the offset of what is wrong.
 */
export async function readTokens(source: ByteSource, label: string): Promise<PrintedTokens> {
  checkSize(source.size, label);
  return decodeTokens(await source.read(0, source.size), label);
}

function checkSize(size: number, label: string): void {
  if (size <= mostBytes) return;
  const [found, expected] = [`${size} bytes`, `at most ${mostBytes} bytes`];
  throw new FormatError({ label, field: 'the file size', offset: 0, found, expected, advice });
}
