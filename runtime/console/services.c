#include "services.h"

#include "../plan/failure.h"
#include "../plan/platform.h"
#include "../ps2ml_mailbox.h"
#include "../sdk/cache.h"
#include "../sdk/clock.h"
#include "../sdk/file.h"
#include "../sdk/kernel.h"
#include "../pad/person.h"
#include "../sdk/wait.h"
#include "arguments.h"
#include "disc_files.h"
#include "host_files.h"
#include "link.h"

#define TEXT_OUT ((volatile uint8_t *)0x1000F180)

/* link.ld: a word that no loader clears, so it outlives a restart of the program. */
extern uint32_t kept_start_number[];

#define PLAN_MEMORY_START 0x180000u /* link.ld */

static struct arguments arguments;
static int has_file_service;

void services_read_arguments(void) {
  arguments_read(&arguments);
  if (arguments.is_alone) person_forbid();
}
int services_are_from_ps2link(void) { return arguments.is_from_ps2link; }
uint32_t services_wait_ms(void) { return arguments.wait_ms; }

static int is_host(void) { return arguments.folder[0] != 0; }

static int start_file_service(void) {
  if (file_start() < 0)
    return fail(PS2ML_ERROR_MACHINE, "The console's file service did not respond. Restart the console.");
  has_file_service = 1;
  return 0;
}

int services_start(void) {
  const int is_linked = arguments.link[0] != 0;
  if ((is_host() || is_linked) && start_file_service() < 0) return -1;
  if (is_linked) link_start(arguments.link);
  if (!is_host()) return disc_files_start();
  host_files_start(arguments.folder);
  return 0;
}

void services_end(void) { link_farewell(); }

void services_leave(void) {
  wait_stop();
  for (;;) Exit(0);
}

int platform_open(enum plan_file file, uint32_t *bytes) {
  return is_host() ? host_files_open(file, bytes) : disc_files_open(file, bytes);
}

int platform_read(enum plan_file file, uint32_t sector, uint32_t sectors, uint32_t address, uint32_t *retries) {
  *retries = 0;
  return is_host() ? host_files_read(file, sector, sectors, address)
                   : disc_files_read(file, sector, sectors, address, retries);
}

void platform_close(enum plan_file file) {
  if (is_host()) host_files_close(file);
}

uint32_t platform_weights_sector(void) { return is_host() ? 0 : disc_files_sector(FILE_WEIGHTS); }
uint32_t platform_memory_start(void) { return PLAN_MEMORY_START; }
uint32_t platform_memory_end(void) { return arguments.memory_end; }
uint64_t platform_ticks(void) { return clock_ticks(); }
uint32_t platform_ticks_per_second(void) { return TICKS_PER_SECOND; }

/* The sum differs from the last one even if COUNT, which runs from power-on, is the same. */
uint32_t platform_start_number(void) {
  volatile uint32_t *const last = UNCACHED(kept_start_number);
  return *last += clock_count() | 1u;
}

void *platform_shared(void *memory) { return UNCACHED(memory); }
void platform_flush(void) { cache_release_all(); }

void platform_print(const char *text, uint32_t bytes) {
  if (has_file_service) {
    file_print(text, bytes);
    return;
  }
  for (uint32_t i = 0; i < bytes; i++) *TEXT_OUT = (uint8_t)text[i];
}

void platform_turn(void) { link_turn(); }

void platform_poll(int is_long) {
  if (link_wait()) return;
  if (is_long) {
    wait_ms(0);
    return;
  }
  /* Uncached reads in a tight loop would keep the bus busy for the IOP's transfers. */
  const uint32_t start = clock_count();
  while (clock_count() - start < TICKS_PER_MS / 20) {
  }
}

void platform_sleep(void) {
  wait_stop();
  for (;;) SleepThread();
}
