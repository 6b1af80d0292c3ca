/** A vertex in the queue of the drawing registers. */
export interface Vertex {
  /** In 1/16 pixels, without the offset. */
  readonly x: number;
  readonly y: number;
  readonly z: number;
  /** RGBAQ: colour, and Q as a bit pattern. */
  readonly color: number;
  readonly q: number;
  /** ST and UV as they were written. */
  readonly s: number;
  readonly t: number;
  readonly uv: number;
}

/** An image transfer from the host that is not complete. */
interface ImageTransfer {
  /** Pixels that have come. */
  pixels: number;
  /** Bytes of a pixel that a quadword has split. */
  rest: number[];
}

/** What the GIF is doing with its path from RAM (path 3). */
export interface GifState {
  /** Loops of the current tag's data that are left; 0: the next quadword is a tag. */
  loops: number;
  /** FLG: 0 packed, 1 list of registers, 2 image. */
  format: number;
  /** REGS as two words, how many there are, and which comes next. */
  registers: [number, number];
  registerCount: number;
  next: number;
  /** EOP of the tag: a packet ends with its data. */
  last: boolean;
  /** Q of the last packed ST. */
  q: number;
  /** GIF_CTRL.PSE and GIF_MODE. */
  paused: boolean;
  mode: number;
  /** The first words of a quadword written to the FIFO. */
  fifo: number[];
}

/** The palette buffer. */
interface PaletteState {
  /** 512 halves: 16-bit colours, or the low halves of 256 colours followed by the high ones. */
  colors: Uint16Array;
  /** The bases that TEX0.CLD 2 to 5 compare. */
  bases: [number, number];
}

/** The Graphics Synthesizer and the GIF, without local memory, which is saved by pages. */
export interface GsState {
  /** Privileged registers, two words each: those from 0x12000000 on, then those from 0x12001000 on. */
  privileged: Uint32Array;
  /** Drawing registers by number, two words each. */
  general: Uint32Array;
  vertices: Vertex[];
  /** Null while none is active. */
  transfer: ImageTransfer | null;
  palette: PaletteState;
  gif: GifState;
}

export const newGif = (): GifState => ({
  loops: 0,
  format: 0,
  registers: [0, 0],
  registerCount: 0,
  next: 0,
  last: true,
  q: 0x3f800000,
  paused: false,
  mode: 0,
  fifo: [],
});

/** After a reset: nothing is shown, every interrupt is masked. */
export function newGs(): GsState {
  const privileged = new Uint32Array(64);
  const general = new Uint32Array(256);
  general[2 * prmodecont] = 1;
  privileged[2 * imrIndex] = allMasked;
  return {
    privileged,
    general,
    vertices: [],
    transfer: null,
    palette: { colors: new Uint16Array(512), bases: [0, 0] },
    gif: newGif(),
  };
}

/** IMR: its place among the privileged registers, and its value with everything masked. */
export const imrIndex = 17;
const allMasked = 0x7f00;
/** PRMODECONT: 1, PRIM says how primitives are drawn. */
const prmodecont = 0x1a;
