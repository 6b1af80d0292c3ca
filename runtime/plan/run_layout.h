/* RUN.BIN as model/plan/format describes it. Made by a test, not by hand: UPDATE_GOLDEN=1 npx mocha test/runtime/layout.test.ts */
#include "layout.h"

CODE(RUN_MAJOR, 1u);

#define RUN_SETTINGS_BYTES 512u
SIZE(run_settings, 512);
MEMBER(run_settings, magic, 0, 8);
MEMBER(run_settings, major, 8, 2);
MEMBER(run_settings, minor, 10, 2);
MEMBER(run_settings, file_bytes, 12, 4);
MEMBER(run_settings, crc, 16, 4);
MEMBER(run_settings, prompt_count, 24, 4);
MEMBER(run_settings, max_tokens, 28, 4);
MEMBER(run_settings, seed, 32, 4);
MEMBER(run_settings, temperature, 36, 4);
MEMBER(run_settings, top_k, 40, 4);
MEMBER(run_settings, top_p, 44, 4);
MEMBER(run_settings, repetition_penalty, 48, 4);
MEMBER(run_settings, no_repeat_ngram, 52, 4);
MEMBER(run_settings, wait_for_debugger_ms, 56, 4);
MEMBER(run_settings, stop_count, 60, 4);
MEMBER(run_settings, sampled_ids, 64, 4);
MEMBER(run_settings, tv_region, 68, 4);
MEMBER(run_settings, screen_right, 72, 4);
MEMBER(run_settings, screen_down, 76, 4);
MEMBER(run_settings, interactive, 80, 4);
MEMBER(run_settings, prompts, 84, 4);
MEMBER(run_settings, prompts_start, 88, 4);
MEMBER(run_settings, stop_ids, 128, 256);
CODE(REGION_CONSOLE, 0u);
CODE(REGION_NTSC, 1u);
CODE(REGION_PAL, 2u);
