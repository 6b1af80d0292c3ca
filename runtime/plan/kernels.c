#include "kernels.h"

#include "arithmetic.h"
#include "plan_file.h"

#define MOST_INT16 32767
/* 2 to the -64: what is smaller counts as 0, so that the inverse stays a number. */
#define LEAST_QUANTISED 0x1F800000u

/* Value i of a row with two values per byte, the even one in the low half, each + 8. */
static inline float q4_at(const uint8_t *row, uint32_t i) {
  return (float)((int32_t)(((uint32_t)row[i >> 1] >> ((i & 1) * 4)) & 15) - 8);
}

/* Value i of a row with four values per byte, the first in the lowest bits: 0, +1, -1 as 0, 1, 2 (3 is -1 too). */
static inline float ternary_at(const uint8_t *row, uint32_t i) {
  const uint32_t code = ((uint32_t)row[i >> 2] >> ((i & 3) * 2)) & 3;
  return (float)((int32_t)(code == 1) - (int32_t)(code >> 1));
}

float dot(const float *a, const float *b, uint32_t length) {
  float acc = 0.0f;
  for (uint32_t i = 0; i < length; i++) acc = acc + mul(a[i], b[i]);
  return acc;
}

void add_scaled(float *out, float scale, const float *x, uint32_t length) {
  for (uint32_t i = 0; i < length; i++) out[i] = out[i] + mul(scale, x[i]);
}

float dot_int16(const int16_t *q, const float *x, uint32_t length) {
  float acc = 0.0f;
  for (uint32_t i = 0; i < length; i++) acc = acc + mul((float)q[i], x[i]);
  return acc;
}

void add_scaled_int16(float *out, float scale, const int16_t *q, uint32_t length) {
  for (uint32_t i = 0; i < length; i++) out[i] = out[i] + mul(scale, (float)q[i]);
}

/* The nearest integer; halves away from zero. Cannot leave int16 unless x was no number. */
static int16_t nearest_int16(float x) {
  const float half = 0.5f;
  const int32_t q = (int32_t)(x < 0.0f ? x - half : x + half);
  if (q > MOST_INT16) return MOST_INT16;
  return (int16_t)(q < -MOST_INT16 ? -MOST_INT16 : q);
}

float quantise_int16(int16_t *q, const float *x, uint32_t length) {
  float largest = 0.0f;
  for (uint32_t i = 0; i < length; i++) {
    const float magnitude = float_of(bits_of(x[i]) & 0x7FFFFFFFu);
    if (largest < magnitude) largest = magnitude;
  }
  if (largest < float_of(LEAST_QUANTISED)) {
    for (uint32_t i = 0; i < length; i++) q[i] = 0;
    return 0.0f;
  }
  const float inverse = (float)MOST_INT16 / largest;
  for (uint32_t i = 0; i < length; i++) q[i] = nearest_int16(mul(x[i], inverse));
  return largest / (float)MOST_INT16;
}

void fill_zero(float *out, uint32_t length) {
  for (uint32_t i = 0; i < length; i++) out[i] = 0.0f;
}

void copy_row(float *out, const float *x, uint32_t length) {
  for (uint32_t i = 0; i < length; i++) out[i] = x[i];
}

void dequantise_q8(float *out, const int8_t *q, float scale, uint32_t length) {
  for (uint32_t i = 0; i < length; i++) out[i] = mul((float)q[i], scale);
}

void dequantise_q4(float *out, const uint8_t *q, float scale, uint32_t length) {
  for (uint32_t i = 0; i < length; i++) out[i] = mul(q4_at(q, i), scale);
}

void dequantise_ternary(float *out, const uint8_t *q, float scale, uint32_t length) {
  for (uint32_t i = 0; i < length; i++) out[i] = mul(ternary_at(q, i), scale);
}

void dequantise_q4g32(float *out, const uint8_t *q, const float *scales, uint32_t first, uint32_t length) {
  for (uint32_t i = 0; i < length; i++) out[i] = mul(q4_at(q, i), scales[(first + i) / GROUP_SIZE]);
}

void multiply_f32(float *out, const float *w, uint32_t stride, uint32_t rows, const float *x, uint32_t cols) {
  for (uint32_t row = 0; row < rows; row++) {
    out[row] = dot(w, x, cols);
    w += stride / sizeof *w;
  }
}

void multiply_q8(float *out, const int8_t *q, const float *scales, uint32_t stride, uint32_t rows, const float *x,
                 uint32_t cols) {
  for (uint32_t row = 0; row < rows; row++) {
    float acc = 0.0f;
    for (uint32_t i = 0; i < cols; i++) acc = acc + mul((float)q[i], x[i]);
    out[row] = mul(acc, scales[row]);
    q += stride;
  }
}

void multiply_q4(float *out, const uint8_t *q, const float *scales, uint32_t stride, uint32_t rows, const float *x,
                 uint32_t cols) {
  for (uint32_t row = 0; row < rows; row++) {
    float acc = 0.0f;
    for (uint32_t i = 0; i < cols; i++) acc = acc + mul(q4_at(q, i), x[i]);
    out[row] = mul(acc, scales[row]);
    q += stride;
  }
}

void multiply_ternary(float *out, const uint8_t *q, const float *scales, uint32_t stride, uint32_t rows, const float *x,
                      uint32_t cols) {
  for (uint32_t row = 0; row < rows; row++) {
    float acc = 0.0f;
    for (uint32_t i = 0; i < cols; i++) acc = acc + mul(ternary_at(q, i), x[i]);
    out[row] = mul(acc, scales[row]);
    q += stride;
  }
}

void multiply_q4g32(float *out, const uint8_t *q, const float *scales, uint32_t first, uint32_t stride, uint32_t rows,
                    const float *x, uint32_t cols) {
  uint32_t left = GROUP_SIZE - first; /* remaining values of the current group */
  for (uint32_t row = 0; row < rows; row++) {
    float y = 0.0f;
    for (uint32_t i = 0; i < cols;) {
      const uint32_t end = left < cols - i ? i + left : cols;
      float g = 0.0f;
      left -= end - i;
      for (; i < end; i++) g = g + mul(q4_at(q, i), x[i]);
      y = y + mul(g, *scales);
      if (left == 0) {
        left = GROUP_SIZE;
        scales++;
      }
    }
    out[row] = y;
    q += stride;
  }
}

void rmsnorm(float *out, const float *x, const float *weights, uint32_t length, float squares, float eps) {
  const float mean = squares / (float)(int32_t)length;
  const float r = 1.0f / root(mean + eps);
  for (uint32_t i = 0; i < length; i++) out[i] = mul(mul(x[i], r), weights[i]);
}

void rope(float *out, const float *x, uint32_t length, uint32_t head_dim, const float *cos, const float *sin) {
  for (uint32_t i = 0; i < length; i += 2) {
    const uint32_t angle = i % head_dim / 2;
    const float x0 = x[i];
    const float x1 = x[i + 1];
    out[i] = mul(x0, cos[angle]) - mul(x1, sin[angle]);
    out[i + 1] = mul(x0, sin[angle]) + mul(x1, cos[angle]);
  }
}

void softmax(float *row, uint32_t length) {
  float largest = row[0];
  for (uint32_t i = 1; i < length; i++) {
    if (largest < row[i]) largest = row[i];
  }
  float sum = 0.0f;
  for (uint32_t i = 0; i < length; i++) {
    row[i] = exponential(row[i] - largest);
    sum = sum + row[i];
  }
  for (uint32_t i = 0; i < length; i++) row[i] = row[i] / sum;
}
