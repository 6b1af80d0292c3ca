/* The ids of the text so far. */
#ifndef PLAN_HISTORY_H
#define PLAN_HISTORY_H

#include <stdint.h>

/* The row of ids of the text so far, registers not counted. */
int32_t *history(void);

#endif
