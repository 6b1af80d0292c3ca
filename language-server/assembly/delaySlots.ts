import type { AssemblyDocument } from './document';
import { evaluate } from './expression';
import type { Finding } from './findings';
import type { Instruction } from './instruction';
import { branchKind, type Item } from './items';

/**
 * Mistakes around branches. The instruction after a branch is executed before the jump; the assembler takes care of
 * that where it reorders, so only `.set noreorder` and micro programs are checked.
 */
export function delaySlotFindings(document: AssemblyDocument, items: readonly Item[]): Finding[] {
  const found: Finding[] = [];
  const core = document.dialect === 'r5900';
  items.forEach((item, index) => {
    const kind = item.instruction && branchKind(item.instruction);
    if (kind === undefined || (core && item.reorder) || document.dialect === 'vcl') return;
    const slot = slotOf(items, index, document);
    found.push(...check(item, slot, core, kind === 'call'));
  });
  return found;
}

/** The item in the delay slot: the next one, of a micro program the lower one of the next pair. */
function slotOf(items: readonly Item[], index: number, document: AssemblyDocument): Item | undefined {
  const { line } = items[index] ?? {};
  for (let at = index + 1; at < items.length; at++) {
    const item = items[at];
    if (item === undefined) return undefined;
    if (document.dialect !== 'vsm' || (item.line !== line && item.statement.slot !== 'upper')) return item;
  }
  return undefined;
}

function at({ line, statement: { name, start, end } }: Item): Pick<Finding, 'line' | 'start' | 'end'> {
  return { line, start: name?.start ?? start, end: name?.end ?? end };
}

function check(branch: Item, slot: Item | undefined, core: boolean, call: boolean): Finding[] {
  const name = branch.statement.name?.text ?? '';
  if (slot === undefined)
    return branch.inMacro
      ? []
      : [
          {
            ...at(branch),
            code: 'delay-slot-missing',
            severity: 'error',
            message: `${name} has no delay slot instruction: whatever follows in memory is executed before the jump. Add nop.`,
          },
        ];
  const slotName = slot.statement.name?.text ?? '';
  const found: Finding[] = [];
  const [label] = slot.labels;
  if (label !== undefined && core)
    found.push({
      ...at(branch),
      code: 'delay-slot-label',
      severity: 'warning',
      message: `The instruction at ${label.text} is in the delay slot of ${name} and is executed before the jump too. Add nop after ${name} if this is not intended.`,
      fix: {
        title: `Add nop after ${name}`,
        text: '\n\tnop',
        span: { start: branch.statement.end, end: branch.statement.end },
      },
    });
  if (slot.barrier) {
    if (slot.statement.kind === 'directive' || slot.statement.kind === 'preprocessor') return found;
    return [
      ...found,
      {
        ...at(slot),
        code: 'delay-slot-expands',
        severity: 'warning',
        message: `${slotName} is in the delay slot of ${name}; if it is a macro of more than one instruction, only the first is executed before the jump.`,
      },
    ];
  }
  const { instruction } = slot;
  if (instruction === undefined) return found;
  if (branchKind(instruction) !== undefined || instruction.mnemonic.row.mnemonic === 'eret')
    found.push({
      ...at(slot),
      code: 'delay-slot-branch',
      severity: 'error',
      message: `${slotName} is in the delay slot of ${name}: a branch there is undefined.`,
    });
  if (core && instruction.expands && !isOneInstruction(instruction, slot))
    found.push({
      ...at(slot),
      code: 'delay-slot-expands',
      severity: 'warning',
      message: `${slotName} expands to more than one instruction here; only the first is in the delay slot of ${name}.`,
    });
  if (core && call && usesReturnAddress(instruction))
    found.push({
      ...at(slot),
      code: 'delay-slot-return-address',
      severity: 'warning',
      message: `${slotName} uses $ra in the delay slot of ${name}, which has already set it.`,
    });
  return found;
}

function usesReturnAddress({ operands }: Instruction): boolean {
  return operands.some(({ register }) => register?.number === 31 && /^(?:gpr|plain)$/.test(register.class));
}

/** Whether a macro expands to a single instruction with its constant. */
function isOneInstruction({ mnemonic: { row } }: Instruction, { statement }: Item): boolean {
  const last = statement.operands.at(-1);
  const value = last === undefined ? undefined : evaluate(last.tokens);
  if (value === undefined) return false;
  const short = value >= -0x8000 && value <= 0xffff;
  switch (row.mnemonic) {
    case 'li':
    case 'dli':
      return short || (value % 0x10000 === 0 && Math.abs(value) <= 0x7fffffff);
    case 'addu':
    case 'add':
    case 'daddu':
    case 'dadd':
    case 'slt':
    case 'sltu':
      return value >= -0x8000 && value <= 0x7fff;
    case 'and':
    case 'or':
    case 'xor':
      return value >= 0 && value <= 0xffff;
    default:
      return false;
  }
}
