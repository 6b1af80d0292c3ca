/* A line of text that is put together from words and numbers. */
#ifndef SCREEN_LINE_H
#define SCREEN_LINE_H

#include <stdint.h>

#define LINE_BYTES 256u

struct line {
  char text[LINE_BYTES]; /* ends with 0 */
  uint32_t bytes;
};

void line_start(struct line *line);
void line_add(struct line *line, const char *text);
void line_number(struct line *line, uint32_t value);
/* With a comma between thousands: `1,024`. */
void line_grouped(struct line *line, uint32_t value);
/* Eight hexadecimal digits. */
void line_hex(struct line *line, uint32_t value);
/* A value that is counted in tenths: `12.3`. */
void line_tenths(struct line *line, uint32_t tenths);
/* A setting with up to two places after the point: `0.75`, `1`. */
void line_fraction(struct line *line, float value);

#endif
