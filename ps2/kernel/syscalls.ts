import { getImr, gsOffset, putImr, setGsCrt, setVsyncFlag } from '../gs/privileged';
import { hex, MachineFault } from '../machine/fault';
import type { Machine } from '../machine/machine';
import { sifDmaStatus, sifGetRegister, sifSetDChain, sifSetDma, sifSetRegister } from '../machine/sif';
import { RAM_BYTES } from '../cpu/stateLayout';
import { watchVblank } from '../machine/vblank';
import { addHandler, releaseAlarm, removeHandler, setAlarm, setHandlerEnabled, setMask } from './handlers';
import { setExceptionHandler } from './exceptions';
import { execProgram, loadProgram } from './programs';
import { reschedule } from './scheduler';
import * as semaphores from './semaphores';
import * as threads from './threads';
import * as system from './system';

/** Takes $a0 … $a3 and $t0 as signed words. @returns $v0; undefined when it is already set or unchanged. */
type Call = (machine: Machine, a: readonly [number, number, number, number, number]) => number | undefined;

/** Name and function of each kernel call, by the absolute value of its number (negative: from an interrupt). */
const calls: ReadonlyMap<number, readonly [string, Call]> = new Map<number, readonly [string, Call]>([
  [0x01, ['ResetEE', () => 0]],
  [0x02, ['SetGsCrt', (m, [interlace, mode, frame]) => setGsCrt(m, interlace, mode, frame)]],
  [0x04, ['Exit', (m, [code]) => system.exit(m, code)]],
  [0x06, ['LoadExecPS2', (m, [path, count, list]) => loadProgram(m, path, count, list)]],
  [0x07, ['ExecPS2', (m, [entry, gp, count, list]) => execProgram(m, entry, gp, count, list)]],
  [0x0d, ['SetVTLBRefillHandler', (m, [code, handler]) => setExceptionHandler(m, code, handler)]],
  [0x0e, ['SetVCommonHandler', (m, [code, handler]) => setExceptionHandler(m, code, handler)]],
  [0x10, ['AddIntcHandler', (m, [cause, f, next, x]) => addHandler(m, 'intc', cause, f, next, x)]],
  [0x11, ['RemoveIntcHandler', (m, [cause, id]) => removeHandler(m, 'intc', cause, id)]],
  [0x12, ['AddDmacHandler', (m, [cause, f, next, x]) => addHandler(m, 'dmac', cause, f, next, x)]],
  [0x13, ['RemoveDmacHandler', (m, [cause, id]) => removeHandler(m, 'dmac', cause, id)]],
  [0x14, ['EnableIntc', (m, [cause]) => enableIntc(m, cause, true)]],
  [0x15, ['DisableIntc', (m, [cause]) => enableIntc(m, cause, false)]],
  [0x16, ['EnableDmac', (m, [cause]) => setMask(m, 'dmac', cause, true)]],
  [0x17, ['DisableDmac', (m, [cause]) => setMask(m, 'dmac', cause, false)]],
  [0x18, ['SetAlarm', (m, [lines, f, x]) => setAlarm(m, lines, f, x)]],
  [0x19, ['ReleaseAlarm', (m, [id]) => releaseAlarm(m, id)]],
  [0x1a, ['iEnableIntc', (m, [cause]) => enableIntc(m, cause, true)]],
  [0x1b, ['iDisableIntc', (m, [cause]) => enableIntc(m, cause, false)]],
  [0x1c, ['iEnableDmac', (m, [cause]) => setMask(m, 'dmac', cause, true)]],
  [0x1d, ['iDisableDmac', (m, [cause]) => setMask(m, 'dmac', cause, false)]],
  [0x1e, ['iSetAlarm', (m, [lines, f, x]) => setAlarm(m, lines, f, x)]],
  [0x1f, ['iReleaseAlarm', (m, [id]) => releaseAlarm(m, id)]],
  [0x20, ['CreateThread', (m, [parameters]) => threads.createThread(m, parameters)]],
  [0x21, ['DeleteThread', (m, [id]) => threads.deleteThread(m, id)]],
  [0x22, ['StartThread', (m, [id, x]) => threads.startThread(m, id, x)]],
  [0x23, ['ExitThread', (m) => threads.exitThread(m, false)]],
  [0x24, ['ExitDeleteThread', (m) => threads.exitThread(m, true)]],
  [0x25, ['TerminateThread', (m, [id]) => threads.terminateThread(m, id)]],
  [0x26, ['iTerminateThread', (m, [id]) => threads.terminateThread(m, id)]],
  [0x29, ['ChangeThreadPriority', (m, [id, priority]) => threads.changePriority(m, id, priority)]],
  [0x2a, ['iChangeThreadPriority', (m, [id, priority]) => threads.changePriority(m, id, priority)]],
  [0x2b, ['RotateThreadReadyQueue', (m, [priority]) => threads.rotateReadyQueue(m, priority)]],
  [0x2c, ['iRotateThreadReadyQueue', (m, [priority]) => threads.rotateReadyQueue(m, priority)]],
  [0x2d, ['ReleaseWaitThread', (m, [id]) => threads.releaseWait(m, id)]],
  [0x2e, ['iReleaseWaitThread', (m, [id]) => threads.releaseWait(m, id)]],
  [0x2f, ['GetThreadId', (m) => m.state.current]],
  [0x30, ['ReferThreadStatus', (m, [id, into]) => threads.referThread(m, id, into)]],
  [0x31, ['iReferThreadStatus', (m, [id, into]) => threads.referThread(m, id, into)]],
  [0x32, ['SleepThread', (m) => threads.sleepThread(m)]],
  [0x33, ['WakeupThread', (m, [id]) => threads.wakeupThread(m, id)]],
  [0x34, ['iWakeupThread', (m, [id]) => threads.wakeupThread(m, id)]],
  [0x35, ['CancelWakeupThread', (m, [id]) => threads.cancelWakeups(m, id)]],
  [0x36, ['iCancelWakeupThread', (m, [id]) => threads.cancelWakeups(m, id)]],
  [0x37, ['SuspendThread', (m, [id]) => threads.suspendThread(m, id)]],
  [0x38, ['iSuspendThread', (m, [id]) => threads.suspendThread(m, id)]],
  [0x39, ['ResumeThread', (m, [id]) => threads.resumeThread(m, id)]],
  [0x3a, ['iResumeThread', (m, [id]) => threads.resumeThread(m, id)]],
  [0x3c, ['SetupThread', (m, a) => system.setupThread(m, ...a)]],
  [0x3d, ['SetupHeap', (m, [start, size]) => system.setupHeap(m, start, size)]],
  [0x3e, ['EndOfHeap', (m) => m.state.heapEnd]],
  [0x40, ['CreateSema', (m, [parameters]) => semaphores.createSemaphore(m, parameters)]],
  [0x41, ['DeleteSema', (m, [id]) => semaphores.deleteSemaphore(m, id)]],
  [0x42, ['SignalSema', (m, [id]) => semaphores.signalSemaphore(m, id)]],
  [0x43, ['iSignalSema', (m, [id]) => semaphores.signalSemaphore(m, id)]],
  [0x44, ['WaitSema', (m, [id]) => semaphores.waitSemaphore(m, id)]],
  [0x45, ['PollSema', (m, [id]) => semaphores.pollSemaphore(m, id)]],
  [0x46, ['iPollSema', (m, [id]) => semaphores.pollSemaphore(m, id)]],
  [0x47, ['ReferSemaStatus', (m, [id, into]) => semaphores.referSemaphore(m, id, into)]],
  [0x48, ['iReferSemaStatus', (m, [id, into]) => semaphores.referSemaphore(m, id, into)]],
  [0x49, ['iDeleteSema', (m, [id]) => semaphores.deleteSemaphore(m, id)]],
  [0x4a, ['SetOsdConfigParam', (m, [from]) => system.setOsdConfiguration(m, from)]],
  [0x4b, ['GetOsdConfigParam', (m, [into]) => system.osdConfiguration(m, into)]],
  [0x55, ['PutTLBEntry', () => 0]],
  [0x56, ['SetTLBEntry', (_m, [index]) => index]],
  [0x5a, ['Copy', (m, [to, from, bytes]) => system.copy(m, to, from, bytes)]],
  [0x5b, ['GetEntryAddress', (_m, [number]) => system.entryAddress(number)]],
  [0x5c, ['EnableIntcHandler', (m, [id]) => setHandlerEnabled(m, id, true)]],
  [0x5d, ['DisableIntcHandler', (m, [id]) => setHandlerEnabled(m, id, false)]],
  [0x5e, ['EnableDmacHandler', (m, [id]) => setHandlerEnabled(m, id, true)]],
  [0x5f, ['DisableDmacHandler', (m, [id]) => setHandlerEnabled(m, id, false)]],
  [0x64, ['FlushCache', (m, [operation]) => system.flushCache(m, operation)]],
  [0x68, ['iFlushCache', (m, [operation]) => system.flushCache(m, operation)]],
  [0x6b, ['SifStopDma', (m) => system.stopSif(m)]],
  [0x70, ['GsGetIMR', (m) => getImr(m)]],
  [0x71, ['GsPutIMR', (m, [mask]) => putImr(m, mask)]],
  [0x73, ['SetVSyncFlag', (m, [flag, status]) => setVsyncFlag(m, flag, status)]],
  [0x74, ['SetSyscall', (_m, [number]) => system.setSyscall(number)]],
  [0x76, ['SifDmaStat', (m, [id]) => sifDmaStatus(m, id)]],
  [0x77, ['SifSetDma', (m, [list, count]) => sifSetDma(m, list >>> 0, count)]],
  [0x78, ['SifSetDChain', (m) => sifSetDChain(m)]],
  [0x79, ['SifSetReg', (m, [register, value]) => sifSetRegister(m, register, value)]],
  [0x7a, ['SifGetReg', (m, [register]) => sifGetRegister(m, register)]],
  [0x7c, ['Deci2Call', (m, [code, parameters]) => system.deci2(m, code, parameters)]],
  [0x7e, ['MachineType', () => 0]],
  [0x7f, ['GetMemorySize', () => RAM_BYTES]],
  [0x80, ['GetGsDxDyOffset', (m, [, ...into]) => gsOffset(m, into)]],
  [0xfc, ['SetAlarm', (m, [lines, f, x]) => setAlarm(m, lines, f, x)]],
  [0xfd, ['iSetAlarm', (m, [lines, f, x]) => setAlarm(m, lines, f, x)]],
  [0xfe, ['ReleaseAlarm', (m, [id]) => releaseAlarm(m, id)]],
  [0xff, ['iReleaseAlarm', (m, [id]) => releaseAlarm(m, id)]],
]);

/** Executes the kernel call in $v1. @throws MachineFault for an unsupported call. */
export function syscall(machine: Machine): void {
  const { cpu } = machine;
  const number = cpu.gpr(3);
  const call = calls.get(Math.abs(number))?.[1];
  if (call === undefined) {
    throw new MachineFault(
      `Unsupported kernel call ${number} (${hex(Math.abs(number))}) at ${hex(cpu.pc - 4)}, returning to $ra = ${hex(cpu.gpr(31))}.`,
      cpu.pc - 4,
    );
  }
  const result = call(machine, [cpu.gpr(4), cpu.gpr(5), cpu.gpr(6), cpu.gpr(7), cpu.gpr(8)]);
  if (result !== undefined) cpu.setGpr(2, result);
  reschedule(machine);
}

function enableIntc(machine: Machine, cause: number, on: boolean): number {
  const changed = setMask(machine, 'intc', cause, on);
  watchVblank(machine);
  return changed;
}
