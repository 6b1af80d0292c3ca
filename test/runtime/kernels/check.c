/* Each kernel against plain C, on random and on extreme data: counts what differs. Runs on the built-in console's CPU. */
#include "bands.h"
#include "arithmetic.h"
#include "vectors.h"

#define COLS 768u
#define ROWS 12u
#define CASES 96u

enum type { Q8, Q4, TERNARY, Q4G32, TYPES };
static const uint32_t bits_of_type[TYPES] = {8, 4, 2, 4};
static const int32_t bias_of_type[TYPES] = {128, 8, 1, 8};

static uint32_t seed = 12345;
static uint32_t next(void) { return seed = seed * 1664525u + 1013904223u; }
static uint32_t below(uint32_t limit) { return (next() >> 8) % limit; }

static _Alignas(64) float x[COLS], out[ROWS + 4], expected[ROWS + 4];
static _Alignas(64) int16_t q[COLS + 16], expected_q[COLS + 16];
static _Alignas(64) struct quad pairs[COLS / 2 + 16];
static _Alignas(64) uint8_t bands[ROWS / 4 * (COLS * 4 + COLS / 32 * 16 + 64)];
static int32_t starts[COLS / 32];
static int32_t values[ROWS][COLS];
static float scales[ROWS][COLS / 32 + 1];

static float random_float(uint32_t kind) {
  const uint32_t sign = next() & 0x80000000u, fraction = (next() >> 9) & 0x7FFFFFu;
  if (kind == 0) return float_of(sign | ((117u + below(12)) << 23) | fraction);
  if (kind == 1) return float_of(sign | (below(255) << 23) | fraction);
  if (kind == 2) return below(4) == 0 ? float_of(sign | 0x3F800000u) : 0.0f;
  return float_of(sign | ((60u + below(4)) << 23) | fraction);
}

static int32_t random_value(enum type type, uint32_t kind) {
  const int32_t bias = bias_of_type[type], codes = type == TERNARY ? 3 : bias * 2;
  if (kind == 2) return below(2) ? -bias : codes - 1 - bias;
  return (int32_t)below((uint32_t)codes) - bias;
}

/* docs/arithmetic.md, plainly. */
static float plain_quantise(int16_t *to, uint32_t length, uint32_t limit) {
  uint32_t m = 0;
  for (uint32_t i = 0; i < length; i++)
    if ((bits_of(x[i]) & 0x7FFFFFFFu) > m) m = bits_of(x[i]) & 0x7FFFFFFFu;
  if (m < 0x1F800000u) {
    for (uint32_t i = 0; i < length; i++) to[i] = 0;
    return 0.0f;
  }
  const float inverse = (float)limit / float_of(m);
  for (uint32_t i = 0; i < length; i++) {
    const float product = mul(mul(x[i], inverse), 16.0f);
    to[i] = (int16_t)(((int32_t)product + 8) >> 4);
  }
  return float_of(m) / (float)limit;
}

/* docs/plan.md, "Tiles", plainly. @return bytes of a band */
static uint32_t pack(enum type type, uint32_t rows, uint32_t cols) {
  const uint32_t bits = bits_of_type[type], f = 8 / bits, unit = 4 * f;
  const uint32_t padded = (cols + unit - 1) / unit * unit, value_bytes = padded * bits / 2;
  const uint32_t slots = type == Q4G32 ? cols / 32 : 1, stride = value_bytes + slots * 16;
  for (uint32_t band = 0; band < (rows + 3) / 4; band++) {
    uint8_t *bytes = bands + band * stride;
    for (uint32_t i = 0; i < stride; i++) bytes[i] = 0;
    for (uint32_t r = 0; r < 4; r++) {
      const uint32_t row = band * 4 + r;
      for (uint32_t j = 0; j < padded; j++) {
        const int32_t value = row < rows && j < cols ? values[row][j] : 0;
        const uint32_t at = 8 * (j / (2 * f)) + 2 * r + j % 2, shift = bits * ((j / 2) % f);
        bytes[at] = (uint8_t)(bytes[at] | (uint32_t)(value + bias_of_type[type]) << shift);
      }
      for (uint32_t k = 0; k < slots; k++)
        ((float *)(bytes + value_bytes))[k * 4 + r] = row < rows ? scales[row][k] : 0.0f;
    }
  }
  return stride;
}

static void plain_multiply(enum type type, uint32_t rows, uint32_t cols, const int16_t *xs, float s) {
  for (uint32_t row = 0; row < rows; row++) {
    if (type != Q4G32) {
      int32_t acc = 0;
      for (uint32_t j = 0; j < cols; j++) acc += values[row][j] * xs[j];
      expected[row] = mul((float)acc, mul(scales[row][0], s));
      continue;
    }
    float y = 0.0f;
    for (uint32_t k = 0; k < cols / 32; k++) {
      int32_t acc = 0;
      for (uint32_t j = k * 32; j < k * 32 + 32; j++) acc += values[row][j] * xs[j];
      y = y + mul((float)acc, scales[row][k]);
    }
    expected[row] = mul(y, s);
  }
}

static void kernel(enum type type, uint32_t count, uint32_t cols, const struct quantised *vector) {
  const uint32_t unit = 4 * (8 / bits_of_type[type]), quadwords = (cols + unit - 1) / unit;
  const int32_t start = vector->minus_sum * bias_of_type[type];
  if (type == Q8) multiply_bands_q8(out, bands, count, pairs, quadwords, start, &vector->scale);
  if (type == Q4) multiply_bands_q4(out, bands, count, pairs, quadwords, start, &vector->scale);
  if (type == TERNARY) multiply_bands_ternary(out, bands, count, pairs, quadwords, start, &vector->scale);
  if (type != Q4G32) return;
  for (uint32_t k = 0; k < cols / 32; k++) {
    starts[k] = 0;
    for (uint32_t j = k * 32; j < k * 32 + 32; j++) starts[k] -= q[j] * bias_of_type[type];
  }
  multiply_bands_q4g32(out, bands, count, pairs, cols / 32, starts, &vector->scale);
}

/* docs/arithmetic.md, "exp", plainly. */
static float plain_exp(float v) {
  if (v < -87.0f) return 0.0f;
  if (v > 88.0f) v = 88.0f;
  const float t = mul(v, float_of(0x3FB8AA3Bu));
  const int32_t k = (int32_t)(v < 0.0f ? t - 0.5f : t + 0.5f);
  float r = v - mul(float_of(0x3F318000u), (float)k);
  r = r - mul(float_of(0xB95E8083u), (float)k);
  static const uint32_t c[8] = {0x39506967u, 0x3AB743CEu, 0x3C088908u, 0x3D2AA9C1u,
                                0x3E2AAAAAu, 0x3F000000u, 0x3F800000u, 0x3F800000u};
  float p = float_of(c[0]);
  for (int i = 1; i < 8; i++) p = mul(p, r) + float_of(c[i]);
  const int32_t exponent = (int32_t)(bits_of(p) >> 23 & 255u) + k;
  if (exponent < 1) return 0.0f;
  return float_of(exponent > 254 ? 0x7F7FFFFFu : (bits_of(p) & 0x807FFFFFu) | (uint32_t)exponent << 23);
}

static float plain_lanes(const float *a, const float *b, uint32_t length) {
  float l[4] = {0.0f, 0.0f, 0.0f, 0.0f};
  for (uint32_t i = 0; i < length; i++) l[i % 4] = l[i % 4] + mul(a[i], b[i]);
  return (l[0] + l[1]) + (l[2] + l[3]);
}

#define HEAD 64u
#define POSITIONS 40u
static _Alignas(64) float rows_of[POSITIONS][HEAD + 4], factors[POSITIONS + 4], other[COLS];

/* Floats near and beyond the ends of exp's range too. */
static float exponent_float(uint32_t i) {
  const uint32_t sign = next() & 0x80000000u;
  if (i % 8 == 0) return float_of((sign | 0x42AE0000u) + below(5) - 2);
  if (i % 8 == 1) return float_of((sign | 0x42B00000u) + below(5) - 2);
  if (i % 8 == 2) return float_of(next());
  if (i % 8 == 3) return float_of(sign);
  return float_of(sign | ((110u + below(24)) << 23) | ((next() >> 9) & 0x7FFFFFu));
}

static void compare(uint32_t *result, const float *got, const float *wanted, uint32_t length) {
  for (uint32_t i = 0; i < length; i++) {
    result[0]++;
    if (bits_of(got[i]) == bits_of(wanted[i])) continue;
    if (result[1]++ > 0) continue;
    result[2] = bits_of(got[i]);
    result[3] = bits_of(wanted[i]);
  }
}

/* Four words for each function: values compared, differences, and the first that differs and should be. */
static void check_vectors(uint32_t *result) {
  static _Alignas(64) float got[COLS], wanted[COLS];
  for (uint32_t i = 0; i < 40; i++) {
    const uint32_t kind = i % 4, quads = 1 + below(40), length = quads * 4;
    for (uint32_t j = 0; j < COLS; j++) x[j] = random_float(kind), other[j] = random_float((kind + i / 4) % 4);
    const float r = random_float(0);
    _Alignas(16) float lanes[4];
    multiply_into_lanes(lanes, x, other, quads);
    got[0] = (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
    wanted[0] = plain_lanes(x, other, length);
    compare(result, got, wanted, 1);
    scale_and_weight(got, x, other, quads, &r);
    for (uint32_t j = 0; j < length; j++) wanted[j] = mul(mul(x[j], r), other[j]);
    compare(result + 4, got, wanted, length);
    scale_quads(got, x, quads, &r);
    for (uint32_t j = 0; j < length; j++) wanted[j] = mul(x[j], r);
    compare(result + 8, got, wanted, length);
    add_quads(got, x, other, quads);
    for (uint32_t j = 0; j < length; j++) wanted[j] = x[j] + other[j];
    compare(result + 12, got, wanted, length);

    const uint32_t head = 1 + below(HEAD / 4), count = 1 + below(POSITIONS);
    for (uint32_t t = 0; t < count; t++) {
      factors[t] = random_float(kind);
      for (uint32_t j = 0; j < HEAD; j++) rows_of[t][j] = random_float(kind);
    }
    score_rows(got, x, rows_of[0], sizeof rows_of[0], count, head, &r);
    for (uint32_t t = 0; t < count; t++) wanted[t] = mul(plain_lanes(x, rows_of[t], head * 4), r);
    compare(result + 16, got, wanted, count);
    weighted_sum(got, factors, rows_of[0], sizeof rows_of[0], count, head);
    for (uint32_t j = 0; j < head * 4; j++) {
      wanted[j] = 0.0f;
      for (uint32_t t = 0; t < count; t++) wanted[j] = wanted[j] + mul(rows_of[t][j], factors[t]);
    }
    compare(result + 20, got, wanted, head * 4);

    for (uint32_t j = 0; j < length; j++) x[j] = exponent_float(j + i);
    const float minus = i % 2 ? r : 0.0f;
    exponential_quads(got, x, quads, &minus);
    for (uint32_t j = 0; j < length; j++) wanted[j] = plain_exp(x[j] - minus);
    compare(result + 24, got, wanted, length);
    swiglu_quads(got, x, other, quads);
    for (uint32_t j = 0; j < length; j++)
      wanted[j] = mul(mul(x[j], 1.0f / (1.0f + plain_exp(negate(x[j])))), other[j]);
    compare(result + 28, got, wanted, length);
  }
}

/* results: cases, values compared, differences of each type in integers and in products, then the first difference. */
void compute(uint32_t *results) {
  for (uint32_t i = 0; i < CASES; i++) {
    const enum type type = (enum type)(i % TYPES);
    const uint32_t kind = (i / TYPES) % 4, rows = 1 + below(ROWS);
    const uint32_t cols = type == Q4G32 ? 32 * (1 + below(COLS / 32)) : 1 + below(COLS);
    for (uint32_t j = 0; j < COLS; j++) x[j] = random_float(kind);
    for (uint32_t row = 0; row < rows; row++) {
      for (uint32_t j = 0; j < cols; j++) values[row][j] = random_value(type, kind);
      for (uint32_t k = 0; k < COLS / 32; k++) scales[row][k] = random_float(kind);
    }
    const uint32_t bound = type == Q4G32 ? 32766u : 0x7FFFFFFFu / ((uint32_t)bias_of_type[type] * cols);
    const uint32_t limit = bound < 32766u ? bound : 32766u;
    struct quantised vector = {.pairs = pairs};
    quantise(&vector, q, x, cols, limit);
    const float s = plain_quantise(expected_q, cols, limit);
    results[2 + type] += bits_of(s) != bits_of(vector.scale);
    for (uint32_t j = 0; j < cols; j++) results[2 + type] += q[j] != expected_q[j];
    for (uint32_t j = cols; j < ((cols + 15u) & ~15u); j++) results[2 + type] += q[j] != 0;
    (void)pack(type, rows, cols);
    for (uint32_t j = 0; j < ROWS + 4; j++) out[j] = 7.0f;
    kernel(type, (rows + 3) / 4, cols, &vector);
    plain_multiply(type, rows, cols, expected_q, s);
    for (uint32_t row = 0; row < rows; row++) {
      results[1]++;
      if (bits_of(out[row]) == bits_of(expected[row])) continue;
      if (results[6 + type]++ > 0) continue;
      results[10 + 4 * type] = i;
      results[11 + 4 * type] = row << 16 | cols;
      results[12 + 4 * type] = bits_of(out[row]);
      results[13 + 4 * type] = bits_of(expected[row]);
    }
    /* Nothing behind the last band. */
    results[6 + type] += out[(rows + 3) / 4 * 4] != 7.0f && rows <= ROWS;
    results[0]++;
  }
  check_vectors(results + 32);
}
