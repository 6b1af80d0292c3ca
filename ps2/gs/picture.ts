import { colorOf } from './colors';
import { pageBlocks, type LocalMemory, type Surface } from './localMemory';
import { circuit1On, circuit2On, isShown, privileged } from './displayRegisters';
import { field } from './registers';
import type { GsState } from './state';
import { videoMode, videoModes, type VideoMode, type VideoState } from './video';

/** What the television shows: both fields of an interlaced picture. */
export interface Picture {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and an alpha of 255, row by row. */
  readonly rgba: Uint8Array;
}

/** Bits of PMODE and SMODE2. */
const alphaFromAlp = 0x20;
const overBackground = 0x80;
const interlaced = 1;
const everyLine = 2;

/** A display circuit: for a place in the frame, the colour there; undefined outside its rectangle. */
interface Circuit {
  readonly columns: Int32Array;
  readonly rows: Int32Array;
  readonly surface: Surface;
  readonly format: number;
}

/** The picture that the display circuits make now. A frame without a circuit is black. */
export function pictureOf(gs: GsState, video: VideoState, local: LocalMemory): Picture {
  const mode = videoMode(video.mode) ?? videoMode(videoModes.ntsc);
  if (mode === undefined) throw new RangeError('There is no video mode.');
  const { width, height } = mode;
  const pixels = new Uint32Array(width * height);
  const pmode = gs.privileged[2 * privileged.pmode] ?? 0;
  const background =
    (pmode & (circuit1On | circuit2On)) === 0 ? 0 : (gs.privileged[2 * privileged.bgcolor] ?? 0) & 0xffffff;
  const first = (pmode & circuit1On) === 0 ? undefined : circuitOf(gs, mode, local, 1);
  const second = (pmode & circuit2On) === 0 ? undefined : circuitOf(gs, mode, local, 2);
  const fixed = (pmode & alphaFromAlp) === 0 ? undefined : field(pmode, 8, 8);
  if (first === undefined) {
    paint(second, background, width, height, pixels);
    return { width, height, rgba: new Uint8Array(pixels.buffer) };
  }
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const above = colorAt(first, x, y);
      const below = (second && colorAt(second, x, y)) ?? background;
      const under = (pmode & overBackground) !== 0 ? background : below;
      const color = above === undefined ? below : merge(above, under, fixed);
      pixels[at] = (color | 0xff000000) >>> 0;
    }
  }
  return { width, height, rgba: new Uint8Array(pixels.buffer) };
}

/** The usual picture: circuit 2 alone, over the background. */
function paint(
  circuit: Circuit | undefined,
  background: number,
  width: number,
  height: number,
  pixels: Uint32Array,
): void {
  pixels.fill((background | 0xff000000) >>> 0);
  if (circuit === undefined) return;
  const { columns, rows, surface, format } = circuit;
  for (let y = 0; y < height; y++) {
    const row = rows[y] ?? -1;
    if (row < 0) continue;
    for (let x = 0, at = y * width; x < width; x++, at++) {
      const column = columns[x] ?? -1;
      if (column >= 0) pixels[at] = (colorOf(format, surface.read(column, row)) | 0xff000000) >>> 0;
    }
  }
}

/** Circuit 1 over what is under it: by ALP, or by twice its own alpha. */
function merge(above: number, under: number, fixed: number | undefined): number {
  const alpha = fixed ?? Math.min(255, 2 * (above >>> 24));
  if (alpha === 255) return above;
  let result = 0;
  for (let shift = 0; shift < 24; shift += 8) {
    const value = ((above >>> shift) & 0xff) * alpha + ((under >>> shift) & 0xff) * (255 - alpha);
    result |= Math.floor(value / 255) << shift;
  }
  return result;
}

function colorAt({ columns, rows, surface, format }: Circuit, x: number, y: number): number | undefined {
  const [column = -1, row = -1] = [columns[x], rows[y]];
  return column < 0 || row < 0 ? undefined : colorOf(format, surface.read(column, row));
}

/** DISPFB and DISPLAY of a circuit; undefined when its format cannot be shown. */
function circuitOf(gs: GsState, mode: VideoMode, local: LocalMemory, number: 1 | 2): Circuit | undefined {
  const place = number === 1 ? privileged.dispfb1 : privileged.dispfb2;
  const [buffer, offset] = [gs.privileged[2 * place] ?? 0, gs.privileged[2 * place + 1] ?? 0];
  const displayPlace = number === 1 ? privileged.display1 : privileged.display2;
  const [start, size] = [gs.privileged[2 * displayPlace] ?? 0, gs.privileged[2 * displayPlace + 1] ?? 0];
  const format = field(buffer, 15, 5);
  if (!isShown(format)) return undefined;
  const surface = local.surface({
    base: field(buffer, 0, 9) * pageBlocks,
    width: field(buffer, 9, 6),
    format,
  });
  if (surface === undefined) return undefined;
  const smode2 = gs.privileged[2 * privileged.smode2] ?? 0;
  const horizontal = field(start, 23, 4) + 1;
  const vertical = field(start, 27, 2) + 1;
  // A field of an interlaced picture has every other line of the frame; without interlace the frame's lines double.
  const isInterlaced = (smode2 & interlaced) !== 0;
  const isDoubled = !isInterlaced && mode.clocksPerPixel === 4;
  const columns = Int32Array.from({ length: mode.width }, (_, x) => {
    const clock = mode.left + x * mode.clocksPerPixel - field(start, 0, 12);
    if (clock < 0 || clock > field(size, 0, 12)) return -1;
    return field(offset, 0, 11) + Math.floor(clock / horizontal);
  });
  const rows = Int32Array.from({ length: mode.height }, (_, y) => {
    const top = isDoubled ? mode.top / 2 : mode.top;
    const line = (isDoubled ? Math.floor(y / 2) : y) + top - field(start, 12, 11);
    if (line < 0 || line > field(size, 12, 11)) return -1;
    // FFMD 1: both fields read all lines of the buffer, from the first on.
    const own = isInterlaced && (smode2 & everyLine) !== 0 ? Math.floor(line / 2) : line;
    return field(offset, 11, 11) + Math.floor(own / vertical);
  });
  return { columns, rows, surface, format };
}
