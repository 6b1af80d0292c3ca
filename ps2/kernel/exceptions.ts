import { COP0 } from '../cpu/stateLayout';
import type { FaultKind, FaultStop } from '../cpu/stop';
import type { Machine } from '../machine/machine';

/** Codes of Cause (EE Core User's Manual). */
const codes = {
  tlbLoad: 2,
  tlbStore: 3,
  addressLoad: 4,
  addressStore: 5,
  breakpoint: 9,
  reserved: 10,
  overflow: 12,
  trap: 13,
} as const;

/** SetVTLBRefillHandler and SetVCommonHandler: the function that an exception of the program enters. */
export function setExceptionHandler(machine: Machine, code: number, handler: number): undefined {
  if (code >= 1 && code <= codes.trap) machine.state.exceptionHandlers.set(code, handler >>> 0);
}

/** Enters the program's handler for a fault. False if it has none, or if faults stop the program. */
export function deliverException(machine: Machine, fault: FaultStop): boolean {
  const { cpu, state, options } = machine;
  const code = codeOf(fault);
  const handler = code === undefined ? undefined : state.exceptionHandlers.get(code);
  if (options.exceptions !== 'deliver' || code === undefined || handler === undefined) return false;
  if (fault.address !== undefined) cpu.setCop0(COP0.badVAddr, fault.address);
  cpu.enterException(code, handler);
  return true;
}

function codeOf({ fault, word }: FaultStop): number | undefined {
  const byAccess: Partial<Record<FaultKind, number>> = isStore(word)
    ? { 'address-error': codes.addressStore, 'bus-error': codes.tlbStore }
    : { 'address-error': codes.addressLoad, 'bus-error': codes.tlbLoad };
  const always: Partial<Record<FaultKind, number>> = {
    'fetch-error': codes.tlbLoad,
    'unknown-instruction': codes.reserved,
    'unsupported-instruction': codes.reserved,
    'integer-overflow': codes.overflow,
    break: codes.breakpoint,
    trap: codes.trap,
  };
  return byAccess[fault] ?? always[fault];
}

/** sq, and the stores of the upper half of the opcodes; lwc1, pref, lqc2 and ld are loads between them. */
function isStore(word: number): boolean {
  const opcode = word >>> 26;
  return opcode === 0x1f || (opcode >= 0x28 && ![0x2f, 0x31, 0x33, 0x36, 0x37].includes(opcode));
}
