/** What a checkpoint's pickle may hold besides null, booleans, numbers, texts, lists and dicts. */

/** A block of numbers in a file of its own in the archive. */
export class Storage {
  constructor(
    /** Such as `FloatStorage`. */
    readonly type: string,
    /** The name of its file. */
    readonly key: string,
    /** How many numbers it holds. */
    readonly count: number,
  ) {}
}

/** A view of a storage. */
export class StoredTensor {
  constructor(
    readonly storage: Storage,
    /** The first number of the tensor in its storage. */
    readonly offset: number,
    readonly shape: readonly number[],
    /** How far apart neighbours of each dimension are, in numbers. */
    readonly strides: readonly number[],
  ) {}
}

/** A name that the pickle refers to; nothing is imported for it. */
export class Name {
  constructor(
    readonly module: string,
    readonly name: string,
  ) {}

  get full(): string {
    return `${this.module}.${this.name}`;
  }
}

export type PickleValue =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | Storage
  | StoredTensor
  | Name
  | readonly PickleValue[]
  | Map<PickleValue, PickleValue>;
