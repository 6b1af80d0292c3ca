import { viewOf } from '../../common/littleEndian';
import { sectorBytes } from '../../disc/sector';
import { requestDrive } from '../drive/drive';
import { MachineFault } from '../machine/fault';
import type { Machine } from '../machine/machine';
import { textIn } from '../machine/memory';
import { finishCall, words } from './queues';
import { askHost, type HostAnswer, type HostCall } from './remoteFiles';
import type { OpenFile, RpcCall } from './state';
import { splitUnaligned } from './unaligned';

/** Error results (negative errno of the IOP's file system). */
const noSuchFile = -2;
const badFile = -9;
const noSuchDevice = -19;
const invalid = -22;
const tooMany = -24;

/** Flags of open. */
const flags = { read: 1, write: 2, append: 0x100, create: 0x200, truncate: 0x400 } as const;

/** 0 and 1 are the console's keyboard and screen; the IOP has 16 files. */
const firstFile = 2;
const lastFile = 15;

/** Size of the pieces in which head and tail of a read are sent. */
const unalignedUnit = 16;

/** 0x80000001: the file system of the IOP. @throws MachineFault for an unsupported function. */
export function beginFileio(machine: Machine, call: RpcCall): void {
  const view = viewOf(call.data);
  const argument = (index: number): number => {
    if (4 * index + 4 > call.data.length) {
      throw new MachineFault(
        `FILEIO function ${call.number} got ${call.data.length} bytes of arguments, too few.`,
      );
    }
    return view.getInt32(4 * index, true);
  };
  switch (call.number) {
    case 0:
      open(machine, call, textIn(call.data, 4, 256), argument(0));
      return;
    case 1:
      close(machine, call, argument(0));
      return;
    case 2:
      read(machine, call, argument(0), argument(2));
      return;
    case 3:
      write(machine, call, argument);
      return;
    case 4:
      seek(machine, call, argument(0), argument(1), argument(2));
      return;
    default:
      throw new MachineFault(
        `The program called function ${call.number} of FILEIO, which the built-in console does not support.`,
      );
  }
}

function open(machine: Machine, call: RpcCall, name: string, mode: number): void {
  const [, device, path] = /^([a-z]+)\d*:(.*)$/s.exec(name) ?? [];
  if (device === undefined || path === undefined) {
    finishCall(machine, call, words(noSuchDevice));
  } else if (device === 'tty') {
    finishCall(machine, call, words(addFile(machine, { device: 'tty' })));
  } else if (device === 'cdrom') {
    // The driver reads the directory of the disc and caches it.
    if (machine.state.iop.directoryKnown) openOnDisc(machine, call);
    else requestDirectory(machine, call, 'open-file');
  } else if (device === 'host' && machine.options.remoteHost) {
    if (hasRoom(machine)) askHost(machine, call, { kind: 'open', path, flags: mode });
    else finishCall(machine, call, words(tooMany));
  } else if (device === 'host') {
    finishCall(machine, call, words(openOnHost(machine, path.replace(/^[\\/]+/, ''), mode)));
  } else if (hasDevice(machine, device)) {
    finishCall(machine, call, words(openOnHost(machine, name, mode)));
  } else {
    finishCall(machine, call, words(noSuchDevice));
  }
}

/** A launcher's driver for a USB stick or a memory card is there if there are files on it. */
const hasDevice = ({ state }: Machine, device: string): boolean =>
  [...state.hostFiles.keys()].some((path) => new RegExp(`^${device}\\d*:`).test(path));

/** Lets the drive read the root directory for a search or an open. */
export function requestDirectory(machine: Machine, call: RpcCall, kind: 'open-file' | 'search-file'): void {
  requestDrive(machine, { lba: 261, sectors: 1, purpose: 'directory', owner: { kind, call } });
}

/** The directory was read: the answer to an open on `cdrom0:`. */
export function openOnDisc(machine: Machine, call: RpcCall): void {
  const path = textIn(call.data, 4, 256).replace(/^[^:]*:/, '');
  const found = machine.disc.find(path);
  const result = found
    ? addFile(machine, { device: 'cdrom', path, lba: found.lba, size: found.size, position: 0 })
    : noSuchFile;
  finishCall(machine, call, words(result));
}

function openOnHost(machine: Machine, path: string, mode: number): number {
  const { hostFiles } = machine.state;
  const existing = hostFiles.get(path);
  if (existing === undefined && (mode & flags.create) === 0) return noSuchFile;
  const writing = (mode & flags.write) !== 0;
  if (existing === undefined || (writing && (mode & flags.truncate) !== 0))
    hostFiles.set(path, new Uint8Array(0));
  const position = (mode & flags.append) !== 0 ? (hostFiles.get(path)?.length ?? 0) : 0;
  return addFile(machine, { device: 'host', path, flags: mode, position });
}

function hasRoom({ state }: Machine): boolean {
  return state.iop.files.size <= lastFile - firstFile;
}

function addFile(machine: Machine, file: OpenFile): number {
  const { files } = machine.state.iop;
  for (let number = firstFile; number <= lastFile; number++) {
    if (files.has(number)) continue;
    files.set(number, file);
    return number;
  }
  return tooMany;
}

/** Files 0 to 1 are open from the start and write to the console's text. */
function fileOf(machine: Machine, number: number): OpenFile | undefined {
  return number >= 0 && number < firstFile ? { device: 'tty' } : machine.state.iop.files.get(number);
}

function close(machine: Machine, call: RpcCall, number: number): void {
  const { files } = machine.state.iop;
  const file = files.get(number);
  files.delete(number);
  if (file?.device === 'remote') askHost(machine, call, { kind: 'close', descriptor: file.descriptor });
  else finishCall(machine, call, words(file === undefined ? badFile : 0));
}

/** The PC has answered a request about a file of `host:`. */
export function hostAnswered(machine: Machine, { call, request }: HostCall, answer: HostAnswer): void {
  const { result } = answer;
  if (request.kind === 'read') readDone(machine, call, answer.bytes ?? new Uint8Array(0), result);
  else if (request.kind === 'open' && result >= 0) {
    const file = { device: 'remote', path: request.path, descriptor: result } as const;
    finishCall(machine, call, words(addFile(machine, file)));
  } else finishCall(machine, call, words(result));
}

/** Arguments: file, EE address, size, buffer for head and tail. */
function read(machine: Machine, call: RpcCall, number: number, size: number): void {
  const file = fileOf(machine, number);
  if (file === undefined || size < 0) {
    readDone(machine, call, new Uint8Array(0), file === undefined ? badFile : invalid);
  } else if (file.device === 'tty') {
    readDone(machine, call, new Uint8Array(0), 0); // There is no keyboard.
  } else if (file.device === 'remote') {
    askHost(machine, call, { kind: 'read', descriptor: file.descriptor, bytes: size });
  } else if (file.device === 'host') {
    const content = machine.state.hostFiles.get(file.path) ?? new Uint8Array(0);
    const bytes = content.slice(file.position, file.position + size);
    file.position += bytes.length;
    readDone(machine, call, bytes, bytes.length);
  } else {
    const bytes = Math.max(0, Math.min(size, file.size - file.position));
    if (bytes === 0) {
      readDone(machine, call, new Uint8Array(0), 0);
      return;
    }
    const first = Math.floor(file.position / sectorBytes);
    const last = Math.floor((file.position + bytes - 1) / sectorBytes);
    requestDrive(machine, {
      lba: file.lba + first,
      sectors: last - first + 1,
      purpose: 'program',
      to: {
        address: viewOf(call.data).getUint32(4, true),
        bytes,
        skip: file.position - first * sectorBytes,
      },
      owner: { kind: 'read-file', call, number, bytes },
    });
  }
}

/** The drive has read the sectors of a file that a read on `cdrom0:` needs. */
export function discFileRead(
  machine: Machine,
  call: RpcCall,
  number: number,
  bytes: number,
  error: number,
): void {
  const file = machine.state.iop.files.get(number);
  if (file?.device !== 'cdrom' || error !== 0) {
    readDone(machine, call, new Uint8Array(0), error === 0 ? badFile : -5);
    return;
  }
  const first = Math.floor(file.position / sectorBytes);
  const sectors = machine.disc.image.readSectors(
    file.lba + first,
    Math.ceil((file.position + bytes) / sectorBytes) - first,
  );
  const start = file.position - first * sectorBytes;
  file.position += bytes;
  readDone(machine, call, sectors.subarray(start, start + bytes), bytes);
}

function readDone(machine: Machine, call: RpcCall, bytes: Uint8Array, result: number): void {
  const view = viewOf(call.data);
  const address = view.getUint32(4, true);
  const { writes, info } = splitUnaligned(
    address,
    bytes,
    view.getUint32(8, true),
    unalignedUnit,
    'file data',
  );
  const what = 'head and tail of a file read (fourth argument)';
  const rest = { address: call.data.length >= 16 ? view.getUint32(12, true) : 0, bytes: info, what };
  finishCall(machine, call, { ...words(result), writes: [...writes, rest] });
}

/** Arguments: file, EE address, size, length of the part before the first whole quadword, that part. */
function write(machine: Machine, call: RpcCall, argument: (index: number) => number): void {
  const [number, address, size, head] = [argument(0), argument(1) >>> 0, argument(2), argument(3)];
  const file = fileOf(machine, number);
  if (file === undefined || size < 0 || head < 0 || head > Math.min(16, size)) {
    finishCall(machine, call, words(file === undefined ? badFile : invalid));
    return;
  }
  const bytes = new Uint8Array(size);
  bytes.set(call.data.subarray(16, 16 + head));
  if (size > head) {
    machine.dataCache?.deviceReads(address + head, size - head, 'FILEIO write');
    bytes.set(machine.memory.at(address + head, size - head, 'FILEIO write'), head);
  }
  if (file.device === 'remote') askHost(machine, call, { kind: 'write', descriptor: file.descriptor, bytes });
  else finishCall(machine, call, words(store(machine, file, bytes)));
}

function store(machine: Machine, file: OpenFile, bytes: Uint8Array): number {
  if (file.device === 'tty') {
    for (const byte of bytes) machine.print(String.fromCharCode(byte));
    return bytes.length;
  }
  if (file.device !== 'host' || (file.flags & flags.write) === 0) return badFile;
  const old = machine.state.hostFiles.get(file.path) ?? new Uint8Array(0);
  const grown = new Uint8Array(Math.max(old.length, file.position + bytes.length));
  grown.set(old);
  grown.set(bytes, file.position);
  machine.state.hostFiles.set(file.path, grown);
  file.position += bytes.length;
  return bytes.length;
}

/** `whence` 0: from the start, 1: from here, 2: from the end. */
function seek(machine: Machine, call: RpcCall, number: number, offset: number, whence: number): void {
  const file = fileOf(machine, number);
  if (file?.device === 'remote') {
    askHost(machine, call, { kind: 'seek', descriptor: file.descriptor, offset, whence });
  } else finishCall(machine, call, words(newPosition(machine, file, offset, whence)));
}

function newPosition(
  machine: Machine,
  file: Exclude<OpenFile, { device: 'remote' }> | undefined,
  offset: number,
  whence: number,
): number {
  if (file === undefined) return badFile;
  if (file.device === 'tty') return invalid;
  const size = file.device === 'cdrom' ? file.size : (machine.state.hostFiles.get(file.path)?.length ?? 0);
  const base = [0, file.position, size][whence];
  if (base === undefined || base + offset < 0) return invalid;
  file.position = base + offset;
  return file.position;
}
