import type { ConsoleClient } from '../worker/consoleClient';
import { RAM_BYTES, SCRATCHPAD_BYTES } from '../cpu/stateLayout';
import type { RunEnd } from '../worker/messages';
import type { MemoryPart, MemoryRange, PineMachine, PineTexts } from './machine';
import type { PineState } from './wire';

/** Cycles between two checks for client requests: few while a client is active, so that answers are fast. */
const chunkCycles = { talking: 20_000, alone: 200_000 };
/** After the program has ended, how often to check for a state to load, in milliseconds. */
const idleMs = 20;
/** A client counts as active for this many milliseconds after a request. */
const talkMs = 100;
const cyclesPerMs = 294_912;
/** The highest four address bits of the mirrors of RAM: cached, uncached, accelerated, KSEG0, KSEG1. */
const mirrors = new Set([0x0, 0x2, 0x3, 0x8, 0xa]);
const scratchpadBase = 0x70000000;

/** A booted built-in console behind a PINE server: runs on its own, no faster than a real one. */
export class PineConsole implements PineMachine {
  /** When a program ends or crashes, the machine still runs; PCSX2 reports the same. */
  readonly state: PineState = 'running';
  private readonly queue: { readonly kind: 'save' | 'load'; readonly slot: number }[] = [];
  private lastAccess = -talkMs;
  /** Numbers of saved states by slot. */
  private readonly saved = new Map<number, number>();

  constructor(
    private readonly client: Pick<ConsoleClient, 'ask'>,
    readonly texts: PineTexts,
  ) {}

  /**
   * Runs the program until the signal aborts. When it ends, its memory can still be read, and loading a state resumes
   * it.
   * @param ended called with the reason each time the program ends.
   * @throws Error when the console fails.
   */
  async run(signal: AbortSignal, ended: (end: RunEnd) => void = () => undefined): Promise<void> {
    for (let end = await this.runOn(signal); end; end = await this.runOn(signal)) {
      ended(end);
      let loaded = false;
      while (!loaded && !isAborted(signal)) {
        await sleep(idleMs);
        loaded = await this.executeQueue();
      }
    }
  }

  /** @returns why the program ended; undefined if it was aborted. */
  private async runOn(signal: AbortSignal): Promise<RunEnd | undefined> {
    let [start, started] = [performance.now(), 0];
    let last: number | undefined;
    while (!signal.aborted) {
      const isTalking = performance.now() - this.lastAccess < talkMs;
      const maxCycles = isTalking ? chunkCycles.talking : chunkCycles.alone;
      const { end, cycles } = await this.client.ask('run', { maxCycles });
      if (end.kind !== 'budget') return end;
      if (last === undefined) [start, started] = [performance.now(), cycles];
      last = cycles;
      if (await this.executeQueue()) last = undefined;
      const aheadMs = (cycles - started) / cyclesPerMs - (performance.now() - start);
      if (aheadMs > 1) await sleep(aheadMs);
      // Time that a slow computer has lost is not caught up.
      else if (aheadMs < -50) last = undefined;
    }
    return undefined;
  }

  isMemory(address: number, length: number): boolean {
    if (address >= scratchpadBase && address + length <= scratchpadBase + SCRATCHPAD_BYTES) return true;
    return mirrors.has(address >>> 28) && (address & 0x0fffffff) + length <= RAM_BYTES;
  }

  async read(ranges: readonly MemoryRange[]): Promise<readonly Uint8Array[]> {
    this.lastAccess = performance.now();
    return ranges.length === 0 ? [] : this.client.ask('read', { ranges });
  }

  async write(parts: readonly MemoryPart[]): Promise<void> {
    this.lastAccess = performance.now();
    await this.client.ask('write', { parts });
  }

  saveState(slot: number): void {
    this.queue.push({ kind: 'save', slot });
  }

  loadState(slot: number): void {
    this.queue.push({ kind: 'load', slot });
  }

  /** @returns whether a state was loaded, which changes the console's time. */
  private async executeQueue(): Promise<boolean> {
    let loaded = false;
    for (let next = this.queue.shift(); next; next = this.queue.shift()) {
      const { kind, slot } = next;
      const old = this.saved.get(slot);
      if (kind === 'save') {
        const { snapshot } = await this.client.ask('save', {});
        this.saved.set(slot, snapshot);
        if (old !== undefined) await this.client.ask('forget', { snapshot: old });
      } else if (old !== undefined) {
        await this.client.ask('restore', { snapshot: old });
        loaded = true;
      }
    }
    return loaded;
  }
}

/** The signal may abort at any wait. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
