/* Each kernel against plain C, on random and on extreme data and odd shapes: counts what differs. */
#include "../../../runtime/kernels/vectors.h"
#include "../../../runtime/plan/arithmetic.h"
#include "../../../runtime/plan/failure.h"
#include "../../../runtime/plan/vectors.h"

int fail(uint32_t code, const char *format, ...) {
  (void)format;
  return -(int)code;
}

#define COLS 416u
#define ROWS 44u
#define CASES 48u

enum type { Q8, Q4, TERNARY, Q4G32, TYPES };
static const uint32_t type_of_plan[TYPES] = {TYPE_Q8, TYPE_Q4, TYPE_TERNARY, TYPE_Q4G32};
static const uint32_t bits_of_type[TYPES] = {8, 4, 2, 4};
static const int32_t bias_of_type[TYPES] = {128, 8, 1, 8};

/* FlushCache(0): writes the data cache back. */
static void flush(void) {
  register uint32_t call __asm__("$3") = 0x64;
  register uint32_t operation __asm__("$4") = 0;
  __asm__ volatile("syscall" : "+r"(call), "+r"(operation) : : "$2", "memory");
}

static uint32_t seed = 12345;
static uint32_t next(void) { return seed = seed * 1664525u + 1013904223u; }
static uint32_t below(uint32_t limit) { return (next() >> 8) % limit; }

#define VECTORS 3u
static _Alignas(64) float x[VECTORS][COLS], out[VECTORS][ROWS + 4], expected[ROWS + 4];
static _Alignas(64) int16_t q[VECTORS][COLS + 32], expected_q[COLS + 16];
static _Alignas(64) uint8_t bands[ROWS / 4 * (COLS * 4 + COLS / 32 * 16 + 64)];
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
static float own_quantise(int16_t *to, const float *v, uint32_t length, uint32_t limit) {
  uint32_t m = 0;
  for (uint32_t i = 0; i < length; i++)
    if ((bits_of(v[i]) & 0x7FFFFFFFu) > m) m = bits_of(v[i]) & 0x7FFFFFFFu;
  if (m < 0x1F800000u) {
    for (uint32_t i = 0; i < length; i++) to[i] = 0;
    return 0.0f;
  }
  const float inverse = (float)limit / float_of(m);
  for (uint32_t i = 0; i < length; i++) {
    const float product = mul(mul(v[i], inverse), 16.0f);
    to[i] = (int16_t)(((int32_t)product + 8) >> 4);
  }
  return float_of(m) / (float)limit;
}

static uint32_t slots_of(uint32_t cols) {
  uint32_t g = 32;
  while (cols % g != 0) g /= 2;
  return (cols + 32 - g + 31) / 32;
}
/* Groups of 32 that a row touches. */
static uint32_t touched(uint32_t row, uint32_t cols) { return (row * cols + cols - 1) / 32 - row * cols / 32 + 1; }

/* docs/plan.md, "Tiles", plainly. @return bytes of a band */
static uint32_t pack(enum type type, uint32_t rows, uint32_t cols) {
  const uint32_t bits = bits_of_type[type], f = 8 / bits, unit = 4 * f;
  const uint32_t padded = (cols + unit - 1) / unit * unit, value_bytes = padded * bits / 2;
  const uint32_t slots = type == Q4G32 ? slots_of(cols) : 1, stride = value_bytes + slots * 16;
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
        ((float *)(bytes + value_bytes))[k * 4 + r] = row < rows && k < touched(row, cols) ? scales[row][k] : 0.0f;
    }
  }
  return stride;
}

static void own_multiply(enum type type, uint32_t rows, uint32_t cols, const int16_t *xs, float s) {
  for (uint32_t row = 0; row < rows; row++) {
    if (type != Q4G32) {
      int32_t acc = 0;
      for (uint32_t j = 0; j < cols; j++) acc += values[row][j] * xs[j];
      expected[row] = mul((float)acc, mul(scales[row][0], s));
      continue;
    }
    float y = 0.0f;
    const uint32_t begin = row * cols % 32;
    for (uint32_t k = 0; k < touched(row, cols); k++) {
      int32_t acc = 0;
      for (uint32_t j = 0; j < cols; j++)
        if ((begin + j) / 32 == k) acc += values[row][j] * xs[j];
      y = y + mul((float)acc, scales[row][k]);
    }
    expected[row] = mul(y, s);
  }
}

/* docs/arithmetic.md, "exp", plainly. */
static float own_exp(float v) {
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

static float own_lanes(const float *a, const float *b, uint32_t length) {
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
  static _Alignas(64) float got[COLS + 16], wanted[COLS];
  float *const v = x[0];
  for (uint32_t i = 0; i < 24; i++) {
    const uint32_t kind = i % 4, length = 1 + below(160), shift = i % 5 == 0 ? 1 : 0;
    for (uint32_t j = 0; j < COLS; j++) v[j] = random_float(kind), other[j] = random_float((kind + i / 4) % 4);
    const float r = random_float(0);
    float *const to = got + shift;
    rmsnorm_lanes(to, v, other, length, 1e-5f);
    const float norm = 1.0f / root(own_lanes(v, v, length) / (float)(int32_t)length + 1e-5f);
    for (uint32_t j = 0; j < length; j++) wanted[j] = mul(mul(v[j], norm), other[j]);
    compare(result, to, wanted, length);
    add_rows(to, v, other, length);
    for (uint32_t j = 0; j < length; j++) wanted[j] = v[j] + other[j];
    compare(result + 4, to, wanted, length);

    const uint32_t head = i % 3 == 0 ? 1 + below(HEAD) : 4 * (1 + below(HEAD / 4)), count = 1 + below(POSITIONS);
    for (uint32_t t = 0; t < count; t++) {
      factors[t] = random_float(kind);
      for (uint32_t j = 0; j < HEAD; j++) rows_of[t][j] = random_float(kind);
    }
    to[count] = 7.0f;
    score_rows(to, v, rows_of[0], sizeof rows_of[0], count, head, r);
    for (uint32_t t = 0; t < count; t++) wanted[t] = mul(own_lanes(v, rows_of[t], head), r);
    wanted[count] = 7.0f;
    compare(result + 8, to, wanted, count + 1);
    for (uint32_t j = 0; j < head; j++) to[j] = wanted[j] = i < 12 ? 0.0f : v[j];
    add_weighted_rows(to, factors + (i & 1), rows_of[0], sizeof rows_of[0], count - (i & 1), head);
    for (uint32_t j = 0; j < head; j++) {
      for (uint32_t t = 0; t < count - (i & 1); t++) wanted[j] = wanted[j] + mul(rows_of[t][j], factors[t + (i & 1)]);
    }
    compare(result + 12, to, wanted, head);

    for (uint32_t j = 0; j < length; j++) v[j] = exponent_float(j + i);
    swiglu(to, v, other, length);
    for (uint32_t j = 0; j < length; j++)
      wanted[j] = mul(mul(v[j], 1.0f / (1.0f + own_exp(negate(v[j])))), other[j]);
    compare(result + 16, to, wanted, length);
    const float minus = i % 2 ? r : 0.0f;
    exponential_quads(got, v, (length + 3) / 4, &minus);
    for (uint32_t j = 0; j < length; j++) wanted[j] = own_exp(v[j] - minus);
    compare(result + 20, got, wanted, length);

    float most = v[0], lanes[4] = {0.0f, 0.0f, 0.0f, 0.0f};
    for (uint32_t j = 0; j < length; j++) {
      to[j] = v[j] = random_float(kind % 2 * 2);
      if (j == 0 || most < v[j]) most = v[j];
    }
    softmax_lanes(to, length);
    for (uint32_t j = 0; j < length; j++) {
      wanted[j] = own_exp(v[j] - most);
      lanes[j % 4] = lanes[j % 4] + wanted[j];
    }
    const float share = 1.0f / ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3]));
    for (uint32_t j = 0; j < length; j++) wanted[j] = mul(wanted[j], share);
    compare(result + 24, to, wanted, length);
  }
}

/*
 * results: cases; values of products compared; for each type the differences of quantised inputs, those of products, and
 * the first of these: case, row and columns, value, expected; from 32 on those of vectors.
 */
void compute(uint32_t *results) {
  for (uint32_t i = 0; i < CASES; i++) {
    const enum type type = (enum type)(i % TYPES);
    const uint32_t kind = (i / TYPES) % 4, rows = 1 + below(ROWS), vectors = 1 + below(VECTORS);
    uint32_t cols = 1 + below(COLS);
    if (type == Q4G32 && i % 8 < 4) cols = (cols + 31) / 32 * 32;
    for (uint32_t at = 0; at < VECTORS; at++)
      for (uint32_t j = 0; j < COLS; j++) x[at][j] = random_float(kind);
    for (uint32_t row = 0; row < rows; row++) {
      for (uint32_t j = 0; j < cols; j++) values[row][j] = random_value(type, kind);
      for (uint32_t k = 0; k < COLS / 32 + 1; k++) scales[row][k] = random_float(kind);
    }
    const uint32_t bound = type == Q4G32 ? 32766u : 0x7FFFFFFFu / ((uint32_t)bias_of_type[type] * cols);
    const uint32_t limit = bound < 32766u ? bound : 32766u;
    const uint32_t stride = pack(type, rows, cols);
    /* As memory that the drive wrote: not in the data cache when the DMAC reads it. */
    flush();
    const struct matrix matrix = {.type = type_of_plan[type], .rows = rows, .cols = cols};
    const struct band_rows part = {.matrix = &matrix, .bands = bands, .row = 0, .rows = rows, .stride = stride};
    const struct quantised_vectors from = {
        .first = (const uint8_t *)q, .stride = sizeof q[0], .scale_offset = (COLS + 16) * sizeof(int16_t)};
    const struct float_vectors to = {.first = (uint8_t *)out, .stride = sizeof out[0]};
    for (uint32_t at = 0; at < vectors; at++) {
      *(float *)(void *)(q[at] + COLS + 16) = quantise_vector(q[at], COLS + 16, x[at], cols, limit);
      for (uint32_t j = 0; j < ROWS + 4; j++) out[at][j] = 7.0f;
    }
    results[6 + type] += multiply_bands(&to, &part, &from, vectors) != 0;
    for (uint32_t at = 0; at < vectors; at++) {
      const float s = own_quantise(expected_q, x[at], cols, limit);
      results[2 + type] += bits_of(s) != bits_of(*(float *)(void *)(q[at] + COLS + 16));
      for (uint32_t j = 0; j < cols; j++) results[2 + type] += q[at][j] != expected_q[j];
      for (uint32_t j = cols; j < COLS + 16; j++) results[2 + type] += q[at][j] != 0;
      own_multiply(type, rows, cols, expected_q, s);
      expected[rows] = 7.0f;
      for (uint32_t row = 0; row <= rows; row++) {
        results[1]++;
        if (bits_of(out[at][row]) == bits_of(expected[row])) continue;
        if (results[6 + type]++ > 0) continue;
        results[10 + 4 * type] = i;
        results[11 + 4 * type] = row << 16 | cols;
        results[12 + 4 * type] = bits_of(out[at][row]);
        results[13 + 4 * type] = bits_of(expected[row]);
      }
    }
    results[0]++;
  }
  check_vectors(results + 32);
}
