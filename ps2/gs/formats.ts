/**
 * How the GS arranges pixels in its local memory: in pages of 8 KB, which are blocks of 256 bytes, which are units of
 * 32, 16, 8 or 4 bits (GS User's Manual, chapter 8). Bits of a block's number within its page are bits of its
 * coordinates there, and bits of a unit's number within its block are bits of the pixel's coordinates, lowest first.
 */

/** Numbers of the formats of pixels in registers. */
export const pixelFormats = {
  ct32: 0x00,
  ct24: 0x01,
  ct16: 0x02,
  ct16s: 0x0a,
  t8: 0x13,
  t4: 0x14,
  t8h: 0x1b,
  t4hl: 0x24,
  t4hh: 0x2c,
  z32: 0x30,
  z24: 0x31,
  z16: 0x32,
  z16s: 0x3a,
} as const;

type Pattern = readonly string[];

const block32: Pattern = ['x0', 'y0', 'x1', 'y1', 'x2'];
const block16: Pattern = ['y0', 'x0', 'y1', 'x1', 'y2'];
const block16s: Pattern = ['y0', 'x0', 'y2', 'y1', 'x1'];
const unit32: Pattern = ['x0', 'y0', 'x1', 'x2', 'y1', 'y2'];
const unit16: Pattern = ['x3', ...unit32];
/** The columns of these are swapped by pairs in every other pair of rows: the sixth bit is a sum. */
const unit8: Pattern = ['y1', 'x3', 'x0', 'y0', 'x1', 'x2+y1+y2', 'y2', 'y3'];
const unit4: Pattern = ['y1', 'x3', 'x4', 'x0', 'y0', 'x1', 'x2+y1+y2', 'y2', 'y3'];

/** Depth formats have the upper two bits of the block's number inverted. */
const depthBlocks = 0x18;

/** Where the pixels of a format are. */
export interface PixelLayout {
  /** Pixels of a page. */
  readonly pageWidth: number;
  readonly pageHeight: number;
  /** Bits of a unit of memory: 32, 16, 8 or 4. */
  readonly unitBits: number;
  /** Units in a page: by row and column of the pixel, its unit's number. */
  readonly units: Uint16Array;
  /** Bits of a pixel in image data. */
  readonly pixelBits: number;
  /** The pixel's place in its unit: lowest bit, and mask. */
  readonly shift: number;
  readonly mask: number;
}

interface Shape {
  readonly block: Pattern;
  readonly unit: Pattern;
  readonly blockWidth: number;
  readonly blockHeight: number;
  readonly unitBits: number;
}

const shape32: Shape = { block: block32, unit: unit32, blockWidth: 8, blockHeight: 8, unitBits: 32 };
const shape16: Shape = { block: block16, unit: unit16, blockWidth: 16, blockHeight: 8, unitBits: 16 };
const shape16s: Shape = { ...shape16, block: block16s };
const shape8: Shape = { block: block32, unit: unit8, blockWidth: 16, blockHeight: 16, unitBits: 8 };
const shape4: Shape = { block: block16, unit: unit4, blockWidth: 32, blockHeight: 16, unitBits: 4 };

function numberOf(pattern: Pattern, x: number, y: number): number {
  return pattern.reduce((number, term, at) => {
    const bits = term.split('+').map((bit) => ((bit.startsWith('x') ? x : y) >>> Number(bit[1])) & 1);
    return number | (bits.reduce((sum, bit) => sum ^ bit) << at);
  }, 0);
}

function layoutOf(shape: Shape, pixelBits: number, shift = 0, inverted = 0): PixelLayout {
  const { blockWidth, blockHeight, unitBits } = shape;
  const across = 1 << shape.block.filter((bit) => bit.startsWith('x')).length;
  const pageWidth = across * blockWidth;
  const pageHeight = (32 / across) * blockHeight;
  const units = new Uint16Array(pageWidth * pageHeight);
  for (let y = 0; y < pageHeight; y++) {
    for (let x = 0; x < pageWidth; x++) {
      const block = numberOf(shape.block, Math.floor(x / blockWidth), Math.floor(y / blockHeight)) ^ inverted;
      units[y * pageWidth + x] =
        block * (2048 / unitBits) + numberOf(shape.unit, x % blockWidth, y % blockHeight);
    }
  }
  const mask = pixelBits === 32 ? 0xffffffff : 2 ** pixelBits - 1;
  return { pageWidth, pageHeight, unitBits, units, pixelBits, shift, mask };
}

const makers: ReadonlyMap<number, () => PixelLayout> = new Map<number, () => PixelLayout>([
  [pixelFormats.ct32, () => layoutOf(shape32, 32)],
  [pixelFormats.ct24, () => layoutOf(shape32, 24)],
  [pixelFormats.ct16, () => layoutOf(shape16, 16)],
  [pixelFormats.ct16s, () => layoutOf(shape16s, 16)],
  [pixelFormats.t8, () => layoutOf(shape8, 8)],
  [pixelFormats.t4, () => layoutOf(shape4, 4)],
  [pixelFormats.t8h, () => layoutOf(shape32, 8, 24)],
  [pixelFormats.t4hl, () => layoutOf(shape32, 4, 24)],
  [pixelFormats.t4hh, () => layoutOf(shape32, 4, 28)],
  [pixelFormats.z32, () => layoutOf(shape32, 32, 0, depthBlocks)],
  [pixelFormats.z24, () => layoutOf(shape32, 24, 0, depthBlocks)],
  [pixelFormats.z16, () => layoutOf(shape16, 16, 0, depthBlocks)],
  [pixelFormats.z16s, () => layoutOf(shape16s, 16, 0, depthBlocks)],
]);

const made = new Map<number, PixelLayout>();

/** The layout of a format; undefined for a number that is none. */
export function pixelLayout(format: number): PixelLayout | undefined {
  const known = made.get(format);
  if (known !== undefined) return known;
  const layout = makers.get(format)?.();
  if (layout !== undefined) made.set(format, layout);
  return layout;
}
