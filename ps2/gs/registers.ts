import type { GsState } from './state';

/** Numbers of the drawing registers that something here looks at; the second context's follows the first's. */
export const general = {
  prim: 0x00,
  rgbaq: 0x01,
  st: 0x02,
  uv: 0x03,
  xyzf2: 0x04,
  xyz2: 0x05,
  tex0: 0x06,
  clamp: 0x08,
  fog: 0x0a,
  xyzf3: 0x0c,
  xyz3: 0x0d,
  tex1: 0x14,
  tex2: 0x16,
  xyoffset: 0x18,
  prmodecont: 0x1a,
  prmode: 0x1b,
  texclut: 0x1c,
  scanmsk: 0x22,
  texa: 0x3b,
  scissor: 0x40,
  alpha: 0x42,
  dthe: 0x45,
  colclamp: 0x46,
  test: 0x47,
  pabe: 0x49,
  fba: 0x4a,
  frame: 0x4c,
  zbuf: 0x4e,
  bitbltbuf: 0x50,
  trxpos: 0x51,
  trxreg: 0x52,
  trxdir: 0x53,
  hwreg: 0x54,
  signal: 0x60,
  finish: 0x61,
  label: 0x62,
} as const;

/** Every number that the GS has a register for (GS User's Manual, chapter 7). */
export const isGeneral = (register: number): boolean =>
  register <= 0x0d ||
  (register >= 0x14 && register <= 0x1c) ||
  register === 0x22 ||
  (register >= 0x34 && register <= 0x37) ||
  [0x3b, 0x3d, 0x3f].includes(register) ||
  (register >= 0x40 && register <= 0x54) ||
  (register >= 0x60 && register <= 0x62);

/** A drawing register's low word. */
export const low = (gs: GsState, register: number): number => gs.general[2 * register] ?? 0;
/** A drawing register's high word. */
export const high = (gs: GsState, register: number): number => gs.general[2 * register + 1] ?? 0;

/** Bits of a word. */
export const field = (word: number, from: number, bits: number): number => (word >>> from) & (2 ** bits - 1);
