import { errorText } from '../common/errorText';
import { isCount, isRecord } from '../common/guards';
import { mostJsonDepth, tooDeepAt } from '../common/jsonDepth';
import { FormatError } from './formatError';

/** A value of a JSON file with its path, for messages. */
export class JsonValue {
  constructor(
    readonly value: unknown,
    readonly label: string,
    /** Where it is in its file, such as `rope_parameters.rope_theta`. */
    readonly path: string,
    private readonly advice: string,
  ) {}

  /** @throws FormatError when `text` is not JSON. */
  static parse(text: string, label: string, advice: string): JsonValue {
    const offset = tooDeepAt(text);
    if (offset !== undefined) {
      const found = `more than ${mostJsonDepth} levels of lists and objects in each other at character ${offset}`;
      throw new FormatError({ label, field: 'the text', found, expected: 'fewer', advice });
    }
    try {
      return new JsonValue(JSON.parse(text), label, '', advice);
    } catch (error) {
      throw new FormatError({
        label,
        field: 'the text',
        found: `not JSON (${errorText(error)})`,
        expected: 'JSON',
        advice,
      });
    }
  }

  /** Neither absent nor null. */
  get exists(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  /** A member of an object, absent if it is missing. @throws FormatError when this is not an object. */
  get(key: string): JsonValue {
    const members = this.record();
    return this.child(Object.hasOwn(members, key) ? members[key] : undefined, key);
  }

  /** The members of an object in order. */
  entries(): [string, JsonValue][] {
    return Object.entries(this.record()).map(([key, value]) => [key, this.child(value, key)]);
  }

  /** The items of an array. @throws FormatError when it is not one. */
  items(): JsonValue[] {
    if (!Array.isArray(this.value)) throw this.wrong('an array');
    return this.value.map((item: unknown, i) => this.child(item, String(i)));
  }

  /** The string, or `otherwise` if it is absent. @throws FormatError when it is not a string. */
  string(otherwise?: string): string {
    if (!this.exists && otherwise !== undefined) return otherwise;
    if (typeof this.value !== 'string') throw this.wrong('a string');
    return this.value;
  }

  /** The boolean, or `otherwise` if it is absent. @throws FormatError when it is not a boolean. */
  boolean(otherwise?: boolean): boolean {
    if (!this.exists && otherwise !== undefined) return otherwise;
    if (typeof this.value !== 'boolean') throw this.wrong('true or false');
    return this.value;
  }

  /** The number, or `otherwise` if it is absent. @throws FormatError when it is not a number. */
  number(otherwise?: number): number {
    if (!this.exists && otherwise !== undefined) return otherwise;
    if (typeof this.value !== 'number') throw this.wrong('a number');
    return this.value;
  }

  /** An integer of 0 or more. @throws FormatError when it is something else. */
  count(otherwise?: number): number {
    const value = this.number(otherwise);
    if (!isCount(value)) throw this.wrong('an integer of 0 or more');
    return value;
  }

  /** The error for a value that is not as expected. */
  wrong(expected: string, advice = this.advice): FormatError {
    const shown = this.exists ? JSON.stringify(this.value) : 'absent';
    const found = shown.length > 80 ? `${shown.slice(0, 77)}…` : shown;
    return new FormatError({ label: this.label, field: this.path || 'the file', found, expected, advice });
  }

  private record(): Readonly<Record<string, unknown>> {
    const { value } = this;
    if (!isRecord(value)) throw this.wrong('an object');
    return value;
  }

  private child(value: unknown, key: string): JsonValue {
    return new JsonValue(value, this.label, this.path ? `${this.path}.${key}` : key, this.advice);
  }
}
