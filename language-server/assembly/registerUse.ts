import { operandInfos } from '../../ee/operands';
import { flowOf, type Use } from '../../ee/reference/flow';
import type { Instruction } from './instruction';
import type { OperandReading } from './operandReading';

/**
 * Registers that an instruction reads and writes, by names that are the same for each way to write a register:
 * `r4`, `f2`, one for each component of a vector (`v3x`), `i2`, `ax` of the accumulator, `hi`, `Q`.
 */
export interface RegisterUse {
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

const ALL = 'xyzw';

/** The registers that an instruction reads and writes, except constant ones. */
export function registerUse(instruction: Instruction): RegisterUse {
  const { mnemonic, operands } = instruction;
  const { row } = mnemonic;
  const pseudo = row.mask === 0;
  const flow = flowOf(row);
  const reads: string[] = [];
  const writes: string[] = [];
  const components = mnemonic.components ?? ALL;
  operands.forEach((operand, index) => {
    // The operand list that was written may be another than the row's; the first is the result in all of them.
    const use = pseudo
      ? pseudoUse(row.unit === 'branch', index)
      : (flow.operands[row.operands.indexOf(operand.name)] ?? otherUse(operand, index));
    if (use === 'read' || use === 'both') reads.push(...keysOf(operand, instruction, components, true));
    if (use === 'write' || use === 'both') writes.push(...keysOf(operand, instruction, components, false));
  });
  reads.push(...hidden(flow.reads, components));
  writes.push(...hidden(flow.writes, components));
  return { reads, writes };
}

function pseudoUse(branch: boolean, index: number): Use {
  return index === 0 && !branch ? 'write' : 'read';
}

function otherUse({ name }: OperandReading, index: number): Use {
  return index === 0 && /^[rf]d/.test(name) ? 'write' : 'read';
}

function hidden(names: readonly string[], components: string): string[] {
  return names.flatMap((name) => {
    if (name === 'acc') return Array.from(components, (letter) => `a${letter}`);
    return name === 'ra' ? ['r31'] : [name];
  });
}

function keysOf(
  { name, register }: OperandReading,
  { mnemonic }: Instruction,
  components: string,
  reads: boolean,
): string[] {
  if (register === undefined) return [];
  const info = operandInfos[name];
  switch (info?.kind) {
    case 'gpr':
    case 'memory':
      return register.number === 0 ? [] : [`r${register.number}`];
    case 'fpr':
      return [`f${register.number}`];
    case 'vf':
      if (register.number === 0) return [];
      return Array.from(
        lettersOf(info.components, register.components, mnemonic.row.mnemonic, components, reads),
        (letter) => `v${register.number}${letter}`,
      );
    case 'vi':
    case 'vu-memory':
    case 'vu-indirect':
      return register.number === 0 ? [] : [`i${register.number}`];
    case 'accumulator':
      return Array.from(components, (letter) => `a${letter}`);
    case 'special':
      return register.name === undefined ? [] : [register.name];
    default:
      return [];
  }
}

function lettersOf(
  kind: string | undefined,
  written: string | undefined,
  mnemonic: string,
  components: string,
  reads: boolean,
): string {
  switch (kind) {
    case 'dest':
      // A rotation reads other components than it writes.
      return reads && /^v?mr32/.test(mnemonic) ? ALL : components;
    case 'one':
      return written ?? ALL;
    case 'broadcast':
      return written ?? /([xyzw])(?:\.|$)/.exec(mnemonic)?.[1] ?? ALL;
    case 'w':
      return 'w';
    default:
      return ALL;
  }
}

/** The display text of a register, such as `$v0` or `VF03`. */
export function registerText(key: string, core: boolean): string {
  const [, kind = '', number = ''] = /^([rfvi])(\d+)/.exec(key) ?? [];
  if (!core)
    return kind === '' ? key.toUpperCase() : `V${kind === 'v' ? 'F' : 'I'}${number.padStart(2, '0')}`;
  switch (kind) {
    case 'r':
      return `$${number}`;
    case 'f':
      return `$f${number}`;
    case 'v':
      return `$vf${number}`;
    case 'i':
      return `$vi${number}`;
    default:
      return key;
  }
}
