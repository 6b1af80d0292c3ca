/* vectors.h for any processor. */
#include "plain.h"

float quantise_vector(int16_t *q, uint32_t room, const float *x, uint32_t cols, uint32_t limit) {
  return plain_quantise_vector(q, room, x, cols, limit);
}

int multiply_bands(const struct float_vectors *out, const struct band_rows *rows, const struct quantised_vectors *x,
                   uint32_t count) {
  for (uint32_t at = 0; at < count; at++)
    plain_multiply_bands(floats_at(out, at), rows, quantised_at(x, at), scale_of(x, at));
  return 0;
}

void rmsnorm_lanes(float *out, const float *x, const float *weights, uint32_t length, float eps) {
  plain_rmsnorm_lanes(out, x, weights, length, eps);
}

void add_rows(float *out, const float *a, const float *b, uint32_t length) { plain_add_rows(out, a, b, length); }

void swiglu(float *out, const float *a, const float *b, uint32_t length) { plain_swiglu(out, a, b, length); }

void softmax_lanes(float *row, uint32_t length) { plain_softmax_lanes(row, length); }

void score_rows(float *scores, const float *q, const float *rows, uint32_t stride, uint32_t count, uint32_t length,
                float scale) {
  plain_score_rows(scores, q, rows, stride, count, length, scale);
}

void add_weighted_rows(float *out, const float *weights, const float *rows, uint32_t stride, uint32_t count,
                       uint32_t length) {
  plain_add_weighted_rows(out, weights, rows, stride, count, length);
}
