/* Integer products of bands, in plain C. */
#include "arithmetic.h"
#include "bands.h"
#include "plain.h"

/* 2 to the -64: a vector without a larger value counts as zeros, so that the inverse stays a number. */
#define LEAST_QUANTISED 0x1F800000u

float plain_quantise_vector(int16_t *q, uint32_t room, const float *x, uint32_t cols, uint32_t limit) {
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

void plain_multiply_bands(float *out, const struct band_rows *rows, const int16_t *x, float scale) {
  const struct matrix *const matrix = rows->matrix;
  const struct band_shape shape = band_shape(matrix->type, matrix->cols);
  const uint32_t cols = matrix->cols;
  if (matrix->type != TYPE_Q4G32) {
    multiply_row_scaled(out, &shape, rows->bands, rows->stride, rows->rows, x, cols, scale);
  } else if (cols % GROUP_SIZE == 0) {
    multiply_groups(out, &shape, rows->bands, rows->stride, rows->rows, x, cols, scale);
  } else {
    for (uint32_t i = 0; i < rows->rows; i++)
      out[i] = grouped_row(&shape, matrix, rows->row + i, rows->bands + i / BAND_ROWS * rows->stride, x, scale);
  }
}
