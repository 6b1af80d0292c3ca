#include "weights.h"

#include "crc32.h"
#include "debugger.h"
#include "failure.h"
#include "mailbox.h"
#include "plan_checks.h"
#include "platform.h"

/* Slots that hold different reads at one time; when there are more, some are read again. */
#define MOST_IN_PLACE 64u

static uint8_t is_verified[MAX_READS / 8];
static uint32_t in_place[MOST_IN_PLACE];
static uint32_t in_place_count;
#define WEIGHTS_MAJOR 2u

struct weights_header {
  char magic[8];
  uint16_t major;
  uint16_t minor;
  uint32_t sectors;
  uint8_t id[32];
};

#include "weights_layout.h"

static uint8_t first_sector[WEIGHTS_HEADER_BYTES] __attribute__((aligned(64)));

static const char magic[8] = {'P', 'S', '2', 'M', 'W', 'G', 'T', 'S'};

int weights_open(void) {
  uint32_t bytes = 0;
  uint32_t retries = 0;
  if (platform_open(FILE_WEIGHTS, &bytes) < 0) return -1;
  if (bytes != (uint64_t)plan->weights_sectors * SECTOR_BYTES)
    return fail(PS2ML_ERROR_WEIGHTS, "WEIGHTS.BIN: the disc has %u bytes, PLAN.BIN expects %u sectors of 2048. " REBUILD, bytes,
                plan->weights_sectors);
  if (platform_read(FILE_WEIGHTS, 0, 1, (uint32_t)(uintptr_t)first_sector, &retries) < 0) return -1;
  const struct weights_header *const header = (const void *)first_sector;
  for (uint32_t i = 0; i < 8; i++) {
    if (header->magic[i] != magic[i])
      return fail(PS2ML_ERROR_WEIGHTS, "WEIGHTS.BIN: the file does not start with PS2MWGTS. " REBUILD);
  }
  if (header->major != WEIGHTS_MAJOR)
    return fail(PS2ML_ERROR_WEIGHTS, "WEIGHTS.BIN: format %u; this program supports 2.x. Use an image and EE program from the same release.",
                header->major);
  if (header->sectors != plan->weights_sectors)
    return fail(PS2ML_ERROR_WEIGHTS, "WEIGHTS.BIN: its header says %u sectors, PLAN.BIN %u. " REBUILD, header->sectors,
                plan->weights_sectors);
  for (uint32_t i = 0; i < sizeof plan->weights_id; i++) {
    if (header->id[i] != plan->weights_id[i])
      return fail(PS2ML_ERROR_WEIGHTS, "WEIGHTS.BIN: its id differs from PLAN.BIN: the files belong to different models. " REBUILD);
  }
  return 0;
}

static const char *matrix_name(const struct read *read) {
  return read->matrix == NONE ? "the vectors" : string_at(matrix_at(read->matrix)->name);
}

/* Compares the bytes of a read with the plan's CRC, the first time that they are read. */
static int verify(uint32_t index) {
  const uint8_t bit = (uint8_t)(1u << (index & 7));
  if ((is_verified[index >> 3] & bit) != 0) return 0;
  const struct read *const read = read_at(index);
  const uint32_t crc = crc32(0, memory_at(read->address), read->sectors * SECTOR_BYTES);
  if (crc != read->crc)
    return fail(PS2ML_ERROR_WEIGHTS, "WEIGHTS.BIN: CRC-32 of %s, %u sectors from sector %u, is %x, expected %x: the file is damaged. " REBUILD,
                matrix_name(read), read->sectors, read->sector, crc, read->crc);
  is_verified[index >> 3] |= bit;
  return 0;
}

static int perform(uint32_t index, uint32_t sector, uint32_t pass) {
  const struct read *const read = read_at(index);
  uint32_t retries = 0;
  const uint64_t start = platform_ticks();
  if (platform_read(FILE_WEIGHTS, sector, read->sectors, read->address, &retries) < 0) return -1;
  const uint64_t ticks = platform_ticks() - start;
  mailbox_count_read(read->matrix, read->sectors, read->bytes, retries, ticks);
  platform_show_read(matrix_name(read), read->bytes, ticks);
  mailbox_event(PS2ML_EVENT_READ, pass, index, read->sectors, retries, start, ticks);
  return (read->flags & READ_ROW) != 0 ? 0 : verify(index);
}

static uint32_t preload_sectors(void) {
  uint32_t sectors = 0;
  for (uint32_t i = 0; i < count_of(READS); i++) {
    if ((read_at(i)->flags & READ_PRELOAD) != 0) sectors += read_at(i)->sectors;
  }
  return sectors;
}

int weights_preload(void) {
  const uint32_t total = preload_sectors();
  uint32_t done = 0;
  for (uint32_t i = 0; i < count_of(READS); i++) {
    const struct read *const read = read_at(i);
    if ((read->flags & READ_PRELOAD) == 0) continue;
    debugger_poll();
    platform_show_loading(matrix_name(read), done, total);
    if (perform(i, read->sector, PS2ML_PRELOAD) < 0) return -1;
    done += read->sectors;
  }
  return 0;
}

void weights_begin_pass(void) { in_place_count = 0; }

static int overlap(const struct read *a, const struct read *b) {
  return a->address < b->address + b->sectors * SECTOR_BYTES && b->address < a->address + a->sectors * SECTOR_BYTES;
}

/* Forgets what a read will overwrite. */
static void make_room(const struct read *read) {
  uint32_t kept = 0;
  for (uint32_t i = 0; i < in_place_count; i++) {
    if (!overlap(read, read_at(in_place[i]))) in_place[kept++] = in_place[i];
  }
  in_place_count = kept < MOST_IN_PLACE ? kept : 0;
}

int weights_bring(const struct tile *tile, uint32_t pass) {
  if (tile->read == NONE) return 0;
  for (uint32_t i = 0; i < in_place_count; i++) {
    if (in_place[i] == tile->read) return 0;
  }
  const struct read *const read = read_at(tile->read);
  make_room(read);
  if (perform(tile->read, read->sector, pass) < 0) return -1;
  in_place[in_place_count++] = tile->read;
  return 0;
}

const void *weights_bring_row(const struct tile *tile, uint32_t row, uint32_t pass) {
  const struct read *const read = tile->read == NONE ? 0 : read_at(tile->read);
  const uint32_t unit = row / unit_rows(matrix_at(tile->matrix));
  if (read == 0 || (read->flags & READ_ROW) == 0)
    return weights_bring(tile, pass) < 0 ? 0 : memory_at(tile->data_address + unit * tile->stride);
  const struct part *const part = part_at(matrix_at(tile->matrix), tile->part);
  const uint32_t byte = part->file_offset + part->data_offset + unit * part->stride;
  const uint32_t last = plan->weights_sectors - read->sectors;
  const uint32_t sector = byte / SECTOR_BYTES < last ? byte / SECTOR_BYTES : last;
  make_room(read);
  if (perform(tile->read, sector, pass) < 0) return 0;
  return memory_at(read->address + (byte - sector * SECTOR_BYTES));
}
