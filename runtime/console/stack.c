#include "stack.h"

#include "../plan/platform.h"

/* Documented in docs/mailbox.md, so that a host can check it too. */
#define PAINT 0x5E5E5E5Eu

static const uint32_t *lowest;
static const uint32_t *highest;

void stack_paint(uint32_t start, uint32_t end) {
  lowest = (const uint32_t *)(uintptr_t)start;
  highest = (const uint32_t *)(uintptr_t)end;
  for (uint32_t *word = (uint32_t *)(uintptr_t)start; word < highest; word++) *word = PAINT;
}

uint32_t platform_stack_bytes(void) {
  const uint32_t *word = lowest;
  while (word < highest && *word == PAINT) word++;
  return (uint32_t)((uintptr_t)highest - (uintptr_t)word);
}
