import type { Core } from '../core';
import * as fpu from '../fpu';
import { lane } from '../slow/execute';
import { CYCLES_OFFSET, DIVIDER_OFFSET } from '../stateLayout';
import { CONTROL, control, setStatus, STATUS, VI } from './state';

const VALUE = DIVIDER_OFFSET / 4;
const FLAGS = VALUE + 1;
const DUE = VALUE + 2;
const CYCLES = CYCLES_OFFSET / 4;

/**
 * Cycles from the start of an operation until an instruction reads its result from Q: recorded on a console for vector
 * programs (ps2autotests, vu/lower/fdivdelay). Here a cycle is an instruction of the core.
 */
const LATENCY = { division: 7, inverseRoot: 13 } as const;

function wide(core: Core, index: number): number {
  return (lane(core, index) >>> 0) + (lane(core, index + 1) >>> 0) * 0x100000000;
}

function setDue(core: Core, cycle: number): void {
  core.words[DUE] = cycle | 0;
  core.words[DUE + 1] = Math.floor(cycle / 0x100000000);
}

/** Puts a result that is still in the divider into Q, with its flags: what vwaitq waits for. */
export function finishQuotient(core: Core): void {
  if (wide(core, DUE) === 0) return;
  setDue(core, 0);
  core.words[VI + CONTROL.quotient] = lane(core, VALUE);
  setStatus(core, STATUS.invalid | STATUS.divide, lane(core, FLAGS));
}

/** The same if the result is ready. Call it before Q or the status is read. */
export function settleQuotient(core: Core): void {
  const due = wide(core, DUE);
  if (due !== 0 && due <= wide(core, CYCLES)) finishQuotient(core);
}

/** Q as an instruction reads it now. */
export function quotient(core: Core): number {
  settleQuotient(core);
  return control(core, CONTROL.quotient);
}

/** Starts an operation of the divider; one that is in progress is finished first. */
export function startQuotient(core: Core, value: number, operation: keyof typeof LATENCY): void {
  const raised = fpu.raisedFlags();
  finishQuotient(core);
  core.words[VALUE] = value;
  core.words[FLAGS] =
    ((raised & fpu.FCR31.invalid) !== 0 ? STATUS.invalid : 0) |
    ((raised & fpu.FCR31.divideByZero) !== 0 ? STATUS.divide : 0);
  setDue(core, wide(core, CYCLES) + LATENCY[operation]);
}
