import { instructions, operandBits, type Instruction } from '../table';
import { lowerRows, lowerSource } from './lower';
import { vuOperandFields } from './fields';

/** Which of the two units of an instruction pair executes it. */
export type Slot = 'upper' | 'lower';

/** An instruction of VU micro programs: one of the two words of a pair. */
export interface VuInstruction extends Instruction {
  readonly slot: Slot;
  /** Cycles until the unit accepts the next such instruction; undefined without a public source. */
  readonly throughput?: number;
  /** VU1 only. */
  readonly vu1Only: boolean;
}

const source = "VU User's Manual; DobieStation for latencies";
/** Macro mode has the opcode of COP2 where an upper word has flags and a lower word bit 31. */
const LOWER_BIT = 0x80000000;
const pipes: Readonly<Record<string, string>> = { fmac: 'FMAC', fdiv: 'FDIV', iadd: 'IALU' };
/** Instructions of macro mode without a counterpart. */
const macroOnly = new Set(['vcallms', 'vcallmsr']);
const lowerNames =
  /^v(?:i(?:add|sub|addi|and|or)$|move|mr32|[ls]q[id]|r?sqrt$|div$|waitq$|m[tf]ir|i[ls]wr|r(?:next|get|init|xor))/;

function pipeOf({ mnemonic, pipe = '' }: Instruction): string {
  if (/^v(?:[ls]q[id]|i[ls]wr)/.test(mnemonic)) return 'LSU';
  if (/^vr(?:next|get|init|xor)/.test(mnemonic)) return 'RANDU';
  return pipes[pipe] ?? 'FMAC';
}

/** Rows of macro mode: the same operands and low bits. */
function fromMacro(): VuInstruction[] {
  return instructions
    .filter(({ mnemonic, unit }) => unit === 'vu0' && mnemonic.startsWith('v') && !macroOnly.has(mnemonic))
    .map((row) => {
      const slot: Slot = lowerNames.test(row.mnemonic) ? 'lower' : 'upper';
      const bits = row.match & 0x01ffffff;
      const match = slot === 'lower' ? (bits | LOWER_BIT) >>> 0 : bits;
      // The upper five bits of an upper word are flags.
      const mask = slot === 'lower' ? row.mask | 0xfe000000 : (row.mask & 0x01ffffff) | 0x06000000;
      const throughput = row.pipe === 'fdiv' ? row.latency : row.latency === undefined ? undefined : 1;
      return {
        ...row,
        mnemonic: row.mnemonic.slice(1),
        mask: mask >>> 0,
        match,
        operation: row.operation.replaceAll('VU0 memory', 'memory'),
        pipe: pipeOf(row),
        unit: slot === 'upper' ? 'vu-upper' : 'vu-lower',
        slot,
        vu1Only: false,
        source,
        ...(throughput !== undefined && { throughput }),
      } satisfies VuInstruction;
    });
}

function lowerOnly(): VuInstruction[] {
  return lowerRows
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [mnemonic = '', match = '', list = '', pipe = '', latency = '-', units = '', ...words] = line
        .split('|')
        .map((cell) => cell.trim());
      const operands = list === '' ? [] : list.split(',');
      return {
        mnemonic,
        mask: ~operandBits(mnemonic, operands, vuOperandFields) >>> 0,
        match: Number.parseInt(match, 16),
        operands,
        operation: words.join('|'),
        pipe: pipe.toUpperCase(),
        ...(latency !== '-' && { latency: Number(latency) }),
        // The elementary function unit takes one operation at a time; how soon the next one is not public.
        ...(latency !== '-' && pipe !== 'efu' && { throughput: 1 }),
        unit: 'vu-lower',
        slot: 'lower',
        vu1Only: units === 'vu1',
        source: lowerSource,
      } satisfies VuInstruction;
    });
}

/** `loi` is not an instruction: the I bit of the upper word makes the lower word a float. */
const loi: VuInstruction = {
  mnemonic: 'loi',
  mask: 0,
  match: 0,
  operands: ['float'],
  operation: 'I <- the lower word; the I bit of the upper word is set',
  pipe: 'FMAC',
  latency: 1,
  throughput: 1,
  unit: 'vu-lower',
  slot: 'lower',
  vu1Only: false,
  source,
};

/** A `move` that writes nothing. */
const lowerNop: VuInstruction = {
  mnemonic: 'nop',
  mask: 0xffffffff,
  match: 0x8000033c,
  operands: [],
  operation: 'nothing',
  pipe: 'FMAC',
  unit: 'vu-lower',
  slot: 'lower',
  vu1Only: false,
  source: lowerSource,
};

/** Every instruction of VU micro programs; those of macro mode come from the EE core's table. */
export const vuInstructions: readonly VuInstruction[] = [...fromMacro(), ...lowerOnly(), loi, lowerNop];

const bySlot: Readonly<Record<Slot, ReadonlyMap<string, VuInstruction>>> = {
  upper: slotMap('upper'),
  lower: slotMap('lower'),
};

function slotMap(slot: Slot): Map<string, VuInstruction> {
  return new Map(
    vuInstructions
      .filter((row) => row.slot === slot)
      .map((row) => [row.mnemonic.replace(/\.(?:dest|xyz)$/, ''), row]),
  );
}

/** The row of a name without component letters, such as `madd`; undefined if the slot does not have it. */
export function vuInstructionNamed(name: string, slot: Slot): VuInstruction | undefined {
  return bySlot[slot].get(name);
}
