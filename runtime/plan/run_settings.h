/* RUN.BIN (docs/plan.md): the prompt and how the next token is chosen. */
#ifndef PLAN_RUN_SETTINGS_H
#define PLAN_RUN_SETTINGS_H

#include <stdint.h>

#define RUN_MAJOR 1u
#define MAX_STOP_IDS 64u

enum tv_region { REGION_CONSOLE = 0, REGION_NTSC = 1, REGION_PAL = 2 };

struct run_settings {
  char magic[8];
  uint16_t major;
  uint16_t minor;
  uint32_t file_bytes;
  uint32_t crc;
  uint32_t reserved_0;
  uint32_t prompt_count;
  uint32_t max_tokens;
  uint32_t seed;
  float temperature; /* 0: greedy */
  uint32_t top_k;    /* 0: off */
  float top_p;       /* 1: off */
  float repetition_penalty; /* 1: off */
  uint32_t no_repeat_ngram; /* 0: off */
  uint32_t wait_for_debugger_ms;
  uint32_t stop_count;
  uint32_t sampled_ids; /* 0: all */
  uint32_t tv_region;   /* enum tv_region */
  int32_t screen_right, screen_down; /* of the picture, in pixels and lines */
  uint32_t interactive; /* 1: a person may choose prompt and settings by the controller */
  uint32_t prompts;     /* to choose from */
  uint32_t prompts_start; /* offset of their list: for each one the number of its ids, and the ids */
  uint32_t reserved_1[9];
  uint32_t stop_ids[MAX_STOP_IDS];
  uint32_t reserved_2[32];
  uint32_t prompt[];
};

#include "run_layout.h"

/* The settings of the present text; set by run_load. */
extern const struct run_settings *run;

/*
 * Checks a RUN.BIN in memory against the plan.
 * @param bytes of the file
 * @return 0 or -1 after fail()
 */
int check_run(const struct run_settings *settings, uint32_t bytes);

/* The ids of a prompt of the list, from 0. @param count receives how many */
const uint32_t *run_prompt(const struct run_settings *settings, uint32_t index, uint32_t *count);

int is_stop_id(uint32_t id);

#endif
