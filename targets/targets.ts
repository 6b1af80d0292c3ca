import type { Place } from './descriptor';
import { builtIn } from './builtIn';
import { pcsx2 } from './pcsx2';
import { ps2link } from './ps2link';
import { reference } from './reference';
import { TargetRegistry } from './registry';

/** The targets of PS2 ML, the default first. */
export const targets = new TargetRegistry([builtIn, reference, pcsx2, ps2link]);

/** The descriptors with their exact types, one for each target. */
export type KnownTarget = (typeof targets)['all'][number];
export type TargetId = KnownTarget['id'];

/** Ids of the targets that run in a place. */
export type TargetIdIn<P extends Place, D extends KnownTarget = KnownTarget> = D extends KnownTarget
  ? P extends D['places'][number]
    ? D['id']
    : never
  : never;
