/* Cells as pixels of 16 bits (GS format PSMCT16), and the packet that brings them to the GS. */
#ifndef SCREEN_PIXELS_H
#define SCREEN_PIXELS_H

#include <stdint.h>

#include "cells.h"
#include "font.h"

#define PIXELS_PER_WORD 4u
#define CELL_WORDS (GLYPH_WIDTH / PIXELS_PER_WORD)
/* A tag, four registers and a tag, then the pixels of a whole row; 64-bit words. */
#define PACKET_HEAD_WORDS 12u
#define PACKET_WORDS (PACKET_HEAD_WORDS + GLYPH_LINES * SCREEN_COLUMNS * CELL_WORDS)

/* Prepares the colours. Before the other functions. */
void pixels_start(void);

/* The colour behind a style's text. */
uint32_t pixels_background(void);

/* The lines of `count` cells side by side, line by line. @param out GLYPH_LINES * count * CELL_WORDS words */
void pixels_draw(uint64_t *out, const struct cell *cells, uint32_t count);

/*
 * A GIF packet that writes cells to the frame at a place in pixels. Multiples of 8 pixels, and of 8 quadwords of
 * data, whatever the cells.
 * @param width of the frame in pixels, a multiple of 64
 * @return its quadwords
 */
uint32_t pixels_packet(uint64_t packet[PACKET_WORDS], uint32_t width, uint32_t x, uint32_t y, const struct cell *cells,
                       uint32_t count);

#endif
