import { COP0 } from '../layout';
import { rsOf, rtOf, simmOf, toRt } from '../operands';
import { lane, setWord, type ExecuteTable } from './execute';

/** Status.EIE: interrupts as a whole. */
const EIE = 0x10000;

const registerOf = (code: number) => (code >>> 11) & 31;

/** System control. The TLB is not modelled: the kernel's mapping is fixed. */
export const cop0: ExecuteTable = {
  mfc0: (core, code) => setWord(core, toRt(code), core.outside.readCop0(registerOf(code)) | 0),
  mtc0: (core, code) => core.outside.writeCop0(registerOf(code), lane(core, rtOf(code)) >>> 0),
  ei: (core) => core.outside.writeCop0(COP0.status, core.outside.readCop0(COP0.status) | EIE),
  di: (core) => core.outside.writeCop0(COP0.status, core.outside.readCop0(COP0.status) & ~EIE),
  eret: (core) => core.outside.returnFromException(),
  cache: (core, code) =>
    core.outside.cacheOperation((code >>> 16) & 31, (lane(core, rsOf(code)) + simmOf(code)) >>> 0),
};
