#ifndef PLAN_SESSION_H
#define PLAN_SESSION_H

#include <stdint.h>

/* Runs texts, the first from RUN.BIN, further ones that a host asks for; returns when there is no more to do. */
void session_run(void);

/* The person at the machine wants to leave the program. */
int session_is_left(void);

/* At least this long at the entry of the first text, whatever RUN.BIN says (an argument of the program). */
void session_set_wait(uint32_t ms);

/* Writes the failure to mailbox and log. */
void session_report_failure(void);

#endif
