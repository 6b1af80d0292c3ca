#include "cache.h"

#include "kernel.h"

#define LINE_BYTES 64u
#define WAY_BYTES 4096u
/* A multiple of WAY_BYTES that every program can reach: an index operation uses only the lower bits. */
#define MAPPED 0x100000u

/* sync.l keeps the operation apart from loads and stores around it, as the manual asks. */
#define CACHE_OPERATION(code, offset, address) \
  __asm__ volatile("sync.l\n\tcache " #code ", " #offset "(%0)\n\tsync.l" : : "r"(address) : "memory")

void cache_release(const void *start, uint32_t bytes) {
  uint32_t address = (uint32_t)(uintptr_t)start & ~(LINE_BYTES - 1);
  const uint32_t end = (uint32_t)(uintptr_t)start + bytes;
  for (; address < end; address += LINE_BYTES) CACHE_OPERATION(0x18, 0, address); /* hit write-back invalidate */
}

void cache_release_all(void) {
  /* The kernel's call is documented to write back; only the index operation is documented to invalidate, too. */
  FlushCache(FLUSH_DATA_CACHE);
  for (uint32_t address = MAPPED; address < MAPPED + WAY_BYTES; address += LINE_BYTES) {
    CACHE_OPERATION(0x14, 0, address); /* index write-back invalidate, way 0 */
    CACHE_OPERATION(0x14, 1, address);
  }
}
