import type { DiscType } from './sector';

/**
 * Where an image says which medium it was built for: at the start of the part of its volume descriptor that ISO 9660
 * leaves to applications (ECMA-119, 8.4.32), `PS2ML CD` or `PS2ML DVD` and blanks. Nothing but timing depends on it.
 */
export const mediumMark = { offset: 883, length: 16 } as const;

export const mediumMarkOf = (discType: DiscType): string => `PS2ML ${discType.toUpperCase()}`;

/** The medium that a mark names; undefined for images of others. */
export function mediumOfMark(mark: string): DiscType | undefined {
  return (['cd', 'dvd'] as const).find((type) => mediumMarkOf(type) === mark.trimEnd());
}
