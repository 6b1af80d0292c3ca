/* Times and speeds from ticks of the CPU clock. */
#ifndef SCREEN_FIGURES_H
#define SCREEN_FIGURES_H

#include <stdint.h>

#include "line.h"

/* Tenths of `amount` per second; 0 for no time. */
uint32_t tenths_per_second(uint32_t amount, uint64_t ticks);

/* Tenths of MB/s (1,000,000 bytes). */
uint32_t tenths_of_megabytes(uint32_t bytes, uint64_t ticks);

/* `82 ms`, or `12.3 s` from ten seconds on. */
void line_time(struct line *line, uint64_t ticks);

#endif
