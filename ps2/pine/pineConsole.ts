import type { ConsoleClient } from '../consoleClient';
import { RAM_BYTES, SCRATCHPAD_BYTES } from '../cpu/layout';
import type { RunEnd } from '../messages';
import type { MemoryPart, MemoryRange, PineMachine, PineTexts } from './machine';
import type { PineState } from './wire';

/** Cycles between two looks at what clients want: few while one talks, so that it does not wait for its answers. */
const chunkCycles = { talking: 20_000, alone: 200_000 };
/** For so many milliseconds after a request another one is likely. */
const talkMs = 100;
const cyclesPerMs = 294_912;
/** The highest four address bits under which RAM is seen: cached, uncached, accelerated, KSEG0, KSEG1. */
const mirrors = new Set([0x0, 0x2, 0x3, 0x8, 0xa]);
const scratchpadBase = 0x70000000;

/** A booted built-in console behind a PINE server: runs by itself, no faster than the real one. */
export class PineConsole implements PineMachine {
  state: PineState = 'running';
  private readonly queue: { readonly kind: 'save' | 'load'; readonly slot: number }[] = [];
  private lastAccess = -talkMs;
  /** Numbers of saved states by slot. */
  private readonly saved = new Map<number, number>();

  constructor(
    private readonly client: Pick<ConsoleClient, 'ask'>,
    readonly texts: PineTexts,
  ) {}

  /**
   * Runs the program until it ends or the signal aborts; memory can be read after that, too.
   * @returns why it ended; undefined when it was aborted.
   * @throws Error in words when the console fails.
   */
  async run(signal: AbortSignal): Promise<RunEnd | undefined> {
    let [start, started] = [performance.now(), 0];
    let last: number | undefined;
    while (!signal.aborted) {
      const isTalking = performance.now() - this.lastAccess < talkMs;
      const maxCycles = isTalking ? chunkCycles.talking : chunkCycles.alone;
      const { end, cycles } = await this.client.ask('run', { maxCycles });
      if (end.kind !== 'budget') {
        // A program that sleeps is no stopped machine.
        if (end.kind !== 'deadlock') this.state = 'paused';
        return end;
      }
      if (last === undefined) [start, started] = [performance.now(), cycles];
      last = cycles;
      if (await this.executeQueue()) last = undefined;
      const aheadMs = (cycles - started) / cyclesPerMs - (performance.now() - start);
      if (aheadMs > 1) await new Promise((resolve) => setTimeout(resolve, aheadMs));
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

  /** @returns whether a state was loaded, so that the clock stands elsewhere. */
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
