import type { Picture } from '../../../ps2/gs/picture';
import { columns, glyphLines } from './screenProgram';

const glyphWidth = 8;

/** Where the cells are in the picture of a region. */
export const places = {
  ntsc: { height: 448, rows: 25, left: 32, top: 24 },
  pal: { height: 512, rows: 28, left: 32, top: 32 },
} as const;

/** The glyphs that a picture may show, by their lines. */
export type GlyphBook = ReadonlyMap<string, number>;

/** @param glyphs lines by code; of those that look alike the first counts */
export function glyphBook(glyphs: ReadonlyMap<number, readonly number[]>): GlyphBook {
  const book = new Map<string, number>();
  for (const [code, lines] of glyphs) if (!book.has(String(lines))) book.set(String(lines), code);
  return book;
}

/** The text of a picture, by its pixels alone: row by row, without spaces at the ends of rows. */
export function textIn(picture: Picture, book: GlyphBook): string[] {
  const place = places[picture.height === places.pal.height ? 'pal' : 'ntsc'];
  return Array.from({ length: place.rows }, (_, row) =>
    Array.from({ length: columns }, (_unused, column) =>
      characterAt(picture, book, place.left + column * glyphWidth, place.top + row * glyphLines),
    )
      .join('')
      .trimEnd(),
  );
}

function characterAt(picture: Picture, book: GlyphBook, left: number, top: number): string {
  const colors = new Set<number>();
  const at = (x: number, y: number): number => {
    const place = 4 * ((top + y) * picture.width + left + x);
    const [red = 0, green = 0, blue = 0] = picture.rgba.subarray(place, place + 3);
    return (red << 16) | (green << 8) | blue;
  };
  const pixels = Array.from({ length: glyphLines }, (_, y) =>
    Array.from({ length: glyphWidth }, (_unused, x) => at(x, y)),
  );
  pixels.flat().forEach((color) => colors.add(color));
  // The background is dark, the ink light.
  const [ink, ...others] = [...colors].sort((a, b) => brightness(b) - brightness(a));
  if (others.length > 1) return '\0';
  if (others.length === 0) return brightness(ink ?? 0) < 300 ? ' ' : '\u2588';
  const lines = pixels.map((row) =>
    row.reduce((bits, color, x) => bits | (color === ink ? 0x80 >> x : 0), 0),
  );
  return String.fromCharCode(book.get(String(lines)) ?? 0);
}

const brightness = (color: number): number => (color >> 16) + ((color >> 8) & 255) + (color & 255);
