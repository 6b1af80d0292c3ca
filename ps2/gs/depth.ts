import type { Machine } from '../machine/machine';
import { pixelLayout } from './formats';
import { pageBlocks, type Surface } from './localMemory';
import { field, general, high, low } from './registers';

/** TEST.ZTST. */
const tests = { never: 0, always: 1, notLess: 2, greater: 3 } as const;
/** ZBUF.PSM lacks the two bits that all depth formats have. */
const depthFormats = 0x30;

/** The depth of a sprite, the same at each of its pixels. */
export interface Depth {
  readonly surface: Surface;
  readonly isWritten: boolean;
  /** As it is written. */
  readonly z: number;
  /** Whether a pixel passes the test, by the depth that is there. */
  readonly passes: (there: number) => boolean;
}

/**
 * What a sprite does with depth: `hidden` when no pixel can pass the test; undefined when depth is neither looked at
 * nor written.
 * @param width of the frame, which depth has too, in units of 64 pixels
 */
export function depthOf(
  machine: Machine,
  context: number,
  width: number,
  z: number,
): Depth | 'hidden' | undefined {
  const { gs } = machine.state;
  const test = field(low(gs, general.test + context), 16, 3);
  if ((test & 1) === 0) return undefined;
  const kind = test >>> 1;
  if (kind === tests.never) return 'hidden';
  const isWritten = (high(gs, general.zbuf + context) & 1) === 0;
  if (kind === tests.always && !isWritten) return undefined;
  const zbuf = low(gs, general.zbuf + context);
  const format = field(zbuf, 24, 4) | depthFormats;
  const surface = machine.local.surface({ base: field(zbuf, 0, 9) * pageBlocks, width, format });
  const layout = pixelLayout(format);
  if (surface === undefined || layout === undefined) {
    machine.notice(
      `ZBUF has the pixel format 0x${format.toString(16)}, which depth cannot have: there is none.`,
    );
    return undefined;
  }
  const own = Math.min(z, layout.mask);
  const passes = (there: number): boolean =>
    kind === tests.always || (kind === tests.notLess ? own >= there : own > there);
  return { surface, isWritten, z: own, passes };
}
