import type { RecordReader, RecordWriter } from './references';

/** The value of an optional field that refers to nothing. */
export const none = 0xffff_ffff;

/** The code in the file for each name. */
export type Codes<T extends string> = Readonly<Record<T, number>>;

/** One member of the C struct, and one row of the documentation. */
export interface Member {
  /** Its name in C. */
  readonly name: string;
  /** From the start of the record. */
  readonly offset: number;
  readonly bytes: number;
  /** `u32`, `u32 or NONE`, `operand × 5` … */
  readonly type: string;
  readonly meaning: string;
  /** Its codes and their names in C: the prefix and the name in capitals. */
  readonly codes?: Codes<string>;
  readonly cPrefix?: string;
}

/** One field of a record: its form in the file, its meaning, and how it is read and written. */
export interface Field<T> {
  readonly bytes: number;
  /** Its offset, if it does not follow the previous field directly. */
  readonly offset?: number;
  /** Its name in C, if it is not the field's name in snake case. */
  readonly cName?: string;
  /** Its value is a text in the strings table. */
  readonly isText?: true;
  /** @param name in C */
  members(name: string, offset: number): readonly Member[];
  /** @param name for messages: `rows of part 3` @throws FormatError with the offset of what is wrong */
  read(from: RecordReader, at: number, name: string): T;
  write(to: RecordWriter, at: number, value: T): void;
}

/** A field without a value reads as undefined and is left out of the record's values. */
export interface OptionalField<T> extends Field<T | undefined> {
  readonly isOptional: true;
}

/** Puts a field at an offset, after unused bytes. */
export const at = <T>(offset: number, field: Field<T>): Field<T> => ({ ...field, offset });

/** Gives a field another name in C. */
export const named = <T>(cName: string, field: Field<T>): Field<T> => ({ ...field, cName });

type Numeric = 'u16' | 'u32' | 'f32';
const bytesOf: Readonly<Record<Numeric, number>> = { u16: 2, u32: 4, f32: 4 };

function numeric(type: Numeric, meaning: string): Field<number> {
  const bytes = bytesOf[type];
  return {
    bytes,
    members: (name, offset) => [{ name, offset, bytes, type, meaning }],
    read: (from, at) => from[type](at),
    write: (to, at, value) => to.at(at)[type](value),
  };
}

export const u16 = (meaning: string): Field<number> => numeric('u16', meaning);
export const u32 = (meaning: string): Field<number> => numeric('u32', meaning);
export const f32 = (meaning: string): Field<number> => numeric('f32', meaning);

/** A u32 that `read` converts to a value and `write` converts back. */
function word<T>(
  type: string,
  meaning: string,
  read: (value: number, wrong: (expected: string) => Error, from: RecordReader) => T,
  write: (value: T, to: RecordWriter) => number,
): Field<T> {
  return {
    bytes: 4,
    members: (name, offset) => [{ name, offset, bytes: 4, type, meaning }],
    read: (from, at, name) => {
      const value = from.u32(at);
      return read(value, (expected) => from.wrong(name, at, String(value), expected), from);
    },
    write: (to, at, value) => to.at(at).u32(write(value, to)),
  };
}

/** A number of at most `most`. */
export const upTo = (most: number, meaning: string): Field<number> =>
  word('u32', meaning, (value, wrong) => atMost(value, most, wrong), identity);

/** A number that may be negative. */
export const i32 = (meaning: string): Field<number> =>
  word(
    'i32',
    meaning,
    (value) => value | 0,
    (value) => value >>> 0,
  );

/** The index of an entry of a table. */
export const index = (table: string, meaning: string): Field<number> =>
  word('u32', meaning, (value, wrong, from) => below(value, from.references.countOf(table), wrong), identity);

/** The index of an entry of a table or, at the end of a range, the last index + 1. */
export const bound = (table: string, meaning: string): Field<number> =>
  word(
    'u32',
    meaning,
    (value, wrong, from) => atMost(value, from.references.countOf(table), wrong),
    identity,
  );

/** A number or NONE. */
export const optional = (meaning: string): OptionalField<number> => ({
  ...word<number | undefined>(
    'u32 or NONE',
    meaning,
    (value) => (value === none ? undefined : value),
    (value) => value ?? none,
  ),
  isOptional: true,
});

/** The index of an entry of a table or NONE. */
export const optionalIndex = (table: string, meaning: string): OptionalField<number> => ({
  ...word<number | undefined>(
    'u32 or NONE',
    meaning,
    (value, wrong, from) =>
      value === none ? undefined : below(value, from.references.countOf(table), wrong, ', or NONE'),
    (value) => value ?? none,
  ),
  isOptional: true,
});

/** 0 or 1. */
export const yesNo = (meaning: string): Field<boolean> =>
  word('u32', `${meaning} (0, 1)`, (value, wrong) => atMost(value, 1, wrong) === 1, Number);

/** One of several names. @param cPrefix prefix of their names in C, if C has them */
export function choice<T extends string>(codes: Codes<T>, meaning: string, cPrefix?: string): Field<T> {
  const names = new Map(Object.entries<number>(codes).map(([name, code]) => [code, name as T]));
  const listed = codesInWords(codes);
  const field = word<T>(
    'u32',
    `${meaning} (${listed})`,
    (code, wrong) => {
      const found = names.get(code);
      if (found === undefined) throw wrong(listed);
      return found;
    },
    (value) => codes[value],
  );
  return withCodes(field, codes, cPrefix);
}

/** Bits that are on or off. Bits of later versions are ignored. */
export function flags<T extends string>(
  bits: Codes<T>,
  meaning: string,
  cPrefix?: string,
): Field<Readonly<Record<T, boolean>>> {
  const names = Object.keys(bits) as T[];
  const field = word(
    'u32',
    `${meaning} (${codesInWords(bits)})`,
    (value) =>
      Object.fromEntries(names.map((name) => [name, (value & bits[name]) !== 0])) as Record<T, boolean>,
    (value) => names.reduce((sum, name) => sum | (value[name] ? bits[name] : 0), 0),
  );
  return withCodes(field, bits, cPrefix);
}

/** A text in the strings table. */
export const text = (meaning: string): Field<string> => ({
  ...word(
    'string',
    meaning,
    (offset, wrong, from) => {
      const found = from.references.textAt(offset);
      if (found === undefined) throw wrong('the offset of one of the strings');
      return found;
    },
    (value, to) => to.textOffset(value),
  ),
  isText: true,
});

/** ASCII characters. */
export const ascii = (bytes: number, meaning: string): Field<string> => ({
  bytes,
  members: (name, offset) => [{ name, offset, bytes, type: `${bytes} bytes`, meaning }],
  read: (from, at) => String.fromCharCode(...from.raw(at, bytes)),
  write: (to, at, value) => to.at(at).ascii(value),
});

export const raw = (bytes: number, meaning: string): Field<Uint8Array> => ({
  bytes,
  members: (name, offset) => [{ name, offset, bytes, type: `${bytes} bytes`, meaning }],
  read: (from, at) => from.raw(at, bytes).slice(),
  write: (to, at, value) => to.at(at).raw(value.subarray(0, bytes)),
});

/** An array of `count` numbers. Values that are not given are 0. */
export const u32s = (count: number, meaning: string): Field<readonly number[]> => ({
  bytes: 4 * count,
  members: (name, offset) => [{ name, offset, bytes: 4 * count, type: `u32 × ${count}`, meaning }],
  read: (from, at) => Array.from({ length: count }, (_, i) => from.u32(at + 4 * i)),
  write: (to, at, value) => to.at(at).u32(...value.slice(0, count)),
});

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Two u32s: the first address and the last one + 1. */
export const range = (meaning: string): Field<Range> =>
  twoWords(
    ['_start', `${meaning}: first address`],
    ['_end', `${meaning}: last address + 1`],
    (start, end) => ({ start, end }),
    ({ start, end }) => [start, end],
  );

/** Two u32s: an address and the number of bytes from there. */
export const place = (meaning: string): Field<Range> =>
  twoWords(
    ['_address', `${meaning}: address`],
    ['_bytes', `${meaning}: bytes reserved`],
    (start, bytes) => ({ start, end: start + bytes }),
    ({ start, end }) => [start, end - start],
  );

function twoWords(
  first: readonly [suffix: string, meaning: string],
  second: readonly [suffix: string, meaning: string],
  read: (first: number, second: number) => Range,
  write: (value: Range) => readonly [number, number],
): Field<Range> {
  return {
    bytes: 8,
    members: (name, offset) =>
      [first, second].map(([suffix, meaning], i) => ({
        name: name + suffix,
        offset: offset + 4 * i,
        bytes: 4,
        type: 'u32',
        meaning,
      })),
    read: (from, at) => read(from.u32(at), from.u32(at + 4)),
    write: (to, at, value) => to.at(at).u32(...write(value)),
  };
}

function withCodes<T>(field: Field<T>, codes: Codes<string>, cPrefix: string | undefined): Field<T> {
  return {
    ...field,
    members: (name, offset) =>
      field.members(name, offset).map((member) => ({
        ...member,
        codes,
        ...(cPrefix !== undefined && { cPrefix }),
      })),
  };
}

const identity = (value: number): number => value;

/** `0 f32, 1 ternary` */
const codesInWords = (codes: Codes<string>): string =>
  Object.entries(codes)
    .map(([name, code]) => `${code} ${name}`)
    .join(', ');

function atMost(value: number, most: number, wrong: (expected: string) => Error): number {
  if (value > most) throw wrong(`at most ${most}`);
  return value;
}

function below(value: number, count: number, wrong: (expected: string) => Error, more = ''): number {
  if (value >= count) throw wrong(`below ${count}${more}`);
  return value;
}
