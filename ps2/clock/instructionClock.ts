import type { Clock } from '../cpu/clock';
import { place, predictorEntries, time, type ClockState } from './clockState';
import type { ClockConstants } from './constants';
import { costOf, Divider, issueCount, Memory, pairs as pairTable, type Cost } from './cost';
import { MemoryClock, type BusUse } from './memoryClock';

/** Copied from the modules once: a look-up at each use would be slow where modules are not bundled. */
const {
  last: T_LAST,
  resume: T_RESUME,
  floatDivider: T_FLOAT_DIVIDER,
  vectorDivider: T_VECTOR_DIVIDER,
  multiplier0: T_MULTIPLIER0,
  multiplier1: T_MULTIPLIER1,
  pipe0: T_PIPE0,
  pipe1: T_PIPE1,
  storesDone: T_STORES_DONE,
} = time;
const { fetched: P_FETCHED, word: P_WORD, isPairable: P_IS_PAIRABLE } = place;
/** Known costs by a hash of the instruction word: a program has few different ones at a time. */
const knownBits = 14;
const pairs = pairTable;
const columns = issueCount;
const hashOf = (word: number): number => Math.imul(word, 0x9e3779b1) >>> (32 - knownBits);

/** Two cycles after a branch in its delay slot is the earliest that its target starts. */
const branchFields = 3;

/**
 * Lays instructions into time: in order, at most two a cycle, as early as results, units and memory allow. Where an
 * instruction of a pair cannot start, it starts alone in a later cycle and may pair with the next one.
 */
export class InstructionClock implements Clock {
  readonly memory: MemoryClock;
  isBranch = false;
  private slotAddress = 0;
  private newest: Cost;
  private readonly times: Float64Array;
  private readonly places: Int32Array;
  private readonly ready: Float64Array;
  private readonly constants: ClockConstants;
  private readonly words = new Int32Array(1 << knownBits);
  private readonly costs: Cost[] = Array.from({ length: 1 << knownBits }, () => costOf(0));

  /** @param registers the machine's state words */
  constructor(
    readonly state: ClockState,
    private readonly registers: Int32Array,
    bus: () => BusUse,
  ) {
    this.memory = new MemoryClock(state, bus);
    ({ times: this.times, places: this.places, ready: this.ready, constants: this.constants } = state);
    this.newest = this.costFor(state.places[P_WORD] ?? 0);
  }

  start(index: number, word: number, slotWord: number, now: number): number {
    const cost = this.costFor(word);
    this.isBranch = cost.isBranch;
    // A branch changes $ra at most, so that the address in its slot is known before.
    if (this.isBranch) this.slotAddress = this.addressOf(this.costFor(slotWord));
    return this.begin(index, word, cost, this.addressOf(cost), now);
  }

  startSlot(index: number, word: number, now: number): number {
    return this.begin(index, word, this.costFor(word), this.slotAddress, now);
  }

  private addressOf({ base, offset }: Cost): number {
    return ((this.registers[base] as number) + offset) >>> 0;
  }

  private begin(index: number, word: number, cost: Cost, address: number, now: number): number {
    const { times, places, ready, constants } = this;
    const last = times[T_LAST] as number;
    let at = Math.max(now, times[T_RESUME] as number);
    if (places[P_FETCHED] !== (index >>> 6) + 1) at = this.memory.fetch(index >>> 6, at, last + 1);
    const { reads, writes } = cost;
    for (let i = 0; i < reads.length; i++) {
      const cycle = ready[reads[i] as number] as number;
      if (cycle > at) at = cycle;
    }
    if (cost.pipes !== 0) at = this.unitsFor(cost, at);
    if (cost.usesDivider) at = Math.max(at, times[dividerTime(cost)] as number);
    // The newest instruction is the second of its cycle, or alone in it.
    const isSecond = at <= last && this.joins(cost);
    if (at <= last) at = isSecond ? last : last + 1;
    places[P_IS_PAIRABLE] = isSecond ? 0 : 1;
    this.newest = cost;
    places[P_WORD] = word;
    times[T_LAST] = at;
    let done = at;
    if (cost.usesMemory) {
      done = this.memoryOf(cost, address, at);
      if (done > at) times[T_RESUME] = done;
    }
    if (writes.length > 0) {
      const latency = cost.isLoad ? Math.max(cost.latency, constants.loadUse) : cost.latency;
      const cycle = Math.max(at + latency, done);
      for (let i = 0; i < writes.length; i++) ready[writes[i] as number] = cycle;
    }
    if (cost.multipliers !== 0) this.multiply(cost, at);
    else if (cost.usesDivider) times[dividerTime(cost)] = at + cost.busy;
    return at;
  }

  branched(index: number, target: number, isTaken: boolean, at: number): void {
    const { branches, constants, times } = this.state;
    const entry = ((index >>> 2) & (predictorEntries - 1)) * branchFields;
    const isKnown = branches[entry] === index + 1;
    const count = isKnown ? (branches[entry + 2] ?? 0) : 0;
    const isExpected = count >= 2;
    const isRight = isExpected === isTaken && (!isTaken || branches[entry + 1] === target);
    if (isTaken) {
      branches[entry] = index + 1;
      branches[entry + 1] = target;
      branches[entry + 2] = isKnown ? Math.min(3, count + 1) : 2;
    } else if (isKnown) branches[entry + 2] = Math.max(0, count - 1);
    if (!isRight) times[T_RESUME] = Math.max(times[T_RESUME] ?? 0, at + 1 + constants.branchMiss);
  }

  /** Whether an instruction may start together with the newest one, as far as pipes and results are concerned. */
  private joins(cost: Cost): boolean {
    const { newest } = this;
    if (this.places[P_IS_PAIRABLE] !== 1) return false;
    if (pairs[newest.issue * columns + cost.issue] !== 1) return false;
    const { writes } = cost;
    for (let i = 0; i < writes.length; i++) if (newest.writes.includes(writes[i] as number)) return false;
    return true;
  }

  /** When the integer pipes and multipliers that an instruction needs are free. */
  private unitsFor({ pipes, isWide, multipliers }: Cost, from: number): number {
    const { times } = this;
    const first = times[T_PIPE0] as number;
    const second = times[T_PIPE1] as number;
    let free = Math.min(first, second);
    if (isWide) free = Math.max(first, second);
    else if (pipes === 1) free = first;
    else if (pipes === 2) free = second;
    let at = Math.max(from, free);
    if ((multipliers & 1) !== 0) at = Math.max(at, times[T_MULTIPLIER0] as number);
    if ((multipliers & 2) !== 0) at = Math.max(at, times[T_MULTIPLIER1] as number);
    return at;
  }

  private multiply(cost: Cost, at: number): void {
    const { times, ready, constants } = this;
    const busy = cost.busy === 0 ? constants.multiplyEvery : cost.busy;
    const held = at + 1 + constants.multiplyHolds;
    if ((cost.multipliers & 1) !== 0) {
      times[T_MULTIPLIER0] = at + busy;
      times[T_PIPE0] = held;
    }
    if ((cost.multipliers & 2) !== 0) {
      times[T_MULTIPLIER1] = at + busy;
      times[T_PIPE1] = held;
    }
    const { sums } = cost;
    for (let i = 0; i < sums.length; i++) ready[sums[i] as number] = at + busy;
  }

  private memoryOf(cost: Cost, address: number, at: number): number {
    switch (cost.memory) {
      case Memory.Load:
        return this.memory.access(address, at, false);
      case Memory.Store:
        return this.memory.access(address, at, true);
      case Memory.Prefetch:
        return this.memory.prefetch(address, at);
      case Memory.CacheOperation:
        return this.memory.operation(cost.operation, address, at);
      case Memory.Synchronise:
        return Math.max(at, this.state.times[T_STORES_DONE] ?? 0);
      case Memory.None:
        return at;
    }
  }

  private costFor(word: number): Cost {
    const slot = hashOf(word);
    if (this.words[slot] !== word) {
      this.words[slot] = word;
      this.costs[slot] = costOf(word >>> 0);
    }
    return this.costs[slot] as Cost;
  }
}

const dividerTime = ({ divider }: Cost) => (divider === Divider.Float ? T_FLOAT_DIVIDER : T_VECTOR_DIVIDER);
