import type { Machine } from '../machine/machine';
import type { RpcCall } from './state';

/** A request about a file on the PC; descriptors are the PC's. */
export type HostRequest =
  | { readonly kind: 'open'; readonly path: string; readonly flags: number }
  | { readonly kind: 'close'; readonly descriptor: number }
  | { readonly kind: 'read'; readonly descriptor: number; readonly bytes: number }
  | { readonly kind: 'write'; readonly descriptor: number; readonly bytes: Uint8Array }
  | { readonly kind: 'seek'; readonly descriptor: number; readonly offset: number; readonly whence: number };

/** The PC's result: a descriptor, a position, a count of bytes, or a negative error. */
export interface HostAnswer {
  readonly result: number;
  /** What was read. */
  readonly bytes?: Uint8Array;
}

/** A call of the EE that waits for the PC. */
export interface HostCall {
  readonly id: number;
  readonly request: HostRequest;
  readonly call: RpcCall;
  /** It was sent to the PC. */
  taken: boolean;
}

/** Queues a request for the PC; the call continues when it is answered. */
export function askHost(machine: Machine, call: RpcCall, request: HostRequest): void {
  const { state } = machine;
  state.hostCalls.push({ id: state.nextHostCall++, request, call, taken: false });
  machine.interruptRun();
}
