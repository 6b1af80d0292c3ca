import { decode } from '../../ee/decode';
import { fieldOf, operandFields } from '../../ee/fields';
import { flowOf } from '../../ee/reference/flow';
import { canPair, timingOf, type Issue } from '../../ee/reference/timing';
import type { Instruction } from '../../ee/table';
import { resource } from './resources';

/** What an instruction does with memory, as far as time is concerned. */
export enum Memory {
  None,
  Load,
  Store,
  Prefetch,
  CacheOperation,
  /** Waits for all stores. */
  Synchronise,
}

/** A unit that takes one operation at a time. */
export enum Divider {
  None,
  Float,
  Vector,
}

/** What an instruction word waits for and occupies; all its variable parts are numbers of resources. */
export class Cost {
  /** Row and column of `pairs`. */
  issue = 0;
  memory = Memory.None;
  /** State word of the base register, and the offset. */
  base = 0;
  offset = 0;
  /** Operation of a cache instruction. */
  operation = 0;
  reads: readonly number[] = [];
  writes: readonly number[] = [];
  latency = 1;
  /** It has a delay slot. */
  isBranch = false;
  /** It touches memory, or one of the dividers. */
  usesMemory = false;
  usesDivider = false;
  /** The result comes with the time of a load that hits. */
  isLoad = false;
  /** Bits: multipliers 0 and 1, and the integer pipes 0 and 1 that it may start on. */
  multipliers = 0;
  pipes = 0;
  /** Cycles of a unit that are not one of the clock's constants; 0: `multiplyEvery`. */
  busy = 0;
  divider = Divider.None;
  /** Takes both integer pipes. */
  isWide = false;
  /** Of the writes: HI and LO of a multiplication, which multiply-adds may read earlier. */
  sums: readonly number[] = [];
}

const issues: readonly Issue[] = [
  'either',
  'pipe0',
  'pipe1',
  'wide',
  'load-store',
  'cop1-move',
  'cop1-operate',
  'cop2-move',
  'cop2-operate',
  'branch',
];
export const issueCount = issues.length;
/** 1 where the instruction of the row and the one of the column after it may start together. */
export const pairs = Uint8Array.from(
  issues.flatMap((first) => issues.map((second) => (canPair(first, second) ? 1 : 0))),
);

const highLow = new Map<string, number>([
  ['hi', resource.hi],
  ['lo', resource.lo],
  ['hi1', resource.hi1],
  ['lo1', resource.lo1],
]);
const sumOf = (highOrLow: number): number => highOrLow - resource.hi + resource.hiSum;

const others = new Map<string, number>([
  ['sa', resource.shiftAmount],
  ['fcc', resource.floatCondition],
  ['ra', 31],
]);

/** The first field of an operand in a word. */
function fieldIn(word: number, operand: string, index = 0): number {
  const field = operandFields[operand]?.[index];
  return field === undefined ? 0 : fieldOf(word, field);
}

const componentLetters = 'xyzw';

/** Components of a vector operand, 0 for x, as the instruction's mask or the operand say. */
function componentsOf({ mnemonic }: Instruction, operand: string, word: number, isRead: boolean): number[] {
  if (operand === 'vfs.fsf') return [fieldIn(word, operand, 1)];
  if (operand === 'vft.ftf') return [fieldIn(word, operand, 1)];
  if (operand === 'vftw') return [3];
  if (operand === 'vft.bc') return [componentLetters.indexOf(/([xyzw])\.dest$/.exec(mnemonic)?.[1] ?? 'x')];
  if (mnemonic.endsWith('.xyz')) return [0, 1, 2];
  const isWhole = !mnemonic.endsWith('.dest') || (isRead && mnemonic.startsWith('vmr32'));
  return [0, 1, 2, 3].filter((component) => isWhole || ((word >>> (24 - component)) & 1) === 1);
}

const integerOperands = /^(?:vi[dst]|\(?(?:--)?vi[st](?:\+\+)?\)?)$/;

/** The resources of an operand. */
function resourcesOf(row: Instruction, operand: string, word: number, isRead: boolean): number[] {
  if (/^(?:rd\??|rs|rt)$/.test(operand)) return [fieldIn(word, operand)].filter((register) => register > 0);
  if (operand === 'offset(base)') return [(word >>> 21) & 31].filter((register) => register > 0);
  if (/^f[dst]$/.test(operand)) return [resource.float + fieldIn(word, operand)];
  if (/^v(?:t|d|f[dst])/.test(operand)) {
    const register = fieldIn(word, operand);
    if (register === 0) return [];
    return componentsOf(row, operand, word, isRead).map(
      (component) => resource.vector + register * 4 + component,
    );
  }
  if (operand === 'vi') {
    const register = fieldIn(word, operand);
    return register > 0 && register < 16 ? [resource.vectorInteger + register] : [];
  }
  if (integerOperands.test(operand)) {
    const register = fieldIn(word, operand) & 15;
    return register > 0 ? [resource.vectorInteger + register] : [];
  }
  return [];
}

const hidden = (names: readonly string[]): number[] =>
  names.flatMap((name) => highLow.get(name) ?? others.get(name) ?? []);

const accumulates = /^(?:p?m(?:add|sub)u?[hw]?1?|pmadduw)$/;
const loads = /^l(?:b|bu|h|hu|w|wu|d|q|wl|wr|dl|dr|wc1|qc2)$/;
const stores = /^s(?:b|h|w|d|q|wl|wr|dl|dr|wc1|qc2)$/;

function memoryOf({ mnemonic }: Instruction): Memory {
  if (loads.test(mnemonic)) return Memory.Load;
  if (stores.test(mnemonic)) return Memory.Store;
  if (mnemonic === 'pref') return Memory.Prefetch;
  if (mnemonic === 'cache') return Memory.CacheOperation;
  return mnemonic === 'sync' ? Memory.Synchronise : Memory.None;
}

/** Integer pipes that an instruction of a class may start on: bit 0 and bit 1. */
function pipesOf(issue: Issue): number {
  if (issue === 'pipe0') return 1;
  if (issue === 'pipe1') return 2;
  return issue === 'either' || issue === 'wide' ? 3 : 0;
}

/** What an instruction word costs. */
export function costOf(word: number): Cost {
  const cost = new Cost();
  const row = decode(word);
  if (row === undefined) return cost;
  const { issue, latency = 1, throughput = 1, unit } = timingOf(row);
  const flow = flowOf(row);
  const reads: number[] = [];
  const writes: number[] = [];
  row.operands.forEach((operand, index) => {
    const use = flow.operands[index];
    if (use === 'read' || use === 'both') reads.push(...resourcesOf(row, operand, word, true));
    if (use === 'write' || use === 'both') writes.push(...resourcesOf(row, operand, word, false));
  });
  const hiddenReads = hidden(flow.reads);
  cost.reads = [...reads, ...(accumulates.test(row.mnemonic) ? hiddenReads.map(sumOf) : hiddenReads)];
  cost.issue = issues.indexOf(issue);
  cost.memory = memoryOf(row);
  cost.usesMemory = cost.memory !== Memory.None;
  cost.isLoad = cost.memory === Memory.Load;
  cost.base = ((word >>> 21) & 31) * 4;
  cost.offset = (word << 16) >> 16;
  cost.operation = (word >>> 16) & 31;
  cost.latency = latency;
  cost.pipes = pipesOf(issue);
  cost.isWide = issue === 'wide';
  const results = hidden(flow.writes);
  const touched = results.filter((one) => one <= resource.lo1 && one >= resource.hi);
  switch (unit) {
    case 'mac0':
    case 'mac1':
    case 'both':
      cost.multipliers = unit === 'both' ? 3 : unit === 'mac0' ? 1 : 2;
      cost.busy = throughput > 2 ? throughput : 0;
      cost.sums = touched.map(sumOf);
      cost.writes = [...writes, ...results];
      break;
    default:
      // A move to HI or LO: every reader gets it alike.
      cost.writes = [...writes, ...results, ...touched.map(sumOf)];
      cost.busy = throughput;
      if (unit === 'fpu-divider') cost.divider = Divider.Float;
      if (unit === 'vu-divider') {
        cost.divider = Divider.Vector;
        cost.writes = [resource.quotient];
      }
  }
  cost.isBranch = issue === 'branch';
  cost.usesDivider = cost.divider !== Divider.None;
  if (row.mnemonic === 'vwaitq') cost.reads = [resource.quotient];
  return cost;
}
