import type { Machine } from '../machine/machine';
import { pixelLayout } from './formats';
import type { PixelBuffer, Surface } from './localMemory';
import { field, general, high, low } from './registers';
import type { GsState } from './state';

/** TRXDIR. */
const directions = { fromHost: 0, toHost: 1, local: 2 } as const;

/** The destination of a transfer, and its source. */
const destination = (gs: GsState): PixelBuffer => bufferOf(high(gs, general.bitbltbuf));
const source = (gs: GsState): PixelBuffer => bufferOf(low(gs, general.bitbltbuf));

const bufferOf = (word: number): PixelBuffer => ({
  base: field(word, 0, 14),
  width: field(word, 16, 6),
  format: field(word, 24, 6),
});

/** The rectangle's size in pixels. */
const widthOf = (gs: GsState): number => field(low(gs, general.trxreg), 0, 12);
const heightOf = (gs: GsState): number => field(high(gs, general.trxreg), 0, 12);
/** Coordinates have eleven bits. */
const coordinate = 0x7ff;

/** TRXDIR was written: a transfer begins. @returns pixels of work */
export function beginTransfer(machine: Machine): number {
  const { gs } = machine.state;
  gs.transfer = null;
  const direction = low(gs, general.trxdir) & 3;
  if (direction === directions.fromHost) gs.transfer = { pixels: 0, rest: [] };
  else if (direction === directions.toHost)
    machine.notice('The GS does not send local memory to RAM (TRXDIR 1).');
  else if (direction === directions.local) return moveInside(machine);
  return 0;
}

/** The surface of a buffer; undefined, and named once, if its format is none. */
function surfaceOf(machine: Machine, buffer: PixelBuffer): Surface | undefined {
  const surface = machine.local.surface(buffer);
  if (surface === undefined)
    machine.notice(
      `A transfer uses the pixel format 0x${buffer.format.toString(16)}, which the GS does not have.`,
    );
  return surface;
}

/** Sixteen bytes of image data. What comes after the rectangle is full is dropped. @returns pixels of work */
export function receiveImage(machine: Machine, words: readonly number[] | Uint32Array): number {
  const { gs } = machine.state;
  const { transfer } = gs;
  if (transfer === null) {
    machine.notice(
      'Image data came while no transfer was set up (TRXDIR 0), or after its rectangle was full: the GS drops it.',
    );
    return 0;
  }
  const buffer = destination(gs);
  const surface = surfaceOf(machine, buffer);
  const bits = pixelLayout(buffer.format)?.pixelBits;
  if (surface === undefined || bits === undefined) return 0;
  const width = widthOf(gs);
  const total = width * heightOf(gs);
  const left = field(high(gs, general.trxpos), 0, 11);
  const top = field(high(gs, general.trxpos), 16, 11);
  const before = transfer.pixels;
  const put = (value: number): void => {
    if (transfer.pixels >= total) return;
    const column = transfer.pixels % width;
    const row = (transfer.pixels - column) / width;
    surface.write((left + column) & coordinate, (top + row) & coordinate, value);
    transfer.pixels++;
  };
  if (bits === 24) putSplit(transfer.rest, words, put);
  else
    for (const word of words) {
      for (let bit = 0; bit < 32; bit += bits) put(bits === 32 ? word : (word >>> bit) & (2 ** bits - 1));
    }
  const work = transfer.pixels - before;
  if (transfer.pixels >= total) gs.transfer = null;
  return work;
}

/** Pixels of three bytes, which quadwords split. */
function putSplit(
  rest: number[],
  words: readonly number[] | Uint32Array,
  put: (value: number) => void,
): void {
  for (const word of words) {
    for (let bit = 0; bit < 32; bit += 8) {
      rest.push((word >>> bit) & 0xff);
      if (rest.length < 3) continue;
      const [red = 0, green = 0, blue = 0] = rest.splice(0);
      put(red | (green << 8) | (blue << 16));
    }
  }
}

/** Copies a rectangle inside local memory, in the order that TRXPOS.DIR gives. @returns pixels of work */
function moveInside(machine: Machine): number {
  const { gs } = machine.state;
  const from = surfaceOf(machine, source(gs));
  const to = surfaceOf(machine, destination(gs));
  if (from === undefined || to === undefined) return 0;
  const [fromPlace, toPlace] = [low(gs, general.trxpos), high(gs, general.trxpos)];
  const [width, height] = [widthOf(gs), heightOf(gs)];
  const isUpwards = (toPlace & 0x08000000) !== 0;
  const isLeftwards = (toPlace & 0x10000000) !== 0;
  for (let i = 0; i < height; i++) {
    const row = isUpwards ? height - 1 - i : i;
    const [fromY, toY] = [fromPlace, toPlace].map((place) => (field(place, 16, 11) + row) & coordinate) as [
      number,
      number,
    ];
    for (let j = 0; j < width; j++) {
      const column = isLeftwards ? width - 1 - j : j;
      const value = from.read((field(fromPlace, 0, 11) + column) & coordinate, fromY);
      to.write((field(toPlace, 0, 11) + column) & coordinate, toY, value);
    }
  }
  return width * height;
}
