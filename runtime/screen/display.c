#include "display.h"

#include "gif.h"
#include "gs_packet.h"
#include "pixels.h"
#include "video.h"

#define WIDTH 640u
#define PSMCT16 2u
/* Pixels of the frame are CLOCKS_A_PIXEL of DISPLAY's units wide. */
#define CLOCKS_A_PIXEL 4u
#define MOST_RIGHT 64
#define MOST_DOWN 32

/* The values of gsKit and ps2sdk's graph library; both agree. */
static const struct mode {
  uint32_t video; /* as SetGsCrt counts them */
  uint32_t lines;
  uint32_t rows;
  uint32_t left, top; /* DISPLAY's DX and DY */
} modes[] = {
    [REGION_NTSC] = {2, 448, 25, 652, 50},
    [REGION_PAL] = {3, 512, 28, 680, 72},
};

/* The 5th letter of the ROM's version (`0160EC20020426`): E in Europe and Australia. */
#define ROM_REGION ((const volatile uint8_t *)0x1FC7FF52)

static const struct mode *mode = &modes[REGION_NTSC];

/* Two, so that one is filled while the other is sent. */
static uint64_t packets[2][(PACKET_WORDS + 7) & ~7u] __attribute__((aligned(64)));
static uint32_t next_packet;

enum tv_region display_console_region(void) { return *ROM_REGION == 'E' ? REGION_PAL : REGION_NTSC; }

uint32_t display_rows(enum tv_region region) { return modes[region].rows; }

static uint32_t moved(uint32_t place, int32_t by, int32_t most, int32_t units) {
  if (by > most) by = most;
  if (by < -most) by = -most;
  return (uint32_t)((int32_t)place + by * units);
}

/* One colour over the frame, with all that could change it switched off. */
static void clear_frame(void) {
  const uint32_t colour = pixels_background();
  uint64_t *const packet = packets[next_packet ^= 1];
  uint64_t *to = gs_registers(packet, 14, 1);
  to = gs_set(to, GS_FRAME_1, (WIDTH / 64) << 16 | PSMCT16 << 24);
  to = gs_set(to, GS_ZBUF_1, (uint64_t)1 << 32);              /* not written */
  to = gs_set(to, GS_XYOFFSET_1, 0);
  to = gs_set(to, GS_SCISSOR_1, (uint64_t)(WIDTH - 1) << 16 | (uint64_t)(mode->lines - 1) << 48);
  to = gs_set(to, GS_TEST_1, 1u << 16 | 1u << 17);            /* the depth test always passes */
  to = gs_set(to, GS_SCANMSK, 0);
  to = gs_set(to, GS_DTHE, 0);
  to = gs_set(to, GS_COLCLAMP, 1);
  to = gs_set(to, GS_FBA_1, 0);
  to = gs_set(to, GS_PRMODECONT, 1);
  to = gs_set(to, GS_PRIM, 6);                                /* a rectangle */
  to = gs_set(to, GS_RGBAQ, (colour & 31) << 3 | (colour >> 5 & 31) << 11 | (colour >> 10 & 31) << 19);
  to = gs_set(to, GS_XYZ2, 0);
  to = gs_set(to, GS_XYZ2, WIDTH << 4 | (uint64_t)(mode->lines << 4) << 16);
  gif_send(packet, (uint32_t)(to - packet) / 2);
}

static struct video_place place_of(int32_t right, int32_t down) {
  return (struct video_place){
      .left = moved(mode->left, right, MOST_RIGHT, CLOCKS_A_PIXEL),
      .top = moved(mode->top, down, MOST_DOWN, 1),
      .width = WIDTH * CLOCKS_A_PIXEL,
      .lines = mode->lines,
  };
}

void display_move(int32_t right, int32_t down) {
  const struct video_place place = place_of(right, down);
  video_place(&place);
}

void display_start(enum tv_region region, int32_t right, int32_t down) {
  mode = &modes[region];
  pixels_start();
  gif_start();
  const struct video_settings settings = {
      .mode = mode->video,
      .frame_width = WIDTH,
      .format = PSMCT16,
      .place = place_of(right, down),
  };
  video_start(&settings);
  clear_frame();
}

void display_draw(struct screen *screen) {
  const uint32_t left = (WIDTH - SCREEN_COLUMNS * GLYPH_WIDTH) / 2;
  const uint32_t top = (mode->lines - mode->rows * GLYPH_LINES) / 2;
  uint32_t row = 0;
  struct changed part;
  while (cells_next_change(screen, &row, &part)) {
    const uint32_t count = (uint32_t)part.last - part.first + 1;
    uint64_t *const packet = packets[next_packet ^= 1];
    const uint32_t quadwords = pixels_packet(packet, WIDTH, left + part.first * GLYPH_WIDTH, top + row * GLYPH_LINES,
                                             &screen->cells[row][part.first], count);
    if (gif_send(packet, quadwords) < 0) return;
  }
}
