import { COP0 } from '../stateLayout';
import { FaultSignal } from '../core';
import { counterControl, readCounter, setCounterControl, writeCounter } from '../performance';
import { rsOf, rtOf, simmOf, toRt } from '../operands';
import { lane, setWord, type ExecuteTable } from './execute';

/** Status.EIE: enables all interrupts. */
const EIE = 0x10000;

/** Number after the register in mfps, mtps, mfpc and mtpc. */
const specifierOf = (code: number) => (code >>> 1) & 31;
const registerOf = (code: number) => (code >>> 11) & 31;

/** System control. The TLB is not modelled: the kernel's mapping is fixed. */
export const cop0: ExecuteTable = {
  mfc0: (core, code) => setWord(core, toRt(code), core.bus.readCop0(registerOf(code)) | 0),
  mtc0: (core, code) => core.bus.writeCop0(registerOf(code), lane(core, rtOf(code)) >>> 0),
  mfps: (core, code) => setWord(core, toRt(code), counterControl(core.words)),
  mtps: (core, code) => {
    // Recorded: only number 0 is written, every number reads it.
    if (specifierOf(code) !== 0) return;
    const event = setCounterControl(core.words, lane(core, rtOf(code)));
    if (event !== undefined)
      throw new FaultSignal(
        'unsupported-instruction',
        `performance counter event ${event} is not supported by the built-in console; it counts cycles (1) and instructions (12)`,
      );
  },
  mfpc: (core, code) => setWord(core, toRt(code), readCounter(core.words, specifierOf(code))),
  mtpc: (core, code) => writeCounter(core.words, specifierOf(code), lane(core, rtOf(code))),
  ei: (core) => core.bus.writeCop0(COP0.status, core.bus.readCop0(COP0.status) | EIE),
  di: (core) => core.bus.writeCop0(COP0.status, core.bus.readCop0(COP0.status) & ~EIE),
  eret: (core) => core.bus.returnFromException(),
  cache: (core, code) =>
    core.bus.cacheOperation((code >>> 16) & 31, (lane(core, rsOf(code)) + simmOf(code)) >>> 0),
};
