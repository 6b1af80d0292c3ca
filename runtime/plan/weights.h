/* WEIGHTS.BIN: brings matrices to where the plan's reads put them. */
#ifndef PLAN_WEIGHTS_H
#define PLAN_WEIGHTS_H

#include <stdint.h>

#include "plan_file.h"

/* Opens the file and checks that it belongs to the plan. @return 0 or -1 after fail() */
int weights_open(void);

/* Does the reads that stand before the first pass. */
int weights_preload(void);

/* A new pass reads what the plan says, whatever is left of the last one. */
void weights_begin_pass(void);

/* Makes sure that a tile stands at its address. @param pass for the trace */
int weights_bring(const struct tile *tile, uint32_t pass);

/* Brings one row of a tile: by a read of its own when the tile has a row read. @return its values or its band, or 0 after fail() */
const void *weights_bring_row(const struct tile *tile, uint32_t row, uint32_t pass);

#endif
