import { crc32 } from './crc32';
import { planHeader, planMagic, planVersion, tablePlace } from './format/header';
import type { AnyRecord, EntryOf } from './format/record';
import { RecordReader } from './format/references';
import { tableLimits } from './programLimits';
import { entryBytes, tableNames, tables, type TableName } from './format/tables';

const advice = 'build the image again';
const tableAlignment = 64;

type Tables = typeof tables;
type Place = EntryOf<typeof tablePlace>;

/** The raw contents of PLAN.BIN: its header and its tables, with each field checked separately. */
export class PlanFile {
  readonly reader: RecordReader;
  readonly header: EntryOf<typeof planHeader>;
  private readonly places: Readonly<Record<TableName, Place>>;
  /** By their offset in the strings. */
  private readonly texts: ReadonlyMap<number, string>;

  /** @throws FormatError when it is not a plan, has another version or is damaged. */
  constructor(bytes: Uint8Array, label: string) {
    const plain = new RecordReader(bytes, label, advice);
    checkFile(plain);
    this.places = placesOf(plain);
    this.texts = textsIn(bytes, this.places.strings);
    this.reader = new RecordReader(bytes, label, advice, {
      countOf: (name) => this.places[name as TableName].count,
      textAt: (offset) => this.texts.get(offset),
    });
    this.header = planHeader.read(this.reader, 0, 'the header');
  }

  /** The entries of a table. @throws FormatError with the offset of an invalid field. */
  table<K extends keyof Tables>(name: K): EntryOf<Tables[K]>[] {
    const record: AnyRecord = tables[name];
    return Array.from(
      { length: this.places[name].count },
      (_, index) =>
        record.read(this.reader, this.startOf(name, index), `${record.name} ${index}`) as EntryOf<Tables[K]>,
    );
  }

  /** The offset of an entry of a table in the file. */
  startOf(name: keyof Tables, index: number): number {
    const { offset, entryBytes } = this.places[name];
    return offset + index * entryBytes;
  }
}

/**
 * The NUL-terminated texts of the strings, by their offset. A text begins where the one before ends, so that all
 * together are no longer than the table, whatever refers to them.
 */
function textsIn(bytes: Uint8Array, { offset: first, count }: Place): ReadonlyMap<number, string> {
  const texts = new Map<number, string>();
  const decoder = new TextDecoder();
  for (let start = first; start < first + count;) {
    const end = bytes.indexOf(0, start);
    if (end < 0 || end >= first + count) break;
    texts.set(start - first, decoder.decode(bytes.subarray(start, end)));
    start = end + 1;
  }
  return texts;
}

/** Checks the file as a whole: size, magic, version and checksum. */
function checkFile(file: RecordReader): void {
  const { bytes, length } = file;
  if (length < planHeader.bytes)
    throw file.wrong('the file', 0, `${length} bytes long`, `at least ${planHeader.bytes}`);
  const magic = String.fromCharCode(...file.raw(0, planMagic.length));
  if (magic !== planMagic) throw file.wrong('the magic number', 0, JSON.stringify(magic), planMagic);
  const expect = (field: string, offset: number, found: number, expected: number): void => {
    if (found !== expected) throw file.wrong(field, offset, String(found), String(expected));
  };
  const [major, size, head, crc] = (['major', 'fileBytes', 'headerBytes', 'crc'] as const).map((key) =>
    planHeader.offsetOf(key),
  ) as [number, number, number, number];
  expect('the version', major, file.u16(major), planVersion.major);
  expect('its length', size, file.u32(size), length);
  const plain = bytes.slice();
  plain.fill(0, crc, crc + 4);
  const sum = crc32(plain);
  if (sum !== file.u32(crc)) throw file.wrong('the CRC-32', crc, hex(file.u32(crc)), hex(sum));
  expect('the length of its header', head, file.u32(head), planHeader.bytes);
}

/** The places of the tables. Each is inside the file, and its entries are large enough for all known fields. */
function placesOf(file: RecordReader): Readonly<Record<TableName, Place>> {
  const first = planHeader.offsetOf('tables');
  const entries = tableNames.map((name, index) => {
    const at = first + index * tablePlace.bytes;
    const place = tablePlace.read(file, at, `the table ${name}`);
    checkPlace(file, name, at, place);
    return [name, place] as const;
  });
  return Object.fromEntries(entries) as Record<TableName, Place>;
}

function checkPlace(file: RecordReader, name: TableName, at: number, place: Place): void {
  const known = entryBytes(name);
  const wrong = (key: keyof Place, expected: string): Error =>
    file.wrong(
      `${key === 'entryBytes' ? 'the bytes of an entry' : `the ${key}`} of the table ${name}`,
      at + tablePlace.offsetOf(key),
      String(place[key]),
      expected,
    );
  const left = file.length - place.offset;
  if (place.offset < planHeader.bytes || place.offset % tableAlignment !== 0 || left < 0)
    throw wrong('offset', `a multiple of ${tableAlignment} from ${planHeader.bytes} to ${file.length}`);
  if (place.entryBytes < known) throw wrong('entryBytes', `at least ${known}`);
  if (name !== 'strings' && place.entryBytes % 4 !== 0) throw wrong('entryBytes', 'a multiple of 4');
  const most = tableLimits[name];
  if (place.count > most) throw wrong('count', `at most ${most}, the limit of the EE program`);
  if (place.count * known > left) throw wrong('count', `at most ${Math.floor(left / known)}`);
  if (place.count * place.entryBytes > left)
    throw wrong('entryBytes', `at most ${Math.floor(left / place.count)} for ${place.count} entries`);
}

const hex = (value: number): string => value.toString(16).padStart(8, '0');
