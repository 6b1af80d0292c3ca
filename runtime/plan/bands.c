#include "bands.h"

#include "arithmetic.h"

#define MOST_QUANTISED 32766u
#define MOST_INT32 0x7FFFFFFFu
/* 2 to the -64: a vector without a larger value counts as zeros, so that the inverse stays a number. */
#define LEAST_QUANTISED 0x1F800000u

static uint32_t common_divisor(uint32_t a, uint32_t b) { return b == 0 ? a : common_divisor(b, a % b); }

struct band_shape band_shape(uint32_t type, uint32_t cols) {
  const uint32_t bits = type == TYPE_Q8 ? 8 : type == TYPE_TERNARY ? 2 : 4;
  struct band_shape shape = {.bits = bits, .fields = 8 / bits, .bias = bits == 2 ? 1 : 1u << (bits - 1), .slots = 1};
  /* Quadwords of 16, 32 or 64 values. Shifts, as there is no division of 64 bits here. */
  const uint32_t shift = bits == 8 ? 2 : bits == 4 ? 3 : 4;
  shape.value_bytes = (((uint64_t)cols + (1u << shift) - 1) >> shift) * 16;
  if (type == TYPE_Q4G32)
    shape.slots = ((uint64_t)cols + GROUP_SIZE - common_divisor(cols, GROUP_SIZE) + GROUP_SIZE - 1) / GROUP_SIZE;
  return shape;
}

uint32_t quantisation_limit(uint32_t type, uint32_t cols) {
  const uint32_t largest = band_shape(type, cols).bias;
  const uint32_t limit = MOST_INT32 / largest / (type == TYPE_Q4G32 ? GROUP_SIZE : cols);
  return limit < MOST_QUANTISED ? limit : MOST_QUANTISED;
}

float quantise_vector(int16_t *q, uint32_t room, const float *x, uint32_t cols, uint32_t limit) {
  uint32_t largest = 0;
  for (uint32_t i = 0; i < cols; i++) {
    const uint32_t magnitude = bits_of(x[i]) & 0x7FFFFFFFu;
    if (largest < magnitude) largest = magnitude;
  }
  const uint32_t used = largest < LEAST_QUANTISED ? 0 : cols;
  /* Padded columns of a band add nothing, and nothing is left of a longer vector. */
  for (uint32_t i = used; i < room; i++) q[i] = 0;
  if (used == 0) return 0.0f;
  const float most = (float)(int32_t)limit;
  const float inverse = most / float_of(largest);
  /* In sixteenths, rounded: as the vector unit's conversion does it. */
  for (uint32_t i = 0; i < cols; i++) q[i] = (int16_t)(((int32_t)mul(mul(x[i], inverse), 16.0f) + 8) >> 4);
  return float_of(largest) / most;
}

/* Sums of code times x of the four rows, modulo 2^32. Eight bytes hold two columns of each field. */
static inline __attribute__((always_inline)) void sum_codes(uint32_t *sums, const uint8_t *q, const int16_t *x, uint32_t blocks,
                                                            uint32_t bits) {
  const int32_t mask = (1 << bits) - 1;
  uint32_t sum0 = 0, sum1 = 0, sum2 = 0, sum3 = 0;
  for (; blocks > 0; blocks--) {
    for (uint32_t shift = 0; shift < 8; shift += bits) {
      const int32_t x0 = x[0], x1 = x[1];
      sum0 += (uint32_t)((q[0] >> shift & mask) * x0 + (q[1] >> shift & mask) * x1);
      sum1 += (uint32_t)((q[2] >> shift & mask) * x0 + (q[3] >> shift & mask) * x1);
      sum2 += (uint32_t)((q[4] >> shift & mask) * x0 + (q[5] >> shift & mask) * x1);
      sum3 += (uint32_t)((q[6] >> shift & mask) * x0 + (q[7] >> shift & mask) * x1);
      x += 2;
    }
    q += 8;
  }
  sums[0] = sum0;
  sums[1] = sum1;
  sums[2] = sum2;
  sums[3] = sum3;
}

static void sum_band(uint32_t *sums, const uint8_t *q, const int16_t *x, uint32_t blocks, uint32_t bits) {
  if (bits == 8) sum_codes(sums, q, x, blocks, 8);
  else if (bits == 4) sum_codes(sums, q, x, blocks, 4);
  else sum_codes(sums, q, x, blocks, 2);
}

static uint32_t sum_of(const int16_t *x, uint32_t cols) {
  uint32_t sum = 0;
  for (uint32_t i = 0; i < cols; i++) sum = (uint32_t)((int32_t)sum + x[i]);
  return sum;
}

static void multiply_row_scaled(float *out, const struct band_shape *shape, const uint8_t *band, uint32_t stride, uint32_t rows,
                                const int16_t *x, uint32_t cols, float scale) {
  const uint32_t offset = shape->bias * sum_of(x, cols);
  const uint32_t blocks = (uint32_t)(shape->value_bytes / 8);
  for (uint32_t row = 0; row < rows; row += BAND_ROWS) {
    const float *const scales = (const float *)(const void *)(band + shape->value_bytes);
    uint32_t sums[BAND_ROWS];
    sum_band(sums, band, x, blocks, shape->bits);
    for (uint32_t r = 0; r < BAND_ROWS && row + r < rows; r++)
      out[row + r] = mul((float)(int32_t)(sums[r] - offset), mul(scales[r], scale));
    band += stride;
  }
}

/* Rows of whole groups: all rows of a band change groups at the same columns. */
static void multiply_groups(float *out, const struct band_shape *shape, const uint8_t *band, uint32_t stride, uint32_t rows,
                            const int16_t *x, uint32_t cols, float scale) {
  const uint32_t blocks = GROUP_SIZE / (2 * shape->fields);
  for (uint32_t row = 0; row < rows; row += BAND_ROWS) {
    const float *scales = (const float *)(const void *)(band + shape->value_bytes);
    float y[BAND_ROWS] = {0.0f, 0.0f, 0.0f, 0.0f};
    for (uint32_t col = 0; col < cols; col += GROUP_SIZE) {
      const uint32_t offset = shape->bias * sum_of(x + col, GROUP_SIZE);
      uint32_t sums[BAND_ROWS];
      sum_band(sums, band + col / (2 * shape->fields) * 8, x + col, blocks, shape->bits);
      for (uint32_t r = 0; r < BAND_ROWS; r++) y[r] = y[r] + mul((float)(int32_t)(sums[r] - offset), scales[r]);
      scales += BAND_ROWS;
    }
    for (uint32_t r = 0; r < BAND_ROWS && row + r < rows; r++) out[row + r] = mul(y[r], scale);
    band += stride;
  }
}

/* A value of row `r` of a band. */
static inline int32_t value_at(const struct band_shape *shape, const uint8_t *band, uint32_t r, uint32_t col) {
  const uint32_t byte = band[col / (2 * shape->fields) * 8 + 2 * r + (col & 1)];
  const uint32_t code = byte >> shape->bits * (col / 2 % shape->fields) & ((1u << shape->bits) - 1);
  return (int32_t)code - (int32_t)shape->bias;
}

/* The scale of a column, in the slot of its group; `place` is that of the row's first value in its group. */
static inline float scale_at(const struct band_shape *shape, const uint8_t *band, uint32_t r, uint32_t slot) {
  return ((const float *)(const void *)(band + shape->value_bytes))[slot * BAND_ROWS + r];
}

/* Place of the first value of a row in its group. The product may wrap: 32 divides 2^32. */
static inline uint32_t place_of(const struct matrix *matrix, uint32_t row) {
  return matrix->type == TYPE_Q4G32 ? row * matrix->cols % GROUP_SIZE : 0;
}

/* Groups across the ends of rows: each row changes groups at columns of its own. */
static float grouped_row(const struct band_shape *shape, const struct matrix *matrix, uint32_t row, const uint8_t *band,
                         const int16_t *x, float scale) {
  const uint32_t r = row % BAND_ROWS;
  const uint32_t place = place_of(matrix, row);
  float y = 0.0f;
  for (uint32_t col = 0; col < matrix->cols;) {
    const uint32_t slot = (place + col) / GROUP_SIZE;
    int32_t sum = 0;
    for (; col < matrix->cols && (place + col) / GROUP_SIZE == slot; col++) sum += value_at(shape, band, r, col) * x[col];
    y = y + mul((float)sum, scale_at(shape, band, r, slot));
  }
  return mul(y, scale);
}

void multiply_bands(float *out, const struct matrix *matrix, uint32_t row, const uint8_t *band, uint32_t stride, uint32_t rows,
                    const int16_t *x, float scale) {
  const struct band_shape shape = band_shape(matrix->type, matrix->cols);
  const uint32_t cols = matrix->cols;
  if (matrix->type != TYPE_Q4G32) {
    multiply_row_scaled(out, &shape, band, stride, rows, x, cols, scale);
  } else if (cols % GROUP_SIZE == 0) {
    multiply_groups(out, &shape, band, stride, rows, x, cols, scale);
  } else {
    for (uint32_t i = 0; i < rows; i++)
      out[i] = grouped_row(&shape, matrix, row + i, band + i / BAND_ROWS * stride, x, scale);
  }
}

void dequantise_band(float *out, const struct matrix *matrix, uint32_t row, const uint8_t *band) {
  const struct band_shape shape = band_shape(matrix->type, matrix->cols);
  const uint32_t r = row % BAND_ROWS;
  const uint32_t place = place_of(matrix, row);
  for (uint32_t i = 0; i < matrix->cols; i++) {
    const uint32_t slot = matrix->type == TYPE_Q4G32 ? (place + i) / GROUP_SIZE : 0;
    out[i] = mul((float)value_at(&shape, band, r, i), scale_at(&shape, band, r, slot));
  }
}
