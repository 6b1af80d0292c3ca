/* The drawings of the font. */
#ifndef SCREEN_FONT_DATA_H
#define SCREEN_FONT_DATA_H

#include <stdint.h>

#include "font.h"

struct drawn_glyph {
  uint16_t code;
  uint8_t lines[GLYPH_LINES];
};

enum accent_name {
  ACCENT_GRAVE, ACCENT_ACUTE, ACCENT_CIRCUMFLEX, ACCENT_TILDE, ACCENT_DIAERESIS, ACCENT_RING, ACCENT_CEDILLA,
  ACCENT_CARON, ACCENT_BREVE, ACCENT_MACRON, ACCENT_DOT, ACCENT_OGONEK, ACCENT_DOUBLE_ACUTE, ACCENTS
};

struct accent {
  uint8_t is_below;
  uint8_t height;
  uint8_t lines[3];
};

struct composed_glyph {
  uint16_t code;
  uint16_t base;
  uint8_t accent;
};

extern const struct drawn_glyph font_drawn[];
extern const uint32_t font_drawn_count;
extern const struct accent font_accents[ACCENTS];
extern const struct composed_glyph font_composed[];
extern const uint32_t font_composed_count;

#endif
