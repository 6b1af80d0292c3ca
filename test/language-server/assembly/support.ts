import assert from 'node:assert/strict';
import { disassemble } from '../../../ee/disassemble';
import { gprNames } from '../../../ee/registers';
import { findingsOf } from '../../../language-server/assembly/checks';
import type { Dialect } from '../../../language-server/assembly/dialect';
import { AssemblyDocument } from '../../../language-server/assembly/document';
import type { Finding } from '../../../language-server/assembly/findings';
import { instructionOf, type Instruction } from '../../../language-server/assembly/instruction';
import { definedNames } from '../../../language-server/assembly/symbols';

/** A document of lines. */
export function documentOf(text: string, dialect: Dialect = 'r5900'): AssemblyDocument {
  return new AssemblyDocument('file:///source', dialect, text);
}

/** What a text is told, without other files. */
export function findings(text: string, dialect: Dialect = 'r5900', missing: string[] = []): Finding[] {
  const document = documentOf(text, dialect);
  return findingsOf(document, { defined: definedNames(document), missing });
}

/** Codes of the findings with their lines from 1, such as `operand 2`. */
export function codes(text: string, dialect: Dialect = 'r5900'): string[] {
  return findings(text, dialect).map(({ code, line }) => `${code} ${line + 1}`);
}

/** The only instruction of a line. */
export function read(line: string, dialect: Dialect = 'r5900'): Instruction {
  const [statement, ...more] = documentOf(line, dialect).lines[0]?.statements ?? [];
  assert.ok(statement !== undefined && more.length === 0, line);
  const instruction = instructionOf(statement, dialect);
  assert.ok(instruction, line);
  return instruction;
}

/** Where the words that are written stand. */
export const ADDRESS = 0x00100000;
const register = new RegExp(`(?<![$\\w])(?=(?:${gprNames.join('|')})\\b)`, 'g');

/** What a person writes for a word: `$` before general registers, numbers for those of the coprocessors. */
export function written(word: number): string {
  const [mnemonic = '', ...operands] = disassemble(word, ADDRESS, undefined, false).split(' ');
  const text = operands.join(' ').replace(register, '$');
  const coprocessor = /^m[ft]c0$|^c[ft]c1$/.test(mnemonic);
  return `${mnemonic} ${coprocessor ? text.replace(/,.*$/, `,$${(word >>> 11) & 31}`) : text}`.trim();
}
