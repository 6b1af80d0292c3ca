import { describeAddress } from '../../ee/memory-map';
import { FaultSignal, type Core } from './core';
import type { AccessBytes } from './bus';

/** Loads and stores; the first ones in the order of the interpreter's operations. */
export enum Access {
  Lb,
  Lbu,
  Lh,
  Lhu,
  Lw,
  Ld,
  Lq,
  LoadFloat,
  Sb,
  Sh,
  Sw,
  Sd,
  Sq,
  StoreFloat,
  Lwu,
  Lwl,
  Lwr,
  Ldl,
  Ldr,
  Swl,
  Swr,
  Sdl,
  Sdr,
}

/** Operations from here on are loads and stores with all checks: this number plus the kind. */
export const CHECKED = 0x80;

const bytesOf: readonly number[] = [1, 1, 2, 2, 4, 8, 16, 4, 1, 2, 4, 8, 16, 4, 4, 4, 4, 8, 8, 4, 4, 8, 8];

function isStore(kind: Access): boolean {
  return (kind >= Access.Sb && kind <= Access.StoreFloat) || kind >= Access.Swl;
}

/** The bus address of a virtual address; undefined where the kernel maps nothing. */
function physicalOf(address: number): number | undefined {
  if (address < 0x20000000) return address;
  return address >= 0x80000000 && address < 0xc0000000 ? address & 0x1fffffff : undefined;
}

function isVu1(address: number): boolean {
  const physical = physicalOf(address) ?? 0;
  return physical >= 0x11008000 && physical < 0x11010000;
}

function busFault(address: number, bytes: number, store: boolean): FaultSignal {
  return new FaultSignal(
    'bus-error',
    `${store ? 'writes' : 'reads'} ${bytes} bytes at ${describeAddress(address)}, which ${isVu1(address) ? 'is memory of VU1: the built-in console has only that of VU0' : 'is not mapped'}`,
    address,
  );
}

/** The FIFOs of VIF, GIF and IPU take quadwords. */
const isFifo = (physical: number): boolean => physical >= 0x10004000 && physical < 0x10008000;

/**
 * Bytes of a load or store of 8 or 16 bytes that reach something: a hardware register has 32 bits, what is above them
 * reads as zero and is not written (PCSX2's HwRead.cpp and HwWrite.cpp).
 */
function effectiveBytes(address: number, bytes: number): number {
  const physical = physicalOf(address);
  const register =
    physical !== undefined && physical >= 0x10000000 && physical < 0x10010000 && !isFifo(physical);
  return register ? Math.min(bytes, 4) : bytes;
}

function read(core: Core, address: number, bytes: AccessBytes): number {
  const offset = core.offsetOf(address);
  if (offset >= 0)
    return bytes === 4
      ? (core.words[offset >> 2] ?? 0)
      : bytes === 2
        ? (core.halves[offset >> 1] ?? 0)
        : (core.bytes[offset] ?? 0);
  const physical = physicalOf(address);
  const value = physical === undefined ? undefined : core.bus.busRead(physical, bytes);
  if (value === undefined) throw busFault(address, bytes, false);
  return value | 0;
}

function write(core: Core, address: number, bytes: AccessBytes, value: number): void {
  const offset = core.offsetOf(address);
  if (offset >= 0) {
    if (bytes === 4) core.words[offset >> 2] = value;
    else if (bytes === 2) core.halves[offset >> 1] = value;
    else core.bytes[offset] = value;
    return;
  }
  const physical = physicalOf(address);
  const masked = bytes === 4 ? value >>> 0 : value & (bytes === 2 ? 0xffff : 0xff);
  if (physical === undefined || !core.bus.busWrite(physical, bytes, masked))
    throw busFault(address, bytes, true);
}

/** Bytes of `inside` where mask has ones, of `outside` elsewhere. */
function merge(inside: number, outside: number, mask: number): number {
  return (inside & mask) | (outside & ~mask);
}

/** lwl, lwr, swl, swr on one word; `words` is the register's word. */
function unalignedWord(core: Core, kind: Access, address: number, lane: number): void {
  const aligned = (address & ~3) >>> 0;
  const shift = (address & 3) * 8;
  const { words } = core;
  const register = words[lane] ?? 0;
  const memory = read(core, aligned, 4);
  if (kind === Access.Lwl) {
    const value = merge(memory << (24 - shift), register, -1 << (24 - shift));
    words[lane] = value;
    words[lane + 1] = value >> 31;
  } else if (kind === Access.Lwr) {
    const value = merge(memory >>> shift, register, -1 >>> shift);
    words[lane] = value;
    // Only a whole word touches the upper half.
    if (shift === 0) words[lane + 1] = value >> 31;
  } else if (kind === Access.Swl) {
    write(core, aligned, 4, merge(register >>> (24 - shift), memory, -1 >>> (24 - shift)));
  } else {
    write(core, aligned, 4, merge(register << shift, memory, -1 << shift));
  }
}

const ALL = 0xffffffffffffffffn;
const long = (low: number, high: number) => (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);

function unalignedLong(core: Core, kind: Access, address: number, lane: number): void {
  const aligned = (address & ~7) >>> 0;
  const right = BigInt((address & 7) * 8);
  const left = 56n - right;
  const { words } = core;
  const register = long(words[lane] ?? 0, words[lane + 1] ?? 0);
  const memory = long(read(core, aligned, 4), read(core, aligned + 4, 4));
  const mix = (inside: bigint, outside: bigint, mask: bigint) =>
    (inside & mask & ALL) | (outside & ~mask & ALL);
  let value: bigint;
  if (kind === Access.Ldl) value = mix(memory << left, register, ALL << left);
  else if (kind === Access.Ldr) value = mix(memory >> right, register, ALL >> right);
  else if (kind === Access.Sdl) value = mix(register >> left, memory, ALL >> left);
  else value = mix(register << right, memory, ALL << right);
  const low = Number(value & 0xffffffffn) | 0;
  const high = Number(value >> 32n) | 0;
  if (isStore(kind)) {
    write(core, aligned, 4, low);
    write(core, aligned + 4, 4, high);
  } else {
    words[lane] = low;
    words[lane + 1] = high;
  }
}

/**
 * Executes any load or store with all checks, for addresses outside the default view of RAM.
 * @param base state word of the base register
 * @param lane state word of the register that is loaded or stored
 * @throws FaultSignal when the instruction fails; the state is the one before it
 */
export function access(core: Core, kind: Access, base: number, offset: number, lane: number): void {
  const { words } = core;
  const bytes = bytesOf[kind] ?? 0;
  const store = isStore(kind);
  const partial = kind >= Access.Lwl;
  let address = ((words[base] ?? 0) + offset) >>> 0;
  if (bytes === 16) {
    if (core.strictQuadwords && (address & 15) !== 0)
      throw new FaultSignal(
        'check',
        `${store ? 'sq' : 'lq'} at ${describeAddress(address)}, which is not a multiple of 16: the hardware ignores the low four bits`,
        address,
      );
    address = (address & ~15) >>> 0;
  }
  if (!partial && (address & (bytes - 1)) !== 0)
    throw new FaultSignal(
      'address-error',
      `${store ? 'writes' : 'reads'} ${bytes} bytes at ${describeAddress(address)}, which is not a multiple of ${bytes}`,
      address,
    );
  const from = partial ? (address & -bytes) >>> 0 : address;
  const finding = core.observing ? core.bus.observe(from, bytes, store) : undefined;
  if (finding !== undefined) throw new FaultSignal('check', finding, from);
  if (partial) {
    if (bytes === 4) unalignedWord(core, kind, address, lane);
    else unalignedLong(core, kind, address, lane);
    return;
  }
  if (store) {
    if (bytes < 4) write(core, address, bytes === 1 ? 1 : 2, words[lane] ?? 0);
    else
      for (let at = 0; at < effectiveBytes(address, bytes); at += 4)
        write(core, address + at, 4, words[lane + at / 4] ?? 0);
    return;
  }
  if (bytes >= 8 || kind === Access.LoadFloat) {
    const end = effectiveBytes(address, bytes);
    const values = [];
    for (let at = 0; at < bytes; at += 4) values.push(at < end ? read(core, address + at, 4) : 0);
    words.set(values, lane);
    return;
  }
  const value = read(core, address, bytes === 4 ? 4 : bytes === 2 ? 2 : 1);
  const signed = kind === Access.Lb ? (value << 24) >> 24 : kind === Access.Lh ? (value << 16) >> 16 : value;
  words[lane] = kind === Access.Lbu ? value & 0xff : kind === Access.Lhu ? value & 0xffff : signed;
  words[lane + 1] = kind === Access.Lb || kind === Access.Lh || kind === Access.Lw ? signed >> 31 : 0;
}
