import { pixelLayout, type PixelLayout } from './formats';

/** Bytes of the GS's local memory. */
export const localBytes = 4 * 1024 * 1024;
/** Blocks of 256 bytes in it: the unit of base addresses. */
const blockBytes = 256;
/** Blocks of a page: the unit of the bases of frames, of depth and of DISPFB. */
export const pageBlocks = 32;
/** Bytes that are saved as one piece; see state/snapshot.ts. */
const savedBytes = 4096;
const savedShift = 12;

/** A rectangle's place in local memory: base in blocks, width of a row in units of 64 pixels, format. */
export interface PixelBuffer {
  readonly base: number;
  readonly width: number;
  readonly format: number;
}

/** A buffer whose pixels can be read and written by their coordinates. */
export interface Surface {
  /** The pixel's bits: 4 to 32 of them. */
  read(x: number, y: number): number;
  write(x: number, y: number, value: number): void;
}

/** Surfaces that are kept: a picture uses a handful. */
const mostSurfaces = 64;

/** The 4 MB of memory that only the GS reaches: addresses wrap around at its end. */
export class LocalMemory {
  readonly bytes = new Uint8Array(localBytes);
  private readonly halves = new Uint16Array(this.bytes.buffer);
  private readonly words = new Uint32Array(this.bytes.buffer);
  /** Per piece of 4 KB, 1 if it may have changed since `takeChanged`. */
  private readonly changed = new Uint8Array(localBytes / savedBytes);

  /** Those in use, by their buffer. */
  private readonly surfaces = new Map<number, Surface>();

  /** The numbers of the pieces of 4 KB that may have changed since the last call. */
  takeChanged(): number[] {
    const numbers: number[] = [];
    this.changed.forEach((changed, number) => {
      if (changed !== 0) numbers.push(number);
    });
    this.changed.fill(0);
    return numbers;
  }

  /** A piece itself, not a copy. */
  piece(number: number): Uint8Array {
    return this.bytes.subarray(number * savedBytes, (number + 1) * savedBytes);
  }

  /** Access to a buffer; undefined when there is no such format. */
  surface(buffer: PixelBuffer): Surface | undefined {
    const key = (buffer.base & 0x3fff) | ((buffer.width & 0x3f) << 14) | ((buffer.format & 0x3f) << 20);
    const known = this.surfaces.get(key);
    if (known !== undefined) return known;
    if (this.surfaces.size >= mostSurfaces) this.surfaces.clear();
    const surface = this.newSurface(buffer);
    if (surface !== undefined) this.surfaces.set(key, surface);
    return surface;
  }

  private newSurface({ base, width, format }: PixelBuffer): Surface | undefined {
    const layout = pixelLayout(format);
    if (layout === undefined) return undefined;
    const at = addressing(base, width, layout);
    switch (layout.unitBits) {
      case 32:
        return layout.pixelBits === 32 ? this.words32(at) : this.partOfWord(at, layout);
      case 16:
        return this.units16(at);
      case 8:
        return this.units8(at);
      default:
        return this.units4(at);
    }
  }

  private words32(at: Addressing): Surface {
    const { words, changed } = this;
    return {
      read: (x, y) => words[at(x, y)] ?? 0,
      write: (x, y, value) => {
        const unit = at(x, y);
        words[unit] = value;
        changed[unit >>> (savedShift - 2)] = 1;
      },
    };
  }

  private partOfWord(at: Addressing, { shift, mask }: PixelLayout): Surface {
    const { words, changed } = this;
    return {
      read: (x, y) => ((words[at(x, y)] ?? 0) >>> shift) & mask,
      write: (x, y, value) => {
        const unit = at(x, y);
        words[unit] = ((words[unit] ?? 0) & ~(mask << shift)) | ((value & mask) << shift);
        changed[unit >>> (savedShift - 2)] = 1;
      },
    };
  }

  private units16(at: Addressing): Surface {
    const { halves, changed } = this;
    return {
      read: (x, y) => halves[at(x, y)] ?? 0,
      write: (x, y, value) => {
        const unit = at(x, y);
        halves[unit] = value;
        changed[unit >>> (savedShift - 1)] = 1;
      },
    };
  }

  private units8(at: Addressing): Surface {
    const { bytes, changed } = this;
    return {
      read: (x, y) => bytes[at(x, y)] ?? 0,
      write: (x, y, value) => {
        const unit = at(x, y);
        bytes[unit] = value;
        changed[unit >>> savedShift] = 1;
      },
    };
  }

  private units4(at: Addressing): Surface {
    const { bytes, changed } = this;
    return {
      read: (x, y) => {
        const unit = at(x, y);
        return ((bytes[unit >>> 1] ?? 0) >>> (4 * (unit & 1))) & 15;
      },
      write: (x, y, value) => {
        const unit = at(x, y);
        const shift = 4 * (unit & 1);
        bytes[unit >>> 1] = ((bytes[unit >>> 1] ?? 0) & ~(15 << shift)) | ((value & 15) << shift);
        changed[unit >>> (savedShift + 1)] = 1;
      },
    };
  }
}

type Addressing = (x: number, y: number) => number;

/** The number of a pixel's unit. */
function addressing(base: number, width: number, layout: PixelLayout): Addressing {
  const { pageWidth, pageHeight, unitBits, units } = layout;
  const columns = Math.log2(pageWidth);
  const rows = Math.log2(pageHeight);
  const pagesAcross = (width * 64) >>> columns;
  const first = (base * blockBytes * 8) / unitBits;
  const pageShift = Math.log2((8192 * 8) / unitBits);
  const last = (localBytes * 8) / unitBits - 1;
  return (x, y) =>
    (first +
      (((y >>> rows) * pagesAcross + (x >>> columns)) << pageShift) +
      (units[((y & (pageHeight - 1)) << columns) | (x & (pageWidth - 1))] ?? 0)) &
    last;
}
