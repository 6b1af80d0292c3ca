#include "executor.h"

#include "arithmetic.h"
#include "bands.h"
#include "history.h"
#include "kernels.h"
#include "lanes.h"
#include "platform.h"
#include "sampler.h"
#include "vectors.h"
#include "weights.h"

/* The row of an operand for position `at` of the pass, counted from its first. */
static float *row_of(const struct operand *operand, const struct progress *progress, uint32_t at) {
  uint32_t index = 0;
  if (operand->index == INDEX_PASS) index = at;
  if (operand->index == INDEX_POSITION) index = progress->first + at;
  return memory_at(operand->address + index * operand->stride);
}

static int is_integers(void) { return plan->arithmetic == ARITHMETIC_INTEGERS; }

/* First position of the pass that an operation runs for; it goes on to the last. */
static uint32_t first_of(const struct operation *op, const struct progress *progress) {
  return (op->flags & OPERATION_TAIL) != 0 ? progress->count - 1 : 0;
}

/* Place of the first value of a row in its group of 32. The product may wrap: 32 divides 2^32. */
static uint32_t place_in_group(uint32_t row, uint32_t cols) { return row * cols % GROUP_SIZE; }

/* Row `row` of a tile, whose values, or whose band, are at `data`. */
static void dequantise(float *out, const struct tile *tile, const struct matrix *matrix, uint32_t row, const void *data) {
  const float *const scales = memory_at(tile->scales_address);
  const uint32_t cols = matrix->cols;
  const uint32_t at = place_in_group(tile->row_start, cols) + row * cols;
  if (matrix->arrangement == ARRANGED_BANDS) {
    dequantise_band(out, matrix, tile->row_start + row, data);
    return;
  }
  switch (matrix->type) {
    case TYPE_F32:
      copy_row(out, data, cols);
      break;
    case TYPE_TERNARY:
      dequantise_ternary(out, data, scales[row], cols);
      break;
    case TYPE_Q4:
      dequantise_q4(out, data, scales[row], cols);
      break;
    case TYPE_Q4G32:
      dequantise_q4g32(out, data, scales + at / GROUP_SIZE, at % GROUP_SIZE, cols);
      break;
    default:
      dequantise_q8(out, data, scales[row], cols);
      break;
  }
}

static int embed_token(const struct operation *op, uint32_t token, float *out, uint32_t pass) {
  for (uint32_t i = 0; i < op->tiles; i++) {
    const struct tile *const tile = tile_at(op->first_tile + i);
    if (token < tile->row_start || token - tile->row_start >= tile->rows) continue;
    const uint32_t row = token - tile->row_start;
    const void *const data = weights_bring_row(tile, row, pass);
    if (data == 0) return -1;
    dequantise(out, tile, matrix_at(tile->matrix), row, data);
  }
  return 0;
}

static int embed(const struct operation *op, const struct progress *progress) {
  for (uint32_t at = 0; at < progress->count; at++) {
    float *const out = row_of(&op->output, progress, at);
    const uint32_t position = progress->first + at;
    if (position < plan->registers) {
      const struct operand *const registers = &op->input[1];
      copy_row(out, memory_at(registers->address + position * registers->stride), plan->dim);
    } else if (embed_token(op, (uint32_t)history()[position - plan->registers], out, progress->pass) < 0) {
      return -1;
    }
  }
  return 0;
}

static void multiply(float *out, const struct tile *tile, const struct matrix *matrix, const float *x) {
  const void *const data = memory_at(tile->data_address);
  const float *const scales = memory_at(tile->scales_address);
  const uint32_t cols = matrix->cols;
  switch (matrix->type) {
    case TYPE_F32:
      if (is_integers()) lane_multiply_f32(out, data, tile->stride, tile->rows, x, cols);
      else multiply_f32(out, data, tile->stride, tile->rows, x, cols);
      break;
    case TYPE_TERNARY:
      multiply_ternary(out, data, scales, tile->stride, tile->rows, x, cols);
      break;
    case TYPE_Q4:
      multiply_q4(out, data, scales, tile->stride, tile->rows, x, cols);
      break;
    case TYPE_Q4G32:
      multiply_q4g32(out, data, scales, place_in_group(tile->row_start, cols), tile->stride, tile->rows, x, cols);
      break;
    default:
      multiply_q8(out, data, scales, tile->stride, tile->rows, x, cols);
      break;
  }
}

/* The row of a matmul's input in int16 for position `at` of the pass; its scale is behind it. */
static int16_t *quantised_row(const struct operation *op, const struct progress *progress, uint32_t at, float **scale) {
  int16_t *const row = (int16_t *)(void *)row_of(&op->input[1], progress, at);
  *scale = (float *)(void *)(row + op->input[1].cols);
  return row;
}

static void quantise_inputs(const struct operation *op, const struct progress *progress, const struct matrix *matrix) {
  const uint32_t limit = quantisation_limit(matrix->type, matrix->cols);
  for (uint32_t at = first_of(op, progress); at < progress->count; at++) {
    float *scale;
    int16_t *const row = quantised_row(op, progress, at, &scale);
    *scale = quantise_vector(row, op->input[1].cols, row_of(&op->input[0], progress, at), matrix->cols, limit);
  }
}

static int multiply_integers(const struct operation *op, const struct progress *progress, const struct tile *tile,
                             const struct matrix *matrix) {
  const uint32_t first = first_of(op, progress);
  float *scale;
  const int16_t *const q = quantised_row(op, progress, first, &scale);
  const struct band_rows rows = {.matrix = matrix,
                                 .bands = memory_at(tile->data_address),
                                 .row = tile->row_start,
                                 .rows = tile->rows,
                                 .stride = tile->stride};
  const struct quantised_vectors x = {.first = (const uint8_t *)q,
                                      .stride = op->input[1].stride,
                                      .scale_offset = op->input[1].cols * (uint32_t)sizeof *q};
  const struct float_vectors out = {.first = (uint8_t *)(row_of(&op->output, progress, first) + tile->row_start),
                                    .stride = op->output.stride};
  return multiply_bands(&out, &rows, &x, progress->count - first);
}

static int matmul(const struct operation *op, const struct progress *progress) {
  const int is_bands = matrix_at(op->matrix)->arrangement == ARRANGED_BANDS;
  if (is_bands) quantise_inputs(op, progress, matrix_at(op->matrix));
  for (uint32_t i = 0; i < op->tiles; i++) {
    const struct tile *const tile = tile_at(op->first_tile + i);
    const struct matrix *const matrix = matrix_at(tile->matrix);
    if (weights_bring(tile, progress->pass) < 0) return -1;
    if (is_bands && multiply_integers(op, progress, tile, matrix) < 0) return -1;
    for (uint32_t at = first_of(op, progress); at < progress->count; at++) {
      float *const out = row_of(&op->output, progress, at) + tile->row_start;
      if (!is_bands) multiply(out, tile, matrix, row_of(&op->input[0], progress, at));
      platform_ticks(); /* keeps the clock from wrapping unseen in a long operation */
    }
  }
  return 0;
}

static void rotate(const struct operation *op, float *out, const float *x, uint32_t position) {
  const uint32_t half = plan->head_dim / 2;
  const float *const cos = (const float *)memory_at(plan->cos_address) + position * half;
  const float *const sin = (const float *)memory_at(plan->sin_address) + position * half;
  rope(out, x, op->output.cols, plan->head_dim, cos, sin);
}

/* Head `head` of the row of a cache for position `t`, and of integers its scale. */
static const void *cached_head(const struct operand *cache, uint32_t t, uint32_t head, float *scale) {
  const char *const row = memory_at(cache->address + t * cache->stride);
  if (!is_int16(cache)) return row + head * plan->head_dim * 4;
  *scale = ((const float *)(const void *)(row + plan->kv_dim * 2))[head];
  return row + head * plan->head_dim * 2;
}

static float score(const struct operand *keys, uint32_t t, uint32_t head, const float *q) {
  float scale = 0.0f;
  const void *const k = cached_head(keys, t, head, &scale);
  const uint32_t size = plan->head_dim;
  float product;
  if (is_int16(keys)) product = mul(is_integers() ? lane_dot_int16(k, q, size) : dot_int16(k, q, size), scale);
  else product = dot(q, k, size);
  return mul(product, plan->attention_scale);
}

static void add_value(float *out, float weight, const struct operand *values, uint32_t t, uint32_t head) {
  float scale = 0.0f;
  const void *const v = cached_head(values, t, head, &scale);
  const uint32_t size = plan->head_dim;
  if (!is_integers()) {
    if (is_int16(values)) add_scaled_int16(out, mul(weight, scale), v, size);
    else add_scaled(out, weight, v, size);
  } else {
    add_products_int16(out, v, mul(weight, scale), size);
  }
}

/* Rows of the cache that all heads of a group use before the next ones: their heads stay in the data cache. */
#define BLOCK_ROWS 16u

static float *scores_of(const struct operation *op, uint32_t head) {
  return memory_at(op->input[3].address + head * op->input[3].stride);
}

static uint32_t block_rows(uint32_t first, uint32_t count) {
  return count - first < BLOCK_ROWS ? count - first : BLOCK_ROWS;
}

/* For the query heads `head` to `end` - 1, which share a head of the keys. */
static void score_group(const struct operation *op, const float *q, uint32_t head, uint32_t end, uint32_t kv_head,
                        uint32_t count) {
  const struct operand *const keys = &op->input[1];
  const uint32_t size = plan->head_dim;
  for (uint32_t t = 0; t < count; t += BLOCK_ROWS)
    for (uint32_t h = head; h < end; h++)
      score_rows(scores_of(op, h) + t, q + h * size, cached_head(keys, t, kv_head, 0), keys->stride,
                 block_rows(t, count), size, plan->attention_scale);
}

static void add_group(const struct operation *op, float *out, uint32_t head, uint32_t end, uint32_t kv_head,
                      uint32_t count) {
  const struct operand *const values = &op->input[2];
  const uint32_t size = plan->head_dim;
  for (uint32_t t = 0; t < count; t += BLOCK_ROWS)
    for (uint32_t h = head; h < end; h++)
      add_weighted_rows(out + h * size, scores_of(op, h) + t, cached_head(values, t, kv_head, 0), values->stride,
                        block_rows(t, count), size);
}

static void attend(const struct operation *op, float *out, const float *q, uint32_t position) {
  const struct operand *const keys = &op->input[1];
  const struct operand *const values = &op->input[2];
  const uint32_t size = plan->head_dim, group = plan->heads / plan->kv_heads, count = position + 1;
  for (uint32_t kv_head = 0; kv_head < plan->kv_heads; kv_head++) {
    const uint32_t first = kv_head * group, end = first + group;
    if (is_integers() && !is_int16(keys)) {
      score_group(op, q, first, end, kv_head, count);
    } else {
      for (uint32_t h = first; h < end; h++)
        for (uint32_t t = 0; t < count; t++) scores_of(op, h)[t] = score(keys, t, kv_head, q + h * size);
    }
    for (uint32_t h = first; h < end; h++) {
      if (is_integers()) softmax_lanes(scores_of(op, h), count);
      else softmax(scores_of(op, h), count);
    }
    fill_zero(out + first * size, group * size);
    if (is_integers() && !is_int16(values)) {
      add_group(op, out, first, end, kv_head, count);
      continue;
    }
    for (uint32_t h = first; h < end; h++)
      for (uint32_t t = 0; t < count; t++) add_value(out + h * size, scores_of(op, h)[t], values, t, kv_head);
  }
}

/* A row of keys or values to the cache: all integers, then a scale for each head. */
static void quantise(const struct operation *op, int16_t *out, const float *x) {
  const uint32_t size = plan->head_dim;
  float *const scales = (float *)(void *)(out + op->output.cols);
  for (uint32_t head = 0; head < op->output.cols / size; head++)
    scales[head] = quantise_int16(out + head * size, x + head * size, size);
}

static void mix(const struct operation *op, float *out, const float *weights, const float *first) {
  fill_zero(out, op->output.cols);
  if (is_integers()) {
    add_weighted_rows(out, weights, first, op->mixed_stride, op->mixed, op->output.cols);
    return;
  }
  for (uint32_t j = 0; j < op->mixed; j++)
    add_scaled(out, weights[j], first + j * op->mixed_stride / 4, op->output.cols);
}

static void execute_row(const struct operation *op, struct progress *progress, uint32_t at) {
  float *const out = row_of(&op->output, progress, at);
  const float *const a = row_of(&op->input[0], progress, at);
  const float *const b = row_of(&op->input[1], progress, at);
  const uint32_t cols = op->output.cols;
  switch (op->kind) {
    case RMSNORM:
      if (is_integers()) rmsnorm_lanes(out, a, b, cols, plan->eps);
      else rmsnorm(out, a, b, cols, dot(a, a, cols), plan->eps);
      break;
    case ADD:
      add_rows(out, a, b, cols);
      break;
    case ROPE:
      rotate(op, out, a, progress->first + at);
      break;
    case ATTENTION:
      attend(op, out, a, progress->first + at);
      break;
    case SWIGLU:
      swiglu(out, a, b, cols);
      break;
    case MIX:
      mix(op, out, a, b);
      break;
    case QUANTISE:
      quantise(op, (int16_t *)(void *)out, a);
      break;
    default:
      sample(op, (int32_t *)(void *)out, progress);
      break;
  }
}

int execute(const struct operation *op, struct progress *progress) {
  if (op->kind == EMBED) return embed(op, progress);
  if (op->kind == MATMUL) return matmul(op, progress);
  for (uint32_t at = first_of(op, progress); at < progress->count; at++) {
    execute_row(op, progress, at);
    platform_ticks();
  }
  return 0;
}
