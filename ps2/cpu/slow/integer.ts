import { FaultSignal, type Core } from '../core';
import { rsOf, rtOf, simmOf, toRd, toRt } from '../operands';
import { lane, long, setLong, setWord, type ExecuteTable } from './execute';

function word(core: Core, target: number, value: number): void {
  if (value !== (value | 0))
    throw new FaultSignal('integer-overflow', `result ${value} does not fit 32 bits`);
  setWord(core, target, value);
}

function double(core: Core, target: number, value: bigint): void {
  if (value !== BigInt.asIntN(64, value))
    throw new FaultSignal('integer-overflow', `result ${value.toString()} does not fit 64 bits`);
  setLong(core, target, value);
}

function moveWhen(core: Core, code: number, zero: boolean): void {
  const tested = rtOf(code);
  if (((lane(core, tested) | lane(core, tested + 1)) === 0) !== zero) return;
  const target = toRd(code);
  const source = rsOf(code);
  core.words[target] = lane(core, source);
  core.words[target + 1] = lane(core, source + 1);
}

const count64 = (core: Core, code: number) => BigInt(lane(core, rsOf(code)) & 63);

/** Integer instructions that trap on overflow, move on a condition or shift 64 bits by a register. */
export const integer: ExecuteTable = {
  add: (core, code) => word(core, toRd(code), lane(core, rsOf(code)) + lane(core, rtOf(code))),
  sub: (core, code) => word(core, toRd(code), lane(core, rsOf(code)) - lane(core, rtOf(code))),
  addi: (core, code) => word(core, toRt(code), lane(core, rsOf(code)) + simmOf(code)),
  dadd: (core, code) => double(core, toRd(code), long(core, rsOf(code)) + long(core, rtOf(code))),
  dsub: (core, code) => double(core, toRd(code), long(core, rsOf(code)) - long(core, rtOf(code))),
  daddi: (core, code) => double(core, toRt(code), long(core, rsOf(code)) + BigInt(simmOf(code))),
  dsubu: (core, code) => setLong(core, toRd(code), long(core, rsOf(code)) - long(core, rtOf(code))),
  movz: (core, code) => moveWhen(core, code, true),
  movn: (core, code) => moveWhen(core, code, false),
  dsllv: (core, code) => setLong(core, toRd(code), long(core, rtOf(code)) << count64(core, code)),
  dsrlv: (core, code) =>
    setLong(core, toRd(code), BigInt.asUintN(64, long(core, rtOf(code))) >> count64(core, code)),
  dsrav: (core, code) => setLong(core, toRd(code), long(core, rtOf(code)) >> count64(core, code)),
};
