import type { Controller } from '../iop/controller';
import type { PadPortNumber } from '../iop/padState';
import type { Machine } from '../machine/machine';

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

  /** The cycle of the next input; Infinity without one. */
  nextCycle({ state }: Machine): number {
    return this.known[state.inputsTaken]?.cycle ?? Infinity;
  }

  /** Applies the inputs that come now: before the events of this cycle, or after them. */
  take(machine: Machine, isLate: boolean): void {
    const { now, state } = machine;
    for (;;) {
      const next = this.known[state.inputsTaken];
      if (next === undefined || next.cycle > now) return;
      if (next.cycle === now && next.isLate === true && !isLate) return;
      state.inputsTaken++;
      apply(machine, next.input);
    }
  }

  /**
   * Applies an input now and adds it after those that have come; what was to come is forgotten.
   * @throws MachineFault when there is no memory to change
   */
  add(machine: Machine, input: Input, isLate: boolean): void {
    const { now, state } = machine;
    const own = structuredClone(input);
    apply(machine, own);
    this.known = [...this.known.slice(0, state.inputsTaken), { cycle: now, isLate, input: own }];
    state.inputsTaken++;
  }

  /** The run has gone to a snapshot with these entries. The future stays known when the past is that of the snapshot. */
  goTo(entries: readonly InputEntry[], { state }: Machine): void {
    for (let i = 0; i < state.inputsTaken; i++) {
      if (this.known[i] === entries[i]) continue;
      this.known = entries;
      return;
    }
  }
}

function apply(machine: Machine, input: Input): void {
  if (input.kind === 'controller') machine.state.iop.pad.controllers[input.port] = input.controller;
  else machine.write(input.address, input.bytes);
}
