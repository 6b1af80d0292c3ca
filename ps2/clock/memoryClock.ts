import { RAM_BYTES } from '../cpu/stateLayout';
import { dataSets, instructionSets, place, time, type ClockState } from './clockState';

/** Copied from the modules once: a look-up at each use would be slow where modules are not bundled. */
const { storesDone: T_STORES_DONE, scratchpadTaken: T_SCRATCHPAD_TAKEN, prefetched: T_PREFETCHED } = time;
const {
  fetched: P_FETCHED,
  acceleratedLoad: P_ACCELERATED_LOAD,
  acceleratedStore: P_ACCELERATED_STORE,
  prefetching: P_PREFETCHING,
} = place;
/** What the clock asks the bus. */
export interface BusUse {
  /** The cycle from which no DMA channel uses the bus. */
  readonly freeAt: number;
  /** Cycles from the end of one slice to the end of the next. */
  readonly slicePeriod: number;
  /** The core may use the bus between two slices of a burst. */
  readonly isStealing: boolean;
}

/** Stores that the buffer holds. */
const storeEntries = 8;
/** A slice of DMA in quadwords. */
const sliceQuadwords = 8;
const lineShift = 6;
const acceleratedShift = 7;

/** `cache` operations (R5900). */
const operations = {
  invalidateInstructionIndex: 0x07,
  invalidateInstruction: 0x0b,
  writeBackInvalidateIndex: 0x14,
  invalidateIndex: 0x16,
  writeBackInvalidate: 0x18,
  invalidate: 0x1a,
  writeBack: 0x1c,
} as const;

/** Time of loads, stores and the fetching of instructions: caches, buffers, scratchpad and bus. */
export class MemoryClock {
  constructor(
    private readonly state: ClockState,
    private readonly bus: () => BusUse,
  ) {}

  /**
   * A load or store at a virtual address.
   * @param at the cycle in which the instruction starts
   * @returns the cycle from which the next instruction may start; `at` if it does not wait
   */
  access(address: number, at: number, isStore: boolean): number {
    const top = address >>> 28;
    const physical = address & 0x1fffffff;
    if (top === 7) return this.scratchpad(at);
    if (top === 3) return this.accelerated((address & 0x0fffffff) >>> acceleratedShift, at, isStore);
    if (physical >= RAM_BYTES) return isStore ? this.uncachedStore(at) : this.uncachedLoad(at, false);
    if (top === 2 || top === 10) return isStore ? this.uncachedStore(at) : this.uncachedLoad(at, true);
    return this.cached(physical >>> lineShift, at, isStore);
  }

  /** An instruction is fetched from another line; a miss begins in cycle `next` at the earliest. @returns as `access` */
  fetch(line: number, at: number, next: number): number {
    const { instructionTags, instructionNext, constants, places } = this.state;
    places[P_FETCHED] = line + 1;
    const set = line & (instructionSets - 1);
    const first = set * 2;
    if (instructionTags[first] === line + 1 || instructionTags[first + 1] === line + 1) return at;
    const way = instructionNext[set] ?? 0;
    instructionTags[first + way] = line + 1;
    instructionNext[set] = way ^ 1;
    return this.busFor(Math.max(at, next)) + constants.instructionMiss;
  }

  /** Brings a line into the cache while the program goes on. The cache handles one miss at a time. @returns as `access` */
  prefetch(address: number, at: number): number {
    const { places, times } = this.state;
    const top = address >>> 28;
    const physical = address & 0x1fffffff;
    if (physical >= RAM_BYTES || (top !== 0 && top !== 8)) return at;
    const line = physical >>> lineShift;
    if (this.wayOf(line) >= 0) return at;
    times[T_PREFETCHED] = this.fill(line, at, 0);
    places[P_PREFETCHING] = line + 1;
    return at;
  }

  /** A `cache` instruction. @returns as `access` */
  operation(code: number, address: number, at: number): number {
    const { dataTags, instructionTags, constants, places } = this.state;
    const line = (address & 0x1fffffff) >>> lineShift;
    switch (code) {
      case operations.invalidateInstructionIndex:
        instructionTags.fill(0, (line & (instructionSets - 1)) * 2, (line & (instructionSets - 1)) * 2 + 2);
        places[P_FETCHED] = 0;
        return at;
      case operations.invalidateInstruction: {
        const first = (line & (instructionSets - 1)) * 2;
        for (const way of [0, 1])
          if (instructionTags[first + way] === line + 1) instructionTags[first + way] = 0;
        places[P_FETCHED] = 0;
        return at;
      }
      case operations.writeBackInvalidateIndex:
      case operations.invalidateIndex: {
        // The way is in the lowest bit of the address.
        const index = (line & (dataSets - 1)) * 2 + (address & 1);
        const isDirty = ((dataTags[index] ?? 0) & 1) !== 0;
        dataTags[index] = 0;
        return isDirty && code === operations.writeBackInvalidateIndex ? at + constants.dirtyVictim : at;
      }
      case operations.writeBackInvalidate:
      case operations.invalidate:
      case operations.writeBack:
        return this.hitOperation(code, line, at);
      default:
        return at;
    }
  }

  /** The kernel's FlushCache: 0 writes the data cache back, 1 invalidates it, 2 the instruction cache, 3 both. */
  flush(operation: number): void {
    const { dataTags, instructionTags, places } = this.state;
    if (operation === 0 || operation === 1 || operation === 3) dataTags.fill(0);
    if (operation !== 2 && operation !== 3) return;
    instructionTags.fill(0);
    places[P_FETCHED] = 0;
  }

  private hitOperation(code: number, line: number, at: number): number {
    const { dataTags, constants } = this.state;
    const first = (line & (dataSets - 1)) * 2;
    for (let index = first; index < first + 2; index++) {
      const tag = dataTags[index] ?? 0;
      if (tag >> 1 !== line + 1) continue;
      dataTags[index] = code === operations.writeBack ? tag & ~1 : 0;
      if ((tag & 1) !== 0 && code !== operations.invalidate) return at + constants.dirtyVictim;
    }
    return at;
  }

  private cached(line: number, at: number, isStore: boolean): number {
    const { dataTags, places, times } = this.state;
    const index = this.wayOf(line);
    if (index < 0) return this.fill(line, at, isStore ? 1 : 0);
    if (isStore) dataTags[index] = (line + 1) * 2 + 1;
    return places[P_PREFETCHING] === line + 1 ? Math.max(at, times[T_PREFETCHED] ?? 0) : at;
  }

  /** Index of the tag of a line in the data cache, −1 if it is not there. */
  private wayOf(line: number): number {
    const { dataTags } = this.state;
    const first = (line & (dataSets - 1)) * 2;
    if ((dataTags[first] ?? 0) >> 1 === line + 1) return first;
    return (dataTags[first + 1] ?? 0) >> 1 === line + 1 ? first + 1 : -1;
  }

  /** Brings a line into the way of its set that was filled first. @returns the cycle in which it is there */
  private fill(line: number, at: number, dirty: 0 | 1): number {
    const { dataTags, dataNext, constants, times } = this.state;
    const set = line & (dataSets - 1);
    const way = dataNext[set] ?? 0;
    const victim = dataTags[set * 2 + way] ?? 0;
    dataTags[set * 2 + way] = (line + 1) * 2 + dirty;
    dataNext[set] = way ^ 1;
    const start = this.busFor(Math.max(at, times[T_PREFETCHED] ?? 0));
    return start + constants.dataMiss + ((victim & 1) !== 0 ? constants.dirtyVictim : 0);
  }

  private scratchpad(at: number): number {
    const { constants, times } = this.state;
    if (constants.scratchpadConflict === 0) return at;
    const { freeAt, slicePeriod } = this.bus();
    if (freeAt <= at || at < (times[T_SCRATCHPAD_TAKEN] ?? 0)) return at;
    times[T_SCRATCHPAD_TAKEN] = at + slicePeriod / sliceQuadwords;
    return at + 1 + constants.scratchpadConflict;
  }

  private uncachedStore(at: number, cycles = this.state.constants.uncachedStore): number {
    const { constants, times } = this.state;
    const done = Math.max(at, times[T_STORES_DONE] ?? 0) + cycles;
    times[T_STORES_DONE] = done;
    return Math.max(at, done - storeEntries * constants.uncachedStore);
  }

  /** Loads do not pass the stores before them. */
  private uncachedLoad(at: number, isRam: boolean): number {
    const { constants, times } = this.state;
    const start = Math.max(at, times[T_STORES_DONE] ?? 0);
    return (isRam ? this.busFor(start) : start) + constants.uncachedLoad;
  }

  private accelerated(line: number, at: number, isStore: boolean): number {
    const { constants, places, times } = this.state;
    if (isStore) {
      if (places[P_ACCELERATED_LOAD] === line + 1) places[P_ACCELERATED_LOAD] = 0;
      if (places[P_ACCELERATED_STORE] === line + 1) return at;
      places[P_ACCELERATED_STORE] = line + 1;
      return this.uncachedStore(at, constants.acceleratedStore);
    }
    if (places[P_ACCELERATED_LOAD] === line + 1) return at;
    places[P_ACCELERATED_LOAD] = line + 1;
    return this.busFor(Math.max(at, times[T_STORES_DONE] ?? 0)) + constants.acceleratedLoad;
  }

  /** When the core gets the bus that it wants now. */
  private busFor(at: number): number {
    const { missWaits } = this.state.constants;
    if (missWaits === 0) return at;
    const { freeAt, slicePeriod, isStealing } = this.bus();
    if (freeAt <= at) return at;
    return missWaits === 1 || isStealing ? at + ((freeAt - at) % slicePeriod) : freeAt;
  }
}
