#include "bands.h"

#include "arithmetic.h"

#define MOST_QUANTISED 32766u
#define MOST_INT32 0x7FFFFFFFu

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

void dequantise_band(float *out, const struct matrix *matrix, uint32_t row, const uint8_t *band) {
  const struct band_shape shape = band_shape(matrix->type, matrix->cols);
  const uint32_t r = row % BAND_ROWS;
  const uint32_t place = place_of(matrix, row);
  for (uint32_t i = 0; i < matrix->cols; i++) {
    const uint32_t slot = matrix->type == TYPE_Q4G32 ? (place + i) / GROUP_SIZE : 0;
    out[i] = mul((float)value_at(&shape, band, r, i), scale_at(&shape, band, r, slot));
  }
}
