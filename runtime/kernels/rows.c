/* Float rows of plan/vectors.h on the Emotion Engine: whole quads in VU0, the rest in plain C. */
#include "../plan/arithmetic.h"
#include "../plan/lanes.h"
#include "../plan/plain.h"
#include "vectors.h"

/* Weights of a sum that are not at a multiple of 16 are copied if there are at most this many. */
#define MOST_COPIED 128u

static int is_quad(const void *address) { return ((uintptr_t)address & 15u) == 0; }

static float largest(float a, float b) { return a < b ? b : a; }

void rmsnorm_lanes(float *out, const float *x, const float *weights, uint32_t length, float eps) {
  const uint32_t quads = length / LANES;
  if (quads == 0 || !is_quad(out) || !is_quad(x) || !is_quad(weights)) {
    plain_rmsnorm_lanes(out, x, weights, length, eps);
    return;
  }
  _Alignas(16) float lanes[LANES];
  multiply_into_lanes(lanes, x, x, quads);
  for (uint32_t i = quads * LANES; i < length; i++) lanes[i % LANES] = lanes[i % LANES] + mul(x[i], x[i]);
  const float mean = sum_of_lanes(lanes) / (float)(int32_t)length;
  const float r = 1.0f / root(mean + eps);
  scale_and_weight(out, x, weights, quads, &r);
  for (uint32_t i = quads * LANES; i < length; i++) out[i] = mul(mul(x[i], r), weights[i]);
}

void add_rows(float *out, const float *a, const float *b, uint32_t length) {
  const uint32_t quads = is_quad(out) && is_quad(a) && is_quad(b) ? length / LANES : 0;
  if (quads > 0) add_quads(out, a, b, quads);
  const uint32_t done = quads * LANES;
  plain_add_rows(out + done, a + done, b + done, length - done);
}

void swiglu(float *out, const float *a, const float *b, uint32_t length) {
  const uint32_t quads = is_quad(out) && is_quad(a) && is_quad(b) ? length / LANES : 0;
  if (quads > 0) swiglu_quads(out, a, b, quads);
  const uint32_t done = quads * LANES;
  plain_swiglu(out + done, a + done, b + done, length - done);
}

void softmax_lanes(float *row, uint32_t length) {
  const uint32_t quads = length / LANES, done = quads * LANES;
  if (quads == 0 || !is_quad(row)) {
    plain_softmax_lanes(row, length);
    return;
  }
  _Alignas(16) float lanes[LANES];
  largest_of_lanes(lanes, row, quads);
  float most = largest(largest(lanes[0], lanes[1]), largest(lanes[2], lanes[3]));
  for (uint32_t i = done; i < length; i++) most = largest(most, row[i]);
  exponential_quads(row, row, quads, &most);
  add_into_lanes(lanes, row, quads);
  for (uint32_t i = done; i < length; i++) {
    row[i] = exponential(row[i] - most);
    lanes[i % LANES] = lanes[i % LANES] + row[i];
  }
  const float share = 1.0f / sum_of_lanes(lanes);
  scale_quads(row, row, quads, &share);
  for (uint32_t i = done; i < length; i++) row[i] = mul(row[i], share);
}

void score_rows(float *scores, const float *q, const float *rows, uint32_t stride, uint32_t count, uint32_t length,
                float scale) {
  const int is_here = is_quad(scores) && is_quad(q) && is_quad(rows) && stride % 16 == 0 && length % LANES == 0;
  if (!is_here) {
    plain_score_rows(scores, q, rows, stride, count, length, scale);
    return;
  }
  const uint32_t whole = count / LANES * LANES, rest = count - whole;
  score_quads(scores, q, rows, stride, whole, length / LANES, &scale);
  if (rest == 0) return;
  _Alignas(16) float last[LANES];
  score_quads(last, q, row_at(rows, stride, whole), stride, rest, length / LANES, &scale);
  for (uint32_t t = 0; t < rest; t++) scores[whole + t] = last[t];
}

void add_weighted_rows(float *out, const float *weights, const float *rows, uint32_t stride, uint32_t count,
                       uint32_t length) {
  const int is_here = is_quad(out) && is_quad(rows) && stride % 16 == 0 && length % LANES == 0 &&
                      (is_quad(weights) || count <= MOST_COPIED);
  if (!is_here) {
    plain_add_weighted_rows(out, weights, rows, stride, count, length);
    return;
  }
  _Alignas(16) float copy[MOST_COPIED];
  if (!is_quad(weights)) {
    for (uint32_t i = 0; i < count; i++) copy[i] = weights[i];
    weights = copy;
  }
  add_weighted_quads(out, weights, rows, stride, count, length / LANES);
}
