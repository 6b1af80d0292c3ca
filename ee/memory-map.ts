import { ramBytes } from '../common/ram';

/** One region of the EE's address space. */
export interface Region {
  readonly name: string;
  /** First virtual address. */
  readonly start: number;
  readonly bytes: number;
  /** What is there physically, if the region is another view of it. */
  readonly physical: number;
  readonly note: string;
}

const megabyte = 0x100000;

/**
 * The EE's virtual address space as the kernel maps it.
 * Source: EE User's Manual, ps2tek.
 */
export const memoryMap: readonly Region[] = [
  { name: 'RAM', start: 0, bytes: ramBytes, physical: 0, note: 'main memory, cached' },
  {
    name: 'Hardware registers',
    start: 0x10000000,
    bytes: 0x10000,
    physical: 0x10000000,
    note: 'timers, IPU, GIF, VIF, DMAC, INTC, SIF',
  },
  {
    name: 'VU memory',
    start: 0x11000000,
    bytes: 0x10000,
    physical: 0x11000000,
    note: 'VU0 and VU1 program and data memory',
  },
  {
    name: 'GS registers',
    start: 0x12000000,
    bytes: 0x2000,
    physical: 0x12000000,
    note: 'privileged registers of the Graphics Synthesizer',
  },
  { name: 'IOP RAM', start: 0x1c000000, bytes: 2 * megabyte, physical: 0x1c000000, note: 'seen from the EE' },
  { name: 'BIOS', start: 0x1fc00000, bytes: 4 * megabyte, physical: 0x1fc00000, note: 'boot ROM' },
  { name: 'RAM, uncached', start: 0x20000000, bytes: ramBytes, physical: 0, note: 'bypasses the cache' },
  {
    name: 'RAM, uncached accelerated',
    start: 0x30000000,
    bytes: ramBytes,
    physical: 0,
    note: 'bypasses the cache, reads through a 128-byte buffer',
  },
  {
    name: 'Scratchpad',
    start: 0x70000000,
    bytes: 0x4000,
    physical: 0x70000000,
    note: '16 KB inside the core',
  },
  { name: 'RAM, kernel', start: 0x80000000, bytes: ramBytes, physical: 0, note: 'KSEG0, cached' },
  {
    name: 'BIOS, kernel',
    start: 0x9fc00000,
    bytes: 4 * megabyte,
    physical: 0x1fc00000,
    note: 'KSEG0, cached',
  },
  {
    name: 'RAM, kernel uncached',
    start: 0xa0000000,
    bytes: ramBytes,
    physical: 0,
    note: 'KSEG1, uncached',
  },
  {
    name: 'Hardware registers, kernel',
    start: 0xb0000000,
    bytes: 0x10000,
    physical: 0x10000000,
    note: 'KSEG1, uncached',
  },
  {
    name: 'BIOS, kernel uncached',
    start: 0xbfc00000,
    bytes: 4 * megabyte,
    physical: 0x1fc00000,
    note: 'KSEG1, uncached',
  },
];

/** The region of a virtual address; undefined for unmapped addresses. */
export function regionAt(address: number): Region | undefined {
  return memoryMap.find(({ start, bytes }) => address >= start && address < start + bytes);
}

/** Region and offset of an address, for messages: `Scratchpad+0x10`, or the bare address. */
export function describeAddress(address: number): string {
  const text = `0x${address.toString(16).padStart(8, '0')}`;
  const region = regionAt(address);
  if (region === undefined) return `${text} (unmapped)`;
  return `${text} (${region.name}+0x${(address - region.start).toString(16)})`;
}
