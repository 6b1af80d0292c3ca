import type { RpcCall, RpcReply } from '../iop/state';
import type { MachineState } from '../state/state';
import type { ScratchpadChannelNumber } from './dmacState';

/** Something that happens at a cycle; plain data. */
export type EventAction =
  /** A command packet of the EE has arrived in the IOP's buffer. */
  | { readonly kind: 'sif-command'; readonly packet: Uint8Array }
  /** An IOP service begins with a call. */
  | { readonly kind: 'rpc-begin'; readonly call: RpcCall }
  /** An IOP service has its answer ready. */
  | { readonly kind: 'rpc-end'; readonly call: RpcCall; readonly reply: RpcReply }
  /** The drive has finished the request it was working on. */
  | { readonly kind: 'drive-done' }
  /** The IOP has started again after a reset. */
  | { readonly kind: 'iop-booted' }
  | { readonly kind: 'alarm'; readonly id: number }
  | { readonly kind: 'timer'; readonly index: number }
  /** A block of a scratchpad transfer is complete. */
  | { readonly kind: 'dma'; readonly channel: ScratchpadChannelNumber }
  /** Quadwords for the GIF, or a tag of their chain, have come over the bus. */
  | { readonly kind: 'gif-dma' }
  | { readonly kind: 'vblank'; readonly start: boolean };

export interface MachineEvent {
  readonly cycle: number;
  /** Order among events of one cycle. */
  readonly sequence: number;
  readonly action: EventAction;
}

/** Adds an event at an absolute cycle. */
export function schedule(state: MachineState, cycle: number, action: EventAction): void {
  const event = { cycle, sequence: state.nextEventSequence++, action };
  let at = state.events.length;
  while (at > 0 && (state.events[at - 1]?.cycle ?? 0) > cycle) at--;
  state.events.splice(at, 0, event);
}

/** Removes events for which `match` holds. */
export function cancelEvents(state: MachineState, match: (action: EventAction) => boolean): void {
  state.events = state.events.filter((event) => !match(event.action));
}

/** Takes the first event that is due at `now`. */
export function takeDueEvent(state: MachineState, now: number): EventAction | undefined {
  const first = state.events[0];
  if (first === undefined || first.cycle > now) return undefined;
  state.events.shift();
  return first.action;
}
