/* The picture on the television: its video mode, its place and its frame in the GS's memory. */
#ifndef SCREEN_DISPLAY_H
#define SCREEN_DISPLAY_H

#include <stdint.h>

#include "../plan/run_settings.h"
#include "cells.h"

/* The region that the console was sold in: NTSC or PAL. */
enum tv_region display_console_region(void);

/* Rows of text that a region's picture has. */
uint32_t display_rows(enum tv_region region);

/*
 * Resets the GS, whatever a program before did with it, and shows an empty frame.
 * @param right,down moves the picture, in pixels and lines
 */
void display_start(enum tv_region region, int32_t right, int32_t down);

/* Moves the picture, which stays as it is. */
void display_move(int32_t right, int32_t down);

/* Draws the cells that have changed. */
void display_draw(struct screen *screen);

#endif
