/* What the compiler may call on its own; the program's sizes are small, so bytes are good enough. */
#include <stddef.h>

void *memcpy(void *restrict to, const void *restrict from, size_t bytes);
void *memset(void *to, int value, size_t bytes);

void *memcpy(void *restrict to, const void *restrict from, size_t bytes) {
  unsigned char *t = to;
  const unsigned char *f = from;
  while (bytes-- > 0) *t++ = *f++;
  return to;
}

void *memset(void *to, int value, size_t bytes) {
  unsigned char *t = to;
  while (bytes-- > 0) *t++ = (unsigned char)value;
  return to;
}
