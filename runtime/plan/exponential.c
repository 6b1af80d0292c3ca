#include "arithmetic.h"

/* From the highest power down (Cephes's expf), as f32 bits. */
static const uint32_t coefficients[8] = {0x39506967u, 0x3AB743CEu, 0x3C088908u, 0x3D2AA9C1u,
                                         0x3E2AAAAAu, 0x3F000000u, 0x3F800000u, 0x3F800000u};
#define LOG2E 0x3FB8AA3Bu
#define LN2_HI 0x3F318000u
#define LN2_LO 0xB95E8083u
#define HALF 0x3F000000u
#define LOWEST 0xC2AE0000u  /* -87 */
#define HIGHEST 0x42B00000u /* 88 */
#define LARGEST 0x7F7FFFFFu

/* p times 2 to the k, by the exponent field alone. */
static float scaled(float p, int32_t k) {
  const uint32_t bits = bits_of(p);
  const int32_t exponent = (int32_t)(bits >> 23 & 255u) + k;
  if (exponent < 1) return 0.0f;
  if (exponent > 254) return float_of(LARGEST);
  return float_of((bits & 0x807FFFFFu) | (uint32_t)exponent << 23);
}

float exponential(float x) {
  if (x < float_of(LOWEST)) return 0.0f;
  if (float_of(HIGHEST) < x) x = float_of(HIGHEST);
  const float t = mul(x, float_of(LOG2E));
  const int32_t k = (int32_t)(x < 0.0f ? t - float_of(HALF) : t + float_of(HALF));
  const float kf = (float)k;
  const float high = x - mul(float_of(LN2_HI), kf);
  const float r = high - mul(float_of(LN2_LO), kf);
  float p = float_of(coefficients[0]);
  for (int i = 1; i < 8; i++) p = mul(p, r) + float_of(coefficients[i]);
  return scaled(p, k);
}
