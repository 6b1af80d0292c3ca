import { canPair, timingOf, type Issue } from '../../ee/reference/timing';
import type { Dialect } from './dialect';
import { branchKind, type Item } from './items';
import { registerUse } from './registerUse';

/** When an instruction of a block starts, if everything is in the caches. */
export interface Start {
  readonly item: Item;
  readonly cycle: number;
  /** It starts in the same cycle as the instruction before it. */
  readonly paired: boolean;
  /** Cycles in which nothing starts because of it. */
  readonly stall: number;
  /** What it waits for: a register with the instruction that makes it, or a busy unit. */
  readonly waitsFor?: { readonly key: string; readonly maker: string };
}

/** A sequence of instructions that is entered at its first and left after its last. */
export interface Block {
  readonly starts: readonly Start[];
  readonly cycles: number;
  readonly pairs: number;
  readonly stalls: number;
  /** It contains macros of several instructions, so it takes longer. */
  readonly atLeast: boolean;
}

/** Splits instructions into blocks: at labels, after a branch with its delay slot, at unknown statements. */
export function blocksOf(items: readonly Item[]): Item[][] {
  const blocks: Item[][] = [];
  let block: Item[] = [];
  let inDelaySlot = false;
  const end = (): void => {
    if (block.length > 0) blocks.push(block);
    block = [];
    inDelaySlot = false;
  };
  for (const step of stepsOf(items)) {
    const known = step.filter(({ instruction }) => instruction !== undefined);
    if (step.some(({ labels, barrier }) => labels.length > 0 || barrier)) end();
    if (known.length < step.length) continue;
    block.push(...step);
    const branches = step.some(({ instruction }) => instruction && branchKind(instruction) !== undefined);
    // Where the assembler reorders, what follows a branch in the source is not its delay slot.
    if (inDelaySlot || (branches && step[0]?.reorder === true && step[0].statement.slot === undefined)) end();
    else inDelaySlot = branches;
  }
  end();
  return blocks;
}

/** Instructions that start together: one, or both columns of a line. */
function stepsOf(items: readonly Item[]): Item[][] {
  const steps: Item[][] = [];
  for (const item of items) {
    const last = steps.at(-1);
    if (item.statement.slot === 'lower' && last?.[0]?.line === item.line && last.length === 1)
      last.push(item);
    else steps.push([item]);
  }
  return steps;
}

/**
 * Starts the instructions of a block in order, as early as the pipes and results allow. The figures are from the
 * manuals, without caches, instruction fetch and the bus: the best case.
 */
export function schedule(items: readonly Item[], dialect: Dialect): Block {
  return dialect === 'r5900' ? new CoreSchedule().run(items) : new MicroSchedule().run(items);
}

interface Ready {
  readonly cycle: number;
  readonly maker: string;
}

/**
 * Accumulators are forwarded inside their pipes: a chain of multiply-adds starts one per cycle (VU User's Manual;
 * DobieStation for the floating-point unit).
 */
const accumulator = /^(?:a[xyzw]|facc)$/;

/** When results and units are ready. */
class Scoreboard {
  private readonly registers = new Map<string, Ready>();
  private readonly units = new Map<string, Ready>();

  /** The latest of what an instruction waits for. */
  wait(
    keys: readonly string[],
    unit: string | undefined,
  ): { cycle: number; key: string; maker: string } | undefined {
    let latest: { cycle: number; key: string; maker: string } | undefined;
    const consider = (key: string, ready: Ready | undefined): void => {
      if (ready !== undefined && ready.cycle > (latest?.cycle ?? 0)) latest = { key, ...ready };
    };
    for (const key of keys) if (!accumulator.test(key)) consider(key, this.registers.get(key));
    if (unit !== undefined) consider(unit, this.units.get(unit));
    return latest;
  }

  write(keys: readonly string[], ready: Ready): void {
    for (const key of keys) this.registers.set(key, ready);
  }

  occupy(unit: string, ready: Ready): void {
    this.units.set(unit, ready);
  }
}

function summary(starts: readonly Start[], cycles: number): Block {
  return {
    starts,
    cycles,
    pairs: starts.filter(({ paired }) => paired).length,
    stalls: starts.reduce((sum, { stall }) => sum + stall, 0),
    atLeast: starts.some(({ item }) => item.instruction?.expands === true),
  };
}

class CoreSchedule {
  private readonly board = new Scoreboard();

  run(items: readonly Item[]): Block {
    const starts: Start[] = [];
    let cycle = -1;
    let before: { issue: Issue; writes: readonly string[] } | undefined;
    for (const item of items) {
      const { instruction } = item;
      if (instruction === undefined) continue;
      const { row } = instruction.mnemonic;
      const timing = timingOf(row);
      const issue = row.mask === 0 && branchKind(instruction) !== undefined ? 'branch' : timing.issue;
      const { reads, writes } = registerUse(instruction);
      const units =
        timing.unit === 'both' ? ['mac0', 'mac1'] : timing.unit === undefined ? [] : [timing.unit];
      const waits = [undefined, ...units].flatMap((unit) => this.board.wait(reads, unit) ?? []);
      const wait = waits.sort((a, b) => b.cycle - a.cycle)[0];
      const earliest = Math.max(cycle, wait?.cycle ?? 0, 0);
      const pairs =
        earliest === cycle &&
        before !== undefined &&
        canPair(before.issue, issue) &&
        !writes.some((key) => before?.writes.includes(key));
      const start = pairs ? cycle : Math.max(earliest, cycle + 1);
      const stall = starts.length === 0 ? 0 : Math.max(0, start - cycle - 1);
      starts.push({ item, cycle: start, paired: pairs, stall, ...(stall > 0 && wait && { waitsFor: wait }) });
      const maker = item.statement.name?.text ?? '';
      this.board.write(writes, { cycle: start + (timing.latency ?? 1), maker });
      for (const unit of units) this.board.occupy(unit, { cycle: start + (timing.throughput ?? 1), maker });
      before = pairs ? undefined : { issue, writes };
      cycle = start;
    }
    return summary(starts, cycle + 1);
  }
}

class MicroSchedule {
  private readonly board = new Scoreboard();

  run(items: readonly Item[]): Block {
    const starts: Start[] = [];
    let cycle = -1;
    for (const step of stepsOf(items)) {
      const waits = step.flatMap((item) => this.waitOf(item) ?? []);
      const wait = waits.sort((a, b) => b.cycle - a.cycle)[0];
      const start = Math.max(cycle + 1, wait?.cycle ?? 0);
      const stall = starts.length === 0 ? 0 : start - cycle - 1;
      for (const item of step) this.begin(item, start);
      step.forEach((item, index) => {
        if (index > 0) starts.push({ item, cycle: start, paired: isWork(step), stall: 0 });
        else
          starts.push({
            item,
            cycle: start,
            paired: false,
            stall,
            ...(stall > 0 && wait && { waitsFor: wait }),
          });
      });
      cycle = start;
    }
    return summary(starts, cycle + 1);
  }

  private waitOf({ instruction }: Item): { cycle: number; key: string; maker: string } | undefined {
    if (instruction === undefined) return undefined;
    const name = instruction.mnemonic.row.mnemonic;
    const reads = registerUse(instruction).reads.filter((key) => key !== 'Q' && key !== 'P');
    const waited =
      name === 'waitq' ? 'fdiv' : name === 'waitp' ? 'efu' : unitOf(instruction.mnemonic.row.pipe, name);
    return this.board.wait(reads, waited);
  }

  private begin({ instruction, statement }: Item, cycle: number): void {
    if (instruction === undefined) return;
    const { row } = instruction.mnemonic;
    const latency = row.latency ?? 1;
    const maker = statement.name?.text ?? '';
    this.board.write(registerUse(instruction).writes, { cycle: cycle + latency, maker });
    const unit = unitOf(row.pipe, row.mnemonic);
    if (unit !== undefined && row.latency !== undefined)
      this.board.occupy(unit, { cycle: cycle + latency, maker });
  }
}

/** Units that take one operation at a time. */
function unitOf(pipe: string | undefined, mnemonic: string): string | undefined {
  if (pipe === 'FDIV') return 'fdiv';
  return pipe === 'EFU' && !mnemonic.startsWith('mfp') ? 'efu' : undefined;
}

/** Both columns do something. */
function isWork(items: readonly Item[]): boolean {
  return items.length > 1 && items.every(({ instruction }) => instruction?.mnemonic.row.mnemonic !== 'nop');
}
