import type { Machine } from '../machine/machine';
import { textIn } from '../machine/memory';
import { finishCall, words } from './queues';
import type { RpcCall } from './state';
import { moduleCycles } from './timing';

/** Functions (ps2sdk, loadfile-common.h). */
const loadModule = 0;
const searchModule = 9;

/** Errors of the IOP's module loader (ps2sdk, kerr.h): a module needs one that is missing; no such module; no such file. */
const linkError = -200;
const unknownModule = -202;
const noFile = -203;
/** A module's own answers: it stays; it has ended, since it is there already. */
const staysResident = 0;
const endsAtOnce = 1;

/** The modules of the boot ROM that are modelled, by file name: the name they register, and the module they need. */
const romModules: ReadonlyMap<string, { readonly library: string; readonly needs?: string }> = new Map([
  ['SIO2MAN', { library: 'sio2man' }],
  ['XSIO2MAN', { library: 'sio2man' }],
  ['PADMAN', { library: 'padman', needs: 'sio2man' }],
  ['XPADMAN', { library: 'padman', needs: 'sio2man' }],
]);

/** Ids of modules begin above those that the boot ROM has started. */
const firstId = 30;

/** Whether a service is there: the controllers' only after their driver. */
export function isServiceUp(machine: Machine, service: number): boolean {
  const { modules } = machine.state.iop;
  if (service === 0x80000100 || service === 0x80000101) return modules.includes('XPADMAN');
  if (service === 0x8000010f || service === 0x8000011f)
    return modules.includes('PADMAN') || modules.includes('XPADMAN');
  return true;
}

/** 0x80000006: modules of the IOP. */
export function beginLoadfile(machine: Machine, call: RpcCall): void {
  if (call.number === loadModule) {
    finishCall(machine, call, load(machine, textIn(call.data, 8, 252)), moduleCycles);
    return;
  }
  if (call.number !== searchModule)
    machine.notice(
      `The program calls function ${call.number} of LOADFILE, which the built-in console does not model: it fails.`,
    );
  finishCall(machine, call, words(unknownModule, 0));
}

function load(machine: Machine, path: string): ReturnType<typeof words> {
  const { modules } = machine.state.iop;
  const [, name] = /^rom0:([^;]*)/i.exec(path) ?? [];
  const file = (name ?? '').toUpperCase();
  const module = romModules.get(file);
  const failure = machine.options.faults?.moduleError;
  if (failure !== undefined) return words(failure, 0);
  if (module === undefined) {
    machine.notice(
      `The program loads the IOP module "${path}", which the built-in console does not model: it is told that there is no such file. Modelled are ${[...romModules.keys()].map((known) => `rom0:${known}`).join(', ')}.`,
    );
    return words(noFile, 0);
  }
  const isLoaded = (library: string): boolean =>
    modules.some((loaded) => romModules.get(loaded)?.library === library);
  if (module.needs !== undefined && !isLoaded(module.needs)) return words(linkError, 0);
  const id = firstId + modules.length;
  if (modules.includes(file)) return words(id, endsAtOnce);
  if (isLoaded(module.library))
    machine.notice(
      `The program loads rom0:${file} beside another ${module.library}: on consoles two drivers fight for the controllers.`,
    );
  modules.push(file);
  return words(id, staysResident);
}
