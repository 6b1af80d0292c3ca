/* Where a run stands. */
#ifndef PLAN_PROGRESS_H
#define PLAN_PROGRESS_H

#include <stdint.h>

struct progress {
  uint32_t pass;      /* counted from 0 for each text */
  uint32_t first;     /* position of the pass, registers included */
  uint32_t count;
  uint32_t tail;      /* 1: the pass reaches the last known position and samples */
  uint32_t operation; /* that runs next */
  uint32_t known;     /* positions whose token is known, registers included */
  uint32_t generated; /* tokens sampled */
  uint32_t generator; /* state of the generator of random numbers */
};

#endif
