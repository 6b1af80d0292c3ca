#include "../plan/arithmetic.h"
#include "bands.h"

#define QUAD 4u
/* Bits of 2 to the -64: what is smaller counts as 0, so that the inverse stays a number. */
#define LEAST_QUANTISED 0x1F800000u

uint32_t largest_magnitude(const float *x, uint32_t quads);
int32_t quantise_quads(struct quad *pairs, int16_t *q, const float *x, uint32_t quads, const float *inverse);

static void fill_zero_quads(struct quad *pairs, int16_t *q, uint32_t from, uint32_t to) {
  const struct quad zero = {{0, 0, 0, 0}};
  for (uint32_t i = from; i < to; i++) {
    q[i] = 0;
    pairs[i / 2] = zero;
  }
}

void quantise(struct quantised *out, int16_t *q, const float *x, uint32_t length, uint32_t limit) {
  _Alignas(16) float tail[QUAD] = {0.0f, 0.0f, 0.0f, 0.0f};
  const uint32_t whole = length / QUAD, tails = length % QUAD;
  for (uint32_t i = 0; i < tails; i++) tail[i] = x[whole * QUAD + i];
  uint32_t largest = largest_magnitude(x, whole);
  const uint32_t other = largest_magnitude(tail, 1);
  if (other > largest) largest = other;
  const uint32_t padded = (length + 15u) & ~15u;
  if (largest < LEAST_QUANTISED) {
    fill_zero_quads(out->pairs, q, 0, padded);
    out->minus_sum = 0;
    out->scale = 0.0f;
    return;
  }
  const float inverse = (float)limit / float_of(largest);
  int32_t sum = 0;
  if (whole > 0) sum = quantise_quads(out->pairs, q, x, whole, &inverse);
  if (tails > 0) sum += quantise_quads(out->pairs + whole * 2, q + whole * QUAD, tail, 1, &inverse);
  fill_zero_quads(out->pairs, q, (whole + (tails > 0)) * QUAD, padded);
  out->minus_sum = -sum;
  out->scale = float_of(largest) / (float)limit;
}
