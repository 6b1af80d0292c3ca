/*
 * Executes a plan on a PC with the console's own C, in the PC's IEEE arithmetic:
 *   witness FOLDER          prints the text
 *   witness FOLDER --step   stops at every operation and prints a CRC of each output
 *   witness FOLDER --script follows the debugger's commands on standard input
 */
#include "../plan/failure.h"
#include "../plan/loader.h"
#include "../plan/mailbox.h"
#include "../plan/platform.h"
#include "../plan/session.h"
#include "host.h"
#include "system.h"

#define MEMORY_START 0x180000u
#define MEMORY_END 0x2000000u
#define FOREVER_MS 1000000u

static const char *folder;
static int is_debugged;
static struct {
  int32_t file;
  uint32_t bytes;
} files[FILES];

static int is_same(const char *a, const char *b) {
  while (*a != 0 && *a == *b) a++, b++;
  return *a == *b;
}

static int32_t open_in_folder(const char *name) {
  char path[1024];
  uint32_t length = 0;
  const char *const parts[3] = {folder, "/", name};
  for (int i = 0; i < 3; i++) {
    for (const char *next = parts[i]; *next != 0 && length < sizeof path - 1; next++) path[length++] = *next;
  }
  path[length] = 0;
  return system_open(path);
}

int platform_open(enum plan_file file, uint32_t *bytes) {
  files[file].file = open_in_folder(file_name(file));
  if (files[file].file < 0) return fail(PS2ML_ERROR_DISC, "%s is not in the folder.", file_name(file));
  *bytes = files[file].bytes = (uint32_t)system_seek(files[file].file, 0, 2);
  return 0;
}

int platform_read(enum plan_file file, uint32_t sector, uint32_t sectors, uint32_t address, uint32_t *retries) {
  const uint32_t start = sector * SECTOR_BYTES;
  const uint32_t left = start < files[file].bytes ? files[file].bytes - start : 0;
  const uint32_t bytes = sectors * SECTOR_BYTES < left ? sectors * SECTOR_BYTES : left;
  *retries = 0;
  system_seek(files[file].file, (int32_t)start, 0);
  if (system_read(files[file].file, (void *)(uintptr_t)address, bytes) != (int32_t)bytes)
    return fail(PS2ML_ERROR_DISC, "%s cannot be read at sector %u.", file_name(file), sector);
  return 0;
}

void platform_close(enum plan_file file) { system_close(files[file].file); }

uint32_t platform_weights_sector(void) { return 0; }
uint32_t platform_memory_start(void) { return MEMORY_START; }
uint32_t platform_memory_end(void) { return MEMORY_END; }
void *platform_shared(void *memory) { return memory; }
void platform_flush(void) {}

/* The clock advances by a millisecond at each read: limits expire at once and every run is the same. */
uint64_t platform_ticks(void) {
  static uint64_t ticks;
  return ++ticks;
}

uint32_t platform_ticks_per_second(void) { return 1000; }

/* Every run of the witness is the same. */
uint32_t platform_start_number(void) { return 1; }

void platform_print(const char *text, uint32_t bytes) { system_write(is_debugged ? 2 : 1, text, bytes); }

/* The witness uses the PC's own stack. */
uint32_t platform_stack_bytes(void) { return 0; }

void platform_turn(void) {}

void platform_poll(int is_long) {
  (void)is_long;
  if (is_debugged) host_turn();
}

void platform_sleep(void) {
  if (is_debugged) host_report();
  else if (failure_code() != 0) say("failed %u %s\n", failure_code(), failure_text());
  system_exit(failure_code() == 0 ? 0 : 1);
}

static const char *read_script(void) {
  static char script[65536];
  uint32_t length = 0;
  for (;;) {
    const int32_t count = system_read(0, script + length, (uint32_t)sizeof script - 1 - length);
    if (count <= 0) return script;
    length += (uint32_t)count;
  }
}

int witness_main(int count, char **arguments) {
  if (count < 2 || system_map(MEMORY_START, MEMORY_END - MEMORY_START) < 0) return 2;
  folder = arguments[1];
  mailbox_start();
  if (count > 2) {
    is_debugged = 1;
    host_start(is_same(arguments[2], "--step") ? 0 : read_script());
    session_set_wait(FOREVER_MS);
  }
  mailbox_set_state(PS2ML_LOADING, PS2ML_STOP_NONE, 0);
  if (load_files() < 0) session_report_failure();
  else session_run();
  platform_sleep();
}
