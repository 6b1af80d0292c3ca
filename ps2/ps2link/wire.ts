import { viewOf } from '../../common/littleEndian';

/**
 * The protocol between a PC and ps2link, for both sides (docs/ps2link.md). All integers are big-endian and packed; a
 * packet starts with u32 id and u16 length. Byte tables from the sources of ps2link and ps2client.
 */

/** TCP port on which the console listens, for file requests of the console. */
export const filePort = 0x4711;
/** UDP port on which the console receives commands, and to which it sends its log. */
export const commandPort = 0x4712;
/** Most bytes of data that a console puts into one write request. */
export const mostWriteBytes = 1446;
/** The memory of the console: an answer to a read has no more bytes. */
const mostReadBytes = 32 << 20;
const pathBytes = 256;
const headBytes = 6;

/** A packet that violates the protocol. */
export class Ps2LinkError extends Error {
  override readonly name = 'Ps2LinkError';
}

/** The PC's commands to ps2link; none is acknowledged. */
export type LinkCommand =
  | { readonly kind: 'reset' | 'poweroff' | 'scrdump' | 'netdump' }
  | { readonly kind: 'execiop' | 'execee'; readonly words: readonly string[] }
  | {
      readonly kind: 'dumpmem' | 'writemem';
      readonly address: number;
      readonly bytes: number;
      readonly path: string;
    }
  | { readonly kind: 'startvu' | 'stopvu'; readonly unit: number }
  | { readonly kind: 'dumpreg'; readonly registers: number; readonly path: string }
  | { readonly kind: 'gsexec'; readonly bytes: number; readonly path: string };

const commandIds = {
  reset: 0xbabe0201,
  execiop: 0xbabe0202,
  execee: 0xbabe0203,
  poweroff: 0xbabe0204,
  scrdump: 0xbabe0205,
  netdump: 0xbabe0206,
  dumpmem: 0xbabe0207,
  startvu: 0xbabe0208,
  stopvu: 0xbabe0209,
  dumpreg: 0xbabe020a,
  gsexec: 0xbabe020b,
  writemem: 0xbabe020c,
} as const;

/** Most arguments that execee passes. */
const mostWords = 16;

/** The packet of a command. @throws Ps2LinkError when it does not fit in a packet. */
export function encodeCommand(command: LinkCommand): Uint8Array {
  const writer = new Packet(commandIds[command.kind]);
  switch (command.kind) {
    case 'reset':
    case 'poweroff':
    case 'scrdump':
    case 'netdump':
      break;
    case 'execiop':
    case 'execee':
      if (command.words.length > mostWords)
        throw new Ps2LinkError(
          `ps2link accepts at most ${mostWords} arguments, found ${command.words.length}.`,
        );
      writer.u32(command.words.length).text(command.words.map((word) => `${word}\0`).join(''), pathBytes);
      break;
    case 'dumpmem':
    case 'writemem':
      writer.u32(command.address).u32(command.bytes).text(command.path, pathBytes);
      break;
    case 'startvu':
    case 'stopvu':
      writer.u32(command.unit);
      break;
    case 'dumpreg':
      writer.u32(command.registers).text(command.path, pathBytes);
      break;
    case 'gsexec':
      writer.u16(command.bytes).text(command.path, pathBytes);
  }
  return writer.done();
}

/** @throws Ps2LinkError when it is not a command. */
export function decodeCommand(bytes: Uint8Array): LinkCommand {
  const reader = new Reader(bytes, 'command');
  const { id } = reader;
  const kind = (Object.keys(commandIds) as (keyof typeof commandIds)[]).find(
    (name) => commandIds[name] === id,
  );
  switch (kind) {
    case undefined:
      throw new Ps2LinkError(`Unknown ps2link command ${id.toString(16).toUpperCase()}.`);
    case 'reset':
    case 'poweroff':
    case 'scrdump':
    case 'netdump':
      return { kind };
    case 'execiop':
    case 'execee': {
      const count = reader.u32();
      const words = new TextDecoder('latin1').decode(reader.rest(pathBytes)).split('\0');
      return { kind, words: words.slice(0, Math.min(count, mostWords)) };
    }
    case 'dumpmem':
    case 'writemem':
      return { kind, address: reader.u32(), bytes: reader.u32(), path: reader.text(pathBytes) };
    case 'startvu':
    case 'stopvu':
      return { kind, unit: reader.u32() };
    case 'dumpreg':
      return { kind, registers: reader.u32(), path: reader.text(pathBytes) };
    case 'gsexec':
      return { kind, bytes: reader.u16(), path: reader.text(pathBytes) };
  }
}

/** The console's requests for files on the PC; `name` and `path` come without `host:`. */
export type FileRequest =
  | { readonly kind: 'open'; readonly flags: number; readonly path: string }
  | { readonly kind: 'close' | 'closedir' | 'readdir'; readonly descriptor: number }
  | { readonly kind: 'read'; readonly descriptor: number; readonly bytes: number }
  | { readonly kind: 'write'; readonly descriptor: number; readonly data: Uint8Array }
  | {
      readonly kind: 'lseek';
      readonly descriptor: number;
      readonly offset: number;
      readonly whence: number;
    }
  | { readonly kind: 'opendir'; readonly path: string }
  | { readonly kind: 'remove' | 'rmdir' | 'getstat'; readonly path: string }
  | { readonly kind: 'mkdir'; readonly mode: number; readonly path: string };

const requestIds = {
  open: 0xbabe0111,
  close: 0xbabe0121,
  read: 0xbabe0131,
  write: 0xbabe0141,
  lseek: 0xbabe0151,
  opendir: 0xbabe0161,
  closedir: 0xbabe0171,
  readdir: 0xbabe0181,
  remove: 0xbabe0191,
  mkdir: 0xbabe01a1,
  rmdir: 0xbabe01b1,
  getstat: 0xbabe01c1,
} as const;

export function encodeFileRequest(request: FileRequest): Uint8Array {
  const writer = new Packet(requestIds[request.kind]);
  switch (request.kind) {
    case 'open':
      return writer.u32(request.flags).text(request.path, pathBytes).done();
    case 'close':
    case 'closedir':
    case 'readdir':
      return writer.u32(request.descriptor).done();
    case 'read':
      return writer.u32(request.descriptor).u32(request.bytes).done();
    case 'write':
      return writer.u32(request.descriptor).u32(request.data.length).done(request.data);
    case 'lseek':
      return writer.u32(request.descriptor).u32(request.offset).u32(request.whence).done();
    case 'opendir':
      return writer.u32(0).text(request.path, pathBytes).done();
    case 'remove':
    case 'rmdir':
    case 'getstat':
      return writer.text(request.path, pathBytes).done();
    case 'mkdir':
      // Only the mode is not swapped: it is sent as the console stores it.
      return writer.u32LittleEndian(request.mode).text(request.path, pathBytes).done();
  }
}

/**
 * The request at the start of `bytes`.
 * @returns undefined while it is incomplete.
 * @throws Ps2LinkError when it is not a request: the connection is out of sync.
 */
export function decodeFileRequest(
  bytes: Uint8Array,
): { readonly request: FileRequest; readonly bytes: number } | undefined {
  if (bytes.length < headBytes) return undefined;
  const reader = new Reader(bytes, 'file request');
  const { id, length } = reader;
  const kind = (Object.keys(requestIds) as (keyof typeof requestIds)[]).find(
    (name) => requestIds[name] === id,
  );
  if (kind === undefined || length < headBytes || length > headBytes + 8 + pathBytes) {
    throw new Ps2LinkError(
      `The console sent ${id.toString(16).toUpperCase()} with length ${length}, which is not a file request.`,
    );
  }
  if (bytes.length < length) return undefined;
  switch (kind) {
    case 'open':
      return { request: { kind, flags: reader.i32(), path: reader.text(pathBytes) }, bytes: length };
    case 'close':
    case 'closedir':
    case 'readdir':
      return { request: { kind, descriptor: reader.i32() }, bytes: length };
    case 'read':
      return { request: { kind, descriptor: reader.i32(), bytes: reader.i32() }, bytes: length };
    case 'write': {
      const [descriptor, count] = [reader.i32(), reader.i32()];
      if (count < 0 || count > 1 << 20)
        throw new Ps2LinkError(`The console wants to write ${count} bytes at once.`);
      // The length does not count the data.
      if (bytes.length < length + count) return undefined;
      const data = bytes.slice(length, length + count);
      return { request: { kind, descriptor, data }, bytes: length + count };
    }
    case 'lseek':
      return {
        request: { kind, descriptor: reader.i32(), offset: reader.i32(), whence: reader.i32() },
        bytes: length,
      };
    case 'opendir':
      reader.i32();
      return { request: { kind, path: reader.text(pathBytes) }, bytes: length };
    case 'remove':
    case 'rmdir':
    case 'getstat':
      return { request: { kind, path: reader.text(pathBytes) }, bytes: length };
    case 'mkdir':
      return {
        request: { kind, mode: reader.u32LittleEndian(), path: reader.text(pathBytes) },
        bytes: length,
      };
  }
}

/** Information about a file; times as second, minute, hour, day, month, year. */
export interface FileStatus {
  readonly mode: number;
  readonly size: number;
  readonly created: Date;
  readonly accessed: Date;
  readonly modified: Date;
}

/** Bits of a mode besides rwx. */
export const modeBits = { link: 0x08, file: 0x10, directory: 0x20, all: 7 } as const;

/** The PC's replies. `data` belongs to read, `status` to getstat and readdir, `name` to readdir. */
export interface FileReply {
  readonly result: number;
  readonly data?: Uint8Array;
  readonly status?: FileStatus;
  readonly name?: string;
}

const nothing: FileStatus = {
  mode: 0,
  size: 0,
  created: new Date(0),
  accessed: new Date(0),
  modified: new Date(0),
};

export function encodeFileReply(kind: FileRequest['kind'], reply: FileReply): Uint8Array {
  const writer = new Packet(requestIds[kind] + 1).u32(reply.result);
  switch (kind) {
    case 'read':
      if (reply.result < 0) return writer.u32(-1).done();
      return writer.u32(reply.data?.length ?? 0).done(reply.data);
    case 'getstat':
      return writer.status(reply.status ?? nothing).done();
    case 'readdir':
      return writer
        .status(reply.status ?? nothing)
        .text(reply.name ?? '', pathBytes)
        .done();
    default:
      return writer.done();
  }
}

/**
 * The reply at the start of `bytes`.
 * @returns undefined while it is incomplete.
 * @throws Ps2LinkError when it does not answer a request of this kind.
 */
export function decodeFileReply(
  kind: FileRequest['kind'],
  bytes: Uint8Array,
): { readonly reply: FileReply; readonly bytes: number } | undefined {
  if (bytes.length < headBytes) return undefined;
  const reader = new Reader(bytes, 'file reply');
  const { id, length } = reader;
  if (id !== requestIds[kind] + 1 || length < headBytes + 4) {
    throw new Ps2LinkError(
      `The PC answered ${kind} with ${id.toString(16).toUpperCase()}, length ${length}.`,
    );
  }
  if (bytes.length < length) return undefined;
  const result = reader.i32();
  switch (kind) {
    case 'read': {
      const count = Math.max(0, reader.i32());
      if (count > mostReadBytes) throw new Ps2LinkError(`The PC answered a read with ${count} bytes.`);
      if (bytes.length < length + count) return undefined;
      return { reply: { result, data: bytes.slice(length, length + count) }, bytes: length + count };
    }
    case 'getstat':
      return { reply: { result, status: reader.status() }, bytes: length };
    case 'readdir':
      return { reply: { result, status: reader.status(), name: reader.text(pathBytes) }, bytes: length };
    default:
      return { reply: { result }, bytes: length };
  }
}

class Packet {
  private readonly parts: number[] = [];

  constructor(private readonly id: number) {}

  u32(value: number): this {
    this.parts.push((value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
    return this;
  }

  u32LittleEndian(value: number): this {
    this.parts.push(value & 255, (value >>> 8) & 255, (value >>> 16) & 255, (value >>> 24) & 255);
    return this;
  }

  u16(value: number): this {
    this.parts.push((value >>> 8) & 255, value & 255);
    return this;
  }

  /** @throws Ps2LinkError when it does not fit with its terminating zero. */
  text(text: string, bytes: number): this {
    const encoded = new TextEncoder().encode(text);
    if (encoded.length >= bytes) {
      throw new Ps2LinkError(
        `"${text.replaceAll('\0', ' ')}" has ${encoded.length} bytes; the limit of ps2link is ${bytes - 1}.`,
      );
    }
    this.parts.push(...encoded, ...new Uint8Array(bytes - encoded.length));
    return this;
  }

  status({ mode, size, created, accessed, modified }: FileStatus): this {
    this.u32(mode)
      .u32(0)
      .u32(size % 2 ** 32);
    for (const date of [created, accessed, modified]) {
      this.parts.push(
        ...[0, date.getSeconds(), date.getMinutes(), date.getHours()],
        ...[date.getDate(), date.getMonth() + 1],
        // ps2client gives years since 1900.
        ...[(date.getFullYear() - 1900) & 255, ((date.getFullYear() - 1900) >> 8) & 255],
      );
    }
    return this.u32(Math.floor(size / 2 ** 32));
  }

  /** @param data follows, and is not counted by the length. */
  done(data: Uint8Array = new Uint8Array(0)): Uint8Array {
    const length = headBytes + this.parts.length;
    const bytes = new Uint8Array(length + data.length);
    const view = new DataView(bytes.buffer);
    view.setUint32(0, this.id);
    view.setUint16(4, length);
    bytes.set(this.parts, headBytes);
    bytes.set(data, length);
    return bytes;
  }
}

class Reader {
  readonly id: number;
  readonly length: number;
  private readonly view: DataView;
  private at = headBytes;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly what: string,
  ) {
    this.view = viewOf(bytes);
    this.check(0, headBytes);
    this.id = this.view.getUint32(0);
    this.length = this.view.getUint16(4);
  }

  i32(): number {
    return this.view.getInt32(this.take(4));
  }

  u32(): number {
    return this.view.getUint32(this.take(4));
  }

  u32LittleEndian(): number {
    return this.view.getUint32(this.take(4), true);
  }

  u16(): number {
    return this.view.getUint16(this.take(2));
  }

  /** At most `most` bytes, fewer if there are fewer. */
  rest(most: number): Uint8Array {
    const bytes = this.bytes.subarray(this.at, this.at + most);
    this.at += bytes.length;
    return bytes;
  }

  text(most: number): string {
    const bytes = this.rest(most);
    const end = bytes.indexOf(0);
    return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
  }

  status(): FileStatus {
    const mode = this.u32();
    this.u32();
    const low = this.u32();
    const date = (): Date => {
      const at = this.take(8);
      const part = (i: number): number => this.view.getUint8(at + i);
      const year = 1900 + part(6) + 256 * part(7);
      return new Date(year, part(5) - 1, part(4), part(3), part(2), part(1));
    };
    const [created, accessed, modified] = [date(), date(), date()];
    const size = low + this.u32() * 2 ** 32;
    return { mode, size, created, accessed, modified };
  }

  private take(bytes: number): number {
    const { at } = this;
    this.check(at, bytes);
    this.at += bytes;
    return at;
  }

  private check(at: number, bytes: number): void {
    if (at + bytes <= this.bytes.length) return;
    throw new Ps2LinkError(`A ${this.what} of ${this.bytes.length} bytes is too short.`);
  }
}
