import type { ByteSource } from './byteSource';
import { discTypeOfImage } from './drive';
import { sectorBytes, type DiscType } from './sector';
import type { Volume } from './volume';

/** The medium that an image is timed as, and how it is known: from the image itself, or else from its size, as PCSX2 does. */
export interface Medium {
  readonly medium: DiscType;
  readonly mediumFrom: 'image' | 'size';
}

export function mediumOf({ size }: ByteSource, { builtFor }: Volume): Medium {
  return builtFor === undefined
    ? { medium: discTypeOfImage(size / sectorBytes), mediumFrom: 'size' }
    : { medium: builtFor, mediumFrom: 'image' };
}
