import type { Machine } from '../machine/machine';
import { alphaTestOf, blendOf, neededAlphaBit } from './blending';
import { colorOf, isColor16, pixelOf } from './colors';
import { depthOf, type Depth } from './depth';
import { pageBlocks, type Surface } from './localMemory';
import { field, general, high, low } from './registers';
import type { GsState, Vertex } from './state';
import { textureFunction, textureOf } from './texture';

/** Bits of PRIM and PRMODE. */
const textured = 0x10;
const fogged = 0x20;
const blended = 0x40;
const byTexel = 0x100;
const contextBit = 9;

/** A rectangle of pixels; right and bottom are outside. */
interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The frame of a context. */
interface Frame {
  readonly surface: Surface;
  readonly format: number;
  /** In units of 64 pixels. */
  readonly width: number;
  /** Bits of a pixel that are not written. */
  readonly kept: number;
}

/** The source's colour at a pixel. */
type Paint = (x: number, y: number) => number;

/** Draws a sprite between two vertices. @returns its pixels, as work */
export function drawSprite(machine: Machine, mode: number, start: Vertex, end: Vertex): number {
  const { gs } = machine.state;
  const context = (mode >>> contextBit) & 1;
  const frame = frameOf(machine, context);
  if (frame === undefined) return 0;
  const depth = depthOf(machine, context, frame.width, end.z);
  if (depth === 'hidden') return 0;
  nameUnmodelled(machine, mode, frame.format);
  const offsetX = low(gs, general.xyoffset + context) & 0xffff;
  const offsetY = high(gs, general.xyoffset + context) & 0xffff;
  const [x0, y0, x1, y1] = [start.x - offsetX, start.y - offsetY, end.x - offsetX, end.y - offsetY];
  const area = inScissor(gs, context, {
    left: firstPixel(Math.min(x0, x1)),
    top: firstPixel(Math.min(y0, y1)),
    right: firstPixel(Math.max(x0, x1)),
    bottom: firstPixel(Math.max(y0, y1)),
  });
  if (area.left >= area.right || area.top >= area.bottom) return 0;
  const paint =
    (mode & textured) === 0 ? undefined : texturePaint(machine, mode, start, end, [x0, y0, x1, y1]);
  if ((mode & textured) !== 0 && paint === undefined) return 0;
  const put = pixelWriter(gs, mode, context, frame, depth);
  if (paint === undefined && put === undefined)
    fill(gs, frame, area, pixelOf(frame.format, withFba(gs, context, end.color)));
  else paintArea(gs, area, paint ?? (() => end.color), put ?? opaque(gs, context, frame));
  return (area.right - area.left) * (area.bottom - area.top);
}

/** The first pixel whose centre is not before a coordinate in 1/16 pixels. */
const firstPixel = (coordinate: number): number => (coordinate + 15) >> 4;

function frameOf(machine: Machine, context: number): Frame | undefined {
  const { gs } = machine.state;
  const word = low(gs, general.frame + context);
  const format = field(word, 24, 6);
  const width = field(word, 16, 6);
  const surface = machine.local.surface({ base: field(word, 0, 9) * pageBlocks, width, format });
  if (surface === undefined) {
    machine.notice(`The frame has the pixel format 0x${format.toString(16)}, which the GS does not have.`);
    return undefined;
  }
  return { surface, format, width, kept: pixelOf(format, high(gs, general.frame + context)) };
}

function nameUnmodelled(machine: Machine, mode: number, format: number): void {
  const { gs } = machine.state;
  if ((mode & fogged) !== 0) machine.notice('The GS draws no fog (PRIM.FGE).');
  if ((low(gs, general.dthe) & 1) !== 0 && isColor16(format))
    machine.notice('The GS does not dither (DTHE).');
}

function inScissor(gs: GsState, context: number, { left, top, right, bottom }: Rectangle): Rectangle {
  const across = low(gs, general.scissor + context);
  const down = high(gs, general.scissor + context);
  return {
    left: Math.max(left, field(across, 0, 11)),
    top: Math.max(top, field(down, 0, 11)),
    right: Math.min(right, field(across, 16, 11) + 1),
    bottom: Math.min(bottom, field(down, 16, 11) + 1),
  };
}

/** SCANMSK: the lowest bit of the lines that are drawn; −1: all. */
function drawnLines(gs: GsState): number {
  const mask = low(gs, general.scanmsk) & 3;
  return mask < 2 ? -1 : 3 - mask;
}

const withFba = (gs: GsState, context: number, color: number): number =>
  ((low(gs, general.fba + context) & 1) !== 0 ? color | 0x80000000 : color) >>> 0;

function fill(gs: GsState, { surface }: Frame, { left, top, right, bottom }: Rectangle, value: number): void {
  const lines = drawnLines(gs);
  for (let y = top; y < bottom; y++) {
    if (lines >= 0 && (y & 1) !== lines) continue;
    for (let x = left; x < right; x++) surface.write(x, y, value);
  }
}

function paintArea(
  gs: GsState,
  { left, top, right, bottom }: Rectangle,
  paint: Paint,
  put: (x: number, y: number, color: number) => void,
): void {
  const lines = drawnLines(gs);
  for (let y = top; y < bottom; y++) {
    if (lines >= 0 && (y & 1) !== lines) continue;
    for (let x = left; x < right; x++) put(x, y, paint(x, y));
  }
}

type Put = (x: number, y: number, color: number) => void;

const opaque =
  (gs: GsState, context: number, { surface, format }: Frame): Put =>
  (x, y, color) =>
    surface.write(x, y, pixelOf(format, withFba(gs, context, color)));

/** Tests, blends and masks; undefined when nothing of that is on. */
function pixelWriter(
  gs: GsState,
  mode: number,
  context: number,
  frame: Frame,
  depth: Depth | undefined,
): Put | undefined {
  const { surface, format, kept } = frame;
  const test = alphaTestOf(gs, context);
  const needed = neededAlphaBit(gs, context);
  const blend = (mode & blended) === 0 ? undefined : blendOf(gs, context);
  if (test === undefined && needed === undefined && blend === undefined && depth === undefined && kept === 0)
    return undefined;
  const alphaBits = pixelOf(format, 0xff000000);
  return (x, y, source) => {
    const written = test?.(source >>> 24) ?? 'all';
    if (written === 'nothing') return;
    const old = surface.read(x, y);
    const there = colorOf(format, old);
    if (needed !== undefined && there >>> 31 !== needed) return;
    if (depth !== undefined) {
      if (!depth.passes(depth.surface.read(x, y) >>> 0)) return;
      if (depth.isWritten && (written === 'all' || written === 'depth')) depth.surface.write(x, y, depth.z);
    }
    if (written === 'depth') return;
    const color = withFba(gs, context, blend === undefined ? source : blend(source, there));
    const mask = written === 'color' ? kept | alphaBits : kept;
    surface.write(x, y, ((pixelOf(format, color) & ~mask) | (old & mask)) >>> 0);
  };
}

const bits = new DataView(new ArrayBuffer(4));
function floatOf(word: number): number {
  bits.setUint32(0, word);
  return bits.getFloat32(0);
}

/** The textured colour at each pixel: texture coordinates change evenly from one corner to the other. */
function texturePaint(
  machine: Machine,
  mode: number,
  start: Vertex,
  end: Vertex,
  [x0, y0, x1, y1]: readonly [number, number, number, number],
): Paint | undefined {
  const context = (mode >>> contextBit) & 1;
  const texture = textureOf(machine, context);
  if (texture === undefined) return undefined;
  const { texel, size } = texture;
  const place = ({ s, t, uv }: Vertex): readonly [number, number] =>
    (mode & byTexel) !== 0
      ? [(uv & 0x3fff) / 16, ((uv >>> 16) & 0x3fff) / 16]
      : [(floatOf(s) / floatOf(end.q)) * size.width, (floatOf(t) / floatOf(end.q)) * size.height];
  const [u0, v0] = place(start);
  const [u1, v1] = place(end);
  const acrossU = x1 === x0 ? 0 : (u1 - u0) / (x1 - x0);
  const downV = y1 === y0 ? 0 : (v1 - v0) / (y1 - y0);
  const combine = textureFunction(high(machine.state.gs, general.tex0 + context));
  return (x, y) => {
    const u = Math.floor(u0 + (16 * x - x0) * acrossU);
    const v = Math.floor(v0 + (16 * y - y0) * downV);
    return combine(texel(u, v), end.color);
  };
}
