import { none, type Field, type Member, type OptionalField } from './field';
import type { RecordReader, RecordWriter } from './references';

type Fields = Readonly<Record<string, Field<unknown>>>;
type OptionalKeys<F> = { [K in keyof F]: F[K] extends OptionalField<unknown> ? K : never }[keyof F];
type ValueOf<F> = F extends Field<infer T> ? T : never;

/** Any record, for code that looks one up by its name. */
export type AnyRecord = FileRecord<Fields>;

/** The values of the fields of a record. An optional field that refers to nothing is left out. */
export type ValuesOf<F> = {
  readonly [K in Exclude<keyof F, OptionalKeys<F>>]: ValueOf<F[K]>;
} & {
  readonly [K in OptionalKeys<F>]?: Exclude<ValueOf<F[K]>, undefined>;
};

/** The values of one entry. */
export type EntryOf<R> = R extends FileRecord<infer F> ? ValuesOf<F> : never;

interface Placed {
  readonly key: string;
  readonly field: Field<unknown>;
  readonly offset: number;
}

/**
 * A header or an entry of a table: its fields in file order. This one description encodes and decodes it, checks the
 * C structs (runtime/plan/plan_layout.h) and makes the tables of docs/plan.md.
 */
export class FileRecord<F extends Fields> {
  private readonly placed: readonly Placed[];

  /**
   * @param name for messages, and in snake case the name of the C struct
   * @param bytes its size in the file; the rest after the last field is 0
   * @throws RangeError when the fields overlap or are too large.
   */
  constructor(
    readonly name: string,
    readonly bytes: number,
    fields: F,
  ) {
    let next = 0;
    this.placed = Object.entries(fields).map(([key, field]) => {
      const offset = field.offset ?? next;
      if (offset < next) throw new RangeError(`${name}: ${key} at ${offset} overlaps the field before it.`);
      next = offset + field.bytes;
      return { key, field, offset };
    });
    if (next > bytes) throw new RangeError(`${name}: its fields take ${next} bytes of ${bytes}.`);
  }

  /** The offset of a field in the record. @throws RangeError when there is no such field. */
  offsetOf(key: keyof F & string): number {
    const found = this.placed.find((placed) => placed.key === key);
    if (found === undefined) throw new RangeError(`${this.name} has no field ${key}.`);
    return found.offset;
  }

  /** What a byte of the record belongs to, as in messages: `eps`; undefined between fields. */
  fieldAt(byte: number): string | undefined {
    const found = this.placed.find(({ field, offset }) => offset <= byte && byte < offset + field.bytes);
    return found && words(found.key);
  }

  /** Its members in C, in order. */
  get members(): readonly Member[] {
    return this.placed.flatMap(({ key, field, offset }) =>
      field.members(field.cName ?? snakeCase(key), offset),
    );
  }

  /**
   * Reads one entry.
   * @param owner for messages: `part 3`
   * @throws FormatError with the offset of what is wrong
   */
  read(from: RecordReader, at: number, owner: string): ValuesOf<F> {
    const values: Record<string, unknown> = {};
    for (const { key, field, offset } of this.placed) {
      const value = field.read(from, at + offset, `${words(key)} of ${owner}`);
      if (value !== undefined) values[key] = value;
    }
    return values as ValuesOf<F>;
  }

  write(to: RecordWriter, at: number, values: ValuesOf<F>): void {
    const all = values as Readonly<Record<string, unknown>>;
    for (const { key, field, offset } of this.placed) field.write(to, at + offset, all[key]);
  }

  /** Writes an unused entry: NONE in optional fields and in `mark`, else 0. */
  writeUnused(to: RecordWriter, at: number, mark: string): void {
    for (const { key, field, offset } of this.placed)
      to.at(at + offset).u32('isOptional' in field || key === mark ? none : 0);
  }

  /** The texts that an entry needs in the strings table, in order. */
  textsOf(values: ValuesOf<F>): string[] {
    const all = values as Readonly<Record<string, unknown>>;
    return this.placed.flatMap(({ key, field }) => (field.isText ? [String(all[key])] : []));
  }
}

/** The fields of a record, as direct members of another one. */
export const group = <F extends Fields>(record: FileRecord<F>): Field<ValuesOf<F>> => ({
  bytes: record.bytes,
  members: (_, offset) => record.members.map((member) => ({ ...member, offset: offset + member.offset })),
  read: (from, at) => record.read(from, at, record.name),
  write: (to, at, value) => record.write(to, at, value),
});

/** A record as one member of another one. */
export const nested = <F extends Fields>(record: FileRecord<F>, meaning: string): Field<ValuesOf<F>> => ({
  bytes: record.bytes,
  members: (name, offset) => [{ name, offset, bytes: record.bytes, type: record.name, meaning }],
  read: (from, at, name) => record.read(from, at, name),
  write: (to, at, value) => record.write(to, at, value),
});

/** An array of `count` records. */
export function list<F extends Fields>(
  record: FileRecord<F>,
  count: number,
  meaning: string,
): Field<readonly ValuesOf<F>[]> {
  const bytes = count * record.bytes;
  return {
    bytes,
    members: (name, offset) => [{ name, offset, bytes, type: `${record.name} × ${count}`, meaning }],
    read: (from, at, name) =>
      Array.from({ length: count }, (_, i) => record.read(from, at + i * record.bytes, `${name} ${i}`)),
    write: (to, at, values) => values.forEach((value, i) => record.write(to, at + i * record.bytes, value)),
  };
}

/** An array of `count` slots for records. A slot with NONE in the field `mark` is unused. */
export function slots<F extends Fields>(
  record: FileRecord<F>,
  count: number,
  mark: keyof F & string,
  meaning: string,
): Field<readonly (ValuesOf<F> | undefined)[]> {
  const all = list(record, count, meaning);
  return {
    ...all,
    read: (from, at, name) =>
      Array.from({ length: count }, (_, i) => {
        const start = at + i * record.bytes;
        const isUsed = from.u32(start + record.offsetOf(mark)) !== none;
        return isUsed ? record.read(from, start, `${name} ${i}`) : undefined;
      }),
    write: (to, at, values) => {
      for (let i = 0; i < count; i++) {
        const start = at + i * record.bytes;
        const value = values[i];
        if (value === undefined) record.writeUnused(to, start, mark);
        else record.write(to, start, value);
      }
    },
  };
}

const parted = (key: string, between: string): string =>
  key.replace(/[A-Z]/g, (letter) => between + letter.toLowerCase());

/** `rowStart` → `row_start` */
export const snakeCase = (key: string): string => parted(key, '_');

/** `rowStart` → `row start` */
const words = (key: string): string => parted(key, ' ');
