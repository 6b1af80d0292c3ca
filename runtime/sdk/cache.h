/* The data cache: 8 KB, two ways, lines of 64 bytes, not snooped by any transfer (EE Core User's Manual). */
#ifndef SDK_CACHE_H
#define SDK_CACHE_H

#include <stdint.h>

/* Writes back and invalidates the lines of a range, before a transfer changes it in RAM. */
void cache_release(const void *start, uint32_t bytes);

/* Writes back and invalidates every line. */
void cache_release_all(void);

#endif
