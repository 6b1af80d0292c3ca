/* The debugger of the witness: plays the host's side of the mailbox from a script. */
#ifndef WITNESS_HOST_H
#define WITNESS_HOST_H

#include <stdint.h>

/*
 * @param script lines, each taken when the program waits: `run UNTIL`, `pause`, `break OPERATION`, `until OPERATION`,
 *   `range FIRST LAST`, `limit MS`, `new PATH`, `detach`, `command CODE ARGUMENT`. At its end the host vanishes;
 *   a null pointer steps through every operation instead.
 */
void host_start(const char *script);

/* Called while the program waits for the host. */
void host_turn(void);

/* Prints what happened since the last time, and `failed` or `ended` from the block's status. */
void host_report(void);

/* Lines of the witness go to standard output. `%` as in fail(). */
void say(const char *format, ...);

#endif
