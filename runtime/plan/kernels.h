/* Operations of docs/arithmetic.md on rows in RAM, in its order of operands and sums. Lengths in elements. */
#ifndef PLAN_KERNELS_H
#define PLAN_KERNELS_H

#include <stdint.h>

/* Ascending i: acc = acc + (a[i] * b[i]), from 0. */
float dot(const float *a, const float *b, uint32_t length);
/* out[i] = out[i] + (scale * x[i]) */
void add_scaled(float *out, float scale, const float *x, uint32_t length);
/* Ascending i: acc = acc + (float(q[i]) * x[i]), from 0. */
float dot_int16(const int16_t *q, const float *x, uint32_t length);
/* out[i] = out[i] + (scale * float(q[i])) */
void add_scaled_int16(float *out, float scale, const int16_t *q, uint32_t length);
/* docs/arithmetic.md, "quantise", of one head. Returns the scale. */
float quantise_int16(int16_t *q, const float *x, uint32_t length);
void fill_zero(float *out, uint32_t length);
void copy_row(float *out, const float *x, uint32_t length);
/* out[i] = float(q[i]) * scale */
void dequantise_q8(float *out, const int8_t *q, float scale, uint32_t length);
void dequantise_q4(float *out, const uint8_t *q, float scale, uint32_t length);
void dequantise_ternary(float *out, const uint8_t *q, float scale, uint32_t length);
/* `scales` starts with that of the first value's group; `first` is its index in the group. */
void dequantise_q4g32(float *out, const uint8_t *q, const float *scales, uint32_t first, uint32_t length);

void multiply_f32(float *out, const float *w, uint32_t stride, uint32_t rows, const float *x, uint32_t cols);
void multiply_q8(float *out, const int8_t *q, const float *scales, uint32_t stride, uint32_t rows, const float *x,
                 uint32_t cols);
void multiply_q4(float *out, const uint8_t *q, const float *scales, uint32_t stride, uint32_t rows, const float *x,
                 uint32_t cols);
void multiply_ternary(float *out, const uint8_t *q, const float *scales, uint32_t stride, uint32_t rows, const float *x,
                      uint32_t cols);
/* Scales and `first` as above, for the first of the rows. */
void multiply_q4g32(float *out, const uint8_t *q, const float *scales, uint32_t first, uint32_t stride, uint32_t rows,
                    const float *x, uint32_t cols);

/* `squares` is the sum of the squares of x. */
void rmsnorm(float *out, const float *x, const float *weights, uint32_t length, float squares, float eps);
/* `cos` and `sin` are the table's rows of the position; out may be x. */
void rope(float *out, const float *x, uint32_t length, uint32_t head_dim, const float *cos, const float *sin);
void softmax(float *row, uint32_t length);

#endif
