#include "text_area.h"

#define TAB_COLUMNS 4u

void text_area_start(struct text_area *area, struct screen *screen, uint32_t first, uint32_t last) {
  *area = (struct text_area){.screen = screen, .first = first, .last = last, .row = first};
  for (uint32_t row = first; row <= last; row++) cells_clear(screen, row, 0, STYLE_TEXT);
}

static void new_line(struct text_area *area) {
  if (area->row < area->last) area->row++;
  else cells_scroll(area->screen, area->first, area->last);
  area->column = area->word = 0;
}

/* The row is full inside a word: takes the word to the next row, unless it fills the row. */
static void wrap(struct text_area *area) {
  struct cell word[SCREEN_COLUMNS];
  const uint32_t from = area->word;
  const uint32_t count = from > 0 ? area->column - from : 0;
  for (uint32_t i = 0; i < count; i++) word[i] = area->screen->cells[area->row][from + i];
  if (from > 0) cells_clear(area->screen, area->row, from, STYLE_TEXT);
  new_line(area);
  for (; area->column < count; area->column++)
    cells_put(area->screen, area->row, area->column, word[area->column].code, (enum style)word[area->column].style);
}

static void put(struct text_area *area, uint32_t code, enum style style) {
  if (area->column == SCREEN_COLUMNS) wrap(area);
  cells_put(area->screen, area->row, area->column++, code, style);
}

/* A space that does not fit ends the line. */
static void put_space(struct text_area *area, enum style style) {
  if (area->column == SCREEN_COLUMNS) {
    new_line(area);
    return;
  }
  cells_put(area->screen, area->row, area->column++, ' ', style);
  area->word = area->column;
}

/* Characters that have no width of their own: joiners, marks of direction, variation selectors, byte order mark. */
static int is_invisible(uint32_t code) {
  return code < 0x20 || code == 0x7F || (code >= 0x200B && code <= 0x200F) || (code >= 0xFE00 && code <= 0xFE0F) ||
         code == 0xFEFF;
}

static void add_code(struct text_area *area, uint32_t code, enum style style) {
  if (code == '\n') new_line(area);
  else if (code == ' ') put_space(area, style);
  else if (code == '\t') {
    do put_space(area, style);
    while (area->column % TAB_COLUMNS != 0);
  } else if (!is_invisible(code)) put(area, code, style);
}

void text_area_add(struct text_area *area, const char *text, uint32_t bytes, enum style style) {
  for (uint32_t i = 0; i < bytes; i++) {
    uint32_t codes[2];
    const uint32_t count = utf8_take(&area->decoder, (uint8_t)text[i], codes);
    for (uint32_t j = 0; j < count; j++) add_code(area, codes[j], style);
  }
}
