#ifndef PLAN_CRC32_H
#define PLAN_CRC32_H

#include <stdint.h>

/* CRC-32 of ISO 3309 and zip. @param seed the CRC of the preceding bytes, 0 for none */
uint32_t crc32(uint32_t seed, const void *bytes, uint32_t count);

/* The same for a file in memory, with the word at `field` as 0. */
uint32_t crc32_without(const void *file, uint32_t bytes, uint32_t field);

#endif
