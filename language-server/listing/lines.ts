import type { Range } from 'vscode-languageserver';

/** A word of a line: characters `start` up to `end`. */
export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A matrix or buffer that an operation names. */
export interface OperandWord extends Word {
  /** Elements from the slowest dimension on; empty if there is no shape. */
  readonly shape: readonly number[];
  /** Where the shape ends. */
  readonly shapeEnd: number;
  /** Type as written, such as `q8`. */
  readonly type?: string;
  readonly role: 'output' | 'input';
  readonly isMatrix: boolean;
  /** It is implied by the sign `…`. */
  readonly isImplied?: true;
}

/** A line of a listing, as far as it could be parsed. */
export type Line =
  | { readonly kind: 'blank'; readonly line: number }
  | { readonly kind: 'comment'; readonly line: number }
  | { readonly kind: 'pass'; readonly line: number; readonly id: Word }
  | {
      readonly kind: 'layer';
      readonly line: number;
      readonly id: Word;
      /** The number of the unique layer. */
      readonly unique?: Word;
    }
  | {
      readonly kind: 'operation';
      readonly line: number;
      readonly id: Word;
      readonly operation: Word;
      /** The output first. */
      readonly operands: readonly OperandWord[];
    };

export type LayerLine = Extract<Line, { kind: 'layer' }>;
export type OperationLine = Extract<Line, { kind: 'operation' }>;

const matrixName = /^(?:layers\.\d+\.[a-z]+\.\w+|embedding|classifier|norm|denseformer|registers|rope)$/;
const operandPattern = /(…)|([A-Za-z_][\w.]*)((?:\[\d*\]?)*)(?:[ \t]+(f32|i32|q8|q4g32|q4|ternary)\b)?/g;

/** Whether a name in a listing is a matrix and not a buffer. */
export const isMatrixName = (name: string): boolean => matrixName.test(name);

/** Parses any line. @param line counts from 0. */
export function parseLine(text: string, line: number): Line {
  if (text.trim() === '') return { kind: 'blank', line };
  const first = /^([A-Za-z]\S*)/.exec(text)?.[1];
  if (first === undefined) return { kind: 'comment', line };
  const id = { text: first, start: 0, end: first.length };
  if (first === 'pass') return { kind: 'pass', line, id };
  const layer = /^L\d+\s+layer\s+\d+(?:,\s+weights of unique layer\s+(\d+))?/.exec(text);
  if (layer) {
    const [{ length }, unique] = layer;
    const word = unique !== undefined && { text: unique, start: length - unique.length, end: length };
    return { kind: 'layer', line, id, ...(word && { unique: word }) };
  }
  const operation = wordAfter(text, id.end);
  return { kind: 'operation', line, id, operation, operands: operandsOf(text, operation.end) };
}

function wordAfter(text: string, from: number): Word {
  const match = /[^\s#]+/y;
  match.lastIndex = from + (/^\s*/.exec(text.slice(from))?.[0].length ?? 0);
  const start = match.lastIndex;
  const found = match.exec(text)?.[0] ?? '';
  return { text: found, start, end: start + found.length };
}

function operandsOf(line: string, from: number): OperandWord[] {
  const comment = line.indexOf('#', from);
  const code = comment < 0 ? line : line.slice(0, comment);
  const arrow = code.indexOf('<-', from);
  const operands: OperandWord[] = [];
  let elided: Word | undefined;
  operandPattern.lastIndex = from;
  for (let match = operandPattern.exec(code); match; match = operandPattern.exec(code)) {
    const [, dots, name = '', shape = '', type] = match;
    const start = match.index;
    if (dots !== undefined) {
      elided = { text: dots, start, end: start + 1 };
      continue;
    }
    const operand: OperandWord = {
      text: name,
      start,
      end: start + name.length,
      shape: [...shape.matchAll(/\d+/g)].map(([number]) => Number(number)),
      shapeEnd: start + name.length + shape.length,
      ...(type !== undefined && { type }),
      role: arrow < 0 || start < arrow ? 'output' : 'input',
      isMatrix: isMatrixName(name),
    };
    if (elided) operands.push(...impliedBetween(operands.at(-1), operand, elided));
    elided = undefined;
    operands.push(operand);
  }
  return operands;
}

/** `h.00, …, h.03` includes `h.01` and `h.02`. */
function impliedBetween(before: OperandWord | undefined, after: OperandWord, at: Word): OperandWord[] {
  const numbered = /^(.*\.)(\d+)$/;
  const [, stem, low = ''] = numbered.exec(before?.text ?? '') ?? [];
  const [, otherStem, high = ''] = numbered.exec(after.text) ?? [];
  if (stem === undefined || stem !== otherStem) return [];
  const count = Math.min(Number(high) - Number(low) - 1, 10_000);
  return Array.from({ length: Math.max(0, count) }, (_, i) => ({
    ...after,
    text: `${stem}${String(Number(low) + 1 + i).padStart(low.length, '0')}`,
    start: at.start,
    end: at.end,
    shapeEnd: at.end,
    isImplied: true as const,
  }));
}

/** The range of a word, for the protocol. */
export const rangeOf = (line: number, { start, end }: Pick<Word, 'start' | 'end'>): Range => ({
  start: { line, character: start },
  end: { line, character: end },
});
