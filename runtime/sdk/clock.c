#include "clock.h"

static uint64_t ticks;
static uint32_t last;
static int started;

uint64_t clock_ticks(void) {
  const uint32_t now = clock_count();
  if (started) ticks += (uint32_t)(now - last);
  started = 1;
  last = now;
  return ticks;
}
