import { discCapacity } from '../../disc/sector';

/** Radii of the data of a 12 cm disc in millimetres (ECMA-267, 10.7: 24 to 58), and of the whole disc. */
export const dataRadius = { inner: 24, outer: 58 } as const;
export const discRadius = 60;
export const hubRadius = 7.5;

/** The distance of a DVD's sector from the centre, in millimetres. All sectors take the same area. */
export function radiusOfSector(lba: number): number {
  const { inner, outer } = dataRadius;
  const share = Math.min(1, Math.max(0, lba / discCapacity.dvd));
  return Math.sqrt(inner ** 2 + share * (outer ** 2 - inner ** 2));
}
