#include "cells.h"

#include "utf8.h"

static void mark(struct screen *screen, uint32_t row, uint32_t column) {
  struct changed *const changed = &screen->changed[row];
  if (changed->first == SCREEN_COLUMNS) {
    changed->first = changed->last = (uint16_t)column;
    return;
  }
  if (column < changed->first) changed->first = (uint16_t)column;
  if (column > changed->last) changed->last = (uint16_t)column;
}

static void set(struct screen *screen, uint32_t row, uint32_t column, struct cell cell) {
  struct cell *const place = &screen->cells[row][column];
  if (place->code == cell.code && place->style == cell.style) return;
  *place = cell;
  mark(screen, row, column);
}

void cells_start(struct screen *screen, uint32_t rows) {
  screen->columns = SCREEN_COLUMNS;
  screen->rows = rows < MOST_ROWS ? rows : MOST_ROWS;
  for (uint32_t row = 0; row < MOST_ROWS; row++) {
    for (uint32_t column = 0; column < SCREEN_COLUMNS; column++)
      screen->cells[row][column] = (struct cell){' ', STYLE_TEXT};
  }
  cells_touch(screen);
}

void cells_touch(struct screen *screen) {
  for (uint32_t row = 0; row < MOST_ROWS; row++) screen->changed[row] = (struct changed){0, SCREEN_COLUMNS - 1};
}

void cells_put(struct screen *screen, uint32_t row, uint32_t column, uint32_t code, enum style style) {
  if (row >= screen->rows || column >= SCREEN_COLUMNS) return;
  set(screen, row, column, (struct cell){(uint16_t)(code > 0xFFFF ? 0xFFFD : code), (uint16_t)style});
}

void cells_clear(struct screen *screen, uint32_t row, uint32_t column, enum style style) {
  for (; column < SCREEN_COLUMNS; column++) cells_put(screen, row, column, ' ', style);
}

void cells_scroll(struct screen *screen, uint32_t first, uint32_t last) {
  for (uint32_t row = first; row < last; row++) {
    for (uint32_t column = 0; column < SCREEN_COLUMNS; column++)
      set(screen, row, column, screen->cells[row + 1][column]);
  }
  cells_clear(screen, last, 0, STYLE_TEXT);
}

int cells_next_change(struct screen *screen, uint32_t *row, struct changed *part) {
  for (; *row < screen->rows; (*row)++) {
    struct changed *const changed = &screen->changed[*row];
    if (changed->first == SCREEN_COLUMNS) continue;
    *part = *changed;
    changed->first = SCREEN_COLUMNS;
    return 1;
  }
  return 0;
}

uint32_t cells_write(struct screen *screen, uint32_t row, uint32_t column, const char *text, enum style style) {
  struct utf8 decoder = {0, 0, 0};
  for (; *text != 0 && column < SCREEN_COLUMNS; text++) {
    uint32_t codes[2];
    const uint32_t count = utf8_take(&decoder, (uint8_t)*text, codes);
    for (uint32_t i = 0; i < count; i++) cells_put(screen, row, column++, codes[i], style);
  }
  return column;
}
