#include "figures.h"

/* Ticks are counted in 1,024s: they stay in 32 bits for four hours, and 288 of them are a millisecond. */
#define TICK_SHIFT 10u
#define UNITS_PER_MS 288u
#define UNITS_PER_SECOND 288000.0f
#define MOST 1e9f

static uint32_t units_of(uint64_t ticks) { return (uint32_t)(ticks >> TICK_SHIFT); }

/* `amount` a unit, times `factor` and rounded; the machine has no 64-bit division. */
static uint32_t rate(uint32_t amount, uint32_t units, float factor) {
  if (units == 0) return 0;
  const float value = (float)(int32_t)amount / (float)(int32_t)units * factor + 0.5f;
  return value < MOST ? (uint32_t)(int32_t)value : (uint32_t)(int32_t)MOST;
}

uint32_t tenths_per_second(uint32_t amount, uint64_t ticks) {
  return rate(amount, units_of(ticks), UNITS_PER_SECOND * 10.0f);
}

uint32_t tenths_of_megabytes(uint32_t bytes, uint64_t ticks) {
  return rate(bytes, units_of(ticks), UNITS_PER_SECOND / 100000.0f);
}

void line_time(struct line *line, uint64_t ticks) {
  const uint32_t ms = units_of(ticks) / UNITS_PER_MS;
  if (ms < 10000) {
    line_number(line, ms);
    line_add(line, " ms");
    return;
  }
  line_tenths(line, ms / 100);
  line_add(line, " s");
}
