/* The console's implementation of plan/platform.h. */
#ifndef CONSOLE_SERVICES_H
#define CONSOLE_SERVICES_H

#include <stdint.h>

void services_read_arguments(void);

/* ps2link started the program. */
int services_are_from_ps2link(void);

/* Milliseconds to wait for a debugger, from the arguments. */
uint32_t services_wait_ms(void);

/* Starts the disc or `host:`. @return 0 or -1 after fail() */
int services_start(void);

/* Before the program sleeps forever or leaves. */
void services_end(void);

/* Back to the console's browser. */
void services_leave(void) __attribute__((noreturn));

#endif
