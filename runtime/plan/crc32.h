#ifndef PLAN_CRC32_H
#define PLAN_CRC32_H

#include <stdint.h>

/* CRC-32 of ISO 3309 and zip. @param seed the CRC of what stands before, 0 for nothing */
uint32_t crc32(uint32_t seed, const void *bytes, uint32_t count);

/* The same of a file in memory, with the word at `field` taken as 0. */
uint32_t crc32_without(const void *file, uint32_t bytes, uint32_t field);

#endif
