#include "bands.h"
#include "memory_map.h"
#include "plan_checks.h"
#include "platform.h"

static int is_known(uint32_t type) {
  return type == TYPE_F32 || type == TYPE_TERNARY || type == TYPE_Q4 || type == TYPE_Q4G32 || type == TYPE_Q8;
}

static int is_bands(const struct matrix *m) { return m->arrangement == ARRANGED_BANDS; }

static uint64_t row_bytes(const struct matrix *m) {
  const uint64_t cols = m->cols;
  if (m->type == TYPE_F32) return cols * 4;
  if (m->type == TYPE_Q8) return cols;
  return m->type == TYPE_TERNARY ? (cols + 3) / 4 : (cols + 1) / 2;
}

static uint64_t scale_bytes(const struct matrix *m, const struct part *p) {
  if (m->type == TYPE_F32) return 0;
  if (m->type != TYPE_Q4G32) return (uint64_t)p->rows * 4;
  const uint64_t first = (uint64_t)p->row_start * m->cols % GROUP_SIZE;
  return (first + (uint64_t)p->rows * m->cols + GROUP_SIZE - 1) / GROUP_SIZE * 4;
}

/* A band is four rows with their scales; parts begin with a whole band. */
static int check_bands(const struct matrix *m, uint32_t index, const struct part *p) {
  const char *const name = string_at(m->name);
  const struct band_shape shape = band_shape(m->type, m->cols);
  const uint32_t bands = p->rows / BAND_ROWS + (p->rows % BAND_ROWS != 0);
  CHECK(p->row_start % BAND_ROWS == 0, "PLAN.BIN: part %u of %s begins with row %u, inside a band of four rows. " REBUILD, index,
        name, p->row_start);
  CHECK(p->stride % 16 == 0 && shape.value_bytes + shape.slots * 16 <= p->stride,
        "PLAN.BIN: bands of %s are %u bytes apart, too few for %u columns. " REBUILD, name, p->stride, m->cols);
  CHECK(p->data_offset == 0 && p->bytes == (uint64_t)bands * p->stride,
        "PLAN.BIN: part %u of %s has %u bytes, which does not match its %u rows in bands. " REBUILD, index, name, p->bytes,
        p->rows);
  return 0;
}

static int check_rows(const struct matrix *m, uint32_t index, const struct part *p) {
  const char *const name = string_at(m->name);
  CHECK(p->stride % 16 == 0 && row_bytes(m) <= p->stride,
        "PLAN.BIN: rows of %s are %u bytes apart, too few for %u columns. " REBUILD, name, p->stride, m->cols);
  CHECK(p->data_offset % 16 == 0 && p->data_offset >= scale_bytes(m, p) &&
            p->bytes == p->data_offset + (uint64_t)p->rows * p->stride,
        "PLAN.BIN: part %u of %s has %u bytes, which does not match its scales and %u rows. " REBUILD, index, name, p->bytes,
        p->rows);
  return 0;
}

static int check_part(const struct matrix *m, uint32_t index, uint32_t first_row) {
  const struct part *const p = part_at(m, index);
  const char *const name = string_at(m->name);
  CHECK(p->row_start == first_row && p->rows > 0 && p->rows <= m->rows - first_row,
        "PLAN.BIN: part %u of %s has %u rows from row %u, expected row %u. " REBUILD, index, name, p->rows, p->row_start,
        first_row);
  if ((is_bands(m) ? check_bands(m, index, p) : check_rows(m, index, p)) < 0) return -1;
  CHECK(p->file_offset + (uint64_t)p->bytes <= (uint64_t)plan->weights_sectors * SECTOR_BYTES,
        "PLAN.BIN: part %u of %s is outside WEIGHTS.BIN. " REBUILD, index, name);
  return 0;
}

static int check_matrix(uint32_t index) {
  const struct matrix *const m = matrix_at(index);
  const char *const name = string_at(m->name);
  CHECK(is_known(m->type), "PLAN.BIN: unknown type of %s: %u. " REBUILD,
        name, m->type);
  CHECK(m->arrangement == ARRANGED_ROWS || (is_bands(m) && m->type != TYPE_F32),
        "PLAN.BIN: unknown arrangement of %s, which has type %u: %u. " REBUILD, name, m->type, m->arrangement);
  CHECK(m->rows > 0 && m->cols > 0 && m->parts > 0 && m->first_part + (uint64_t)m->parts <= count_of(PARTS),
        "PLAN.BIN: %s has %u rows, %u columns and %u parts. " REBUILD, name, m->rows, m->cols, m->parts);
  uint32_t rows = 0;
  for (uint32_t i = 0; i < m->parts; i++) {
    if (check_part(m, i, rows) < 0) return -1;
    rows += part_at(m, i)->rows;
  }
  CHECK(rows == m->rows, "PLAN.BIN: the parts of %s have %u rows of %u. " REBUILD, name, rows, m->rows);
  return 0;
}

static int check_read(uint32_t index) {
  const struct read *const r = read_at(index);
  CHECK(r->sectors > 0 && r->sector + (uint64_t)r->sectors <= plan->weights_sectors &&
            r->bytes <= (uint64_t)r->sectors * SECTOR_BYTES,
        "PLAN.BIN: read %u requests %u sectors from sector %u of the %u of WEIGHTS.BIN. " REBUILD, index, r->sectors,
        r->sector, plan->weights_sectors);
  CHECK(r->address % 64 == 0 && is_data_memory(r->address, (uint64_t)r->sectors * SECTOR_BYTES),
        "PLAN.BIN: read %u goes to %x, which is not free memory of the arena. " REBUILD, index, r->address);
  CHECK(r->issued_before <= r->needed_by && r->needed_by < count_of(OPERATIONS),
        "PLAN.BIN: read %u is issued before operation %u and needed by %u of %u. " REBUILD, index, r->issued_before,
        r->needed_by, count_of(OPERATIONS));
  const int is_row = (r->flags & READ_ROW) != 0 && r->part == NONE;
  CHECK(r->matrix == NONE || (r->matrix < count_of(MATRICES) && (is_row || r->part < matrix_at(r->matrix)->parts)),
        "PLAN.BIN: read %u loads part %u of matrix %u, which does not exist. " REBUILD, index, r->part, r->matrix);
  return 0;
}

/* Bytes that a preload brings stand at `address` from then on. */
static int is_preloaded(uint32_t address, uint64_t bytes) {
  for (uint32_t i = 0; i < count_of(READS); i++) {
    const struct read *const r = read_at(i);
    if ((r->flags & READ_PRELOAD) != 0 && is_inside(address, bytes, r->address, r->address + r->sectors * SECTOR_BYTES))
      return 1;
  }
  return 0;
}

/* Places of rows in sectors repeat after so many rows: a stride is a multiple of 16 bytes. */
#define ROW_PERIOD (SECTOR_BYTES / 16)

/* A tile whose rows are read one by one: its scales are resident, and any row is in the sectors of the read. */
static int check_row_tile(uint32_t index, const struct tile *t, const struct read *r) {
  const struct matrix *const m = matrix_at(t->matrix);
  const struct part *const p = part_at(m, t->part);
  const char *const name = string_at(m->name);
  CHECK((r->flags & READ_PRELOAD) == 0 && r->matrix == t->matrix && r->part == NONE && r->address == t->data_address &&
            r->bytes == p->stride,
        "PLAN.BIN: read %u does not load rows of tile %u of %s. " REBUILD, t->read, index, name);
  const uint32_t units = (p->rows + unit_rows(m) - 1) / unit_rows(m);
  for (uint32_t unit = 0; unit < units && unit < ROW_PERIOD; unit++) {
    const uint32_t in_sector = (p->data_offset + unit * p->stride) % SECTOR_BYTES;
    CHECK(in_sector + (uint64_t)p->stride <= (uint64_t)r->sectors * SECTOR_BYTES,
          "PLAN.BIN: read %u has %u sectors, too few for row %u of %s. " REBUILD, t->read, r->sectors, p->row_start + unit * unit_rows(m), name);
  }
  CHECK(m->type == TYPE_F32 || is_bands(m) || (t->scales_address % 16 == 0 && is_preloaded(t->scales_address, scale_bytes(m, p))),
        "PLAN.BIN: no read loads the scales of tile %u of %s at %x. " REBUILD, index, name, t->scales_address);
  return 0;
}

static int check_tile(uint32_t index) {
  const struct tile *const t = tile_at(index);
  CHECK(t->matrix < count_of(MATRICES) && t->part < matrix_at(t->matrix)->parts,
        "PLAN.BIN: tile %u is part %u of matrix %u, which does not exist. " REBUILD, index, t->part, t->matrix);
  const struct matrix *const m = matrix_at(t->matrix);
  const struct part *const p = part_at(m, t->part);
  CHECK(t->row_start == p->row_start && t->rows == p->rows && t->stride == p->stride,
        "PLAN.BIN: tile %u and part %u of %s differ in their rows. " REBUILD, index, t->part, string_at(m->name));
  if (t->read < count_of(READS) && (read_at(t->read)->flags & READ_ROW) != 0) return check_row_tile(index, t, read_at(t->read));
  const int has_scales = m->type != TYPE_F32 && !is_bands(m);
  const uint32_t start = has_scales ? t->scales_address : t->data_address - p->data_offset;
  CHECK(start % 16 == 0 && t->data_address == start + p->data_offset, "PLAN.BIN: values of tile %u of %s are at %x. " REBUILD,
        index, string_at(m->name), t->data_address);
  if (t->read == NONE) {
    CHECK(is_preloaded(start, p->bytes), "PLAN.BIN: no read loads tile %u of %s at %x. " REBUILD, index, string_at(m->name),
          start);
    return 0;
  }
  CHECK(t->read < count_of(READS), "PLAN.BIN: tile %u uses read %u of %u. " REBUILD, index, t->read, count_of(READS));
  const struct read *const r = read_at(t->read);
  CHECK((r->flags & READ_PRELOAD) == 0 && r->matrix == t->matrix && r->part == t->part && r->address == start &&
            r->bytes == p->bytes && r->sector * (uint64_t)SECTOR_BYTES == p->file_offset,
        "PLAN.BIN: read %u does not load tile %u of %s. " REBUILD, t->read, index, string_at(m->name));
  return 0;
}

int check_matrices(void) {
  for (uint32_t i = 0; i < count_of(MATRICES); i++)
    if (check_matrix(i) < 0) return -1;
  for (uint32_t i = 0; i < count_of(READS); i++)
    if (check_read(i) < 0) return -1;
  for (uint32_t i = 0; i < count_of(TILES); i++)
    if (check_tile(i) < 0) return -1;
  return 0;
}
