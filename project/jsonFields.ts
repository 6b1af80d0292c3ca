import { shortened } from '../common/errorText';
import { getNodeValue, type Node } from 'jsonc-parser';
import type { OldWord, ProjectProblem } from './project';

/** More are of no use to anybody. */
const mostProblems = 100;

/** The range of a field's numbers. */
export interface NumberRange {
  readonly least: number;
  readonly most: number;
}

/** Reads values of a parsed JSON text. It collects problems with their places and continues with the defaults. */
export class JsonFields {
  private constructor(
    readonly path: string,
    private readonly node: Node | undefined,
    private readonly problems: ProjectProblem[],
    private readonly oldWords: OldWord[],
    /** The current word, if the text has an old one. */
    private readonly meant?: string,
  ) {}

  /** The value of the whole text. */
  static root(node: Node | undefined, problems: ProjectProblem[], oldWords: OldWord[] = []): JsonFields {
    return new JsonFields('', node, problems, oldWords);
  }

  get exists(): boolean {
    return this.node !== undefined;
  }

  get isObject(): boolean {
    return this.node?.type === 'object';
  }

  get isText(): boolean {
    return this.node?.type === 'string';
  }

  /** A member; absent if there is none or this is not an object. The last of the same name counts, as in JSON.parse. */
  field(name: string): JsonFields {
    const found = this.members().findLast(([key]) => key.value === name)?.[1];
    return new JsonFields(
      this.path === '' ? name : `${this.path}.${name}`,
      found,
      this.problems,
      this.oldWords,
    );
  }

  /**
   * Reports a value that is not an object, members that are not `known`, and members that occur twice.
   * @param former members that are still read but no longer suggested.
   */
  object(known: readonly string[], former: readonly string[] = []): void {
    if (this.node && this.node.type !== 'object') this.complain(`{ … } with ${listed(known)}`);
    const seen = new Set<string>();
    for (const [key] of this.members()) {
      const name = String(key.value);
      const unknown = this.path === '' ? 'Unknown property' : `"${this.path}" has an unknown property`;
      if (!known.includes(name) && !former.includes(name)) {
        this.add(key, name, `${unknown} "${name}". Known properties: ${listed(known)}.`);
      } else if (seen.has(name)) {
        this.add(key, name, `Property "${name}" occurs twice: remove one.`);
      }
      seen.add(name);
    }
  }

  /** The items of a list; none if it is absent. */
  items(): JsonFields[] {
    if (this.node && this.node.type !== 'array') this.complain('a list [ … ]');
    if (this.node?.type !== 'array') return [];
    return (this.node.children ?? []).map(
      (item, i) => new JsonFields(`${this.path}.${i}`, item, this.problems, this.oldWords),
    );
  }

  /** A string that is not empty. */
  name(expected: string): string | undefined {
    const value = this.value();
    if (value === undefined) return undefined;
    if (typeof value === 'string' && value !== '') return value;
    this.complain(expected);
    return undefined;
  }

  text(): string | undefined {
    const value = this.value();
    if (value === undefined || typeof value === 'string') return value;
    this.complain('a string');
    return undefined;
  }

  flag(): boolean | undefined {
    const value = this.value();
    if (value === undefined || typeof value === 'boolean') return value;
    this.complain('true or false');
    return undefined;
  }

  choice<T extends string | number>(choices: readonly T[], fallback: T): T;
  choice<T extends string | number>(choices: readonly T[]): T | undefined;
  choice<T extends string | number>(choices: readonly T[], fallback?: T): T | undefined {
    const value = this.value();
    if (value === undefined) return fallback;
    const found = choices.find((choice) => choice === value);
    if (found === undefined) this.complain(choices.map((choice) => JSON.stringify(choice)).join(' or '));
    return found ?? fallback;
  }

  number({ least, most }: NumberRange): number | undefined {
    return this.checked(`a number from ${least} to ${most}`, (value) => value >= least && value <= most);
  }

  integer({ least, most }: NumberRange): number | undefined {
    const fits = (value: number): boolean => Number.isInteger(value) && value >= least && value <= most;
    return this.checked(`a whole number from ${least} to ${most}`, fits);
  }

  /** The same value by its current name. @param currentOf gives the current name of a word, which may be the same. */
  currentWord(currentOf: (word: string) => string): JsonFields {
    const word = this.value();
    const current = typeof word === 'string' ? currentOf(word) : word;
    if (typeof word !== 'string' || typeof current !== 'string' || current === word) return this;
    this.oldWords.push({ path: this.path, word, current });
    return new JsonFields(this.path, this.node, this.problems, this.oldWords, current);
  }

  /** Reports that this value is not the expected one. */
  complain(expected: string): void {
    const shown = JSON.stringify(this.value()) as string | undefined;
    const found =
      shown === undefined ? 'is missing' : `is ${shown.length > 60 ? `${shown.slice(0, 57)}…` : shown}`;
    const what = this.path === '' ? 'The text' : `"${this.path}"`;
    this.add(this.node, '', `${what} ${found}, expected ${expected}.`);
  }

  /** Reports `message` about this value. */
  say(message: string): void {
    this.add(this.node, '', message);
  }

  private checked(expected: string, fits: (value: number) => boolean): number | undefined {
    const value = this.value();
    if (value === undefined) return undefined;
    if (typeof value === 'number' && fits(value)) return value;
    this.complain(expected);
    return undefined;
  }

  /** The JSON value, unchecked, with the current word instead of an old one. */
  value(): unknown {
    return this.meant ?? (this.node && (getNodeValue(this.node) as unknown));
  }

  private members(): [key: Node, value: Node | undefined][] {
    if (this.node?.type !== 'object') return [];
    return (this.node.children ?? []).flatMap(({ children: [key, value] = [] }) =>
      key ? [[key, value] as [Node, Node | undefined]] : [],
    );
  }

  private add(at: Node | undefined, name: string, message: string): void {
    const path = [this.path, name].filter((part) => part !== '').join('.');
    if (this.problems.length >= mostProblems) return;
    const text = shortened(message);
    this.problems.push({ path, offset: at?.offset ?? 0, length: at?.length ?? 0, message: text });
  }
}

function listed(names: readonly string[]): string {
  return names.filter((name) => !name.startsWith('$')).join(', ');
}
