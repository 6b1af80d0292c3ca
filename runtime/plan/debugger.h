/* Stops before operations for a host that asks for them through the mailbox (docs/mailbox.md, "Stops"). */
#ifndef PLAN_DEBUGGER_H
#define PLAN_DEBUGGER_H

#include <stdint.h>

#include "progress.h"

enum debugger_verdict {
  GO_ON = 0,
  NEW_TEXT = 1 /* the host has set new settings: begin again */
};

/* Takes a command if there is one; for places where nothing stops. */
void debugger_poll(void);

/*
 * Waits at the beginning of a text.
 * @param wait_ms how long, unless a host shows that it is there; 0 does not wait
 */
enum debugger_verdict debugger_entry(const struct progress *progress, uint32_t wait_ms);

/* Before every operation. */
enum debugger_verdict debugger_before(const struct progress *progress);

/* After the end of a text. NEW_TEXT, or GO_ON when no host is there any more. */
enum debugger_verdict debugger_ended(const struct progress *progress, uint32_t end);

#endif
