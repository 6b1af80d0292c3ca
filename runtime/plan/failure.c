#include "failure.h"

#include <stdarg.h>

#define TEXT_BYTES 256u

static struct {
  uint32_t code;
  uint32_t bytes;
  char text[TEXT_BYTES];
} failure;

static void put(char character) {
  if (failure.bytes < TEXT_BYTES - 1) failure.text[failure.bytes++] = character;
}

static void put_string(const char *string) {
  while (*string != 0) put(*string++);
}

static void put_number(uint32_t value, uint32_t base, uint32_t least_digits) {
  char digits[10];
  uint32_t count = 0;
  do {
    digits[count++] = "0123456789ABCDEF"[value % base];
    value /= base;
  } while (value > 0 || count < least_digits);
  while (count > 0) put(digits[--count]);
}

static void put_argument(char kind, va_list *arguments) {
  switch (kind) {
    case 's':
      put_string(va_arg(*arguments, const char *));
      break;
    case 'u':
      put_number(va_arg(*arguments, uint32_t), 10, 1);
      break;
    default:
      put_number(va_arg(*arguments, uint32_t), 16, 8);
      break;
  }
}

int fail(uint32_t code, const char *format, ...) {
  if (failure.code != 0) return -1;
  va_list arguments;
  va_start(arguments, format);
  failure.code = code;
  for (; *format != 0; format++) {
    if (*format == '%') put_argument(*++format, &arguments);
    else put(*format);
  }
  failure.text[failure.bytes] = 0;
  va_end(arguments);
  return -1;
}

void failure_clear(void) { failure.code = failure.bytes = 0; }
uint32_t failure_code(void) { return failure.code; }
const char *failure_text(void) { return failure.text; }
uint32_t failure_bytes(void) { return failure.bytes; }
