/* Our side of the mailbox (docs/mailbox.md): what the program says about itself. */
#ifndef PLAN_MAILBOX_H
#define PLAN_MAILBOX_H

#include <stdint.h>

#include "../ps2ml_mailbox.h"
#include "progress.h"

/* The block as the host sees it. */
extern volatile struct ps2ml_mailbox *mailbox;

/* Fills the block and puts the magic there. Before anything else here. */
void mailbox_start(void);

/* The plan is loaded and checked. */
void mailbox_set_plan(void);

/* Shows that the program lives; also from interrupts. */
void mailbox_beat(void);

void mailbox_set_state(uint32_t state, uint32_t stop, const struct progress *progress);
void mailbox_set_end(uint32_t end, const struct progress *progress);

/* Copies the failure to the error fields, and sets the state FAILED when `is_final`. */
void mailbox_set_failure(int is_final);

void mailbox_acknowledge(uint32_t request, uint32_t result);

/* `start`: platform_ticks() when it began; the duration is up to now for operations and reads, else 0. */
void mailbox_event(uint32_t type, uint32_t pass, uint32_t index, uint32_t value, uint32_t extra, uint64_t start,
                   uint64_t ticks);

/* A read of a matrix (or of NONE) was done. */
void mailbox_count_read(uint32_t matrix, uint32_t sectors, uint32_t bytes, uint32_t retries, uint64_t ticks);

void mailbox_text(const char *text, uint32_t bytes);
void mailbox_log(const char *text, uint32_t bytes);

int mailbox_has_breakpoint(uint32_t operation);
int mailbox_has_until(uint32_t operation);

/* Where the host writes settings for NEW_RUN. */
void *mailbox_input(void);

#endif
