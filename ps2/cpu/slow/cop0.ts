import { COP0 } from '../stateLayout';
import { rsOf, rtOf, simmOf, toRt } from '../operands';
import { lane, setWord, type ExecuteTable } from './execute';

/** Status.EIE: enables all interrupts. */
const EIE = 0x10000;

const registerOf = (code: number) => (code >>> 11) & 31;

/** System control. The TLB is not modelled: the kernel's mapping is fixed. */
export const cop0: ExecuteTable = {
  mfc0: (core, code) => setWord(core, toRt(code), core.bus.readCop0(registerOf(code)) | 0),
  mtc0: (core, code) => core.bus.writeCop0(registerOf(code), lane(core, rtOf(code)) >>> 0),
  ei: (core) => core.bus.writeCop0(COP0.status, core.bus.readCop0(COP0.status) | EIE),
  di: (core) => core.bus.writeCop0(COP0.status, core.bus.readCop0(COP0.status) & ~EIE),
  eret: (core) => core.bus.returnFromException(),
  cache: (core, code) =>
    core.bus.cacheOperation((code >>> 16) & 31, (lane(core, rsOf(code)) + simmOf(code)) >>> 0),
};
