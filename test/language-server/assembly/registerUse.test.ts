import assert from 'node:assert/strict';
import fc from 'fast-check';
import { encode } from '../../../ee/encode';
import { operandFields } from '../../../ee/fields';
import { instructionNamed, instructions, type Instruction } from '../../../ee/table';
import { registerUse } from '../../../language-server/assembly/registerUse';
import type { Cpu } from '../../../ps2/cpu/cpu';
import {
  FCR31_OFFSET,
  FPR_OFFSET,
  FPU_ACC_OFFSET,
  HI_OFFSET,
  LO_OFFSET,
  SA_OFFSET,
  VF_OFFSET,
  VI_OFFSET,
  VU_ACC_OFFSET,
  VU0_DATA_OFFSET,
  VU0_MEMORY_BYTES,
} from '../../../ps2/cpu/stateLayout';
import { emptyBus, load, machineWith, START } from '../../ps2/cpu/machine';
import { read, written } from './support';

/** Left out: what stops the program, leaves the run, or changes what no key below stands for. */
const leftOut = (row: Instruction): boolean =>
  row.unit === 'cop0' ||
  row.unit === 'branch' ||
  row.operands.includes('branch') ||
  /^(?:sync|pref|cache|vcallms|[cq][ft][cm][012]|[cq]m[ft]c|c[ft]c[12]|vwaitq|vnop|add$|addi$|sub$|dadd|daddi$|dsub$)/.test(
    row.mnemonic,
  );

/** The bytes of a register, or of one component. */
interface Cell {
  readonly offset: number;
  readonly bytes: number;
}

/** Operands are taken from the registers up to here; the base of addresses is register 29. */
const HIGHEST = 15;

/** Every register by the name that the language server gives it. */
const cells = new Map<string, Cell>([
  ['hi', { offset: HI_OFFSET, bytes: 8 }],
  ['hi1', { offset: HI_OFFSET + 8, bytes: 8 }],
  ['lo', { offset: LO_OFFSET, bytes: 8 }],
  ['lo1', { offset: LO_OFFSET + 8, bytes: 8 }],
  ['sa', { offset: SA_OFFSET, bytes: 1 }],
  ['facc', { offset: FPU_ACC_OFFSET, bytes: 4 }],
  // The condition is one bit of its byte; the others are flags that no branch asks for.
  ['fcc', { offset: FCR31_OFFSET + 2, bytes: 1 }],
  ['Q', { offset: VI_OFFSET + 22 * 4, bytes: 4 }],
  ['I', { offset: VI_OFFSET + 21 * 4, bytes: 4 }],
  ['R', { offset: VI_OFFSET + 20 * 4, bytes: 4 }],
]);
for (let number = 1; number <= HIGHEST; number++) {
  cells.set(`r${number}`, { offset: number * 16, bytes: 16 });
  for (const [index, letter] of Array.from('xyzw').entries())
    cells.set(`v${number}${letter}`, { offset: VF_OFFSET + number * 16 + index * 4, bytes: 4 });
}
for (let number = 0; number <= HIGHEST; number++)
  cells.set(`f${number}`, { offset: FPR_OFFSET + number * 4, bytes: 4 });
for (let number = 1; number < 16; number++)
  cells.set(`i${number}`, { offset: VI_OFFSET + number * 4, bytes: 2 });
for (const [index, letter] of Array.from('xyzw').entries())
  cells.set(`a${letter}`, { offset: VU_ACC_OFFSET + index * 4, bytes: 4 });

const STATE_BYTES = VI_OFFSET + 32 * 4;
const keyOfByte = new Map<number, string>();
for (const [key, { offset, bytes }] of cells)
  for (let byte = 0; byte < bytes; byte++) keyOfByte.set(offset + byte, key);

const isFloat = (key: string): boolean => /^(?:f\d|facc|v|a[xyzw]|[QI])/.test(key);
/** A float that is neither zero nor at the end of the range. */
const float = (random: number): number =>
  ((random & 0x807fffff) | ((122 + ((random >>> 23) % 10)) << 23)) >>> 0;

/** Registers may be random, all alike, all or some of them zero: equality and zero are conditions too. */
type Kind = 'random' | 'alike' | 'zero' | 'sparse';

/** The core with registers of a kind, as bytes. */
function stateOf(cpu: Cpu, kind: Kind, randoms: readonly number[]): Uint8Array {
  let at = 0;
  const next = (): number => randoms[at++ % randoms.length] ?? 0;
  for (const key of cells.keys()) {
    const zero = kind === 'zero' || (kind === 'sparse' && (next() & 0x200) === 0);
    if (!zero && kind !== 'alike') put(cpu, key, next);
    else put(cpu, key, () => (zero ? 0 : (randoms[0] ?? 0)));
  }
  cpu.view.setUint32(29 * 16, 0x00200000 + (next() & 0xffff) * 16, true);
  return new Uint8Array(cpu.memory.slice(0, STATE_BYTES));
}

/** Puts something random, of the kind that the register holds, into it. */
function put({ view }: Cpu, key: string, next: () => number): void {
  const cell = cells.get(key);
  if (cell === undefined) return;
  if (isFloat(key)) view.setUint32(cell.offset, float(next()), true);
  // Above the 23 bits of the random number stand those of 1.0.
  else if (key === 'R') view.setUint32(cell.offset, (next() & 0x7fffff) | 0x3f800000, true);
  else if (key === 'sa') view.setUint8(cell.offset, next() & 15);
  else if (key === 'fcc') view.setUint8(cell.offset, view.getUint8(cell.offset) ^ 0x80);
  else for (let byte = 0; byte < cell.bytes; byte++) view.setUint8(cell.offset + byte, next() >>> 7);
}

/** Operations of VU0's divider: Q has their result later. */
const divides = /^v(?:div|r?sqrt)$/;

/** The state after one instruction from this one, which is in the core. */
function stateAfter(cpu: Cpu, what: string): Uint8Array {
  cpu.pc = START;
  // The second one is vwaitq where the result is still on its way.
  const reason = cpu.run(divides.test(what) ? 2 : 1);
  assert.equal(reason.kind, 'budget', `${what}: ${JSON.stringify(reason)}`);
  return new Uint8Array(cpu.memory.slice(0, STATE_BYTES));
}

/** Names of the registers that differ. */
function different(a: Uint8Array, b: Uint8Array): Set<string> {
  const keys = new Set<string>();
  for (let byte = 0; byte < STATE_BYTES; byte++) {
    const key = a[byte] === b[byte] ? undefined : keyOfByte.get(byte);
    if (key !== undefined && (key !== 'fcc' || ((a[byte] ?? 0) ^ (b[byte] ?? 0)) >= 0x80)) keys.add(key);
  }
  return keys;
}

/** A word with operands that differ from each other, so that each can be told; memory is addressed by register 29. */
function wordWith(row: Instruction, random: number): number {
  let register = 1 + (random % 4);
  const operands = row.operands.map((name) => {
    if (name === 'offset(base)') return [((random >>> 8) & 0x3f) * 16, 29];
    return (operandFields[name] ?? []).map(({ width }, index) => {
      if (width === 5 && index === 0 && !/^(?:sa|imm5|hint|perf)/.test(name)) return (register += 3);
      return (random >>> (7 + index)) & ((1 << Math.min(width, 12)) - 1);
    });
  });
  return encode(row, operands, 1 + (random % 15));
}

/** What the console does to registers and from which, found by changing one register after another. */
function observed(
  cpu: Cpu,
  word: number,
  seed: number,
  what: string,
): { reads: Set<string>; writes: Set<string> } {
  const reads = new Set<string>();
  const writes = new Set<string>();
  const data = fc.sample(fc.noBias(fc.array(fc.nat(0xffffffff), { minLength: 127, maxLength: 127 })), {
    numRuns: 10,
    seed,
  });
  for (const [sample, randoms] of data.entries()) {
    load(cpu, [word, divides.test(what) ? (instructionNamed('vwaitq')?.match ?? 0) : 0]);
    const kind: Kind =
      (['zero', 'alike', 'alike', 'sparse', 'sparse', 'sparse', 'sparse', 'sparse'] as const)[sample] ??
      'random';
    const before = stateOf(cpu, kind, randoms);
    const after = stateAfter(cpu, what);
    for (const key of different(before, after)) writes.add(key);
    const registers = new Uint8Array(cpu.memory, 0, STATE_BYTES);
    let at = 0;
    for (const key of cells.keys()) {
      registers.set(before);
      put(cpu, key, () => randoms[(at++ * 7 + 3) % randoms.length] ?? 0);
      const changed = stateAfter(cpu, what);
      const results = different(after, changed);
      results.delete(key);
      if (results.size > 0) reads.add(key);
    }
  }
  return { reads, writes };
}

/** Whose result is in memory or in flags, and one that reads in vain: not every source can be seen. */
const unseen = /^(?:s[bhwdq]|s[wd][lr]|swc1|sqc2|vsq[id]\.dest|viswr\.dest|vclipw\.xyz|c\.f\.s)$/;

describe('registers that instructions are said to use', () => {
  const cpu = machineWith([], emptyBus);
  // Every quadword of VU0's memory differs, so that a load depends on its pointer.
  for (let word = 0; word < VU0_MEMORY_BYTES / 4; word++) cpu.words[VU0_DATA_OFFSET / 4 + word] = word + 1;

  it('are those that the console changes and depends on, for every instruction', () => {
    const wrong: string[] = [];
    let refused = 0;
    for (const row of instructions.filter((candidate) => !leftOut(candidate))) {
      const word = wordWith(row, row.match ^ 0x2545f491);
      load(cpu, [word, 0]);
      const reason = cpu.step();
      if (reason.kind === 'fault' && reason.fault === 'unsupported-instruction') {
        refused++;
        continue;
      }
      const seen = observed(cpu, word, row.match, row.mnemonic);
      const said = registerUse(read(written(word)));
      for (const kind of ['writes', 'reads'] as const) {
        // What an instruction both reads and writes shows as a write.
        const visible = (key: string): boolean =>
          key !== 'r29' && (kind === 'writes' || !said.writes.includes(key));
        const has = [...seen[kind]].filter(visible).sort();
        const says = [...new Set(said[kind])]
          .filter(visible)
          .filter((key) => seen[kind].has(key) || kind === 'writes' || !unseen.test(row.mnemonic))
          .sort();
        if (has.join() !== says.join())
          wrong.push(`${written(word)} ${kind}: the console ${has.join(' ')}, said ${says.join(' ')}`);
      }
    }
    assert.deepEqual(wrong, []);
    console.log(`      ${refused} that the console does not execute are left out`);
    assert.ok(refused < 30);
  });
});
