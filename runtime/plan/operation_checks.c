#include "bands.h"
#include "memory_map.h"
#include "plan_checks.h"

/* Last row that an operand is used for. */
static uint32_t last_row(const struct operand *operand) {
  switch (operand->index) {
    case INDEX_PASS:
      return plan->batch - 1;
    case INDEX_POSITION:
      return plan->context - 1;
    default:
      return 0;
  }
}

/* `rows` rows of `cols` elements from the operand's address on are memory that belongs to it. */
static int check_rows(const struct operation *op, const char *which, const struct operand *operand, uint32_t rows,
                      uint32_t cols) {
  const char *const id = string_at(op->id);
  CHECK(operand->buffer == NONE || operand->buffer < count_of(BUFFERS), "PLAN.BIN: %s of %s is buffer %u of %u. " REBUILD, which,
        id, operand->buffer, count_of(BUFFERS));
  const uint64_t bytes = (uint64_t)(rows - 1) * operand->stride +
                         (operand->buffer == NONE ? (uint64_t)cols * 4 : bytes_of_row(buffer_at(operand->buffer), cols));
  CHECK(operand->index <= INDEX_NONE, "PLAN.BIN: %s of %s is missing. " REBUILD, which, id);
  CHECK(operand->cols >= cols, "PLAN.BIN: %s of %s has %u columns, expected %u. " REBUILD, which, id, operand->cols, cols);
  CHECK(operand->address % 4 == 0 && operand->stride % 4 == 0 && is_data_memory(operand->address, bytes),
        "PLAN.BIN: %s of %s at %x is not in free memory of the arena. " REBUILD, which, id, operand->address);
  if (operand->buffer == NONE) {
    CHECK(operand->matrix < count_of(MATRICES), "PLAN.BIN: %s of %s is neither buffer nor matrix. " REBUILD, which, id);
    return 0;
  }
  const struct buffer *const b = buffer_at(operand->buffer);
  CHECK(is_inside(operand->address, bytes, b->start, b->end), "PLAN.BIN: %s of %s at %x is outside buffer %s. " REBUILD, which,
        id, operand->address, string_at(b->name));
  return 0;
}

static int check_floats(const struct operation *op, const struct operand *operand) {
  CHECK(!is_int16(operand), "PLAN.BIN: %s uses int16 values of buffer %s as floats. " REBUILD, string_at(op->id),
        string_at(buffer_at(operand->buffer)->name));
  return 0;
}

static int check_input(const struct operation *op, uint32_t index, uint32_t cols) {
  if (op->input[index].buffer < count_of(BUFFERS) && check_floats(op, &op->input[index]) < 0) return -1;
  return check_rows(op, "an input", &op->input[index], last_row(&op->input[index]) + 1, cols);
}

static int check_output(const struct operation *op, uint32_t cols) {
  CHECK(op->output.buffer != NONE && op->output.cols == cols, "PLAN.BIN: the output of %s has %u columns, expected %u. " REBUILD,
        string_at(op->id), op->output.cols, cols);
  if (op->output.buffer < count_of(BUFFERS) && op->kind != QUANTISE && check_floats(op, &op->output) < 0) return -1;
  return check_rows(op, "the output", &op->output, last_row(&op->output) + 1, cols);
}

/* The tiles of the operation are its matrix, whole and in ascending rows. */
static int check_tiles(const struct operation *op) {
  const char *const id = string_at(op->id);
  CHECK(op->matrix < count_of(MATRICES) && op->first_tile + (uint64_t)op->tiles <= count_of(TILES),
        "PLAN.BIN: %s uses tiles %u to %u of matrix %u, which do not exist. " REBUILD, id, op->first_tile,
        op->first_tile + op->tiles, op->matrix);
  uint32_t rows = 0;
  for (uint32_t i = 0; i < op->tiles; i++) {
    const struct tile *const t = tile_at(op->first_tile + i);
    CHECK(op->kind == EMBED || t->read == NONE || (read_at(t->read)->flags & READ_ROW) == 0,
          "PLAN.BIN: %s needs tile %u as a whole, and its read loads single rows. " REBUILD, id, op->first_tile + i);
    CHECK(t->matrix == op->matrix && t->row_start == rows, "PLAN.BIN: tile %u is not the next rows of %s. " REBUILD,
          op->first_tile + i, id);
    rows += t->rows;
  }
  CHECK(rows == matrix_at(op->matrix)->rows, "PLAN.BIN: the tiles of %s have %u rows. " REBUILD, id, rows);
  return 0;
}

static int check_embed(const struct operation *op) {
  if (check_output(op, plan->dim) < 0 || check_tiles(op) < 0) return -1;
  const struct matrix *const m = matrix_at(op->matrix);
  CHECK(m->rows == plan->vocabulary && m->cols == plan->dim, "PLAN.BIN: the embedding has %u rows and %u columns. " REBUILD,
        m->rows, m->cols);
  if (plan->registers == 0) return 0;
  CHECK(op->inputs >= 2, "PLAN.BIN: %s has no model registers. " REBUILD, string_at(op->id));
  return check_rows(op, "an input", &op->input[1], plan->registers, plan->dim);
}

/* The row for the input in int16: values for whole quadwords, and the scale behind the room for the longest. */
static int check_quantised(const struct operation *op, uint32_t cols) {
  const char *const id = string_at(op->id);
  const struct operand *const row = &op->input[1];
  CHECK(op->inputs >= 2 && row->buffer < count_of(BUFFERS) && is_int16(row) && row->index == INDEX_PASS,
        "PLAN.BIN: %s has no row for its input in int16. " REBUILD, id);
  const struct buffer *const b = buffer_at(row->buffer);
  CHECK(row->cols % QUANTISED_PADDING == 0 && cols <= row->cols && row->address % 16 == 0 && row->stride % 16 == 0 &&
            bytes_of_row(b, row->cols) <= row->stride &&
            is_inside(row->address, (uint64_t)plan->batch * row->stride, b->start, b->end) &&
            is_data_memory(row->address, (uint64_t)plan->batch * row->stride),
        "PLAN.BIN: the int16 row of %s at %x has no room for %u columns in buffer %s. " REBUILD, id, row->address, cols,
        string_at(b->name));
  return 0;
}

static int check_matmul(const struct operation *op) {
  if (check_tiles(op) < 0) return -1;
  const struct matrix *const m = matrix_at(op->matrix);
  const int is_integer = plan->arithmetic == ARITHMETIC_INTEGERS && m->type != TYPE_F32;
  CHECK(is_integer == (m->arrangement == ARRANGED_BANDS),
        "PLAN.BIN: %s multiplies %s, whose arrangement %u does not suit arithmetic version %u. " REBUILD, string_at(op->id),
        string_at(m->name), m->arrangement, plan->arithmetic);
  if (is_integer && check_quantised(op, m->cols) < 0) return -1;
  return check_output(op, m->rows) < 0 ? -1 : check_input(op, 0, m->cols);
}

static int check_attention(const struct operation *op) {
  if (check_output(op, plan->dim) < 0 || check_input(op, 0, plan->dim) < 0) return -1;
  for (uint32_t i = 1; i <= 2; i++)
    if (check_rows(op, "an input", &op->input[i], plan->context, plan->kv_dim) < 0) return -1;
  return check_rows(op, "an input", &op->input[3], plan->heads, plan->context);
}

static int check_mix(const struct operation *op) {
  const uint32_t cols = op->output.cols;
  if (check_output(op, cols) < 0 || check_input(op, 0, op->mixed) < 0 || check_input(op, 1, cols) < 0) return -1;
  const struct operand *const first = &op->input[1];
  const uint64_t bytes = (uint64_t)op->mixed * op->mixed_stride;
  CHECK(op->mixed > 0 && op->mixed_stride % 4 == 0 && is_data_memory(first->address, bytes),
        "PLAN.BIN: %s mixes %u rows, %u bytes apart, beyond the arena. " REBUILD, string_at(op->id), op->mixed,
        op->mixed_stride);
  struct operand last = *first;
  last.buffer = NONE;
  last.matrix = 0;
  last.address += (op->mixed - 1) * op->mixed_stride;
  return check_rows(op, "the last mixed row", &last, last_row(first) + 1, cols);
}

static int check_sample(const struct operation *op, uint32_t index) {
  CHECK((op->flags & OPERATION_TAIL) != 0 && index == count_of(OPERATIONS) - 1,
        "PLAN.BIN: %s samples, but is not the last operation of a tail pass. " REBUILD, string_at(op->id));
  if (check_output(op, 1) < 0) return -1;
  for (uint32_t i = 0; i < 3; i++)
    if (check_input(op, i, plan->vocabulary) < 0) return -1;
  return check_input(op, 3, plan->context + 1);
}

static const uint8_t inputs_of[OPERATION_KINDS] = {1, 2, 1, 2, 1, 4, 2, 2, 4, 1};

static int check_operation(uint32_t index) {
  const struct operation *const op = operation_at(index);
  const char *const id = string_at(op->id);
  const uint32_t cols = op->output.cols;
  CHECK(op->kind < OPERATION_KINDS, "PLAN.BIN: unknown kind of %s: %u. " REBUILD, id, op->kind);
  CHECK(op->inputs >= inputs_of[op->kind] && op->inputs <= OPERANDS, "PLAN.BIN: %s has %u inputs, expected %u. " REBUILD, id,
        op->inputs, inputs_of[op->kind]);
  switch (op->kind) {
    case EMBED:
      return check_embed(op);
    case MATMUL:
      return check_matmul(op);
    case ATTENTION:
      return check_attention(op);
    case MIX:
      return check_mix(op);
    case SAMPLE:
      return check_sample(op, index);
    case QUANTISE:
      CHECK(op->output.buffer < count_of(BUFFERS) && is_int16(&op->output) && cols == plan->kv_dim,
            "PLAN.BIN: the output of %s is no row of an int16 cache. " REBUILD, id);
      return check_output(op, cols) < 0 ? -1 : check_input(op, 0, cols);
    case ROPE:
      CHECK(cols % plan->head_dim == 0, "PLAN.BIN: %s rotates %u columns, which is not a multiple of the head size %u. " REBUILD, id, cols,
            plan->head_dim);
      return check_output(op, cols) < 0 ? -1 : check_input(op, 0, cols);
    default:
      return check_output(op, cols) < 0 || check_input(op, 0, cols) < 0 ? -1 : check_input(op, 1, cols);
  }
}

int check_operations(void) {
  const uint32_t count = count_of(OPERATIONS);
  CHECK(count > 0 && operation_at(count - 1)->kind == SAMPLE, "PLAN.BIN: the last operation does not sample. " REBUILD);
  for (uint32_t i = 0; i < count; i++)
    if (check_operation(i) < 0) return -1;
  return 0;
}
