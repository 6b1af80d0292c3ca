/** Bytes of user data in a sector of a CD-ROM (mode 1) or DVD. */
export const sectorBytes = 2048;

/** Sectors that `bytes` bytes take up. */
export const sectorsFor = (bytes: number): number => Math.ceil(bytes / sectorBytes);

/** The medium an image is meant for. */
export type DiscType = 'cd' | 'dvd';

/** Most sectors that fit: a 700 MB CD (80 minutes of 75 sectors per second) and a single-layer DVD (DVD-5). */
export const discCapacity: Readonly<Record<DiscType, number>> = { cd: 360_000, dvd: 2_295_104 };
