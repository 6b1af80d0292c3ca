#include "iso.h"

#include "disc.h"
#include "kernel.h"

#define VOLUME_SECTOR 16
#define ROOT_RECORD 156
#define RECORD_EXTENT 2
#define RECORD_BYTES 10
#define RECORD_NAME_BYTES 32
#define RECORD_NAME 33

static volatile uint8_t buffer[SECTOR_BYTES] __attribute__((aligned(64)));

static uint32_t u32_at(const volatile uint8_t *bytes) {
  return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

static int is_named(const volatile uint8_t *record, const char *name) {
  const uint32_t length = record[RECORD_NAME_BYTES];
  for (uint32_t i = 0; i < length; i++) {
    if (name[i] == 0 || (uint8_t)name[i] != record[RECORD_NAME + i]) return 0;
  }
  return name[length] == 0;
}

int iso_find(const char *name, struct iso_file *file) {
  const volatile uint8_t *const sector = UNCACHED(buffer);
  uint32_t retries;
  int result = disc_read(VOLUME_SECTOR, 1, (void *)buffer, &retries);
  if (result != DISC_OK) return result;
  if (sector[0] != 1 || sector[1] != 'C' || sector[2] != 'D') return ISO_NO_VOLUME;
  const uint32_t start = u32_at(sector + ROOT_RECORD + RECORD_EXTENT);
  const uint32_t sectors = u32_at(sector + ROOT_RECORD + RECORD_BYTES) / SECTOR_BYTES;

  for (uint32_t i = 0; i < sectors; i++) {
    result = disc_read(start + i, 1, (void *)buffer, &retries);
    if (result != DISC_OK) return result;
    /* A record does not cross sectors; a length of 0 ends the sector. */
    for (uint32_t at = 0; at + RECORD_NAME < SECTOR_BYTES && sector[at] > RECORD_NAME;) {
      const volatile uint8_t *const record = sector + at;
      if (at + record[0] > SECTOR_BYTES || RECORD_NAME + (uint32_t)record[RECORD_NAME_BYTES] > record[0]) break;
      if (is_named(record, name)) {
        file->sector = u32_at(record + RECORD_EXTENT);
        file->bytes = u32_at(record + RECORD_BYTES);
        return 0;
      }
      at += record[0];
    }
  }
  return ISO_NOT_FOUND;
}
