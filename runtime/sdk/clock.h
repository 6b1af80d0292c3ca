/* The COUNT register: one tick per CPU cycle, wraps after 14.5 seconds. */
#ifndef SDK_CLOCK_H
#define SDK_CLOCK_H

#include <stdint.h>

#define TICKS_PER_SECOND 294912000u
#define TICKS_PER_MS (TICKS_PER_SECOND / 1000u)

static inline uint32_t clock_count(void) {
  uint32_t count;
  __asm__ volatile("mfc0 %0, $9" : "=r"(count));
  return count;
}

/* COUNT since the first call, extended to 64 bits. Must be called at least every 14 seconds; not in interrupts. */
uint64_t clock_ticks(void);

#endif
