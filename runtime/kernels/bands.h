/*
 * Integer products of bands (docs/plan.md, "Tiles: rows and bands") with quantised vectors, in the EE's vector
 * instructions. Each function writes y = float(sum) * (scale * s) for whole bands, by version 2 of docs/arithmetic.md.
 * VU0 computes the float part in macro mode. The portable C of plan/ computes the same bits.
 */
#ifndef KERNELS_BANDS_H
#define KERNELS_BANDS_H

#include <stdint.h>

/* Four times the pair (x[j], x[j + 1]) of int16, for columns j and j + 1. */
struct quad {
  _Alignas(16) uint32_t words[4];
};

/* The largest magnitude in x, as bits without the sign. x is at a multiple of 16; a quad has four values. */
uint32_t largest_magnitude(const float *x, uint32_t quads);

/* q[i] = (trunc((x[i] * inverse) * 16) + 8) >> 4, four a quad; at least one quad. */
void quantise_quads(int16_t *q, const float *x, uint32_t quads, const float *inverse);

/* Writes four quads for each eight integers. q is at a multiple of 16; at least eight. Returns the sum of q. */
int32_t expand_pairs(struct quad *pairs, const int16_t *q, uint32_t eights);

/*
 * @param out at a multiple of 16: four values a band
 * @param bands at a multiple of 16, in RAM or in the scratchpad
 * @param count bands
 * @param quadwords of values in a band: 4 columns of Q8, 8 of Q4, 16 of ternary; one quadword of scales follows
 * @param start the initial value of a row's sum
 */
void multiply_bands_q8(float *out, const void *bands, uint32_t count, const struct quad *pairs, uint32_t quadwords,
                       int32_t start, const float *s);
void multiply_bands_q4(float *out, const void *bands, uint32_t count, const struct quad *pairs, uint32_t quadwords,
                       int32_t start, const float *s);
void multiply_bands_ternary(float *out, const void *bands, uint32_t count, const struct quad *pairs,
                            uint32_t quadwords, int32_t start, const float *s);
/*
 * Q4 in groups, for columns that are a multiple of 32: y = y + float(sum of a group) * scale, then y * s.
 * @param starts the initial values of the groups' sums, one for each group
 */
void multiply_bands_q4g32(float *out, const void *bands, uint32_t count, const struct quad *pairs, uint32_t groups,
                          const int32_t *starts, const float *s);

#endif
