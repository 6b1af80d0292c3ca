#include "debugger.h"

#include "failure.h"
#include "mailbox.h"
#include "output.h"
#include "plan_file.h"
#include "platform.h"
#include "run_settings.h"

#define DEFAULT_HOST_LIMIT_MS 10000u
#define MOST_HOST_LIMIT_MS 600000u
/* A host that steps automatically answers within this time; a person does not. */
#define QUICK_ANSWER_MS 20u

static struct {
  uint32_t until;  /* enum ps2ml_until of the last RUN */
  int pausing;
  int detached;
  int leave;       /* the current stop has ended */
  int new_text;
  int passed;      /* the next operation was already stopped at */
  int host_seen;   /* a host has been active since the start of the program */
} control;

/* When the host's heartbeat last changed. */
struct watch {
  uint32_t heartbeat;
  uint64_t since;
  int seen;
};

static uint64_t ticks_of(uint32_t ms) { return (uint64_t)ms * (platform_ticks_per_second() / 1000u); }

static uint32_t host_limit_ms(void) {
  const uint32_t ms = mailbox->host_limit_ms;
  if (ms == 0) return DEFAULT_HOST_LIMIT_MS;
  return ms < MOST_HOST_LIMIT_MS ? ms : MOST_HOST_LIMIT_MS;
}

static int is_host_gone(struct watch *watch, uint32_t limit_ms) {
  const uint64_t now = platform_ticks();
  const uint32_t heartbeat = mailbox->host_heartbeat;
  if (heartbeat != watch->heartbeat) {
    watch->heartbeat = heartbeat;
    watch->since = now;
    watch->seen = control.host_seen = 1;
  }
  return now - watch->since > ticks_of(limit_ms);
}

/* Ends a stop. A host that sees the command acknowledged must not see the old stop as a new one. */
static void leave(void) {
  control.leave = 1;
  mailbox_set_state(PS2ML_RUNNING, PS2ML_STOP_NONE, 0);
}

static uint32_t take_run(uint32_t until) {
  if (mailbox->state != PS2ML_STOPPED) return PS2ML_NOT_NOW;
  if (until > PS2ML_UNTIL_PASS) return PS2ML_BAD_ARGUMENT;
  control.until = until;
  leave();
  return PS2ML_ACCEPTED;
}

static uint32_t take_pause(void) {
  const uint32_t state = mailbox->state;
  if (state > PS2ML_STOPPED) return PS2ML_NOT_NOW;
  control.pausing = state != PS2ML_STOPPED;
  return PS2ML_ACCEPTED;
}

static uint32_t take_new_run(uint32_t bytes) {
  const uint32_t state = mailbox->state;
  if (state != PS2ML_STOPPED && state != PS2ML_ENDED) return PS2ML_NOT_NOW;
  if (bytes > mailbox->input_capacity || bytes > plan->run_bytes || bytes % 4 != 0) return PS2ML_BAD_ARGUMENT;
  const uint32_t *const from = mailbox_input();
  if (check_run((const struct run_settings *)from, bytes) < 0) {
    mailbox_set_failure(0);
    print_log(failure_text());
    failure_clear();
    return PS2ML_BAD_ARGUMENT;
  }
  uint32_t *const to = memory_at(plan->run_address);
  for (uint32_t i = 0; i < bytes / 4; i++) to[i] = from[i];
  control.new_text = 1;
  leave();
  return PS2ML_ACCEPTED;
}

static uint32_t take_detach(void) {
  control.detached = 1;
  control.pausing = 0;
  if (mailbox->state == PS2ML_STOPPED) leave();
  control.leave = 1;
  return PS2ML_ACCEPTED;
}

void debugger_poll(void) {
  const uint32_t request = mailbox->request;
  if (request == mailbox->acknowledged) return;
  control.host_seen = 1;
  uint32_t result = PS2ML_UNKNOWN_COMMAND;
  const uint32_t command = mailbox->command;
  if (command == PS2ML_RUN) result = take_run(mailbox->argument[0]);
  else if (command == PS2ML_PAUSE) result = take_pause();
  else if (command == PS2ML_NEW_RUN) result = take_new_run(mailbox->argument[0]);
  else if (command == PS2ML_DETACH) result = take_detach();
  if (result == PS2ML_ACCEPTED && command != PS2ML_DETACH) control.detached = 0;
  mailbox_acknowledge(request, result);
}

/* Waits until a command resumes the run or the host has stopped responding. */
static void wait_for_host(struct watch *watch, uint32_t unseen_limit_ms) {
  const uint64_t start = platform_ticks();
  uint64_t next_beat = 0;
  control.leave = 0;
  for (;;) {
    debugger_poll();
    if (control.leave) return;
    if (is_host_gone(watch, watch->seen ? host_limit_ms() : unseen_limit_ms)) {
      control.detached = 1;
      return;
    }
    const uint64_t now = platform_ticks();
    if (now >= next_beat) {
      mailbox->ticks = now;
      mailbox_beat();
      next_beat = now + ticks_of(1);
    }
    platform_poll(now - start > ticks_of(QUICK_ANSWER_MS));
  }
}

static struct watch watch_host(void) {
  return (struct watch){.heartbeat = mailbox->host_heartbeat, .since = platform_ticks()};
}

static enum debugger_verdict stop(const struct progress *progress, uint32_t reason, uint32_t unseen_limit_ms) {
  struct watch watch = watch_host();
  control.until = PS2ML_UNTIL_END;
  control.pausing = 0;
  control.new_text = 0;
  platform_show_phase(PHASE_STOPPED);
  platform_flush();
  mailbox_set_state(PS2ML_STOPPED, reason, progress);
  wait_for_host(&watch, unseen_limit_ms);
  platform_show_phase(PHASE_RUNNING);
  /* The host may have written to memory. */
  platform_flush();
  control.passed = 1;
  mailbox_set_state(PS2ML_RUNNING, PS2ML_STOP_NONE, progress);
  return control.new_text ? NEW_TEXT : GO_ON;
}

enum debugger_verdict debugger_entry(const struct progress *progress, uint32_t wait_ms, int is_next) {
  control.passed = 0;
  const int is_awaited = control.new_text || (is_next && control.host_seen && !control.detached);
  if (!is_awaited && wait_ms == 0) return GO_ON;
  return stop(progress, PS2ML_STOP_ENTRY, is_awaited ? host_limit_ms() : wait_ms);
}

/* The pass touches the host's range of stop positions. */
static int is_watched_position(const struct progress *progress) {
  return progress->first <= mailbox->stop_last && progress->first + progress->count > mailbox->stop_first;
}

static uint32_t reason_to_stop(const struct progress *progress) {
  const uint32_t operation = progress->operation;
  if (mailbox_has_breakpoint(operation) && is_watched_position(progress)) return PS2ML_STOP_BREAKPOINT;
  if (control.until == PS2ML_UNTIL_OPERATION) return PS2ML_STOP_STEP;
  if (control.until == PS2ML_UNTIL_BITMAP && mailbox_has_until(operation)) return PS2ML_STOP_STEP;
  if (control.until == PS2ML_UNTIL_PASS && operation == 0) return PS2ML_STOP_STEP;
  return control.pausing ? PS2ML_STOP_PAUSE : PS2ML_STOP_NONE;
}

enum debugger_verdict debugger_before(const struct progress *progress) {
  const int passed = control.passed;
  control.passed = 0;
  platform_turn();
  debugger_poll();
  mailbox_set_state(PS2ML_RUNNING, PS2ML_STOP_NONE, progress);
  if (passed || control.detached) return GO_ON;
  const uint32_t reason = reason_to_stop(progress);
  if (reason == PS2ML_STOP_NONE) return GO_ON;
  const enum debugger_verdict verdict = stop(progress, reason, host_limit_ms());
  control.passed = 0;
  return verdict;
}

enum debugger_verdict debugger_ended(const struct progress *progress, uint32_t end) {
  struct watch watch = watch_host();
  control.new_text = 0;
  platform_flush();
  mailbox_set_end(end, progress);
  if (!control.host_seen && mailbox->request == mailbox->acknowledged) return GO_ON;
  if (platform_has_person()) {
    debugger_poll();
    return control.new_text ? NEW_TEXT : GO_ON;
  }
  wait_for_host(&watch, host_limit_ms());
  return control.new_text ? NEW_TEXT : GO_ON;
}
