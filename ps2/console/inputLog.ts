import type { Controller } from '../iop/controller';
import type { PadPortNumber } from '../iop/padState';

/** Something that changes a run from outside. */
export type Input =
  /** The controller in a port is now like this. */
  | { readonly kind: 'controller'; readonly port: PadPortNumber; readonly controller: Controller }
  /** Somebody has changed memory. */
  | { readonly kind: 'memory'; readonly address: number; readonly bytes: Uint8Array };

/** An input at a cycle. */
export interface InputEntry {
  /** It comes at the first moment between two instructions that is not before this cycle. */
  readonly cycle: number;
  /** It came after the events of its cycle. */
  readonly isLate?: boolean;
  readonly input: Input;
}

/**
 * All inputs of a run, in order, those of its future included: when the run has gone back, they come again at their
 * cycles, until somebody makes another input, which forgets them. What has come is counted in the machine's state.
 */
export class InputLog {
  constructor(private known: readonly InputEntry[] = []) {}

  /** The entries, for a snapshot: an array that never changes. */
  get entries(): readonly InputEntry[] {
    return this.known;
  }

  /** The cycle of the next input when `taken` have come; Infinity without one. */
  nextCycle(taken: number): number {
    return this.known[taken]?.cycle ?? Infinity;
  }

  /** The next input, if it comes at `now`, before or after the events of that cycle. */
  due(taken: number, now: number, isLate: boolean): Input | undefined {
    const next = this.known[taken];
    if (next === undefined || next.cycle > now || (next.cycle === now && next.isLate === true && !isLate))
      return undefined;
    return next.input;
  }

  /** Adds an input after those that have come; what was to come is forgotten. */
  add(taken: number, entry: InputEntry): void {
    this.known = [...this.known.slice(0, taken), entry];
  }

  /**
   * The run has gone to a snapshot of which `taken` entries had come. The future stays known when its past is that of
   * the snapshot.
   */
  goTo(entries: readonly InputEntry[], taken: number): void {
    for (let i = 0; i < taken; i++) {
      if (this.known[i] === entries[i]) continue;
      this.known = entries;
      return;
    }
  }
}
