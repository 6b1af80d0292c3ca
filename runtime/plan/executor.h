#ifndef PLAN_EXECUTOR_H
#define PLAN_EXECUTOR_H

#include "plan_file.h"
#include "progress.h"

/*
 * Executes one operation of the plan for all positions of the pass, with the reads that it needs. A sample
 * operation changes `generator` and stores the token; the caller counts it as known.
 * @return 0 or -1 after fail()
 */
int execute(const struct operation *op, struct progress *progress);

#endif
