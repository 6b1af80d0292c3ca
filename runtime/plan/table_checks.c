#include "memory_map.h"
#include "plan_checks.h"

static const struct {
  const char *name;
  uint32_t entry_bytes;
  uint32_t most;
} tables[TABLES] = {
    {"regions", REGION_BYTES, 4096},
    {"buffers", BUFFER_BYTES, 4096},
    {"matrices", MATRIX_BYTES, MAX_MATRICES},
    {"parts", PART_BYTES, MAX_READS},
    {"tiles", TILE_BYTES, MAX_READS},
    {"reads", READ_BYTES, MAX_READS},
    {"operations", OPERATION_BYTES, MAX_OPERATIONS},
    {"layers", LAYER_BYTES, 4096},
    {"liveness", LIVENESS_BYTES, MAX_READS},
    {"strings", 1, 1u << 20},
};

static int check_directory(void) {
  for (uint32_t i = 0; i < TABLES; i++) {
    const struct table_place *const place = &plan->tables[i];
    CHECK(place->entry_bytes >= tables[i].entry_bytes && (i == STRINGS || place->entry_bytes % 4 == 0),
          "PLAN.BIN: entries of the table of %s have %u bytes, expected %u. " REBUILD, tables[i].name, place->entry_bytes,
          tables[i].entry_bytes);
    CHECK(place->count <= tables[i].most, "PLAN.BIN: %u %s; the limit is %u. Use a smaller model.", place->count,
          tables[i].name, tables[i].most);
    CHECK(place->offset % 64 == 0 && place->offset >= sizeof *plan &&
              place->offset + (uint64_t)place->count * place->entry_bytes <= plan->file_bytes,
          "PLAN.BIN: the table of %s at offset %u with %u entries is outside the file of %u bytes. " REBUILD, tables[i].name,
          place->offset, place->count, plan->file_bytes);
  }
  CHECK(plan->tables[STRINGS].entry_bytes == 1, "PLAN.BIN: strings are not bytes. " REBUILD);
  return 0;
}

static int check_name(const char *table, uint32_t index, uint32_t name) {
  CHECK(name < count_of(STRINGS), "PLAN.BIN: entry %u of %s has its name at %u, beyond the %u bytes of strings. " REBUILD,
        index, table, name, count_of(STRINGS));
  return 0;
}

/* Every string ends inside the table, since the table's last byte is 0. */
static int check_strings(void) {
  CHECK(count_of(STRINGS) > 0 && *string_at(count_of(STRINGS) - 1) == 0, "PLAN.BIN: the strings have no terminating zero. " REBUILD);
  if (check_name("the header", 0, plan->model_name) < 0) return -1;
  /* The first word of an entry of these tables is a name. */
  static const uint8_t named[] = {REGIONS, BUFFERS, MATRICES, OPERATIONS, LAYERS};
  for (uint32_t t = 0; t < sizeof named; t++) {
    for (uint32_t i = 0; i < count_of(named[t]); i++) {
      if (check_name(tables[named[t]].name, i, *(const uint32_t *)entry_at(named[t], i)) < 0) return -1;
    }
  }
  return 0;
}

static int check_buffers(void) {
  for (uint32_t i = 0; i < count_of(BUFFERS); i++) {
    const struct buffer *const b = buffer_at(i);
    const char *const name = string_at(b->name);
    CHECK(b->start % 4 == 0 && b->end >= b->start && is_data_memory(b->start, (uint64_t)b->end - b->start),
          "PLAN.BIN: buffer %s at %x to %x is not in free memory of the arena. " REBUILD, name, b->start, b->end);
    const uint64_t row_bytes = bytes_of_row(b, b->cols);
    CHECK(b->stride % 4 == 0 && row_bytes <= b->stride && (uint64_t)b->rows * b->stride <= b->end - b->start,
          "PLAN.BIN: %u rows of %u bytes do not fit into buffer %s of %u bytes. " REBUILD, b->rows, b->stride, name,
          b->end - b->start);
  }
  return 0;
}

int check_tables(void) {
  if (check_directory() < 0 || check_strings() < 0) return -1;
  return check_buffers();
}
