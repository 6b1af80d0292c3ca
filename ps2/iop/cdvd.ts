import { viewOf } from '../../common/littleEndian';
import { sectorBytes } from '../../disc/sector';
import { schedule } from '../machine/events';
import { discReady, requestDrive } from '../drive/drive';
import { hex, MachineFault } from '../machine/fault';
import type { Machine } from '../machine/machine';
import { textIn } from '../machine/memory';
import type { EeWrite } from '../machine/sifState';
import { finishCall, words } from './queues';
import type { RpcCall } from './state';
import { splitUnaligned } from './unaligned';

/** Answers of the "ready" functions (ps2sdk: SCECdComplete, SCECdNotReady). */
const ready = 2;
const notReady = 6;

/** Disc types (ps2sdk: SCECdPS2CD, SCECdPS2DVD) and drive states (SCECdStat…). */
const discTypes = { cd: 0x12, dvd: 0x14 } as const;
const discDetecting = 0x01;
const driveStates = { stopped: 0x00, paused: 0x0a, reading: 0x06 } as const;

/** Versions of the file service and driver, as its init function reports them. */
const serviceVersion = 0x0210;

/** The head and tail buffers of a read to an address that is not a multiple of 64, and how it is sent. */
const unalignedUnit = 64;

const argument = (call: RpcCall, index: number): number => {
  if (4 * index + 4 > call.data.length) {
    throw new MachineFault(
      `A call to the CDVD service ${hex(call.service)}, function ${call.number}, sends ${call.data.length} bytes; argument ${index} is missing.`,
    );
  }
  return viewOf(call.data).getUint32(4 * index, true);
};

/** 0x80000592: init. */
export function beginInit(machine: Machine, call: RpcCall): void {
  machine.state.iop.cdvdReady = true;
  finishCall(machine, call, words(1, serviceVersion, serviceVersion, 0));
}

/** 0x8000059A: disk ready; mode 0 waits, mode 1 answers at once. */
export function beginDiskReady(machine: Machine, call: RpcCall): void {
  if (discReady(machine)) finishCall(machine, call, words(ready));
  else if (argument(call, 0) !== 0) finishCall(machine, call, words(notReady));
  else schedule(machine.state, machine.state.drive.readyAt, { kind: 'rpc-begin', call });
}

/** 0x80000593: S commands, answered at once. @throws MachineFault for an unsupported command. */
export function beginS(machine: Machine, call: RpcCall): void {
  const { drive } = machine.state;
  switch (call.number) {
    case 0x03: // disc type
      finishCall(machine, call, words(discReady(machine) ? discTypes[drive.discType] : discDetecting));
      return;
    case 0x04: // error of the last command
      finishCall(machine, call, words(drive.lastError));
      return;
    case 0x0c: // status
      finishCall(machine, call, words(driveStatus(machine)));
      return;
    case 0x22: // media mode
      finishCall(machine, call, words(1));
      return;
    default:
      throw new MachineFault(
        `The program called S command ${hex(call.number)} of the CDVD service, which the built-in console does not support.`,
      );
  }
}

/** 0x80000595: N commands, which move the drive. @throws MachineFault for an unsupported command. */
export function beginN(machine: Machine, call: RpcCall): void {
  switch (call.number) {
    case 0x01:
      beginRead(machine, call);
      return;
    case 0x05:
      requestDrive(machine, {
        lba: argument(call, 0),
        sectors: 0,
        purpose: 'seek',
        owner: { kind: 'cdvd-seek', call },
      });
      return;
    case 0x06: // standby
    case 0x08: // pause
      finishCall(machine, call, words(1));
      return;
    case 0x07: // stop
      machine.state.drive.head = { ...machine.state.drive.head, spinning: false };
      finishCall(machine, call, words(1));
      return;
    case 0x0e:
      finishCall(machine, call, words(discReady(machine) ? ready : notReady));
      return;
    default:
      throw new MachineFault(
        `The program called N command ${hex(call.number)} of the CDVD service, which the built-in console does not support.`,
      );
  }
}

/** Arguments: sector, count, EE address, mode, buffer for head and tail, buffer for the read position. */
function beginRead(machine: Machine, call: RpcCall): void {
  if (!machine.state.iop.cdvdReady) {
    throw new MachineFault('The program read the disc before CDVD init (service 0x80000592).');
  }
  const [sectors, address] = [argument(call, 1), argument(call, 2)];
  machine.memory.at(address, sectors * sectorBytes, `A disc read of ${sectors} sectors`);
  requestDrive(machine, {
    lba: argument(call, 0),
    sectors,
    purpose: 'program',
    to: { address, bytes: sectors * sectorBytes, skip: 0 },
    owner: { kind: 'cdvd-read', call },
  });
}

/** The drive has finished a read of N command 1. On an error no data arrives. */
export function readDone(machine: Machine, call: RpcCall, error: number): void {
  const [lba, sectors, address, positionAddress] = [0, 1, 2, 5].map((i) => argument(call, i)) as [
    number,
    number,
    number,
    number,
  ];
  const bytes = error === 0 ? machine.disc.image.readSectors(lba, sectors) : new Uint8Array(0);
  const { writes, info } = splitUnaligned(address, bytes, bytes.length, unalignedUnit, 'disc data');
  const read = words(bytes.length).result;
  const after: EeWrite[] = [
    { address: argument(call, 4), bytes: info, what: 'head and tail of a disc read (fifth argument)' },
    { address: positionAddress, bytes: read, what: 'the read position (sixth argument)' },
  ];
  finishCall(machine, call, { result: read, writes: [...writes, ...after] });
}

/**
 * 0x80000597: path at 0x24 (0x20 in the short form); the answer goes to the EE address after it.
 * @throws MachineFault when the call is too short.
 */
export function searchDone(machine: Machine, call: RpcCall): void {
  const pathAt = call.data.length >= 0x128 ? 0x24 : 0x20;
  if (call.data.length < pathAt + 0x104) {
    throw new MachineFault(
      `A call to the CDVD service's search sends ${call.data.length} bytes; it needs 292 or 296.`,
    );
  }
  const file = machine.disc.find(textIn(call.data, pathAt, 256));
  if (file === undefined) {
    finishCall(machine, call, words(0));
    return;
  }
  const answer = new Uint8Array(pathAt);
  const view = new DataView(answer.buffer);
  view.setUint32(0, file.lba, true);
  view.setUint32(4, file.size, true);
  answer.set(new TextEncoder().encode(file.identifier).subarray(0, 16), 8);
  const address = argument(call, (pathAt + 0x100) / 4);
  finishCall(machine, call, {
    ...words(1),
    writes: [{ address, bytes: answer, what: 'the result of the file search' }],
  });
}

function driveStatus(machine: Machine): number {
  const { drive } = machine.state;
  if (!drive.head.spinning) return driveStates.stopped;
  return drive.queue.length > 0 ? driveStates.reading : driveStates.paused;
}
