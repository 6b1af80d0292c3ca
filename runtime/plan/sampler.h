#ifndef PLAN_SAMPLER_H
#define PLAN_SAMPLER_H

#include "plan_file.h"
#include "progress.h"

/* State of the generator for a seed: xorshift32 (Marsaglia 2003) cannot leave 0. */
uint32_t generator_state(uint32_t seed);

/* Chooses the next token (docs/arithmetic.md, "Sample"), stores it in `out` and at the end of the history. */
void sample(const struct operation *op, int32_t *out, struct progress *progress);

#endif
