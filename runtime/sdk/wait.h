/* Waiting for an interrupt to signal a semaphore, with a limit. */
#ifndef SDK_WAIT_H
#define SDK_WAIT_H

#include <stdint.h>

/* Called 60 times per second from an interrupt while the program runs or waits; 0 for none. */
typedef void (*wait_tick)(void);

/* Adds the vertical blank handler that enforces the limits. @return 0, or negative when the kernel rejects it. */
int wait_start(wait_tick tick);

/* Ends the ticks; waits with a limit are not possible after that. */
void wait_stop(void);

/* A new semaphore with no signal, or negative. */
int32_t wait_semaphore(void);

/* Clears a signal that no thread waited for. */
void wait_drain(int32_t semaphore);

/* @param limit_ms at most 14,000 (COUNT wraps). @return 0 when signalled, -1 after the limit. */
int wait_for(int32_t semaphore, uint32_t limit_ms);

/* Sleeps until the first vertical blank after this many milliseconds. After wait_start. */
void wait_ms(uint32_t ms);

#endif
