import type { Machine } from '../machine/machine';
import { isColor16, texelColor, type TextureAlpha } from './colors';
import { pixelFormats } from './formats';
import { field, general, high, low } from './registers';
import type { GsState } from './state';

const formats4: readonly number[] = [pixelFormats.t4, pixelFormats.t4hl, pixelFormats.t4hh];
const formats8: readonly number[] = [pixelFormats.t8, pixelFormats.t8h];

/** Colours of a format's palette: 16 or 256; 0 for a format without one. */
export const paletteColors = (format: number): number =>
  formats4.includes(format) ? 16 : formats8.includes(format) ? 256 : 0;

/** A palette's width in memory, in units of 64 pixels, when it lies in blocks (CSM1). */
const blockPaletteWidth = 1;

/** TEX0 was written: CLD says whether the palette is loaded into its buffer. */
export function loadPalette(machine: Machine, tex0Low: number, tex0High: number): void {
  const count = paletteColors(field(tex0Low, 20, 6));
  const base = field(tex0High, 5, 14);
  const load = tex0High >>> 29;
  const { gs } = machine.state;
  const { palette } = gs;
  if (load === 0 || count === 0) return;
  if ((load === 4 && palette.bases[0] === base) || (load === 5 && palette.bases[1] === base)) return;
  if (load === 2 || load === 4) palette.bases[0] = base;
  if (load === 3 || load === 5) palette.bases[1] = base;
  const format = field(tex0High, 19, 4);
  const isLinear = (tex0High & 0x800000) !== 0;
  const texclut = low(gs, general.texclut);
  const surface = machine.local.surface({
    base,
    width: isLinear ? field(texclut, 0, 6) : blockPaletteWidth,
    format,
  });
  if (surface === undefined || (format !== pixelFormats.ct32 && !isColor16(format))) {
    machine.notice(
      `A texture's palette has the pixel format 0x${format.toString(16)}, which palettes cannot have.`,
    );
    return;
  }
  const first = field(tex0High, 24, 5) * 16;
  for (let i = 0; i < count; i++) {
    const [x, y] = isLinear
      ? [field(texclut, 6, 6) * 16 + i, field(texclut, 12, 10)]
      : count === 16
        ? [i & 7, i >>> 3]
        : blockPlace(i);
    store(palette.colors, format, first + i, surface.read(x, y));
  }
}

/** In blocks of colours the second and third group of eight in each 32 are swapped. */
function blockPlace(index: number): readonly [x: number, y: number] {
  const place = (index & ~0x18) | ((index & 8) << 1) | ((index & 16) >>> 1);
  return [place & 15, place >>> 4];
}

function store(colors: Uint16Array, format: number, at: number, value: number): void {
  if (isColor16(format)) {
    colors[at & 511] = value;
    return;
  }
  colors[at & 255] = value & 0xffff;
  colors[(at & 255) + 256] = value >>> 16;
}

/** The colours that a texture of TEX0 shows, by its texels. */
export function paletteOf(gs: GsState, context: number, alpha: TextureAlpha): Uint32Array {
  const tex0High = high(gs, general.tex0 + context);
  const count = paletteColors(field(low(gs, general.tex0 + context), 20, 6));
  const format = field(tex0High, 19, 4);
  const first = field(tex0High, 24, 5) * 16;
  const { colors } = gs.palette;
  return Uint32Array.from({ length: count }, (_, i) => {
    if (isColor16(format)) return texelColor(format, colors[(first + i) & 511] ?? 0, alpha);
    const at = (first + i) & 255;
    return (colors[at] ?? 0) + (colors[at + 256] ?? 0) * 0x10000;
  });
}
