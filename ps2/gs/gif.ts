import type { Machine } from '../machine/machine';
import { writeGeneral, writeVertex } from './drawing';
import { general } from './registers';
import { newGif, type GifState } from './state';
import { receiveImage } from './transfer';

/** FLG of a tag. */
const formats = { packed: 0, list: 1, image: 2 } as const;
/** Register descriptors of packed data with a layout of their own; the others are numbers of drawing registers. */
const packed = {
  prim: 0,
  rgbaq: 1,
  st: 2,
  uv: 3,
  xyzf2: 4,
  xyz2: 5,
  fog: 10,
  xyzf3: 12,
  xyz3: 13,
  address: 14,
  nop: 15,
};

/** Registers of the GIF: GIF_CTRL, GIF_MODE, GIF_STAT, and its FIFO. */
const gifControl = 0x10003000;
const gifMode = 0x10003010;
const gifStatus = 0x10003020;
const fifo = 0x10006000;
/** GIF_CTRL and GIF_STAT: reset, paused; GIF_MODE: path 3 is masked. */
const reset = 1;
const paused = 8;
const masked = 1;

/** Whether the GIF takes data of path 3. */
export const isGifOpen = ({ paused: stopped, mode }: GifState): boolean => !stopped && (mode & masked) === 0;

/** A register of the GIF; undefined where there is none. */
export function readGif(machine: Machine, address: number, isBusy: boolean): number | undefined {
  const { gif } = machine.state.gs;
  if (address !== gifStatus) return undefined;
  // Path 3 outputs while its channel transfers; there is no other path, and the FIFO is always empty.
  return (isBusy ? 0xe00 : 0) | (gif.paused ? paused : 0) | (gif.mode & 5);
}

/** Writes a register of the GIF. False where there is none. */
export function writeGif(machine: Machine, address: number, value: number): boolean {
  const { gs } = machine.state;
  if (address === gifControl) {
    if ((value & reset) !== 0) {
      gs.gif = newGif();
      gs.transfer = null;
    }
    gs.gif.paused = (value & paused) !== 0;
    return true;
  }
  if (address === gifMode) {
    gs.gif.mode = value & 5;
    return true;
  }
  if (address < fifo || address >= fifo + 16) return false;
  gs.gif.fifo.push(value);
  if (gs.gif.fifo.length === 4) receiveQuadword(machine, gs.gif.fifo.splice(0));
  return true;
}

type Words = readonly number[] | Uint32Array;

/** A quadword of path 3: a tag or its data. @returns pixels that it made the GS draw or move */
export function receiveQuadword(machine: Machine, words: Words): number {
  const { gs } = machine.state;
  const { gif } = gs;
  if (gif.loops === 0) {
    receiveTag(machine, gif, words);
    return 0;
  }
  const [w0 = 0, w1 = 0, w2 = 0, w3 = 0] = words;
  if (gif.format === formats.image) {
    gif.loops--;
    return receiveImage(machine, words);
  }
  if (gif.format === formats.packed) {
    const descriptor = advance(gif);
    return receivePacked(machine, descriptor, w0, w1, w2, w3);
  }
  const work = receiveListed(machine, advance(gif), w0, w1);
  // An odd last doubleword is dropped (ps2tek, GIF).
  return gif.loops === 0 ? work : work + receiveListed(machine, advance(gif), w2, w3);
}

/** A doubleword of a list of registers, in which A+D and NOP do nothing. @returns pixels of work */
const receiveListed = (machine: Machine, descriptor: number, low: number, high: number): number =>
  descriptor >= packed.address ? 0 : writeGeneral(machine, descriptor, low, high);

/** The descriptor of the next register, which is then done. */
function advance(gif: GifState): number {
  const { next } = gif;
  gif.next++;
  if (gif.next === gif.registerCount) {
    gif.next = 0;
    gif.loops--;
  }
  return ((next < 8 ? gif.registers[0] : gif.registers[1]) >>> (4 * (next & 7))) & 15;
}

function receiveTag(machine: Machine, gif: GifState, [w0 = 0, w1 = 0, w2 = 0, w3 = 0]: Words): void {
  const format = (w1 >>> 26) & 3;
  gif.loops = w0 & 0x7fff;
  gif.last = (w0 & 0x8000) !== 0;
  gif.format = format === 3 ? formats.image : format;
  gif.registers = [w2, w3];
  gif.registerCount = w1 >>> 28 || 16;
  gif.next = 0;
  gif.q = 0x3f800000;
  // PRE: the tag sets PRIM, in packed data only.
  if (gif.loops > 0 && format === formats.packed && (w1 & 0x4000) !== 0)
    writeGeneral(machine, general.prim, (w1 >>> 15) & 0x7ff, 0);
}

/** A quadword of packed data (GS User's Manual, chapter 7: data formats of the GIF). @returns pixels of work */
function receivePacked(
  machine: Machine,
  descriptor: number,
  w0: number,
  w1: number,
  w2: number,
  w3: number,
): number {
  const { gif } = machine.state.gs;
  const kick = (w3 & 0x8000) === 0;
  switch (descriptor) {
    case packed.prim:
      return writeGeneral(machine, general.prim, w0 & 0x7ff, 0);
    case packed.rgbaq: {
      const color = (w0 & 0xff) | ((w1 & 0xff) << 8) | ((w2 & 0xff) << 16) | ((w3 & 0xff) << 24);
      return writeGeneral(machine, general.rgbaq, color >>> 0, gif.q);
    }
    case packed.st:
      gif.q = w2 >>> 0;
      return writeGeneral(machine, general.st, w0, w1);
    case packed.uv:
      return writeGeneral(machine, general.uv, (w0 & 0x3fff) | ((w1 & 0x3fff) << 16), 0);
    case packed.xyzf2:
    case packed.xyzf3:
      return writeVertex(
        machine,
        w0 & 0xffff,
        w1 & 0xffff,
        (w2 >>> 4) & 0xffffff,
        kick && descriptor === packed.xyzf2,
      );
    case packed.xyz2:
    case packed.xyz3:
      return writeVertex(machine, w0 & 0xffff, w1 & 0xffff, w2 >>> 0, kick && descriptor === packed.xyz2);
    case packed.fog:
      return writeGeneral(machine, general.fog, 0, ((w3 >>> 4) & 0xff) << 24);
    case packed.address:
      return writeGeneral(machine, w2 & 0xff, w0, w1);
    case packed.nop:
      return 0;
    default:
      return writeGeneral(machine, descriptor, w0, w1);
  }
}
