/* vectors.h in plain C, without the products of bands. */
#include "plain.h"

#include "arithmetic.h"
#include "kernels.h"
#include "lanes.h"

void plain_rmsnorm_lanes(float *out, const float *x, const float *weights, uint32_t length, float eps) {
  rmsnorm(out, x, weights, length, lane_dot(x, x, length), eps);
}

void plain_add_rows(float *out, const float *a, const float *b, uint32_t length) {
  for (uint32_t i = 0; i < length; i++) out[i] = a[i] + b[i];
}

void plain_swiglu(float *out, const float *a, const float *b, uint32_t length) {
  for (uint32_t i = 0; i < length; i++) {
    const float sigmoid = 1.0f / (1.0f + exponential(negate(a[i])));
    out[i] = mul(mul(a[i], sigmoid), b[i]);
  }
}

void plain_softmax_lanes(float *row, uint32_t length) {
  float largest = row[0];
  for (uint32_t i = 1; i < length; i++) {
    if (largest < row[i]) largest = row[i];
  }
  float lanes[LANES] = {0.0f, 0.0f, 0.0f, 0.0f};
  for (uint32_t i = 0; i < length; i++) {
    row[i] = exponential(row[i] - largest);
    lanes[i % LANES] = lanes[i % LANES] + row[i];
  }
  const float share = 1.0f / sum_of_lanes(lanes);
  for (uint32_t i = 0; i < length; i++) row[i] = mul(row[i], share);
}

void plain_score_rows(float *scores, const float *q, const float *rows, uint32_t stride, uint32_t count,
                      uint32_t length, float scale) {
  for (uint32_t t = 0; t < count; t++) scores[t] = mul(lane_dot(q, row_at(rows, stride, t), length), scale);
}

void plain_add_weighted_rows(float *out, const float *weights, const float *rows, uint32_t stride, uint32_t count,
                             uint32_t length) {
  for (uint32_t t = 0; t < count; t++) {
    const float *const row = row_at(rows, stride, t);
    for (uint32_t i = 0; i < length; i++) out[i] = out[i] + mul(row[i], weights[t]);
  }
}
