/*
 * Matrices in bands of four rows and their integer matmul: docs/plan.md, "Tiles: rows and bands", and docs/arithmetic.md,
 * version 2. Portable C; a kernel for a processor has to give the same bits.
 */
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

/* x as integers, then zeros up to `room`; returns the scale. */
float quantise_vector(int16_t *q, uint32_t room, const float *x, uint32_t cols, uint32_t limit);

/* Rows from `row` of the matrix on, the first of a band at `band`. x and its scale are from quantise_vector. */
void multiply_bands(float *out, const struct matrix *matrix, uint32_t row, const uint8_t *band, uint32_t stride, uint32_t rows,
                    const int16_t *x, float scale);

/* out[i] = float(q[i]) * scale of one row, whose band is at `band`. */
void dequantise_band(float *out, const struct matrix *matrix, uint32_t row, const uint8_t *band);

#endif
