/* UTF-8 by the byte, since a token may end inside a character. */
#ifndef SCREEN_UTF8_H
#define SCREEN_UTF8_H

#include <stdint.h>

struct utf8 {
  uint32_t code;    /* so far */
  uint32_t missing; /* bytes */
  uint32_t least;   /* a smaller code would have needed fewer bytes */
};

/*
 * Takes a byte. Bytes that are not UTF-8 become U+FFFD, one for each maximal part of a character.
 * @param codes receives at most two characters: the damaged one before, and this one
 * @return how many
 */
uint32_t utf8_take(struct utf8 *decoder, uint8_t byte, uint32_t codes[2]);

#endif
