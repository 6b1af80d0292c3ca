#include "pixels.h"

#include "gs_packet.h"

#define NIBBLES 16u
#define PSMCT16 2u

/* Red, green and blue of 5 bits. No colour is saturated: a television would smear it. */
#define COLOUR(red, green, blue) ((uint16_t)((red) | (green) << 5 | (blue) << 10))

static const struct {
  uint16_t text;
  uint16_t background;
} colours[STYLES] = {
    [STYLE_TEXT] = {COLOUR(27, 27, 27), COLOUR(1, 1, 3)},
    [STYLE_PROMPT] = {COLOUR(27, 22, 10), COLOUR(1, 1, 3)},
    [STYLE_DIM] = {COLOUR(15, 16, 18), COLOUR(1, 1, 3)},
    [STYLE_TITLE] = {COLOUR(27, 27, 27), COLOUR(4, 7, 14)},
    [STYLE_FAILURE] = {COLOUR(28, 27, 26), COLOUR(17, 4, 4)},
};

/* Four pixels for each half line of a glyph. */
static uint64_t patterns[STYLES][NIBBLES];

void pixels_start(void) {
  for (uint32_t style = 0; style < STYLES; style++) {
    for (uint32_t nibble = 0; nibble < NIBBLES; nibble++) {
      uint64_t pixels = 0;
      for (uint32_t i = 0; i < PIXELS_PER_WORD; i++) {
        const int is_set = (nibble >> (PIXELS_PER_WORD - 1 - i) & 1) != 0;
        pixels |= (uint64_t)(is_set ? colours[style].text : colours[style].background) << 16 * i;
      }
      patterns[style][nibble] = pixels;
    }
  }
}

uint32_t pixels_background(void) { return colours[STYLE_TEXT].background; }

void pixels_draw(uint64_t *out, const struct cell *cells, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) {
    uint8_t composed[GLYPH_LINES];
    const uint64_t *const pattern = patterns[cells[i].style < STYLES ? cells[i].style : STYLE_TEXT];
    uint64_t *to = out + i * CELL_WORDS;
    const uint8_t *const lines = font_glyph(cells[i].code, composed);
    /* Whole text areas are drawn when they scroll. */
#pragma GCC unroll 16
    for (uint32_t line = 0; line < GLYPH_LINES; line++, to += count * CELL_WORDS) {
      to[0] = pattern[lines[line] >> 4];
      to[1] = pattern[lines[line] & 15];
    }
  }
}

uint32_t pixels_packet(uint64_t packet[PACKET_WORDS], uint32_t width, uint32_t x, uint32_t y, const struct cell *cells,
                       uint32_t count) {
  const uint32_t words = GLYPH_LINES * count * CELL_WORDS;
  uint64_t *to = gs_registers(packet, 4, 0);
  to = gs_set(to, GS_BITBLTBUF, (uint64_t)(width / 64) << 48 | (uint64_t)PSMCT16 << 56);
  to = gs_set(to, GS_TRXPOS, (uint64_t)x << 32 | (uint64_t)y << 48);
  to = gs_set(to, GS_TRXREG, count * GLYPH_WIDTH | (uint64_t)GLYPH_LINES << 32);
  to = gs_set(to, GS_TRXDIR, 0);
  to = gs_image(to, words / 2);
  pixels_draw(to, cells, count);
  return (PACKET_HEAD_WORDS + words) / 2;
}
