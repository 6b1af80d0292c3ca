import type { AssemblyDocument } from './document';
import type { Dialect } from './dialect';
import { isVifCode, mnemonicOf } from './mnemonics';
import { generalNames, registerOf } from './registers';
import type { ParsedLine, Span, Statement } from './statement';
import { lookUp } from '../../common/lookUp';

/** The kind of a symbol. */
export type SymbolKind = 'label' | 'local' | 'macro' | 'constant' | 'define';

/** A definition or use of a name. */
export interface Occurrence extends Span {
  readonly role: 'definition' | 'reference';
  /** Of a definition. */
  readonly kind?: SymbolKind;
  /** Of a local label: its number, and of a reference the direction. */
  readonly local?: { readonly number: number; readonly direction?: 'f' | 'b' };
}

/** An occurrence in a document. */
export interface Place extends Occurrence {
  readonly line: number;
}

/** The names in a line, in their order. */
function occurrencesIn(line: ParsedLine, dialect: Dialect): readonly Occurrence[] {
  return (line.memo.occurrences ??= line.statements.flatMap((statement) => inStatement(statement, dialect)));
}

const definingDirectives: Readonly<Record<string, SymbolKind>> = {
  '.macro': 'macro',
  '.equ': 'constant',
  '.equiv': 'constant',
  '.set': 'constant',
  '.comm': 'label',
  '.lcomm': 'label',
};
/** Words after `.set` that are options of the assembler. */
const setOptions =
  /^(?:no)?(?:reorder|at|macro|move|volatile|mips16|micromips|autoextend|dsp|mdmx)$|^(?:push|pop|arch|mips\w*|fp|gp|softfloat|hardfloat|singlefloat|doublefloat|oddspreg|nooddspreg)$/;

/** Whether a `.set` sets an option of the assembler, not a symbol. */
export function isOption({ operands }: Statement): boolean {
  const word = operands[0]?.tokens[0]?.text ?? '';
  return operands.length < 2 && (setOptions.test(word) || operands.length === 0 || word.startsWith('arch'));
}

function inStatement(statement: Statement, dialect: Dialect): Occurrence[] {
  const found: Occurrence[] = statement.labels.map((label) =>
    /^\d+$/.test(label.text)
      ? { ...label, role: 'definition', kind: 'local', local: { number: Number(label.text) } }
      : { ...label, role: 'definition', kind: 'label' },
  );
  const { kind, name, operands } = statement;
  if (name === undefined) return found;
  if (kind === 'preprocessor') return [...found, ...inPreprocessor(statement)];
  if (kind === 'assignment') found.push({ ...name, role: 'definition', kind: 'constant' });
  if (kind === 'directive') {
    const defined = lookUp(definingDirectives, name.text);
    const first = operands[0]?.tokens[0];
    if (name.text === '.set' && isOption(statement)) return found;
    if (defined !== undefined && first?.kind === 'word') {
      found.push({ ...spanOf(first), role: 'definition', kind: defined });
      if (defined === 'macro') return found;
      return [...found, ...operands.slice(1).flatMap((operand) => references(operand.tokens, dialect))];
    }
    // Names of sections and options are not symbols.
    if (/^\.(?:section|type|size|file|ident|option|syntax|init_v[fi]\w*|rem_v[fi])$/.test(name.text))
      return found;
  }
  if (kind === 'instruction' && isCall(name.text, dialect)) found.push({ ...name, role: 'reference' });
  return [...found, ...operands.flatMap((operand) => references(operand.tokens, dialect))];
}

/** A name that is not an instruction may be a macro. */
function isCall(name: string, dialect: Dialect): boolean {
  return (
    mnemonicOf(name, dialect) === undefined &&
    !isVifCode(name) &&
    !name.startsWith('--') &&
    !/[\\@]/.test(name)
  );
}

function spanOf({ text, start, end }: Span): Span {
  return { text, start, end };
}

function inPreprocessor({ name, operands }: Statement): Occurrence[] {
  const [first, ...rest] = operands;
  const word = name?.text ?? '';
  if (first === undefined || word === 'include' || word === 'error' || word === 'warning') return [];
  const used = (tokens: readonly Span[]): Occurrence[] =>
    tokens.filter(({ text }) => isName(text)).map((token) => ({ ...spanOf(token), role: 'reference' }));
  if ((word === 'define' || word === 'macro') && isName(first.text))
    return [
      { ...spanOf(first), role: 'definition', kind: word === 'define' ? 'define' : 'macro' },
      ...(word === 'define' ? used(rest) : []),
    ];
  return used(operands);
}

const isName = (text: string): boolean => /^[A-Za-z_.][\w.$]*$/.test(text);
const registers = new Set(generalNames);

function references(tokens: readonly Span[], dialect: Dialect): Occurrence[] {
  return tokens.flatMap((token): Occurrence[] => {
    const { text } = token;
    const local = /^(\d+)([fb])$/.exec(text);
    if (local !== null)
      return [
        {
          ...spanOf(token),
          role: 'reference',
          local: { number: Number(local[1]), direction: local[2] === 'f' ? 'f' : 'b' },
        },
      ];
    if (!isName(text) || isRegisterName(text, dialect)) return [];
    return [{ ...spanOf(token), role: 'reference' }];
  });
}

function isRegisterName(text: string, dialect: Dialect): boolean {
  // A bare `v0` is a symbol to GNU as, which a header may define.
  return dialect === 'r5900' ? false : !registers.has(text) && registerOf(text, dialect) !== undefined;
}

/** The occurrences in a document that pass `test`, by default all. */
export function placesIn(
  document: AssemblyDocument,
  wanted: (occurrence: Occurrence) => boolean = () => true,
): Place[] {
  const places: Place[] = [];
  document.lines.forEach((parsed, line) => {
    for (const occurrence of occurrencesIn(parsed, document.dialect))
      if (wanted(occurrence)) places.push({ ...occurrence, line });
  });
  return places;
}

type Names = ReadonlyMap<string, SymbolKind>;
const keptNames = new WeakMap<AssemblyDocument, { readonly revision: number; readonly names: Names }>();

/** The names that a document defines, each with the kind of its first definition; computed once per text. */
export function definedNames(document: AssemblyDocument): Names {
  const known = keptNames.get(document);
  if (known?.revision === document.revision) return known.names;
  const names = findNames(document);
  keptNames.set(document, { revision: document.revision, names });
  return names;
}

function findNames(document: AssemblyDocument): Names {
  const names = new Map<string, SymbolKind>();
  for (const line of document.lines)
    for (const { text, role, kind } of occurrencesIn(line, document.dialect))
      if (role === 'definition' && kind !== undefined && !names.has(text)) names.set(text, kind);
  return names;
}

/** The occurrence at a character of a line. */
export function occurrenceAt(
  document: AssemblyDocument,
  line: number,
  character: number,
): Occurrence | undefined {
  const parsed = document.lines[line];
  return (
    parsed &&
    occurrencesIn(parsed, document.dialect).find(({ start, end }) => start <= character && character <= end)
  );
}

/** An included file, as written. */
interface Include extends Span {
  readonly line: number;
}

/** Files that a document includes, with their position. */
export function includesIn(document: AssemblyDocument): readonly Include[] {
  const found: Include[] = [];
  document.lines.forEach(({ statements, text }, line) => {
    for (const { kind, name, start } of statements) {
      if (kind !== 'preprocessor' && kind !== 'directive') continue;
      if (name?.text !== (kind === 'preprocessor' ? 'include' : '.include')) continue;
      const path = /["<]([^">]*)[">]/.exec(text.slice(start));
      if (path === null) continue;
      const from = start + path.index + 1;
      const written = path[1] ?? '';
      found.push({ text: written, start: from, end: from + written.length, line });
    }
  });
  return found;
}
