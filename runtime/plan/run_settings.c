#include "run_settings.h"

#include <stddef.h>

#include "../ps2ml_mailbox.h"
#include "arithmetic.h"
#include "crc32.h"
#include "failure.h"
#include "plan_file.h"

_Static_assert(offsetof(struct run_settings, prompt) == RUN_SETTINGS_BYTES, "prompt");

#define CHECK(holds, ...)                                         \
  do {                                                            \
    if (!(holds)) return fail(PS2ML_ERROR_RUN, "RUN.BIN: " __VA_ARGS__); \
  } while (0)

#define MOST_WAIT_MS 3600000u

const struct run_settings *run;

static const char magic[8] = {'P', 'S', '2', 'M', 'R', 'U', 'N', '1'};

static int is_run(const struct run_settings *settings) {
  for (int i = 0; i < 8; i++) {
    if (settings->magic[i] != magic[i]) return 0;
  }
  return 1;
}

static int check_ids(const char *what, const uint32_t *ids, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) {
    CHECK(ids[i] < plan->vocabulary, "%s id %u is %u; the model has 0 to %u. Use the model's tokenizer.", what,
          i, ids[i], plan->vocabulary - 1);
  }
  return 0;
}

const uint32_t *run_prompt(const struct run_settings *settings, uint32_t index, uint32_t *count) {
  const uint32_t *at = (const uint32_t *)(const void *)((const char *)settings + settings->prompts_start);
  for (; index > 0; index--) at += 1 + *at;
  *count = *at;
  return at + 1;
}

/* The list lies behind the room that any of its prompts needs, where the chosen one is copied to. */
static int check_prompts(const struct run_settings *settings, uint32_t bytes) {
  CHECK(settings->interactive <= 1 && settings->prompts <= bytes / 8 && (settings->interactive == 0 || settings->prompts > 0),
        "interactive is %u with %u prompts. Rebuild the image.", settings->interactive, settings->prompts);
  uint32_t at = settings->prompts_start;
  for (uint32_t i = 0; i < settings->prompts; i++) {
    CHECK(at % 4 == 0 && at >= RUN_SETTINGS_BYTES && at <= bytes - 4, "prompt %u is at %u of %u bytes. Rebuild the image.", i, at,
          bytes);
    const uint32_t *const entry = (const uint32_t *)(const void *)((const char *)settings + at);
    const uint32_t count = *entry;
    CHECK(count > 0 && count <= plan->seq_len && count <= (bytes - 4 - at) / 4 &&
              settings->prompts_start >= RUN_SETTINGS_BYTES + count * 4,
          "prompt %u has %u tokens, for which there is no room. Rebuild the image.", i, count);
    if (check_ids("prompt", entry + 1, count) < 0) return -1;
    at += 4 + count * 4;
  }
  return 0;
}

/* Not below `least`, and neither infinite nor NaN. */
static int is_number(float value, float least) { return value >= least && value < 3e38f; }

int check_run(const struct run_settings *settings, uint32_t bytes) {
  CHECK(bytes >= RUN_SETTINGS_BYTES && is_run(settings), "the file does not start with PS2MRUN1. Rebuild the image.");
  CHECK(settings->major == RUN_MAJOR, "format %u.%u; this program supports 1.x. Use an image and EE program from the same release.",
        settings->major, settings->minor);
  CHECK(settings->file_bytes == bytes, "its header says %u bytes, the file has %u. Rebuild the image.", settings->file_bytes,
        bytes);
  const uint32_t crc = crc32_without(settings, bytes, offsetof(struct run_settings, crc));
  CHECK(crc == settings->crc, "CRC-32 is %x, its header says %x: the file is damaged. Rebuild the image.", crc,
        settings->crc);
  CHECK(settings->prompt_count > 0 && settings->prompt_count <= plan->seq_len,
        "the prompt has %u tokens; the limits are 1 to %u. Shorten it, or rebuild the image with a larger \"context\".",
        settings->prompt_count, plan->seq_len);
  CHECK(bytes >= RUN_SETTINGS_BYTES + settings->prompt_count * 4, "%u bytes are too few for %u prompt ids. Rebuild the image.",
        bytes, settings->prompt_count);
  CHECK(settings->stop_count <= MAX_STOP_IDS, "%u stop ids; the limit is 64. Remove some.", settings->stop_count);
  CHECK(is_number(settings->temperature, 0.0f), "temperature %x is not a number of 0 or more. Change the setting.",
        bits_of(settings->temperature));
  CHECK(is_number(settings->top_p, 0.0f), "top-p %x is not a number of 0 or more. Change the setting.", bits_of(settings->top_p));
  CHECK(is_number(settings->repetition_penalty, 1e-6f), "repetition penalty %x is not a positive number. Change the setting.",
        bits_of(settings->repetition_penalty));
  CHECK(settings->wait_for_debugger_ms <= MOST_WAIT_MS, "the wait for a debugger is %u ms; the limit is one hour. Change the setting.",
        settings->wait_for_debugger_ms);
  CHECK(settings->sampled_ids <= plan->vocabulary, "%u ids may be sampled; the model has %u. Use the model's tokenizer.",
        settings->sampled_ids, plan->vocabulary);
  CHECK(settings->tv_region <= REGION_PAL, "TV region %u is not 0 (the console's), 1 (NTSC) or 2 (PAL). Rebuild the image.",
        settings->tv_region);
  if (check_ids("prompt", settings->prompt, settings->prompt_count) < 0 || check_prompts(settings, bytes) < 0) return -1;
  return check_ids("stop", settings->stop_ids, settings->stop_count);
}

int is_stop_id(uint32_t id) {
  for (uint32_t i = 0; i < run->stop_count; i++) {
    if (run->stop_ids[i] == id) return 1;
  }
  return 0;
}
