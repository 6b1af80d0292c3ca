/* vectors.h in plain C, also for what the kernels of a processor leave to it. */
#ifndef PLAN_PLAIN_H
#define PLAN_PLAIN_H

#include "vectors.h"

float plain_quantise_vector(int16_t *q, uint32_t room, const float *x, uint32_t cols, uint32_t limit);
void plain_multiply_bands(float *out, const struct band_rows *rows, const int16_t *x, float scale);
void plain_rmsnorm_lanes(float *out, const float *x, const float *weights, uint32_t length, float eps);
void plain_add_rows(float *out, const float *a, const float *b, uint32_t length);
void plain_swiglu(float *out, const float *a, const float *b, uint32_t length);
void plain_softmax_lanes(float *row, uint32_t length);
void plain_score_rows(float *scores, const float *q, const float *rows, uint32_t stride, uint32_t count,
                      uint32_t length, float scale);
void plain_add_weighted_rows(float *out, const float *weights, const float *rows, uint32_t stride, uint32_t count,
                             uint32_t length);

/* Row `index` of rows that are `stride` bytes apart. */
static inline const float *row_at(const float *rows, uint32_t stride, uint32_t index) {
  return (const float *)(const void *)((const uint8_t *)rows + index * stride);
}

/* The vector of a position. */
static inline const int16_t *quantised_at(const struct quantised_vectors *x, uint32_t at) {
  return (const int16_t *)(const void *)(x->first + at * x->stride);
}
static inline float scale_of(const struct quantised_vectors *x, uint32_t at) {
  return *(const float *)(const void *)(x->first + at * x->stride + x->scale_offset);
}
static inline float *floats_at(const struct float_vectors *out, uint32_t at) {
  return (float *)(void *)(out->first + at * out->stride);
}

#endif
