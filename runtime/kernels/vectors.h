/*
 * Float operations of docs/arithmetic.md, version 2, in VU0's macro instructions. Lengths are in quads of four floats;
 * all pointers are multiples of 16. The portable C of plan/ computes the same bits.
 */
#ifndef KERNELS_VECTORS_H
#define KERNELS_VECTORS_H

#include <stdint.h>

/* lanes(a[i] * b[i]) of whole quads; `lanes` receives the four sums, not yet added up. At least one quad. */
void multiply_into_lanes(float lanes[4], const float *a, const float *b, uint32_t quads);

/* out[i] = (x[i] * r) * w[i]. At least one quad. */
void scale_and_weight(float *out, const float *x, const float *w, uint32_t quads, const float *r);

/* out[i] = x[i] * r. At least one quad. */
void scale_quads(float *out, const float *x, uint32_t quads, const float *r);

/* out[i] = a[i] + b[i]. At least one quad. */
void add_quads(float *out, const float *a, const float *b, uint32_t quads);

/* lanes of x[i], and the largest value of each lane. At least one quad. */
void add_into_lanes(float lanes[4], const float *x, uint32_t quads);
void largest_of_lanes(float lanes[4], const float *x, uint32_t quads);

/*
 * scores[t] = lanes(q[i] * keys[t][i]) * scale, for count rows, `stride` bytes apart.
 * @param scores receives a multiple of four values: those after `count` are undefined
 */
void score_quads(float *scores, const float *q, const float *keys, uint32_t stride, uint32_t count, uint32_t quads,
                 const float *scale);

/* Ascending t: out[i] = out[i] + (rows[t][i] * weights[t]), for count rows, `stride` bytes apart. */
void add_weighted_quads(float *out, const float *weights, const float *rows, uint32_t stride, uint32_t count,
                        uint32_t quads);

/* out[i] = exp(x[i] - minus). */
void exponential_quads(float *out, const float *x, uint32_t quads, const float *minus);

/* out[i] = (a[i] * (1 / (1 + exp(-a[i])))) * b[i] */
void swiglu_quads(float *out, const float *a, const float *b, uint32_t quads);

#endif
