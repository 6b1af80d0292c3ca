import { pixelFormats } from './formats';

/** Colours here are words: red in the lowest byte, then green, blue and alpha; an alpha of 0x80 stands for 1. */

/** Whether a format's pixels are colours of 16 bits, five for each part and one for alpha. */
export const isColor16 = (format: number): boolean =>
  format === pixelFormats.ct16 ||
  format === pixelFormats.ct16s ||
  format === pixelFormats.z16 ||
  format === pixelFormats.z16s;

const isColor24 = (format: number): boolean => format === pixelFormats.ct24 || format === pixelFormats.z24;

/** Red, green and blue of 16 bits as three bytes; the lowest three bits of each are 0. */
const spread16 = (value: number): number =>
  ((value & 0x1f) << 3) | ((value & 0x3e0) << 6) | ((value & 0x7c00) << 9);

/** A pixel of the frame as a colour. */
export function colorOf(format: number, value: number): number {
  if (isColor16(format)) return (spread16(value) | ((value & 0x8000) << 16)) >>> 0;
  return isColor24(format) ? (value | 0x80000000) >>> 0 : value >>> 0;
}

/** A colour as a pixel of the frame. */
export function pixelOf(format: number, color: number): number {
  if (isColor16(format))
    return (
      ((color >>> 3) & 0x1f) | ((color >>> 6) & 0x3e0) | ((color >>> 9) & 0x7c00) | ((color >>> 16) & 0x8000)
    );
  return isColor24(format) ? color & 0xffffff : color >>> 0;
}

/** TEXA's parts. */
export interface TextureAlpha {
  readonly zero: number;
  readonly one: number;
  /** Black is transparent. */
  readonly isBlackClear: boolean;
}

/** A texel of 16 or 24 bits as a colour, with the alpha that TEXA gives. */
export function texelColor(format: number, value: number, { zero, one, isBlackClear }: TextureAlpha): number {
  if (isColor16(format)) {
    const alpha = (value & 0x8000) !== 0 ? one : isBlackClear && value === 0 ? 0 : zero;
    return (spread16(value) | (alpha << 24)) >>> 0;
  }
  if (!isColor24(format)) return value >>> 0;
  const alpha = isBlackClear && (value & 0xffffff) === 0 ? 0 : zero;
  return ((value & 0xffffff) | (alpha << 24)) >>> 0;
}
