/* Products of plan/vectors.h on the Emotion Engine. */
#include "../plan/arithmetic.h"
#include "../plan/bands.h"
#include "../plan/failure.h"
#include "../plan/plain.h"
#include "../ps2ml_mailbox.h"
#include "bands.h"
#include "stream.h"

#define QUAD 4u
/* Bits of 2 to the -64: docs/arithmetic.md. */
#define LEAST_QUANTISED 0x1F800000u
/* Columns of all vectors that can be multiplied at once, in the form of kernels/bands.h: 64 KB. */
#define MOST_COLS 8192u
#define MOST_VECTORS 8u
#define MOST_GROUPS (MOST_COLS / GROUP_SIZE)

static struct quad pairs[MOST_COLS / 2];
static int32_t starts[MOST_GROUPS];

static int is_aligned(const void *address) { return ((uintptr_t)address & 15u) == 0; }

static uint32_t padded_cols(uint32_t cols) { return (cols + QUANTISED_PADDING - 1) / QUANTISED_PADDING * QUANTISED_PADDING; }

float quantise_vector(int16_t *q, uint32_t room, const float *x, uint32_t cols, uint32_t limit) {
  if (!is_aligned(x) || !is_aligned(q)) return plain_quantise_vector(q, room, x, cols, limit);
  _Alignas(16) float tail[QUAD] = {0.0f, 0.0f, 0.0f, 0.0f};
  const uint32_t whole = cols / QUAD, rest = cols % QUAD;
  for (uint32_t i = 0; i < rest; i++) tail[i] = x[whole * QUAD + i];
  const uint32_t of_whole = largest_magnitude(x, whole), of_tail = largest_magnitude(tail, 1);
  const uint32_t largest = of_whole < of_tail ? of_tail : of_whole;
  const uint32_t used = largest < LEAST_QUANTISED ? 0 : (cols + QUAD - 1) / QUAD * QUAD;
  for (uint32_t i = used; i < room; i++) q[i] = 0;
  if (used == 0) return 0.0f;
  const float most = (float)(int32_t)limit;
  const float inverse = most / float_of(largest);
  if (whole > 0) quantise_quads(q, x, whole, &inverse);
  if (rest > 0) quantise_quads(q + whole * QUAD, tail, 1, &inverse);
  return float_of(largest) / most;
}

/* A vector as the kernels take it. */
struct vector {
  const struct quad *pairs;
  const int32_t *starts;
  int32_t start;
  float scale;
  float *out;
};

/* What stream_bands passes to the work. */
struct product {
  const struct band_rows *rows;
  uint32_t quadwords, groups;
  uint32_t count;
  struct vector vectors[MOST_VECTORS];
};

static void multiply(const struct product *product, const struct vector *vector, float *out, const uint8_t *bands,
                     uint32_t count) {
  if (count == 0) return;
  switch (product->rows->matrix->type) {
    case TYPE_Q4:
      multiply_bands_q4(out, bands, count, vector->pairs, product->quadwords, vector->start, &vector->scale);
      break;
    case TYPE_TERNARY:
      multiply_bands_ternary(out, bands, count, vector->pairs, product->quadwords, vector->start, &vector->scale);
      break;
    case TYPE_Q4G32:
      multiply_bands_q4g32(out, bands, count, vector->pairs, product->groups, vector->starts, &vector->scale);
      break;
    default:
      multiply_bands_q8(out, bands, count, vector->pairs, product->quadwords, vector->start, &vector->scale);
      break;
  }
}

static void work(void *context, const uint8_t *bands, uint32_t first, uint32_t count) {
  const struct product *const product = context;
  const uint32_t rows = product->rows->rows;
  /* The last band may have fewer rows than the kernels write. */
  const uint32_t whole = first + count <= rows / BAND_ROWS ? count : count - 1;
  for (uint32_t at = 0; at < product->count; at++) {
    const struct vector *const vector = &product->vectors[at];
    float *const out = vector->out + first * BAND_ROWS;
    multiply(product, vector, out, bands, whole);
    if (whole == count) continue;
    _Alignas(16) float last[BAND_ROWS];
    multiply(product, vector, last, bands + whole * product->rows->stride, 1);
    for (uint32_t r = 0; r < rows % BAND_ROWS; r++) out[whole * BAND_ROWS + r] = last[r];
  }
}

static void start_groups(const int16_t *q, uint32_t groups) {
  for (uint32_t group = 0; group < groups; group++) {
    int32_t sum = 0;
    for (uint32_t i = 0; i < GROUP_SIZE; i++) sum += *q++;
    starts[group] = -8 * sum;
  }
}

/* As many vectors, beginning at `at`, as fit. */
static void take(struct product *product, const struct float_vectors *out, const struct quantised_vectors *x, uint32_t at,
                 uint32_t count, uint32_t bias) {
  const uint32_t cols = padded_cols(product->rows->matrix->cols);
  uint32_t most = MOST_COLS / cols;
  if (most > MOST_VECTORS) most = MOST_VECTORS;
  /* One table of starts. */
  if (product->groups > 0) most = 1;
  product->count = count < most ? count : most;
  for (uint32_t i = 0; i < product->count; i++) {
    const int16_t *const q = quantised_at(x, at + i);
    struct quad *const to = pairs + i * (cols / 2);
    const int32_t sum = expand_pairs(to, q, cols / 8);
    if (product->groups > 0) start_groups(q, product->groups);
    product->vectors[i] = (struct vector){.pairs = to,
                                          .starts = starts,
                                          .start = -(int32_t)bias * sum,
                                          .scale = scale_of(x, at + i),
                                          .out = floats_at(out, at + i)};
  }
}

int multiply_bands(const struct float_vectors *out, const struct band_rows *rows, const struct quantised_vectors *x,
                   uint32_t count) {
  const struct matrix *const matrix = rows->matrix;
  const struct band_shape shape = band_shape(matrix->type, matrix->cols);
  const int is_grouped = matrix->type == TYPE_Q4G32;
  const int is_here = is_aligned(out->first) && out->stride % 16 == 0 && is_aligned(x->first) && x->stride % 16 == 0 &&
                      padded_cols(matrix->cols) <= MOST_COLS && (!is_grouped || matrix->cols % GROUP_SIZE == 0);
  if (!is_here) {
    for (uint32_t at = 0; at < count; at++)
      plain_multiply_bands(floats_at(out, at), rows, quantised_at(x, at), scale_of(x, at));
    return 0;
  }
  struct product product = {.rows = rows,
                            .quadwords = (uint32_t)shape.value_bytes / 16,
                            .groups = is_grouped ? matrix->cols / GROUP_SIZE : 0};
  for (uint32_t at = 0; at < count; at += product.count) {
    take(&product, out, x, at, count - at, shape.bias);
    const uint32_t bands = (rows->rows + BAND_ROWS - 1) / BAND_ROWS;
    if (stream_bands(rows->bands, bands, rows->stride, work, &product) < 0)
      return fail(PS2ML_ERROR_MACHINE, "The DMA controller does not end a transfer to the scratchpad.");
  }
  return 0;
}
