/* Sums and products of docs/arithmetic.md, version 2, on rows of floats. Lengths in elements. */
#ifndef PLAN_LANES_H
#define PLAN_LANES_H

#include <stdint.h>

#define LANES 4u

/* The lanes of a sum, to which term i was added at i mod 4. */
static inline float sum_of_lanes(const float *lanes) { return (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]); }

/* lanes(a[i] * b[i]) */
float lane_dot(const float *a, const float *b, uint32_t length);
/* lanes(float(q[i]) * x[i]) */
float lane_dot_int16(const int16_t *q, const float *x, uint32_t length);
/* out[i] = out[i] + (float(q[i]) * scale) */
void add_products_int16(float *out, const int16_t *q, float scale, uint32_t length);
void lane_multiply_f32(float *out, const float *w, uint32_t stride, uint32_t rows, const float *x, uint32_t cols);

#endif
