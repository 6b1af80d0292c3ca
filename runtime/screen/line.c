#include "line.h"

static void put(struct line *line, char character) {
  if (line->bytes == LINE_BYTES - 1) return;
  line->text[line->bytes++] = character;
  line->text[line->bytes] = 0;
}

void line_start(struct line *line) {
  line->bytes = 0;
  line->text[0] = 0;
}

void line_add(struct line *line, const char *text) {
  while (*text != 0) put(line, *text++);
}

void line_number(struct line *line, uint32_t value) {
  char digits[10];
  uint32_t count = 0;
  do {
    digits[count++] = (char)('0' + value % 10);
    value /= 10;
  } while (value > 0);
  while (count > 0) put(line, digits[--count]);
}

void line_grouped(struct line *line, uint32_t value) {
  uint32_t unit = 1;
  while (value / unit >= 1000) unit *= 1000;
  line_number(line, value / unit);
  for (unit /= 1000; unit > 0; unit /= 1000) {
    put(line, ',');
    for (uint32_t digit = unit * 100; digit >= unit; digit /= 10) put(line, (char)('0' + value / digit % 10));
  }
}

void line_hex(struct line *line, uint32_t value) {
  for (uint32_t i = 0; i < 8; i++, value <<= 4) put(line, "0123456789ABCDEF"[value >> 28]);
}

void line_tenths(struct line *line, uint32_t tenths) {
  line_number(line, tenths / 10);
  put(line, '.');
  line_number(line, tenths % 10);
}

void line_fraction(struct line *line, float value) {
  if (!(value < 1000000.0f)) {
    line_add(line, "1000000 or more");
    return;
  }
  const uint32_t hundredths = (uint32_t)(int32_t)(value * 100.0f + 0.5f);
  line_number(line, hundredths / 100);
  if (hundredths % 100 == 0) return;
  put(line, '.');
  put(line, (char)('0' + hundredths / 10 % 10));
  if (hundredths % 10 != 0) put(line, (char)('0' + hundredths % 10));
}
