/* Stops before operations on request of a mailbox host (docs/mailbox.md, "Stops"). */
#ifndef PLAN_DEBUGGER_H
#define PLAN_DEBUGGER_H

#include <stdint.h>

#include "progress.h"

enum debugger_verdict {
  GO_ON = 0,
  NEW_TEXT = 1 /* the host has sent new settings: start again */
};

/* Executes a pending command; for places without stops. */
void debugger_poll(void);

/*
 * Waits at the start of a text.
 * @param wait_ms how long, unless a host is active; 0 does not wait
 * @param is_next another text came before it: an attached host learns of this one
 */
enum debugger_verdict debugger_entry(const struct progress *progress, uint32_t wait_ms, int is_next);

/* Before every operation. */
enum debugger_verdict debugger_before(const struct progress *progress);

/*
 * After the end of a text. NEW_TEXT, or GO_ON when there is no host any more, or when a person decides what comes next:
 * then it is called again when the host has a command.
 */
enum debugger_verdict debugger_ended(const struct progress *progress, uint32_t end);

#endif
