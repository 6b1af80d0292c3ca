import { viewOf } from '../common/littleEndian';

/** A part of the file to load. Offsets and sizes in bytes. */
export interface Segment {
  readonly address: number;
  readonly fileOffset: number;
  readonly fileBytes: number;
  /** At least `fileBytes`; the rest is zero (bss). */
  readonly memoryBytes: number;
  readonly executable: boolean;
  readonly writable: boolean;
}

export interface ElfSymbol {
  readonly name: string;
  readonly address: number;
  /** 0 if the program does not set it. */
  readonly bytes: number;
  readonly kind: 'function' | 'object' | 'other';
}

/** An EE program, read and checked. */
export interface Elf {
  readonly entry: number;
  readonly flags: number;
  readonly segments: readonly Segment[];
  /** Defined symbols with names, by ascending address; empty for a stripped program. */
  readonly symbols: readonly ElfSymbol[];
}

/** The file is not an ELF32 program for the EE; the message contains what was found and what was expected. */
export class ElfError extends Error {
  override readonly name = 'ElfError';
}

const PT_LOAD = 1;
const SHT_SYMTAB = 2;
/** More symbols than any program for this machine. */
const mostSymbols = 1 << 18;
/** A longer name is cut. */
const longestName = 4096;
const hex = (value: number) => `0x${value.toString(16)}`;

class Reader {
  readonly #view: DataView;
  constructor(
    readonly bytes: Uint8Array,
    readonly file: string,
  ) {
    this.#view = viewOf(bytes);
  }
  fail(what: string): never {
    throw new ElfError(`${this.file}: ${what}`);
  }
  need(offset: number, bytes: number, what: string): void {
    if (offset + bytes > this.bytes.length)
      this.fail(
        `${what} needs bytes ${hex(offset)} to ${hex(offset + bytes)}, but the file ends at ${hex(this.bytes.length)}; it is truncated or damaged.`,
      );
  }
  u16(offset: number): number {
    return this.#view.getUint16(offset, true);
  }
  u32(offset: number): number {
    return this.#view.getUint32(offset, true);
  }
  text(offset: number, end: number): string {
    let stop = offset;
    const last = Math.min(end, offset + longestName);
    while (stop < last && this.bytes[stop] !== 0) stop++;
    return new TextDecoder().decode(this.bytes.subarray(offset, stop));
  }
}

function checkHeader(reader: Reader): void {
  const { bytes } = reader;
  reader.need(0, 52, 'an ELF header');
  if (reader.u32(0) !== 0x464c457f)
    reader.fail(`starts with ${hex(reader.u32(0))}, expected 7F 45 4C 46; this is not an ELF file.`);
  const expected: readonly (readonly [string, number, number])[] = [
    ['class', bytes[4] ?? 0, 1],
    ['byte order', bytes[5] ?? 0, 1],
    ['type', reader.u16(16), 2],
    ['machine', reader.u16(18), 8],
    ['header size', reader.u16(40), 52],
    ['program header size', reader.u16(42), 32],
  ];
  for (const [field, found, wanted] of expected)
    if (found !== wanted)
      reader.fail(
        `ELF ${field} is ${found}, expected ${wanted}; a PlayStation 2 program is a 32-bit little-endian MIPS executable.`,
      );
}

function readSegments(reader: Reader): Segment[] {
  const start = reader.u32(28);
  const count = reader.u16(44);
  reader.need(start, count * 32, 'the program header table');
  const segments: Segment[] = [];
  for (let index = 0; index < count; index++) {
    const at = start + index * 32;
    if (reader.u32(at) !== PT_LOAD) continue;
    const segment: Segment = {
      fileOffset: reader.u32(at + 4),
      address: reader.u32(at + 8),
      fileBytes: reader.u32(at + 16),
      memoryBytes: reader.u32(at + 20),
      executable: (reader.u32(at + 24) & 1) !== 0,
      writable: (reader.u32(at + 24) & 2) !== 0,
    };
    if (segment.memoryBytes < segment.fileBytes)
      reader.fail(
        `segment ${index} has ${segment.fileBytes} bytes in the file but only ${segment.memoryBytes} in memory.`,
      );
    reader.need(segment.fileOffset, segment.fileBytes, `segment ${index}`);
    segments.push(segment);
  }
  if (segments.length === 0) reader.fail('has no segment to load.');
  return segments;
}

function readSymbolTable(
  reader: Reader,
  header: number,
  sectionTable: number,
  sections: number,
): ElfSymbol[] {
  const start = reader.u32(header + 16);
  const bytes = reader.u32(header + 20);
  const link = reader.u32(header + 24);
  if (link >= sections)
    reader.fail(`the symbol table refers to section ${link} of ${sections} for its strings.`);
  const strings = sectionTable + link * 40;
  const stringStart = reader.u32(strings + 16);
  const stringEnd = stringStart + reader.u32(strings + 20);
  reader.need(start, bytes, 'the symbol table');
  reader.need(stringStart, stringEnd - stringStart, 'the symbol names');
  const symbols: ElfSymbol[] = [];
  for (let at = start; at + 16 <= start + bytes; at += 16) {
    const type = (reader.bytes[at + 12] ?? 0) & 15;
    const section = reader.u16(at + 14);
    const name = reader.text(stringStart + reader.u32(at), stringEnd);
    // Section and file symbols (3, 4) and undefined ones have no address.
    if (name === '' || section === 0 || type > 2) continue;
    symbols.push({
      name,
      address: reader.u32(at + 4),
      bytes: reader.u32(at + 8),
      kind: type === 2 ? 'function' : type === 1 ? 'object' : 'other',
    });
  }
  return symbols;
}

function readSymbols(reader: Reader): ElfSymbol[] {
  const start = reader.u32(32);
  const count = reader.u16(48);
  if (start === 0 || count === 0) return [];
  if (reader.u16(46) !== 40) reader.fail(`ELF section header size is ${reader.u16(46)}, expected 40.`);
  reader.need(start, count * 40, 'the section header table');
  const symbols: ElfSymbol[] = [];
  let entries = 0;
  for (let index = 0; index < count; index++) {
    const header = start + index * 40;
    if (reader.u32(header + 4) !== SHT_SYMTAB) continue;
    entries += Math.floor(reader.u32(header + 20) / 16);
    if (entries > mostSymbols)
      reader.fail(
        `has ${entries} symbols, expected at most ${mostSymbols}; strip the program or its file is damaged.`,
      );
    for (const symbol of readSymbolTable(reader, header, start, count)) symbols.push(symbol);
  }
  return symbols.sort((a, b) => a.address - b.address);
}

/**
 * Reads an EE program.
 * @param file its name for messages
 * @throws ElfError when the program is damaged or not for the EE
 */
export function readElf(bytes: Uint8Array, file: string): Elf {
  const reader = new Reader(bytes, file);
  checkHeader(reader);
  return {
    entry: reader.u32(24),
    flags: reader.u32(36),
    segments: readSegments(reader),
    symbols: readSymbols(reader),
  };
}
