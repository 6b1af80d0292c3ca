import { instructionOf, type Instruction } from './instruction';
import type { AssemblyDocument } from './document';
import type { ParsedLine, Span, Statement } from './statement';
import { isOption } from './symbols';

/** One instruction of a document, or the end of a sequence of instructions. */
export interface Item {
  readonly line: number;
  readonly statement: Statement;
  readonly instruction: Instruction | undefined;
  /** Names of the labels directly before it. */
  readonly labels: readonly Span[];
  /** A macro, data or a condition with unknown effects. */
  readonly barrier: boolean;
  /** The assembler puts instructions into delay slots itself. */
  readonly reorder: boolean;
  /** It is in a macro's body, with unknown arguments. */
  readonly inMacro: boolean;
}

/** Directives that emit nothing between two instructions. */
const silent =
  /^\.(?:set|globl|global|extern|ent|end|frame|mask|fmask|loc|file|type|size|cfi_\w+|equ|equiv|align|balign|p2align|text|local|weak|hidden|syntax|name|vu|vsm|endvsm|init_v[fi]\w*|rem_v[fi])$/;

const kept = new WeakMap<AssemblyDocument, { readonly revision: number; readonly items: readonly Item[] }>();

/** The instructions of a document in order; computed once per text. */
export function itemsOf(document: AssemblyDocument): readonly Item[] {
  const known = kept.get(document);
  if (known?.revision === document.revision) return known.items;
  const items = makeItems(document);
  kept.set(document, { revision: document.revision, items });
  return items;
}

/** The role of a statement in the sequence of instructions. */
export type Step =
  'label' | 'silent' | 'push' | 'pop' | 'reorder' | 'noreorder' | 'macro' | 'endmacro' | 'item';

function stepsOf(line: ParsedLine): readonly Step[] {
  return (line.memo.steps ??= line.statements.map(stepOf));
}

function stepOf(statement: Statement): Step {
  const { kind, name, operands } = statement;
  if (kind === 'label' || kind === 'assignment' || name === undefined) return 'label';
  if (/^\.?macro$/.test(name.text)) return 'macro';
  if (/^\.?endm(?:acro)?$/.test(name.text)) return 'endmacro';
  if (kind === 'preprocessor')
    return /^(?:define|undef|include|pragma|line)$/.test(name.text) ? 'silent' : 'item';
  if (kind === 'instruction' || !silent.test(name.text)) return 'item';
  if (name.text !== '.set' || !isOption(statement)) return 'silent';
  const option = operands[0]?.text;
  return option === 'push' || option === 'pop' || option === 'reorder' || option === 'noreorder'
    ? option
    : 'silent';
}

function makeItems(document: AssemblyDocument): Item[] {
  const items: Item[] = [];
  // GNU as reorders by default.
  let reorder = true;
  let inMacro = false;
  const stack: boolean[] = [];
  let labels: readonly Span[] = [];
  document.lines.forEach((parsed, line) => {
    const lineSteps = stepsOf(parsed);
    parsed.statements.forEach((statement, index) => {
      if (statement.labels.length > 0) {
        labels = labels.length === 0 ? statement.labels : [...labels, ...statement.labels];
      }
      const step = lineSteps[index];
      if (step === 'push') stack.push(reorder);
      else if (step === 'pop') reorder = stack.pop() ?? reorder;
      else if (step === 'reorder' || step === 'noreorder') reorder = step === 'reorder';
      else if (step === 'macro' || step === 'endmacro') inMacro = step === 'macro';
      else if (step !== 'item') return;
      if (step !== 'item' && step !== 'macro' && step !== 'endmacro') return;
      const instruction = instructionOf(statement, document.dialect);
      const barrier = instruction === undefined;
      items.push({ line, statement, instruction, labels, barrier, reorder, inMacro });
      labels = [];
    });
  });
  return items;
}

/** How an instruction leaves the sequence: on a condition, always, to a function, or to an address in a register. */
export type Branch = 'conditional' | 'always' | 'call' | 'register';

const branches = new WeakMap<Instruction['mnemonic']['row'], Branch | 'none'>();

/** What kind of branch an instruction is; undefined if it is not a branch. */
export function branchKind({ mnemonic: { row } }: Instruction): Branch | undefined {
  let known = branches.get(row);
  if (known === undefined) {
    known = findBranch(row.mnemonic, row.operands);
    branches.set(row, known);
  }
  return known === 'none' ? undefined : known;
}

function findBranch(name: string, operands: readonly string[]): Branch | 'none' {
  if (/^(?:jalr?|bal)$/.test(name) || /^b(?:lt|ge)zall?$/.test(name)) return 'call';
  if (name === 'jr') return 'register';
  if (name === 'j' || name === 'b') return 'always';
  return operands.some((operand) => operand === 'branch' || operand === 'branch11') ? 'conditional' : 'none';
}
