import { isCount, isListOf, isRecord } from '../../common/guards';

/** The longest text that a page may send. */
const longestText = 1_000_000;

/** Reads the argument of a page's question, which may be anything. */
export class RequestArgument {
  private readonly values: Readonly<Record<string, unknown>>;

  constructor(argument: unknown) {
    this.values = isRecord(argument) ? argument : {};
  }

  has(name: string): boolean {
    return this.values[name] !== undefined;
  }

  /** @throws Error when it is not a string. */
  text(name: string): string {
    const value = this.values[name];
    if (typeof value !== 'string') throw new Error(`Page request without "${name}".`);
    if (value.length > longestText)
      throw new Error(
        `Page request with ${value.length} characters in "${name}", expected at most ${longestText}.`,
      );
    return value;
  }

  /** An integer of 0 or more. @throws Error when it is something else. */
  count(name: string): number {
    const value = this.values[name];
    if (!isCount(value)) {
      throw new Error(`Page request with "${name}" = ${String(value)}, expected an integer of 0 or more.`);
    }
    return value;
  }

  flag(name: string): boolean {
    return this.values[name] === true;
  }

  /** @throws Error when it does not contain bytes. */
  bytes(name: string): Uint8Array {
    const value = this.values[name];
    if (!(value instanceof Uint8Array)) throw new Error(`Page request without the bytes of "${name}".`);
    return value;
  }

  /** A table of strings and numbers. @throws Error when it is something else. */
  rows(name: string): readonly (readonly (string | number)[])[] {
    const value = this.values[name];
    if (isListOf(value, isRow)) return value;
    throw new Error(`Page request without the rows of "${name}".`);
  }
}

const isCell = (cell: unknown): cell is string | number =>
  typeof cell === 'string' || typeof cell === 'number';

const isRow = (row: unknown): row is readonly (string | number)[] => isListOf(row, isCell);
