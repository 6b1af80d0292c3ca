import { finishRequest } from '../drive/drive';
import { hex, MachineFault } from '../machine/fault';
import type { Machine } from '../machine/machine';
import { beginDiskReady, beginInit, beginN, beginS, readDone, searchDone } from './cdvd';
import { beginFileio, discFileRead, openOnDisc, requestDirectory } from './fileio';
import { beginLoadfile } from './loadfile';
import { beginPad, beginPadExtension } from './pad';
import { finishCall, words } from './queues';
import type { RpcCall } from './state';

/** A service's thread starts a call. @throws MachineFault for an unknown service. */
export function beginCall(machine: Machine, call: RpcCall): void {
  switch (call.service) {
    case 0x80000001:
      beginFileio(machine, call);
      return;
    case 0x80000592:
      beginInit(machine, call);
      return;
    case 0x80000593:
      beginS(machine, call);
      return;
    case 0x80000595:
      beginN(machine, call);
      return;
    case 0x80000597:
      if (machine.state.iop.directoryKnown) searchDone(machine, call);
      else requestDirectory(machine, call, 'search-file');
      return;
    case 0x8000059a:
      beginDiskReady(machine, call);
      return;
    case 0x80000006:
      beginLoadfile(machine, call);
      return;
    case 0x80000100:
    case 0x8000010f:
      beginPad(machine, call);
      return;
    case 0x80000101:
    case 0x8000011f:
      beginPadExtension(machine, call);
      return;
    default:
      throw new MachineFault(`There is no IOP service ${hex(call.service)}.`);
  }
}

/** The drive has finished a request: its owner continues. */
export function driveDone(machine: Machine): void {
  const done = finishRequest(machine);
  if (done === undefined) return;
  const { request, error } = done;
  const { owner } = request;
  switch (owner.kind) {
    case 'cdvd-read':
      readDone(machine, owner.call, error);
      return;
    case 'cdvd-seek':
      finishCall(machine, owner.call, words(error === 0 ? 1 : 0));
      return;
    case 'read-file':
      discFileRead(machine, owner.call, owner.number, owner.bytes, error);
      return;
    case 'search-file':
    case 'open-file':
      if (error !== 0) {
        finishCall(machine, owner.call, words(owner.kind === 'search-file' ? 0 : -5));
        return;
      }
      machine.state.iop.directoryKnown = true;
      if (owner.kind === 'search-file') searchDone(machine, owner.call);
      else openOnDisc(machine, owner.call);
  }
}
