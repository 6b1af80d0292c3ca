#include "video.h"

#include "../sdk/kernel.h"

#define GS_REGISTER(offset) ((volatile uint64_t *)(0x12000000 + (offset)))
#define PMODE GS_REGISTER(0x0000)
#define DISPFB2 GS_REGISTER(0x0090)
#define DISPLAY2 GS_REGISTER(0x00A0)
#define BGCOLOR GS_REGISTER(0x00E0)
#define CSR GS_REGISTER(0x1000)

#define CSR_RESET 0x200u
#define ALL_MASKED 0xFF00u
#define INTERLACED 1
/* FFMD of 0 reads every other line of the frame for each field (gsKit's gsInit.h has the name the other way round). */
#define FIELDS 0
/* Circuit 2 alone, as gsKit has it. */
#define CIRCUIT_2 0x8046u

void video_place(const struct video_place *place) {
  *DISPLAY2 = place->left | place->top << 12 | 3u << 23 | (uint64_t)(place->width - 1) << 32 |
              (uint64_t)(place->lines - 1) << 44;
}

void video_start(const struct video_settings *settings) {
  *CSR = CSR_RESET;
  __asm__ volatile("sync.p" ::: "memory");
  GsPutIMR(ALL_MASKED);
  SetGsCrt(INTERLACED, (int32_t)settings->mode, FIELDS);
  *PMODE = CIRCUIT_2;
  *DISPFB2 = (settings->frame_width / 64) << 9 | settings->format << 15;
  video_place(&settings->place);
  *BGCOLOR = 0;
}
