/* The mathematics that a program without a C library needs. About six digits, which is enough for a language model. */
#ifndef OWN_MATH_H
#define OWN_MATH_H

/* The R5900 takes the operand of sqrt.s from ft; Debian's assembler writes the form of other processors. */
static inline float square_root(float x) {
  register float operand __asm__("$f12") = x;
  register float result __asm__("$f0");
  __asm__(".word 0x46000004 | 12 << 16 | 0 << 6 # sqrt.s $f0, $f12" : "=f"(result) : "f"(operand));
  return result;
}

/* 2^k by its bits. */
static inline float power_of_two(int k) {
  union {
    unsigned int bits;
    float value;
  } result = {(unsigned int)(k + 127) << 23};
  return result.value;
}

static inline float exponential(float x) {
  if (x < -80.0f) return 0.0f;
  if (x > 80.0f) x = 80.0f;
  const int k = (int)(x * 1.44269504f + (x < 0.0f ? -0.5f : 0.5f));
  const float r = (x - (float)k * 0.693359375f) + (float)k * 2.12194440e-4f;
  const float series = 1.0f + r * (1.0f + r * (0.5f + r * (0.16666667f + r * (0.04166667f + r * (0.00833333f + r * 0.00138889f)))));
  return series * power_of_two(k);
}

static inline float logarithm(float x) {
  int k = 0;
  for (; x >= 2.0f; k++) x *= 0.5f;
  for (; x < 1.0f; k--) x *= 2.0f;
  const float t = (x - 1.0f) / (x + 1.0f), t2 = t * t;
  return 2.0f * t * (1.0f + t2 * (0.33333333f + t2 * (0.2f + t2 * (0.14285714f + t2 * 0.11111111f)))) + (float)k * 0.69314718f;
}

/* @param quarters 1 for the cosine, 0 for the sine */
static inline float sine_of(float x, int quarters) {
  const int turns = (int)(x * 0.63661977f + (x < 0.0f ? -0.5f : 0.5f));
  const float r = (x - (float)turns * 1.5703125f) - (float)turns * 4.83826794e-4f, r2 = r * r;
  const float sine = r * (1.0f - r2 * (0.16666667f - r2 * (0.00833333f - r2 * 0.00019841f)));
  const float cosine = 1.0f - r2 * (0.5f - r2 * (0.04166667f - r2 * (0.00138889f - r2 * 0.0000248f)));
  const int quarter = (turns + quarters) & 3;
  return quarter == 0 ? sine : quarter == 1 ? cosine : quarter == 2 ? -sine : -cosine;
}

#endif
