/* Glyphs of 8 x 16 pixels: Latin-1, Latin Extended-A and common punctuation. A code without one is drawn as a box. */
#ifndef SCREEN_FONT_H
#define SCREEN_FONT_H

#include <stdint.h>

#define GLYPH_WIDTH 8u
#define GLYPH_LINES 16u
#define CODE_UNKNOWN 0xFFFDu

/*
 * The lines of a character's glyph, top first, the highest bit at the left.
 * @param composed room for a glyph that is put together
 * @return GLYPH_LINES lines: the font's own, or `composed`
 */
const uint8_t *font_glyph(uint32_t code, uint8_t composed[GLYPH_LINES]);

#endif
