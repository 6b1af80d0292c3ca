#include "stream.h"

#define SCRATCHPAD 0x70000000u
#define HALF_BYTES 8192u
#define PHYSICAL 0x1FFFFFFFu

/* Channel 9, to the scratchpad (EE User's Manual, DMAC). */
#define TO_CHCR ((volatile uint32_t *)0x1000D400)
#define TO_MADR ((volatile uint32_t *)0x1000D410)
#define TO_QWC ((volatile uint32_t *)0x1000D420)
#define TO_SADR ((volatile uint32_t *)0x1000D480)
#define DMAC_CTRL ((volatile uint32_t *)0x1000E000)
#define ENABLED 1u
#define STARTED 0x100u
/* A transfer of half a scratchpad takes about 2,600 cycles, and each read of its register about 35. */
#define MOST_LOOKS 1000000u

static void begin(const uint8_t *from, uint32_t to, uint32_t bytes) {
  *TO_MADR = (uint32_t)(uintptr_t)from & PHYSICAL;
  *TO_QWC = bytes / 16;
  *TO_SADR = to;
  *TO_CHCR = STARTED;
}

static int await(void) {
  for (uint32_t looks = 0; (*TO_CHCR & STARTED) != 0; looks++)
    if (looks >= MOST_LOOKS) return -1;
  return 0;
}

static uint32_t least(uint32_t a, uint32_t b) { return a < b ? a : b; }

int stream_bands(const uint8_t *bands, uint32_t count, uint32_t stride, band_work work, void *context) {
  const uint32_t most = HALF_BYTES / stride;
  if (most == 0) {
    work(context, bands, 0, count);
    return 0;
  }
  /* An earlier program may have left the DMAC disabled, or a transfer running. */
  *DMAC_CTRL |= ENABLED;
  if (await() < 0) return -1;
  uint32_t half = 0;
  begin(bands, 0, least(count, most) * stride);
  for (uint32_t first = 0; first < count; first += most) {
    const uint32_t here = least(count - first, most);
    const uint32_t next = first + here;
    if (await() < 0) return -1;
    if (next < count) begin(bands + next * stride, HALF_BYTES - half, least(count - next, most) * stride);
    work(context, (const uint8_t *)(uintptr_t)(SCRATCHPAD + half), first, here);
    half = HALF_BYTES - half;
  }
  return 0;
}
