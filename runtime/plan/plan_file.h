/* PLAN.BIN as docs/plan.md specifies it, and where it is in memory once loaded. */
#ifndef PLAN_PLAN_FILE_H
#define PLAN_PLAN_FILE_H

#include <stdint.h>

#define NONE 0xFFFFFFFFu
#define PLAN_MAJOR 2u
/* Versions of docs/arithmetic.md: sums of floats, or integer matmuls and lanes. */
#define ARITHMETIC_FLOATS 1u
#define ARITHMETIC_INTEGERS 2u

enum table { REGIONS, BUFFERS, MATRICES, PARTS, TILES, READS, OPERATIONS, LAYERS, LIVENESS, STRINGS, TABLES };

enum operation_kind { EMBED, RMSNORM, MATMUL, ADD, ROPE, ATTENTION, SWIGLU, MIX, SAMPLE, QUANTISE, OPERATION_KINDS };

enum row_index { INDEX_PASS, INDEX_POSITION, INDEX_NONE };

enum buffer_kind { BUFFER_ACTIVATION, BUFFER_KV, BUFFER_SCRATCH, BUFFER_WEIGHTS, BUFFER_TOKENS };

/* What a row of a buffer holds. ELEMENT_I16: the integers, then f32 scales: of a cache one for each head, else one. */
enum element_type { ELEMENT_F32, ELEMENT_I32, ELEMENT_I16 };

enum tensor_type { TYPE_F32 = 0, TYPE_TERNARY = 1, TYPE_Q4 = 4, TYPE_Q4G32 = 5, TYPE_Q8 = 8 };

/* docs/plan.md, "Tiles: rows and bands" */
enum arrangement { ARRANGED_ROWS, ARRANGED_BANDS };

/* Values of a TYPE_Q4G32 matrix that share a scale, counted through the whole matrix. */
#define GROUP_SIZE 32u

struct table_place {
  uint32_t offset;
  uint32_t count;
  uint32_t entry_bytes;
};

struct plan_header {
  char magic[8];
  uint16_t major;
  uint16_t minor;
  uint32_t arithmetic;
  uint32_t header_bytes;
  uint32_t file_bytes;
  uint32_t crc;
  uint32_t load_address;
  uint32_t arena_start, arena_end;
  uint32_t stack_start, stack_end;
  uint32_t run_address, run_bytes;
  uint32_t tokens_address, tokens_bytes;
  uint8_t weights_id[32];
  uint32_t weights_sectors;
  uint32_t batch;
  uint32_t dim, hidden_dim, layers, unique_layers, heads, kv_heads, head_dim, kv_dim;
  uint32_t vocabulary, seq_len, registers, context;
  uint32_t flags;
  float eps, rope_theta, attention_scale;
  uint32_t cos_address, sin_address;
  uint32_t model_name;
  /* Not checked: this program computes with the floats of the machine that it runs on. */
  uint32_t ee_floats;
  uint32_t model_context;
  uint32_t reserved_0[1];
  struct table_place tables[TABLES];
  uint32_t reserved_2[50];
};

struct region {
  uint32_t name, kind, start, end;
};

struct buffer {
  uint32_t name, kind, type, start, end, rows, cols, stride, row_meaning, layer;
};

struct matrix {
  uint32_t name, layer, rows, cols, type, resident, address, first_part, parts, arrangement;
};

struct part {
  uint32_t row_start, rows, file_offset, bytes, data_offset, stride, address;
};

struct tile {
  uint32_t matrix, part, row_start, rows, stride, scales_address, data_address, read;
};

#define READ_PRELOAD 1u
#define READ_ROW 2u
struct read {
  uint32_t flags, matrix, part, sector, sectors, bytes, address, issued_before, needed_by, crc;
};

struct operand {
  uint32_t buffer, matrix, address, stride, index, cols;
};

#define OPERANDS 5u
#define OPERATION_TAIL 1u
struct operation {
  uint32_t id, kind, flags, layer, matrix, first_tile, tiles, inputs;
  struct operand output;
  struct operand input[OPERANDS];
  uint32_t mixed, mixed_stride;
};

struct layer {
  uint32_t id, index, unique, first, end;
};

struct liveness {
  uint32_t buffer, from, to;
};

#include "plan_layout.h"

/* The plan that was loaded; set before its checks begin. */
extern const struct plan_header *plan;

static inline void *memory_at(uint32_t address) { return (void *)(uintptr_t)address; }

/* Entry `index` of a table; entries of a later minor version may be longer than ours. */
static inline const void *entry_at(enum table table, uint32_t index) {
  const struct table_place *const place = &plan->tables[table];
  return (const char *)plan + place->offset + index * place->entry_bytes;
}

static inline const struct buffer *buffer_at(uint32_t index) { return entry_at(BUFFERS, index); }
static inline const struct matrix *matrix_at(uint32_t index) { return entry_at(MATRICES, index); }
static inline const struct part *part_at(const struct matrix *matrix, uint32_t index) {
  return entry_at(PARTS, matrix->first_part + index);
}
static inline const struct tile *tile_at(uint32_t index) { return entry_at(TILES, index); }
static inline const struct read *read_at(uint32_t index) { return entry_at(READS, index); }
static inline const struct operation *operation_at(uint32_t index) { return entry_at(OPERATIONS, index); }
/* Rows of a matrix that are stored together, `stride` bytes apart. */
static inline uint32_t unit_rows(const struct matrix *matrix) { return matrix->arrangement == ARRANGED_BANDS ? 4 : 1; }

/* The row of a buffer that an operand is: integers with scales, not floats. */
static inline int is_int16(const struct operand *operand) {
  return operand->buffer != NONE && buffer_at(operand->buffer)->type == ELEMENT_I16;
}
/* Bytes of a row of `cols` elements of a buffer. */
static inline uint64_t bytes_of_row(const struct buffer *buffer, uint32_t cols) {
  if (buffer->type != ELEMENT_I16) return (uint64_t)cols * 4;
  const uint32_t scales = buffer->kind == BUFFER_KV ? cols / plan->head_dim : 1;
  return (uint64_t)cols * 2 + (uint64_t)scales * 4;
}
static inline const char *string_at(uint32_t offset) { return entry_at(STRINGS, offset); }
static inline uint32_t count_of(enum table table) { return plan->tables[table].count; }

#endif
