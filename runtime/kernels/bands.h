/*
 * Integer products of bands (docs/plan.md, "Tiles") with quantised vectors, in the EE's vector instructions. Each
 * writes y = float(sum) * (scale * s) for whole bands, as docs/arithmetic.md says for version 2; the float part is done
 * by VU0 in macro mode. The portable C of plan/ computes the same bits.
 */
#ifndef KERNELS_BANDS_H
#define KERNELS_BANDS_H

#include <stdint.h>

/* Four times the pair (x[j], x[j + 1]) of int16, for columns j and j + 1. */
struct quad {
  _Alignas(16) uint32_t words[4];
};

/* The greatest of the bits without the sign, of four values a quad. x is at a multiple of 16. */
uint32_t largest_magnitude(const float *x, uint32_t quads);

/* q[i] = (trunc((x[i] * inverse) * 16) + 8) >> 4, four a quad; at least one quad. */
void quantise_quads(int16_t *q, const float *x, uint32_t quads, const float *inverse);

/* Four quads for each eight integers, which begin at a multiple of 16; at least eight. Returns their sum. */
int32_t expand_pairs(struct quad *pairs, const int16_t *q, uint32_t eights);

/*
 * @param out at a multiple of 16: four values a band
 * @param bands at a multiple of 16, in RAM or in the scratchpad
 * @param count bands
 * @param quadwords of values in a band: 4 columns of Q8, 8 of Q4, 16 of ternary; one quadword of scales follows
 * @param start what the sum of a row starts at
 */
void multiply_bands_q8(float *out, const void *bands, uint32_t count, const struct quad *pairs, uint32_t quadwords,
                       int32_t start, const float *s);
void multiply_bands_q4(float *out, const void *bands, uint32_t count, const struct quad *pairs, uint32_t quadwords,
                       int32_t start, const float *s);
void multiply_bands_ternary(float *out, const void *bands, uint32_t count, const struct quad *pairs,
                            uint32_t quadwords, int32_t start, const float *s);
/*
 * Q4 in groups, for columns that are a multiple of 32: y = y + float(sum of a group) * scale, then y * s.
 * @param starts what the sums of the groups start at, one a group
 */
void multiply_bands_q4g32(float *out, const void *bands, uint32_t count, const struct quad *pairs, uint32_t groups,
                          const int32_t *starts, const float *s);

#endif
