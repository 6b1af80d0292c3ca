import type { Machine } from '../machine/machine';
import { texelColor, type TextureAlpha } from './colors';
import { paletteColors, paletteOf } from './palette';
import { field, general, high, low } from './registers';

/** The colour of a texel, by its coordinates before wrapping. */
type Texture = (u: number, v: number) => number;

/** Size of a texture in texels. */
interface TextureSize {
  readonly width: number;
  readonly height: number;
}

/** The texture of a context, sampled at the nearest texel; undefined, and named once, when there is none. */
export function textureOf(
  machine: Machine,
  context: number,
): { texel: Texture; size: TextureSize } | undefined {
  const { gs } = machine.state;
  const [first, second] = [low(gs, general.tex0 + context), high(gs, general.tex0 + context)];
  const format = field(first, 20, 6);
  const surface = machine.local.surface({ base: field(first, 0, 14), width: field(first, 14, 6), format });
  if (surface === undefined) {
    machine.notice(`A texture has the pixel format 0x${format.toString(16)}, which the GS does not have.`);
    return undefined;
  }
  const tex1 = low(gs, general.tex1 + context);
  if ((tex1 & 0x20) !== 0 || field(tex1, 6, 3) !== 0)
    machine.notice('The GS takes the nearest texel: it does not filter textures, and has no mipmaps.');
  const texa: TextureAlpha = {
    zero: low(gs, general.texa) & 0xff,
    one: high(gs, general.texa) & 0xff,
    isBlackClear: (low(gs, general.texa) & 0x8000) !== 0,
  };
  const size = {
    width: 1 << Math.min(10, field(first, 26, 4)),
    height: 1 << Math.min(10, (first >>> 30) | ((second & 3) << 2)),
  };
  const clampLow = low(gs, general.clamp + context);
  const clampHigh = high(gs, general.clamp + context);
  const wrapU = wrapping(clampLow & 3, size.width, field(clampLow, 4, 10), field(clampLow, 14, 10));
  const wrapV = wrapping(
    (clampLow >>> 2) & 3,
    size.height,
    (clampLow >>> 24) | ((clampHigh & 3) << 8),
    field(clampHigh, 2, 10),
  );
  if (paletteColors(format) > 0) {
    const colors = paletteOf(gs, context, texa);
    return { texel: (u, v) => colors[surface.read(wrapU(u), wrapV(v))] ?? 0, size };
  }
  return { texel: (u, v) => texelColor(format, surface.read(wrapU(u), wrapV(v)), texa), size };
}

/** CLAMP: repeat, clamp, clamp to a region, repeat in a region. */
function wrapping(mode: number, size: number, minimum: number, maximum: number): (at: number) => number {
  switch (mode) {
    case 0:
      return (at) => at & (size - 1);
    case 1:
      return (at) => Math.max(0, Math.min(size - 1, at));
    case 2:
      return (at) => Math.max(minimum, Math.min(maximum, at));
    default:
      return (at) => (at & minimum) | maximum;
  }
}

/** TEX0.TFX and TCC: what a texel makes of a primitive's colour. */
export function textureFunction(tex0High: number): (texel: number, color: number) => number {
  const hasAlpha = (tex0High & 4) !== 0;
  const kind = field(tex0High, 3, 2);
  const [isModulated, isDecal, isFirstHighlight] = [kind === 0, kind === 1, kind === 2];
  return (texel, color) => {
    const [texelAlpha, alpha] = [texel >>> 24, color >>> 24];
    let result = 0;
    for (let shift = 0; shift < 24; shift += 8) {
      const part = (texel >>> shift) & 0xff;
      const lit = (part * ((color >>> shift) & 0xff)) >>> 7;
      const value = isDecal ? part : isModulated ? lit : lit + alpha;
      result |= Math.min(255, value) << shift;
    }
    const product = Math.min(255, (texelAlpha * alpha) >>> 7);
    const added = isFirstHighlight ? Math.min(255, texelAlpha + alpha) : texelAlpha;
    const resultAlpha = !hasAlpha ? alpha : isModulated ? product : isDecal ? texelAlpha : added;
    return (result | (resultAlpha << 24)) >>> 0;
  };
}
