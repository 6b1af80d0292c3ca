/* Waiting for an interrupt to signal a semaphore, with a limit. */
#ifndef SDK_WAIT_H
#define SDK_WAIT_H

#include <stdint.h>

/* Called 60 times a second from an interrupt while the program runs or waits; 0 for nothing. */
typedef void (*wait_tick)(void);

/* Adds the vertical blank handler that keeps the limits. @return 0, or negative when the kernel refuses it. */
int wait_start(wait_tick tick);

/* Ends the ticks; there is no waiting with a limit from then on. */
void wait_stop(void);

/* A new semaphore with no signal, or negative. */
int32_t wait_semaphore(void);

/* Forgets a signal that nobody waited for. */
void wait_drain(int32_t semaphore);

/* @param limit_ms at most 14,000 (COUNT wraps). @return 0 when signalled, -1 when the time is over. */
int wait_for(int32_t semaphore, uint32_t limit_ms);

/* Sleeps until the first vertical blank after so many milliseconds. After wait_start. */
void wait_ms(uint32_t ms);

#endif
