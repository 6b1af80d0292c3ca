#include "kernels.h"

#include "arithmetic.h"

float dot(const float *a, const float *b, uint32_t length) {
  float acc = 0.0f;
  for (uint32_t i = 0; i < length; i++) acc = acc + mul(a[i], b[i]);
  return acc;
}

void add_scaled(float *out, float scale, const float *x, uint32_t length) {
  for (uint32_t i = 0; i < length; i++) out[i] = out[i] + mul(scale, x[i]);
}

void fill_zero(float *out, uint32_t length) {
  for (uint32_t i = 0; i < length; i++) out[i] = 0.0f;
}

void copy_row(float *out, const float *x, uint32_t length) {
  for (uint32_t i = 0; i < length; i++) out[i] = x[i];
}

void dequantise(float *out, const int8_t *q, float scale, uint32_t length) {
  for (uint32_t i = 0; i < length; i++) out[i] = mul((float)q[i], scale);
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

void rmsnorm(float *out, const float *x, const float *weights, uint32_t length, float eps) {
  const float mean = dot(x, x, length) / (float)(int32_t)length;
  const float r = 1.0f / root(mean + eps);
  for (uint32_t i = 0; i < length; i++) out[i] = mul(mul(x[i], r), weights[i]);
}

void add_rows(float *out, const float *a, const float *b, uint32_t length) {
  for (uint32_t i = 0; i < length; i++) out[i] = a[i] + b[i];
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

void swiglu(float *out, const float *a, const float *b, uint32_t length) {
  for (uint32_t i = 0; i < length; i++) {
    const float sigmoid = 1.0f / (1.0f + exponential(negate(a[i])));
    out[i] = mul(mul(a[i], sigmoid), b[i]);
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
