#include "loader.h"

#include "debugger.h"
#include "failure.h"
#include "mailbox.h"
#include "plan_checks.h"
#include "platform.h"
#include "run_settings.h"
#include "token_text.h"
#include "weights.h"

const struct plan_header *plan;

static uint8_t first_sector[SECTOR_BYTES] __attribute__((aligned(64)));

static uint32_t sectors_of(uint32_t bytes) { return bytes / SECTOR_BYTES + (bytes % SECTOR_BYTES != 0); }

static int load_plan(void) {
  uint32_t bytes = 0;
  uint32_t retries = 0;
  platform_show_file(FILE_PLAN);
  if (platform_open(FILE_PLAN, &bytes) < 0) return -1;
  if (bytes < sizeof *plan)
    return fail(PS2ML_ERROR_PLAN, "PLAN.BIN: %u bytes are too few for its header. " REBUILD, bytes);
  if (platform_read(FILE_PLAN, 0, 1, (uint32_t)(uintptr_t)first_sector, &retries) < 0) return -1;
  const struct plan_header *const header = (const void *)first_sector;
  if (check_header(header, bytes) < 0) return -1;
  const uint32_t address = header->load_address;
  if (platform_read(FILE_PLAN, 0, sectors_of(bytes), address, &retries) < 0) return -1;
  platform_close(FILE_PLAN);
  plan = memory_at(address);
  /* After a bad read, the data in memory may differ from the data that was checked. */
  if (check_header(plan, bytes) < 0) return -1;
  if (plan->load_address != address)
    return fail(PS2ML_ERROR_PLAN, "PLAN.BIN: two reads of its header gave different data. Clean the disc.");
  return check_plan();
}

/* Loads a file to its place in the plan. @param bytes receives its size */
static int load_into(enum plan_file file, uint32_t error, uint32_t address, uint32_t room, uint32_t *bytes) {
  uint32_t retries = 0;
  platform_show_file(file);
  if (platform_open(file, bytes) < 0) return -1;
  if ((uint64_t)sectors_of(*bytes) * SECTOR_BYTES > room || *bytes == 0)
    return fail(error, "%s: its %u bytes do not fit in the %u bytes that PLAN.BIN reserves. " REBUILD, file_name(file),
                *bytes, room);
  if (platform_read(file, 0, sectors_of(*bytes), address, &retries) < 0) return -1;
  platform_close(file);
  return 0;
}

static int load_run(void) {
  uint32_t bytes = 0;
  if (load_into(FILE_RUN, PS2ML_ERROR_RUN, plan->run_address, plan->run_bytes, &bytes) < 0) return -1;
  run = memory_at(plan->run_address);
  return check_run(run, bytes);
}

static int load_tokens(void) {
  uint32_t bytes = 0;
  if (plan->tokens_bytes == 0) return 0;
  if (load_into(FILE_TOKENS, PS2ML_ERROR_TOKENS, plan->tokens_address, plan->tokens_bytes, &bytes) < 0) return -1;
  return token_text_use(memory_at(plan->tokens_address), bytes);
}

int load_files(void) {
  if (load_plan() < 0 || load_run() < 0) return -1;
  platform_show_plan();
  if (load_tokens() < 0 || weights_open() < 0) return -1;
  debugger_poll();
  mailbox_set_plan();
  return weights_preload();
}
