/*
 * The single operations of docs/arithmetic.md. The EE's multiply is not commutative and a compiler may swap the
 * operands of `*`, so the instruction is written out where there is one; add, subtract and divide keep their meaning.
 */
#ifndef PLAN_ARITHMETIC_H
#define PLAN_ARITHMETIC_H

#include <stdint.h>

static inline float mul(float a, float b) {
#if defined(__mips_hard_float)
  float product;
  __asm__("mul.s %0, %1, %2" : "=f"(product) : "f"(a), "f"(b));
  return product;
#else
  return a * b;
#endif
}

static inline float root(float x) {
#if defined(_MIPS_ARCH_R5900)
  /* The R5900 takes the operand of sqrt.s from ft; binutils 2.40 assembles the form of other processors. */
  register float operand __asm__("$f12") = x;
  register float result __asm__("$f0");
  __asm__(".word 0x46000004 | 12 << 16 | 0 << 6 # sqrt.s $f0, $f12" : "=f"(result) : "f"(operand));
  return result;
#elif defined(__mips_hard_float)
  float result;
  __asm__("sqrt.s %0, %1" : "=f"(result) : "f"(x));
  return result;
#else
  return __builtin_sqrtf(x);
#endif
}

static inline uint32_t bits_of(float value) {
  union {
    float value;
    uint32_t bits;
  } word = {.value = value};
  return word.bits;
}

static inline float float_of(uint32_t bits) {
  union {
    uint32_t bits;
    float value;
  } word = {.bits = bits};
  return word.value;
}

static inline float negate(float x) { return float_of(bits_of(x) ^ 0x80000000u); }

/* docs/arithmetic.md, "exp" */
float exponential(float x);

#endif
