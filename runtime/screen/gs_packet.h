/* GIF packets: tags and general registers of the GS (GS User's Manual). Two 64-bit words are a quadword. */
#ifndef SCREEN_GS_PACKET_H
#define SCREEN_GS_PACKET_H

#include <stdint.h>

enum gs_register {
  GS_PRIM = 0x00,
  GS_RGBAQ = 0x01,
  GS_XYZ2 = 0x05,
  GS_XYOFFSET_1 = 0x18,
  GS_PRMODECONT = 0x1A,
  GS_SCANMSK = 0x22,
  GS_SCISSOR_1 = 0x40,
  GS_DTHE = 0x45,
  GS_COLCLAMP = 0x46,
  GS_TEST_1 = 0x47,
  GS_FBA_1 = 0x4A,
  GS_FRAME_1 = 0x4C,
  GS_ZBUF_1 = 0x4E,
  GS_BITBLTBUF = 0x50,
  GS_TRXPOS = 0x51,
  GS_TRXREG = 0x52,
  GS_TRXDIR = 0x53
};

#define GIF_END_OF_PACKET 0x8000u
#define GIF_ADDRESS_AND_DATA 0xEu

/* The tag of `count` registers that follow by address and data. */
static inline uint64_t *gs_registers(uint64_t *to, uint32_t count, int is_last) {
  to[0] = count | (is_last ? GIF_END_OF_PACKET : 0) | (uint64_t)1 << 60;
  to[1] = GIF_ADDRESS_AND_DATA;
  return to + 2;
}

static inline uint64_t *gs_set(uint64_t *to, enum gs_register number, uint64_t value) {
  to[0] = value;
  to[1] = (uint64_t)number;
  return to + 2;
}

/* The tag of image data, the last of the packet. @param quadwords at most 32,767 */
static inline uint64_t *gs_image(uint64_t *to, uint32_t quadwords) {
  to[0] = quadwords | GIF_END_OF_PACKET | (uint64_t)2 << 58;
  to[1] = 0;
  return to + 2;
}

#endif
