/* The position of a run. */
#ifndef PLAN_PROGRESS_H
#define PLAN_PROGRESS_H

#include <stdint.h>

struct progress {
  uint32_t pass;      /* counted from 0 for each text */
  uint32_t first;     /* position of the pass, including model registers */
  uint32_t count;
  uint32_t tail;      /* 1: the pass reaches the last known position and samples */
  uint32_t operation; /* that runs next */
  uint32_t known;     /* positions with a known token, including model registers */
  uint32_t generated; /* tokens sampled */
  uint32_t generator; /* state of the generator of random numbers */
};

#endif
