#include "gif.h"

#include "../sdk/cache.h"
#include "../sdk/clock.h"
#include "../sdk/kernel.h"

#define GIF_CTRL ((volatile uint32_t *)0x10003000)
#define GIF_RESET 1u
#define D2_CHCR ((volatile uint32_t *)0x1000A000)
#define D2_MADR ((volatile uint32_t *)0x1000A010)
#define D2_QWC ((volatile uint32_t *)0x1000A020)
#define CHCR_FROM_MEMORY 1u
#define CHCR_START 0x100u

/* A whole row takes 20 microseconds. */
#define LIMIT_MS 50u

static int is_dead;

int gif_wait(void) {
  if (is_dead) return -1;
  const uint32_t start = clock_count();
  while ((*D2_CHCR & CHCR_START) != 0) {
    if (clock_count() - start > LIMIT_MS * TICKS_PER_MS) {
      is_dead = 1;
      return -1;
    }
  }
  return 0;
}

void gif_start(void) {
  is_dead = 0;
  if (gif_wait() < 0) *D2_CHCR = 0;
  is_dead = 0;
  *GIF_CTRL = GIF_RESET;
}

int gif_send(const void *packet, uint32_t quadwords) {
  if (gif_wait() < 0) return -1;
  cache_release(packet, quadwords * 16);
  *D2_MADR = PHYSICAL(packet);
  *D2_QWC = quadwords;
  *D2_CHCR = CHCR_FROM_MEMORY | CHCR_START;
  return 0;
}
