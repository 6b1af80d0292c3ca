/* The picture as a grid of characters in RAM. What is drawn is what changed since the last time. */
#ifndef SCREEN_CELLS_H
#define SCREEN_CELLS_H

#include <stdint.h>

#define SCREEN_COLUMNS 72u
#define MOST_ROWS 28u

enum style { STYLE_TEXT, STYLE_PROMPT, STYLE_DIM, STYLE_TITLE, STYLE_FAILURE, STYLES };

struct cell {
  uint16_t code; /* UTF-16 */
  uint16_t style;
};

/* The first and last column of a row that are not drawn yet; none when `first` is SCREEN_COLUMNS. */
struct changed {
  uint16_t first;
  uint16_t last;
};

/* A program on a PC may read the picture's text from this. */
struct screen {
  uint32_t columns;
  uint32_t rows;
  struct cell cells[MOST_ROWS][SCREEN_COLUMNS];
  struct changed changed[MOST_ROWS];
};

/* An empty picture, none of it drawn. @param rows at most MOST_ROWS */
void cells_start(struct screen *screen, uint32_t rows);

/* Outside the grid it does nothing. */
void cells_put(struct screen *screen, uint32_t row, uint32_t column, uint32_t code, enum style style);

/* Spaces from `column` to the end of the row. */
void cells_clear(struct screen *screen, uint32_t row, uint32_t column, enum style style);

/* Moves rows first + 1 ... last up by one; the last one becomes empty. */
void cells_scroll(struct screen *screen, uint32_t first, uint32_t last);

/* Everything has to be drawn again. */
void cells_touch(struct screen *screen);

/*
 * The next part of a row to draw.
 * @param row where to look; is moved to the row found
 * @return 0 when nothing is left
 */
int cells_next_change(struct screen *screen, uint32_t *row, struct changed *part);

/* ASCII or UTF-8 text from a column on, up to the end of the row. @return the column after it */
uint32_t cells_write(struct screen *screen, uint32_t row, uint32_t column, const char *text, enum style style);

#endif
