/* The failure, in one sentence for the user. The first one is kept. */
#ifndef PLAN_FAILURE_H
#define PLAN_FAILURE_H

#include <stdint.h>

/*
 * Records a failure: `%s` a string, `%u` an unsigned decimal, `%x` an address or word in hexadecimal.
 * @param code enum ps2ml_error
 * @return -1, so that a check can end with `return fail(...)`
 */
int fail(uint32_t code, const char *format, ...);

void failure_clear(void);
uint32_t failure_code(void);
const char *failure_text(void);
uint32_t failure_bytes(void);

#endif
