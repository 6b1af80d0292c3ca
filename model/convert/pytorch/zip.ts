import { SliceSource, type ByteSource } from '../../../disc/byteSource';
import { viewOf } from '../../../common/littleEndian';
import { FormatError } from '../../formatError';

/** A file in an archive that is stored without compression. */
export interface ZipEntry {
  readonly name: string;
  readonly open: () => Promise<ByteSource>;
}

const endBytes = 22;
const locatorBytes = 20;
const mostCommentBytes = 0xffff;
const mostDirectoryBytes = 64 << 20;
const advice = 'the file is truncated or damaged; copy or download it again';

/**
 * The files of a ZIP archive by name, from its central directory (PKWARE's APPNOTE 6.3, with ZIP64). PyTorch writes
 * ZIP64 archives without compression.
 * @throws FormatError when the archive is damaged.
 */
export async function readZip(source: ByteSource, label: string): Promise<Map<string, ZipEntry>> {
  const fail = (field: string, found: string, expected: string): FormatError =>
    new FormatError({ label, field, found, expected, advice });
  const { at, size, count } = await directoryOf(source, fail);
  if (size > mostDirectoryBytes || at + size > source.size) {
    throw fail('the directory of the archive', `${size} bytes at ${at}`, `inside the ${source.size} bytes`);
  }
  const bytes = await source.read(at, size);
  const view = viewOf(bytes);
  const entries = new Map<string, ZipEntry>();
  for (let i = 0, offset = 0; i < count; i++) {
    if (offset + 46 > size || view.getUint32(offset, true) !== 0x02014b50) {
      throw fail('the directory of the archive', `${entries.size} entries`, `${count}`);
    }
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((field) =>
      view.getUint16(offset + field, true),
    ) as [number, number, number];
    const name = new TextDecoder().decode(bytes.subarray(offset + 46, offset + 46 + nameBytes));
    const extra = viewOf(bytes.subarray(offset + 46 + nameBytes, offset + 46 + nameBytes + extraBytes));
    const [stored, compressed, start] = wideNumbers(extra, [
      view.getUint32(offset + 24, true),
      view.getUint32(offset + 20, true),
      view.getUint32(offset + 42, true),
    ]);
    const method = view.getUint16(offset + 10, true);
    const open = async (): Promise<ByteSource> => {
      if (method !== 0 || stored !== compressed) {
        throw new FormatError({
          label,
          field: name,
          found: 'compressed',
          expected: 'stored, as torch.save writes it',
          advice: 'save the model again with torch.save',
        });
      }
      if (start + 30 > source.size) throw fail(name, `at offset ${start}`, 'inside the file');
      // The header before the data has its own, longer extra field, which aligns the data.
      const local = viewOf(await source.read(start, 30));
      const from = start + 30 + local.getUint16(26, true) + local.getUint16(28, true);
      if (local.getUint32(0, true) !== 0x04034b50 || from + stored > source.size) {
        throw fail(name, `${stored} bytes at offset ${from}`, `inside the ${source.size} bytes of the file`);
      }
      return new SliceSource(source, from, stored);
    };
    entries.set(name, { name, open });
    offset += 46 + nameBytes + extraBytes + commentBytes;
  }
  return entries;
}

type Fail = (field: string, found: string, expected: string) => FormatError;

interface Directory {
  readonly at: number;
  readonly size: number;
  readonly count: number;
}

async function directoryOf(source: ByteSource, fail: Fail): Promise<Directory> {
  const from = Math.max(0, source.size - endBytes - mostCommentBytes);
  const tail = await source.read(from, source.size - from);
  const view = viewOf(tail);
  for (let at = tail.length - endBytes; at >= 0; at--) {
    if (view.getUint32(at, true) !== 0x06054b50) continue;
    const found = {
      count: view.getUint16(at + 10, true),
      size: view.getUint32(at + 12, true),
      at: view.getUint32(at + 16, true),
    };
    const isWide = found.count === 0xffff || found.size === 0xffffffff || found.at === 0xffffffff;
    return isWide ? await wideDirectory(source, from + at, fail) : found;
  }
  throw fail('the end of the archive', 'absent', 'the record that ends a ZIP archive');
}

/** The directory of an archive with more than 65,534 files or 4 GiB. */
async function wideDirectory(source: ByteSource, endAt: number, fail: Fail): Promise<Directory> {
  const wrong = (): FormatError => fail('the end of the archive', 'not complete', 'the records of ZIP64');
  if (endAt < locatorBytes) throw wrong();
  const locator = viewOf(await source.read(endAt - locatorBytes, locatorBytes));
  const at = Number(locator.getBigUint64(8, true));
  if (locator.getUint32(0, true) !== 0x07064b50 || at + 56 > source.size) throw wrong();
  const end = viewOf(await source.read(at, 56));
  if (end.getUint32(0, true) !== 0x06064b50) throw wrong();
  const [count, size, start] = [32, 40, 48].map((field) => Number(end.getBigUint64(field, true)));
  return { count: count ?? 0, size: size ?? 0, at: start ?? 0 };
}

/** Numbers of 32 bits, or those of 64 bits in the extra field that replace the full ones, in this order. */
function wideNumbers(extra: DataView, narrow: readonly [number, number, number]): [number, number, number] {
  const wide: number[] = [];
  for (let at = 0; at + 4 <= extra.byteLength;) {
    const length = extra.getUint16(at + 2, true);
    const end = Math.min(at + 4 + length, extra.byteLength);
    if (extra.getUint16(at, true) === 1) {
      for (let field = at + 4; field + 8 <= end; field += 8)
        wide.push(Number(extra.getBigUint64(field, true)));
    }
    at += 4 + length;
  }
  const [a, b, c] = narrow.map((value) => (value === 0xffffffff ? (wide.shift() ?? value) : value));
  return [a ?? 0, b ?? 0, c ?? 0];
}
