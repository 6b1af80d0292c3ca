/* Matrices in bands of four rows: docs/plan.md, "Tiles: rows and bands", and docs/arithmetic.md, version 2. */
#ifndef PLAN_BANDS_H
#define PLAN_BANDS_H

#include <stdint.h>

#include "plan_file.h"

#define BAND_ROWS 4u
/* The room for the int16 of a vector is a multiple of so many. */
#define QUANTISED_PADDING 16u

struct band_shape {
  /* Bits of a value; values in a byte; what is added to a value so that its code is unsigned. */
  uint32_t bits, fields, bias;
  /* Bytes of the values of a band. Its scales follow: quadwords for four rows. */
  uint64_t value_bytes;
  uint64_t slots;
};

struct band_shape band_shape(uint32_t type, uint32_t cols);

/* X of docs/arithmetic.md. */
uint32_t quantisation_limit(uint32_t type, uint32_t cols);

/* Place of the first value of a row in its group. The product may wrap: 32 divides 2^32. */
static inline uint32_t place_of(const struct matrix *matrix, uint32_t row) {
  return matrix->type == TYPE_Q4G32 ? row * matrix->cols % GROUP_SIZE : 0;
}

/* A value of row `r` of a band. */
static inline int32_t value_at(const struct band_shape *shape, const uint8_t *band, uint32_t r, uint32_t col) {
  const uint32_t byte = band[col / (2 * shape->fields) * 8 + 2 * r + (col & 1)];
  const uint32_t code = byte >> shape->bits * (col / 2 % shape->fields) & ((1u << shape->bits) - 1);
  return (int32_t)code - (int32_t)shape->bias;
}

/* The scale of row `r` of a band in one of its slots. */
static inline float scale_at(const struct band_shape *shape, const uint8_t *band, uint32_t r, uint32_t slot) {
  return ((const float *)(const void *)(band + shape->value_bytes))[slot * BAND_ROWS + r];
}

/* out[i] = float(q[i]) * scale of one row, whose band is at `band`. */
void dequantise_band(float *out, const struct matrix *matrix, uint32_t row, const uint8_t *band);

#endif
