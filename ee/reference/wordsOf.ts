import { branchWords } from './words/branch';
import { cop0Words } from './words/cop0';
import { cop1Words } from './words/cop1';
import { integerWords } from './words/integer';
import { memoryWords } from './words/memory';
import { mmiWords } from './words/mmi';
import { vectorWords } from './words/vector';

function parse(...texts: readonly string[]): ReadonlyMap<string, string> {
  const rows = texts.flatMap((text) => text.split('\n')).filter((line) => line !== '');
  return new Map(
    rows.map((line) => {
      const [mnemonic = '', words = ''] = line.split('|').map((cell) => cell.trim());
      return [mnemonic, words];
    }),
  );
}

const core = parse(integerWords, memoryWords, branchWords, cop0Words, cop1Words, mmiWords);
const vector = parse(vectorWords);
/** Arithmetic with forms for one component of the second operand, I and Q. */
const withForms = /^(add|sub|mul|madd|msub|max|mini)(a?)([xyzwiq])$/;
const forms: Readonly<Record<string, string>> = { i: 'I', q: 'Q' };

/** One sentence about a vector instruction, by its name in micro programs without component letters. */
export function vectorWordsOf(name: string): string | undefined {
  const own = vector.get(name);
  if (own !== undefined) return own;
  const [, base = '', accumulator = '', form = ''] = withForms.exec(name) ?? [];
  const words = vector.get(base + accumulator);
  if (words === undefined) return undefined;
  return `${words}; the second operand is ${forms[form] ?? `component ${form}`} for every component`;
}

/**
 * One sentence about an instruction of the EE core.
 * @param mnemonic as in the instruction table
 */
export function wordsOf(mnemonic: string): string | undefined {
  const own = core.get(mnemonic);
  if (own !== undefined) return own;
  const waits = mnemonic.endsWith('.i') ? ', after VU0 has stopped' : '';
  const name = mnemonic.replace(/\.(?:dest|xyz|i)$/, '');
  const words = vectorWordsOf(name) ?? (name.startsWith('v') ? vectorWordsOf(name.slice(1)) : undefined);
  return words === undefined ? undefined : words + waits;
}
