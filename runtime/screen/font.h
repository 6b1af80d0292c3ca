/* Glyphs of 8 x 16 pixels: Latin-1, Latin Extended-A and common punctuation. A code without one is drawn as a box. */
#ifndef SCREEN_FONT_H
#define SCREEN_FONT_H

#include <stdint.h>

#define GLYPH_WIDTH 8u
#define GLYPH_LINES 16u
#define CODE_UNKNOWN 0xFFFDu

/* The lines of a character's glyph, top first, the highest bit at the left. */
void font_glyph(uint32_t code, uint8_t lines[GLYPH_LINES]);

#endif
