/* Text that grows in some rows of the picture: word wrap, and scrolling when they are full. */
#ifndef SCREEN_TEXT_AREA_H
#define SCREEN_TEXT_AREA_H

#include <stdint.h>

#include "cells.h"
#include "utf8.h"

struct text_area {
  struct screen *screen;
  uint32_t first, last; /* rows */
  uint32_t row, column; /* of the next character */
  uint32_t word;        /* column where the current word starts */
  struct utf8 decoder;
};

/* An empty area of the rows first ... last. */
void text_area_start(struct text_area *area, struct screen *screen, uint32_t first, uint32_t last);

/* Adds UTF-8 text; a character may be split between calls. */
void text_area_add(struct text_area *area, const char *text, uint32_t bytes, enum style style);

#endif
