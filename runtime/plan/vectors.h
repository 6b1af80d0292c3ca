/*
 * The parts of a pass that take most of its time, which each processor may implement in its own way: kernels/ on the
 * Emotion Engine, portable.c elsewhere. Both give the bits of docs/arithmetic.md. Lengths are in elements.
 */
#ifndef PLAN_VECTORS_H
#define PLAN_VECTORS_H

#include <stdint.h>

#include "plan_file.h"

/* Rows of a matrix in bands, beginning with `row`, a multiple of four; the first band is at `bands`. */
struct band_rows {
  const struct matrix *matrix;
  const uint8_t *bands;
  uint32_t row, rows, stride;
};

/* Vectors of several positions, `stride` bytes apart. */
struct quantised_vectors {
  const uint8_t *first;
  uint32_t stride;
  /* Bytes from the first integer of a vector to its scale. */
  uint32_t scale_offset;
};
struct float_vectors {
  uint8_t *first;
  uint32_t stride;
};

/* Writes x as integers, then zeros up to `room`, a multiple of 16; returns the scale. */
float quantise_vector(int16_t *q, uint32_t room, const float *x, uint32_t cols, uint32_t limit);

/* Writes the products of the rows and `count` vectors of quantise_vector to `out`. @return 0, or -1 after fail() */
int multiply_bands(const struct float_vectors *out, const struct band_rows *rows, const struct quantised_vectors *x,
                   uint32_t count);

void rmsnorm_lanes(float *out, const float *x, const float *weights, uint32_t length, float eps);
void add_rows(float *out, const float *a, const float *b, uint32_t length);
void swiglu(float *out, const float *a, const float *b, uint32_t length);
void softmax_lanes(float *row, uint32_t length);

/* scores[t] = lanes(q[i] * rows[t][i]) * scale, for `count` rows, `stride` bytes apart. */
void score_rows(float *scores, const float *q, const float *rows, uint32_t stride, uint32_t count, uint32_t length,
                float scale);

/* Ascending t: out[i] = out[i] + (rows[t][i] * weights[t]) */
void add_weighted_rows(float *out, const float *weights, const float *rows, uint32_t stride, uint32_t count,
                       uint32_t length);

#endif
