#include "session.h"

#include "debugger.h"
#include "executor.h"
#include "failure.h"
#include "history.h"
#include "mailbox.h"
#include "output.h"
#include "platform.h"
#include "run_settings.h"
#include "sampler.h"
#include "token_text.h"
#include "weights.h"

enum outcome { TEXT_ENDED, TEXT_REPLACED, TEXT_FAILED, TEXT_LEFT };

static struct progress progress;
static uint32_t wait_ms;
static uint32_t end_reason;
static int is_left;

int session_is_left(void) { return is_left; }

void session_set_wait(uint32_t ms) { wait_ms = ms; }

void session_report_failure(void) {
  print_log(failure_text());
  platform_show_failure();
  mailbox_set_failure(1);
}

static void begin_pass(uint32_t first) {
  const uint32_t left = progress.known - first;
  progress.first = first;
  progress.count = left < plan->batch ? left : plan->batch;
  progress.tail = first + progress.count == progress.known;
  progress.operation = 0;
  weights_begin_pass();
}

static void begin_text(void) {
  progress = (struct progress){.known = plan->registers + run->prompt_count, .generator = generator_state(run->seed)};
  platform_show_phase(PHASE_PROMPT);
  for (uint32_t i = 0; i < run->prompt_count; i++) {
    history()[i] = (int32_t)run->prompt[i];
    token_text_print(run->prompt[i], i > 0 ? run->prompt[i - 1] : NONE);
  }
  platform_show_phase(PHASE_RUNNING);
  begin_pass(0);
}

/* A token was sampled: counts and prints it. */
static void take_token(void) {
  const uint32_t index = progress.known - plan->registers;
  const int32_t *const ids = history();
  const uint32_t id = (uint32_t)ids[index];
  mailbox_event(PS2ML_EVENT_TOKEN, progress.pass, progress.known, id, 0, platform_ticks(), 0);
  progress.known++;
  progress.generated++;
  if (is_stop_id(id)) end_reason = PS2ML_END_STOP_ID;
  else if (progress.generated >= run->max_tokens) end_reason = PS2ML_END_LENGTH;
  else if (progress.known > plan->context) end_reason = PS2ML_END_CONTEXT;
  if (end_reason != PS2ML_END_STOP_ID) token_text_print(id, (uint32_t)ids[index - 1]);
  platform_show_token();
  if (end_reason != PS2ML_END_NONE)
    mailbox_event(PS2ML_EVENT_END, progress.pass, end_reason, 0, 0, platform_ticks(), 0);
}

static int run_operation(const struct operation *op, int is_first) {
  const uint64_t start = platform_ticks();
  if (is_first)
    mailbox_event(PS2ML_EVENT_PASS, progress.pass, progress.first, progress.count, progress.tail, start, 0);
  if (execute(op, &progress) < 0) return -1;
  mailbox_event(PS2ML_EVENT_OPERATION, progress.pass, progress.operation, 0, 0, start, platform_ticks() - start);
  return 0;
}

static enum outcome run_pass(void) {
  int is_first = 1;
  for (uint32_t i = 0; i < count_of(OPERATIONS); i++) {
    const struct operation *const op = operation_at(i);
    if ((op->flags & OPERATION_TAIL) != 0 && !progress.tail) continue;
    progress.operation = i;
    const enum wish wish = platform_wish();
    if (wish != WISH_NONE) return wish == WISH_MENU ? TEXT_REPLACED : TEXT_LEFT;
    if (debugger_before(&progress) == NEW_TEXT) return TEXT_REPLACED;
    if (run_operation(op, is_first) < 0) return TEXT_FAILED;
    is_first = 0;
  }
  if (progress.tail) take_token();
  return TEXT_ENDED;
}

static enum outcome run_text(uint32_t entry_wait_ms, int is_next) {
  end_reason = PS2ML_END_NONE;
  begin_text();
  if (debugger_entry(&progress, entry_wait_ms, is_next) == NEW_TEXT) return TEXT_REPLACED;
  for (;;) {
    const enum outcome outcome = run_pass();
    if (outcome != TEXT_ENDED || end_reason != PS2ML_END_NONE) return outcome;
    progress.pass++;
    begin_pass(progress.first + progress.count);
  }
}

/* After a text. @return 1 when another one follows */
static int goes_on(void) {
  for (;;) {
    if (debugger_ended(&progress, end_reason) == NEW_TEXT) return 1;
    const enum wish wish = platform_after_text();
    is_left = wish == WISH_LEAVE;
    if (wish != WISH_HOST) return wish == WISH_MENU;
  }
}

void session_run(void) {
  uint32_t entry_wait_ms = run->wait_for_debugger_ms > wait_ms ? run->wait_for_debugger_ms : wait_ms;
  int is_next = 0;
  for (;;) {
    is_left = platform_choose(memory_at(plan->run_address)) == WISH_LEAVE;
    if (is_left) return;
    const enum outcome outcome = run_text(entry_wait_ms, is_next);
    entry_wait_ms = 0;
    is_next = 1;
    if (outcome == TEXT_FAILED) {
      session_report_failure();
      return;
    }
    if (outcome == TEXT_REPLACED) continue;
    is_left = outcome == TEXT_LEFT;
    if (is_left) return;
    platform_print("\n", 1);
    platform_show_phase(PHASE_ENDED);
    if (!goes_on()) return;
  }
}
