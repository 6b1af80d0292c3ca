import { pixelFormats } from './formats';
import { field } from './registers';
import { imrIndex, type GsState } from './state';

/** Privileged registers by their place in the state: the address's bits 4 to 7, and 16 for those from 0x12001000. */
export const privileged = {
  pmode: 0,
  smode2: 2,
  dispfb1: 7,
  display1: 8,
  dispfb2: 9,
  display2: 10,
  extwrite: 13,
  bgcolor: 14,
  csr: 16,
  imr: imrIndex,
  busdir: 20,
  siglblid: 24,
} as const;

/** Bits of PMODE: the circuits that are on. */
export const circuit1On = 1;
export const circuit2On = 2;

/** The formats that the display circuits read (GS User's Manual, DISPFB; ps2tek). */
const shown: readonly number[] = [
  pixelFormats.ct32,
  pixelFormats.ct24,
  pixelFormats.ct16,
  pixelFormats.ct16s,
];

export const isShown = (format: number): boolean => shown.includes(format);

/** The number of the format that a circuit would have to show and cannot; undefined when all is well. */
export function unshownFormat(gs: GsState): number | undefined {
  const pmode = gs.privileged[2 * privileged.pmode] ?? 0;
  return [
    [circuit1On, privileged.dispfb1],
    [circuit2On, privileged.dispfb2],
  ].flatMap(([bit = 0, place = 0]) => {
    const format = field(gs.privileged[2 * place] ?? 0, 15, 5);
    return (pmode & bit) === 0 || isShown(format) ? [] : [format];
  })[0];
}
