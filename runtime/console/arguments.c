#include "arguments.h"

#define MOST_ARGUMENTS 16u
#define DEFAULT_LINK "host:ps2ml."
#define RAM_END 0x2000000u
#define PS2LINK_HIGH 0x1EE8000u /* ps2link's linker script */

/* ps2sdk's sargs: filled by the kernel for LoadExecPS2. */
struct argument_list {
  uint32_t count;
  uint32_t strings[MOST_ARGUMENTS];
};

/* What ps2link passes in the first register: the address of its thread id, then the list. */
struct ps2link_block {
  uint32_t thread_id_address;
  struct argument_list list;
};

extern const struct argument_list start_arguments;
extern const uint32_t start_block;

static int is_in_ram(uint32_t address) { return address >= 0x1000 && address < RAM_END; }

static int is_list(const struct argument_list *list) {
  return list->count > 0 && list->count <= MOST_ARGUMENTS && is_in_ram(list->strings[0]);
}

/* The rest of `text` after `prefix`, or 0. */
static const char *behind(const char *text, const char *prefix) {
  while (*prefix != 0) {
    if (*text++ != *prefix++) return 0;
  }
  return text;
}

/* The part up to the last separator: `host:models/ps2ml.elf` -> `host:models/` */
static void take_folder(struct arguments *arguments, const char *program) {
  uint32_t length = 0;
  for (uint32_t i = 0; program[i] != 0 && i < sizeof arguments->folder - 1; i++) {
    arguments->folder[i] = program[i];
    if (program[i] == ':' || program[i] == '/' || program[i] == '\\') length = i + 1;
  }
  arguments->folder[length] = 0;
}

/* Devices on which a launcher finds programs, and whose drivers it leaves for us: `mass0:` is one of `mass`. */
static const char *const devices[] = {"host", "mass", "mc"};

static int is_on_device(const char *program) {
  for (uint32_t i = 0; i < sizeof devices / sizeof *devices; i++) {
    const char *rest = behind(program, devices[i]);
    if (rest == 0) continue;
    while (*rest >= '0' && *rest <= '9') rest++;
    if (*rest == ':') return 1;
  }
  return 0;
}

static void take_text(char *to, uint32_t capacity, const char *from) {
  uint32_t length = 0;
  for (; from[length] != 0 && length < capacity - 1; length++) to[length] = from[length];
  to[length] = 0;
}

static uint32_t number(const char *digits) {
  uint32_t value = 0;
  for (; *digits >= '0' && *digits <= '9'; digits++) value = value * 10 + (uint32_t)(*digits - '0');
  return value;
}

void arguments_read(struct arguments *arguments) {
  *arguments = (struct arguments){.memory_end = RAM_END};
  const struct argument_list *list = &start_arguments;
  if (!is_list(list)) {
    if (!is_in_ram(start_block) || start_block % 4 != 0) return;
    list = &((const struct ps2link_block *)(uintptr_t)start_block)->list;
    if (!is_list(list)) return;
    arguments->is_from_ps2link = arguments->is_alone = 1;
    if (start_block >= PS2LINK_HIGH) arguments->memory_end = PS2LINK_HIGH;
  }
  for (uint32_t i = 0; i < list->count; i++) {
    if (!is_in_ram(list->strings[i])) continue;
    const char *const text = (const char *)(uintptr_t)list->strings[i];
    const char *const wait = behind(text, "wait=");
    const char *const folder = behind(text, "folder=");
    if (i == 0 && is_on_device(text)) take_folder(arguments, text);
    if (i == 0 && behind(text, "host") != 0) {
      take_text(arguments->link, sizeof arguments->link, DEFAULT_LINK);
    }
    if (folder != 0) take_folder(arguments, folder);
    const char *const channel = behind(text, "link=");
    if (channel != 0) take_text(arguments->link, sizeof arguments->link, channel);
    if (behind(text, "menu=no") != 0) arguments->is_alone = 1;
    if (behind(text, "menu=yes") != 0) arguments->is_alone = 0;
    if (wait != 0) arguments->wait_ms = number(wait);
  }
}
