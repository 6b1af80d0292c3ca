import type { Slot } from '../../ee/vu/table';
import type { AssemblyDocument } from './document';
import { instructionOf } from './instruction';
import type { ParsedLine, Statement } from './statement';

/** What is at a character of a line. */
export interface Cursor {
  readonly line: ParsedLine;
  /** The statement that contains the character or ends just before it. */
  readonly statement?: Statement;
  /** Where it is in the statement. */
  readonly where: 'name' | 'operand' | 'comment' | 'nothing';
  /** Of a name in a micro program: the column. */
  readonly slot?: Slot;
  /** Of an operand: its index from 0. */
  readonly operand: number;
  /** The word around the character, or an empty one at it. */
  readonly word: { readonly text: string; readonly start: number; readonly end: number };
}

/** Finds the element at a position. */
export function cursorAt(
  document: AssemblyDocument,
  lineNumber: number,
  character: number,
): Cursor | undefined {
  const line = document.lines[lineNumber];
  if (line === undefined) return undefined;
  const token = line.tokens.find(({ start, end }) => start <= character && character <= end);
  const quiet =
    token !== undefined && (token.kind === 'comment' || token.kind === 'string') && character > token.start;
  const before = line.tokens.findLast(
    ({ start, end, kind }) => kind !== 'mark' && start <= character && character <= end,
  );
  const word = before ?? { text: '', start: character, end: character };
  const statement = line.statements.findLast(({ start }) => start <= character);
  const place = { line, word, ...(statement !== undefined && { statement }), operand: 0 };
  if (quiet && token.kind === 'comment') return { ...place, where: 'comment' };
  const inComment =
    line.tokens.at(-1)?.kind === 'comment' &&
    line.ends === 'comment' &&
    character > (line.tokens.at(-1)?.start ?? 0);
  if (inComment || (line.starts === 'comment' && line.tokens.length === 0))
    return { ...place, where: 'comment' };
  const { name } = statement ?? {};
  if (statement === undefined || name === undefined) return { ...place, where: quiet ? 'nothing' : 'name' };
  if (character < name.start) return { ...place, where: 'nothing' };
  if (character <= name.end) return { ...place, where: 'name', ...slotOf(statement) };
  if (document.dialect === 'vsm' && isComplete(statement, document) && character > statement.end)
    return { ...place, where: 'name', slot: 'lower' };
  return { ...place, where: 'operand', operand: commasBefore(line, name.end, character) };
}

function slotOf({ slot }: Statement): { slot?: Slot } {
  return slot === undefined ? {} : { slot };
}

/** The upper instruction of a line has all its operands, so that what follows is the lower one. */
function isComplete(statement: Statement, { dialect }: AssemblyDocument): boolean {
  const instruction = instructionOf(statement, dialect);
  return statement.slot === 'upper' && statement.operands.length === instruction?.form.length;
}

function commasBefore(line: ParsedLine, from: number, to: number): number {
  let depth = 0;
  let commas = 0;
  for (const { text, start, end } of line.tokens) {
    if (start < from || end > to) continue;
    if (text === '(' || text === '[') depth++;
    if (text === ')' || text === ']') depth--;
    if (text === ',' && depth <= 0) commas++;
  }
  return commas;
}
