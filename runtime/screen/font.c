#include "font.h"

#include "font_data.h"

#define FIRST_CAPITAL_LINE 3u
#define BELOW_LINE 13u
#define ACCENT_OF_SMALL_LINE 4u /* the line after an accent above a small letter */
#define ACCENT_OF_CAPITAL_LINE 2u

#define FIRST_ASCII 0x20u
#define LAST_ASCII 0x7Eu

/* The tables are sorted by code, and begin with all of ASCII. */
static const struct drawn_glyph *find_drawn(uint32_t code) {
  if (code >= FIRST_ASCII && code <= LAST_ASCII) return &font_drawn[code - FIRST_ASCII];
  uint32_t low = 0, high = font_drawn_count;
  while (low < high) {
    const uint32_t middle = (low + high) / 2;
    if (font_drawn[middle].code == code) return &font_drawn[middle];
    if (font_drawn[middle].code < code) low = middle + 1;
    else high = middle;
  }
  return 0;
}

static const struct composed_glyph *find_composed(uint32_t code) {
  for (uint32_t i = 0; i < font_composed_count; i++) {
    if (font_composed[i].code == code) return &font_composed[i];
  }
  return 0;
}

static void copy(uint8_t lines[GLYPH_LINES], const struct drawn_glyph *glyph) {
  for (uint32_t i = 0; i < GLYPH_LINES; i++) lines[i] = glyph->lines[i];
}

/* A ring is a line higher than the others and touches a capital. */
static void add_accent(uint8_t lines[GLYPH_LINES], const struct accent *accent) {
  const int is_capital = lines[FIRST_CAPITAL_LINE] != 0;
  uint32_t line = is_capital ? ACCENT_OF_CAPITAL_LINE : ACCENT_OF_SMALL_LINE;
  if (accent->is_below) line = BELOW_LINE;
  else line = line > accent->height ? line - accent->height : 0;
  for (uint32_t i = 0; i < accent->height; i++) lines[line + i] |= accent->lines[i];
}

const uint8_t *font_glyph(uint32_t code, uint8_t composed[GLYPH_LINES]) {
  const struct drawn_glyph *const drawn = find_drawn(code);
  if (drawn != 0) return drawn->lines;
  const struct composed_glyph *const parts = find_composed(code);
  if (parts == 0) return find_drawn(CODE_UNKNOWN)->lines;
  copy(composed, find_drawn(parts->base));
  add_accent(composed, &font_accents[parts->accent]);
  return composed;
}
