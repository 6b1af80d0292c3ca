import { FaultSignal, type Core } from '../core';
import { rtOf, toRt, toVf } from '../operands';
import { lane, setWord, type Execute, type ExecuteTable } from '../slow/execute';
import { settleQuotient } from './quotient';
import { CONTROL, control, fdOf, fsOf, ftOf, integer, setInteger, VF, VI } from './state';

/** Control registers that macro mode does not use: revision, debug bits, address of vcallmsr, reset, status, VU1. */
const REVISION = 19;
const DEBUG = 24;
const MICRO_ADDRESS = 27;
const RESET = 28;
const UNIT_STATUS = 29;
const VU1_ADDRESS = 31;
/** Read as zero and are not written. */
const EMPTY: ReadonlySet<number> = new Set([23, 25, UNIT_STATUS]);
const REVISION_VALUE = 0x2e30;

function unsupported(register: number): FaultSignal {
  return new FaultSignal(
    'unsupported-instruction',
    `control register $vi${register} controls vector programs, which the built-in console does not support`,
  );
}

/** Values and masks of both functions are recorded on a console (ps2autotests, vu0_macro/transfer). */
function readControl(core: Core, register: number): number {
  if (register < 16) return integer(core, register);
  if (register === REVISION) return REVISION_VALUE;
  if (register === CONTROL.random) return control(core, register) & 0x7fffff;
  if (register === CONTROL.quotient || register === CONTROL.status) settleQuotient(core);
  if (register <= CONTROL.quotient || register === DEBUG || register === MICRO_ADDRESS)
    return control(core, register);
  // Both units are always idle, and nothing has been written to the address of VU1.
  if (EMPTY.has(register) || register === RESET || register === VU1_ADDRESS) return 0;
  throw unsupported(register);
}

function writeControl(core: Core, register: number, value: number): void {
  if (register < 16) setInteger(core, register, value);
  else if (register === DEBUG) core.words[VI + register] = value & 0xc0c;
  else if (register === MICRO_ADDRESS) core.words[VI + register] = value & 0xffff;
  else if (register === CONTROL.status) {
    settleQuotient(core);
    core.words[VI + register] = (control(core, register) & 0x3f) | (value & 0xfc0);
  } else if (register === CONTROL.clip) core.words[VI + register] = value & 0xffffff;
  else if (register === CONTROL.random) core.words[VI + register] = (value & 0x7fffff) | 0x3f800000;
  else if (register === CONTROL.immediate || register === CONTROL.quotient) core.words[VI + register] = value;
  else if (register === CONTROL.mac || register === REVISION || EMPTY.has(register)) return;
  // A reset of units that are idle.
  else if (register !== RESET) throw unsupported(register);
}

const copyOut: Execute = (core, code) => {
  core.words.copyWithin(toRt(code), VF + fsOf(code) * 4, VF + fsOf(code) * 4 + 4);
};
const copyIn: Execute = (core, code) => {
  core.words.copyWithin(toVf(fsOf(code)), rtOf(code), rtOf(code) + 4);
};
const readOut: Execute = (core, code) => setWord(core, toRt(code), readControl(core, fsOf(code)));
const writeIn: Execute = (core, code) => writeControl(core, fsOf(code), lane(core, rtOf(code)));

function combine(operation: (x: number, y: number) => number): Execute {
  return (core, code) =>
    setInteger(core, fdOf(code), operation(integer(core, fsOf(code)), integer(core, ftOf(code))));
}

/** Moves between the core and VU0, and VU0's integers. */
export const transfer: ExecuteTable = {
  qmfc2: copyOut,
  'qmfc2.i': copyOut,
  qmtc2: copyIn,
  'qmtc2.i': copyIn,
  cfc2: readOut,
  'cfc2.i': readOut,
  ctc2: writeIn,
  'ctc2.i': writeIn,
  viadd: combine((x, y) => x + y),
  visub: combine((x, y) => x - y),
  viand: combine((x, y) => x & y),
  vior: combine((x, y) => x | y),
  viaddi: (core, code) =>
    setInteger(core, ftOf(code), integer(core, fsOf(code)) + ((fdOf(code) << 27) >> 27)),
  vmtir: (core, code) => setInteger(core, ftOf(code), lane(core, VF + fsOf(code) * 4 + ((code >>> 21) & 3))),
};
