import { FaultSignal, type Core } from '../core';
import { rtOf, toRt, toVf } from '../operands';
import { lane, setWord, type Execute, type ExecuteTable } from '../slow/execute';
import { CONTROL, control, fdOf, fsOf, ftOf, integer, setInteger, VF, VI } from './state';

/** The register that starts VU1 and those that control both units. */
const UNIT_STATUS = 29;

function unsupported(register: number): FaultSignal {
  return new FaultSignal(
    'unsupported-instruction',
    `control register $vi${register} controls vector programs, which the built-in console does not support`,
  );
}

function readControl(core: Core, register: number): number {
  if (register < 16) return integer(core, register);
  if (register <= CONTROL.quotient) return control(core, register);
  // Both units are always idle.
  if (register === UNIT_STATUS) return 0;
  throw unsupported(register);
}

function writeControl(core: Core, register: number, value: number): void {
  if (register < 16) setInteger(core, register, value);
  else if (register === CONTROL.status)
    core.words[VI + register] = (control(core, register) & 0x3f) | (value & 0xfc0);
  else if (register === CONTROL.clip) core.words[VI + register] = value & 0xffffff;
  else if (register === CONTROL.random) core.words[VI + register] = (value & 0x7fffff) | 0x3f800000;
  else if (register === CONTROL.immediate || register === CONTROL.quotient) core.words[VI + register] = value;
  else if (register !== CONTROL.mac && register !== UNIT_STATUS) throw unsupported(register);
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
