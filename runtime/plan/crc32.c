#include "crc32.h"

#define POLYNOMIAL 0xEDB88320u /* reflected */

static uint32_t table[256];

static void fill_table(void) {
  for (uint32_t byte = 0; byte < 256; byte++) {
    uint32_t value = byte;
    for (int bit = 0; bit < 8; bit++) value = (value & 1) != 0 ? value >> 1 ^ POLYNOMIAL : value >> 1;
    table[byte] = value;
  }
}

uint32_t crc32(uint32_t seed, const void *bytes, uint32_t count) {
  const uint8_t *next = bytes;
  uint32_t crc = ~seed;
  if (table[1] == 0) fill_table();
  while (count-- > 0) crc = crc >> 8 ^ table[(crc ^ *next++) & 0xFF];
  return ~crc;
}

uint32_t crc32_without(const void *file, uint32_t bytes, uint32_t field) {
  static const uint32_t zero = 0;
  const uint8_t *const start = file;
  uint32_t crc = crc32(0, start, field);
  crc = crc32(crc, &zero, sizeof zero);
  return crc32(crc, start + field + sizeof zero, bytes - field - (uint32_t)sizeof zero);
}
