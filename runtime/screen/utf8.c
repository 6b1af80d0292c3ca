#include "utf8.h"

#define DAMAGED 0xFFFDu

/* The first byte of a character. @return how many characters it completes */
static uint32_t begin(struct utf8 *decoder, uint8_t byte, uint32_t *code) {
  if (byte < 0x80) {
    *code = byte;
    return 1;
  }
  if (byte >= 0xC2 && byte < 0xE0) *decoder = (struct utf8){byte & 0x1Fu, 1, 0x80};
  else if (byte >= 0xE0 && byte < 0xF0) *decoder = (struct utf8){byte & 0x0Fu, 2, 0x800};
  else if (byte >= 0xF0 && byte < 0xF5) *decoder = (struct utf8){byte & 0x07u, 3, 0x10000};
  else {
    *code = DAMAGED;
    return 1;
  }
  return 0;
}

/* Whether the byte can follow: the second byte rules out long forms, surrogates and codes above 10FFFF. */
static int continues(const struct utf8 *decoder, uint8_t byte) {
  if ((byte & 0xC0) != 0x80) return 0;
  const uint32_t next = decoder->code << 6 | (byte & 0x3Fu);
  const uint32_t shift = 6 * (decoder->missing - 1);
  const uint64_t first = (uint64_t)next << shift, last = first + (1u << shift) - 1;
  return last >= decoder->least && first <= 0x10FFFF && !(first >= 0xD800 && last <= 0xDFFF);
}

uint32_t utf8_take(struct utf8 *decoder, uint8_t byte, uint32_t codes[2]) {
  if (decoder->missing == 0) return begin(decoder, byte, codes);
  if (!continues(decoder, byte)) {
    decoder->missing = 0;
    codes[0] = DAMAGED;
    return 1 + begin(decoder, byte, codes + 1);
  }
  decoder->code = decoder->code << 6 | (byte & 0x3Fu);
  if (--decoder->missing > 0) return 0;
  codes[0] = decoder->code;
  return 1;
}
