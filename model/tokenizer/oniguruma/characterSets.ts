import type {
  CharacterClassElementNode,
  CharacterClassNode,
  CharacterSetNode,
} from 'oniguruma-parser/parser';
import { caseFolding } from './caseFolding';
import { lookUp } from '../../../common/lookUp';

/** A pattern that cannot be read; the message completes the sentence "it cannot be read (…)". */
export class PatternError extends Error {
  override readonly name = 'PatternError';
}

type Test = (code: number) => boolean;

/** A set of characters. Whether one is in it is found once for each character below U+3000. */
export class CharacterSet {
  private readonly known = new Uint8Array(0x3000);

  constructor(private readonly test: Test) {}

  has(code: number): boolean {
    const known = this.known[code];
    if (known === undefined) return this.test(code);
    if (known !== 0) return known === 1;
    const has = this.test(code);
    this.known[code] = has ? 1 : 2;
    return has;
  }
}

/**
 * POSIX brackets and the properties of the same names, as Oniguruma's Unicode tables have them: compared with the
 * tokenizers library 0.23 for every character below U+20000. Its tables are of Unicode 15, so that newer characters
 * may differ.
 */
const posixClasses: Readonly<Record<string, string>> = {
  alnum: '\\p{Alphabetic}\\p{Nd}',
  alpha: '\\p{Alphabetic}',
  ascii: '\\0-\\x7f',
  blank: '\\t\\p{Zs}',
  cntrl: '\\p{Cc}',
  digit: '\\p{Nd}',
  graph: '\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}\\p{Cf}\\p{Co}',
  lower: '\\p{Lowercase}',
  print: '\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}\\p{Cf}\\p{Co}\\p{Zs}',
  punct: '\\p{P}\\p{S}',
  space: '\\p{White_Space}',
  upper: '\\p{Uppercase}',
  xdigit: '0-9A-Fa-f',
  word: '\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}',
};

/** Sets by the text of their class, shared by all patterns. */
const sets = new Map<string, CharacterSet>();

function setOf(inside: string): CharacterSet {
  let set = sets.get(inside);
  if (set === undefined) {
    const expression = new RegExp(`[${inside}]`, 'u');
    set = new CharacterSet((code) => expression.test(String.fromCodePoint(code)));
    sets.set(inside, set);
  }
  return set;
}

/** Outside of brackets Oniguruma reads its table of Latin-1, in which these are word characters too. */
export const wordCharacters = setOf(`${posixClasses['word'] ?? ''}²³¹¼½¾`);

/** The test of a set such as `\w` or `\p{Lu}`. @throws PatternError when it is not supported. */
export function testOfSet(node: CharacterSetNode, place: 'alone' | 'in brackets'): Test {
  const isWord = node.kind === 'word' || (node.kind === 'posix' && node.value === 'word');
  const set = isWord && place === 'alone' ? wordCharacters : positiveSet(node);
  return node.negate === true ? (code) => !set.has(code) : (code) => set.has(code);
}

function positiveSet(node: CharacterSetNode): CharacterSet {
  switch (node.kind) {
    case 'any':
      return setOf('^');
    case 'dot':
      return setOf('^\\n');
    case 'newline':
      return setOf('\\n');
    case 'digit':
    case 'space':
    case 'word':
      return setOf(lookUp(posixClasses, node.kind) ?? '');
    case 'hex':
      return setOf(posixClasses['xdigit'] ?? '');
    case 'posix':
      return setOf(lookUp(posixClasses, node.value) ?? '');
    case 'property':
      return property(node.value);
    case 'text_segment':
      throw new PatternError('\\X is not supported');
  }
}

function property(name: string): CharacterSet {
  if (/^any$/i.test(name)) return setOf('^');
  for (const written of [name, `Script=${name}`]) {
    try {
      return setOf(`\\p{${written}}`);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  throw new PatternError(`the property ${name} is not supported`);
}

/** The test of a class in brackets. */
export function testOfClass(node: CharacterClassNode, ignoresCase: boolean): Test {
  const positive = positiveClass(node, ignoresCase);
  return node.negate ? (code) => !positive(code) : positive;
}

/** A class without its negation. */
export function positiveClass({ kind, body }: CharacterClassNode, ignoresCase: boolean): Test {
  const tests = body.map((element) => testOfElement(element, ignoresCase));
  const has: Test =
    kind === 'intersection'
      ? (code) => tests.every((test) => test(code))
      : (code) => tests.some((test) => test(code));
  if (!ignoresCase) return has;
  const { forms } = caseFolding();
  return (code) => has(code) || forms.get(code)?.some(has) === true;
}

function testOfElement(element: CharacterClassElementNode, ignoresCase: boolean): Test {
  switch (element.type) {
    case 'Character': {
      const { value } = element;
      return (code) => code === value;
    }
    case 'CharacterClassRange': {
      const [min, max] = [element.min.value, element.max.value];
      return (code) => code >= min && code <= max;
    }
    case 'CharacterClass':
      return testOfClass(element, ignoresCase);
    case 'CharacterSet':
      return testOfSet(element, 'in brackets');
  }
}
