import type { Clock } from './clock';
import { FAR, ramSegment, type Core } from './core';
import { Exit } from './exit';
import { interpret, Op } from './interpreter';
import { CYCLES_OFFSET, NEXT_PC_OFFSET, PC_OFFSET, RAM_BYTES as ramBytes } from './stateLayout';

/** Copied once: a look-up at each use would be slow where modules are not bundled. */
const RAM_BYTES = ramBytes;
const execute = interpret;
const [COUNT, FAR_EXIT] = [Exit.Count, Exit.Far];
const [NOT_DECODED, BREAKPOINT, HOOK, LEAVE] = [Op.NotDecoded, Op.Breakpoint, Op.Hook, Op.Leave].map(Number);
const OUTSIDE = FAR;
const PC = PC_OFFSET / 4;
const NEXT_PC = NEXT_PC_OFFSET / 4;
const CYCLES = CYCLES_OFFSET / 4;

/** Most instructions of a call: a function that is entered again is faster than one that was optimised while it ran. */
const LONGEST = 0x10000;

/** Entries of the decode table at which `interpret` returns without executing anything. */
const isStopping = (op: number): boolean =>
  op === NOT_DECODED || op === BREAKPOINT || op === HOOK || op === LEAVE;

function setCycles(core: Core, cycles: number): void {
  core.words[CYCLES] = cycles | 0;
  core.words[CYCLES + 1] = Math.floor(cycles / 0x100000000);
}

/**
 * Executes instructions one by one, each at the cycle that a clock gives it. Between instructions, the cycle counter
 * is the cycle in which the last one started.
 * @param budget cycles
 * @param most instructions; a branch and its delay slot are one
 * @param isAsked whether somebody wants the run to return
 * @throws FaultSignal when an instruction faults; the state is the one before it
 */
export function runByClock(
  core: Core,
  clock: Clock,
  budget: number,
  most: number,
  isAsked: () => boolean,
): Exit {
  const { words, decodeTable, ram32, surplus } = core;
  let now = ((words[CYCLES] ?? 0) >>> 0) + (words[CYCLES + 1] ?? 0) * 0x100000000;
  const end = now + budget;
  const last = Math.min(most, LONGEST);
  for (let executed = 0; ; executed++) {
    const pc = (words[PC] ?? 0) >>> 0;
    const nextPc = (words[NEXT_PC] ?? 0) >>> 0;
    const inDelaySlot = nextPc !== (pc + 4) >>> 0;
    if (!inDelaySlot && (now >= end || executed >= last)) return COUNT;
    const segment = ramSegment(pc);
    if (segment === undefined || (pc & 3) !== 0) return FAR_EXIT;
    core.segment = segment;
    const index = (pc ^ segment) >>> 0;
    let next = (nextPc ^ segment) >>> 0;
    if (next >= RAM_BYTES || (next & 3) !== 0) {
      core.farTarget = nextPc;
      next = OUTSIDE;
    }
    core.startCycles = now;
    if (isStopping(decodeTable[index] ?? 0)) return execute(core, index, next, 1);
    const word = ram32[index >>> 2] ?? 0;
    const slotWord = ram32[(index >>> 2) + 1] ?? 0;
    const before = now;
    let at = clock.start(index, word, slotWord, now);
    surplus[0] = (surplus[0] ?? 0) + at - before;
    core.startCycles = at;
    const exit = execute(core, index, next, 1);
    const start = at;
    const count = ((words[CYCLES] ?? 0) - at) | 0;
    if (clock.isBranch) {
      const after = (words[PC] ?? 0) >>> 0;
      const isPending = after === (pc + 4) >>> 0 && (words[NEXT_PC] ?? 0) >>> 0 !== (pc + 8) >>> 0;
      const isTaken = count > 1 || isPending;
      const target = isPending ? (words[NEXT_PC] ?? 0) >>> 0 : after;
      if (count > 1) at = clock.startSlot(index + 4, slotWord, at);
      clock.branched(index, (target ^ segment) | 0, isTaken, at);
    }
    now = at;
    setCycles(core, at);
    surplus[0] += at - start - count;
    if (exit !== COUNT || isAsked()) return exit;
  }
}
