#include "output.h"

#include "mailbox.h"
#include "platform.h"

void print_text(const char *text, uint32_t bytes) {
  mailbox_text(text, bytes);
  platform_print(text, bytes);
  platform_show_text(text, bytes);
}

void print_log(const char *line) {
  uint32_t bytes = 0;
  while (line[bytes] != 0) bytes++;
  mailbox_log(line, bytes);
  mailbox_log("\n", 1);
  platform_print(line, bytes);
  platform_print("\n", 1);
  platform_show_log(line);
}
