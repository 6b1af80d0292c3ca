#include "lanes.h"

#include "arithmetic.h"

float lane_dot(const float *a, const float *b, uint32_t length) {
  float lanes[LANES] = {0.0f, 0.0f, 0.0f, 0.0f};
  for (uint32_t i = 0; i < length; i++) lanes[i % LANES] = lanes[i % LANES] + mul(a[i], b[i]);
  return sum_of_lanes(lanes);
}

float lane_dot_int16(const int16_t *q, const float *x, uint32_t length) {
  float lanes[LANES] = {0.0f, 0.0f, 0.0f, 0.0f};
  for (uint32_t i = 0; i < length; i++) lanes[i % LANES] = lanes[i % LANES] + mul((float)q[i], x[i]);
  return sum_of_lanes(lanes);
}

void add_products_int16(float *out, const int16_t *q, float scale, uint32_t length) {
  for (uint32_t i = 0; i < length; i++) out[i] = out[i] + mul((float)q[i], scale);
}

void lane_multiply_f32(float *out, const float *w, uint32_t stride, uint32_t rows, const float *x, uint32_t cols) {
  for (uint32_t row = 0; row < rows; row++) {
    out[row] = lane_dot(w, x, cols);
    w += stride / sizeof *w;
  }
}
