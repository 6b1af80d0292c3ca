#ifndef PLAN_SORTING_H
#define PLAN_SORTING_H

#include <stdint.h>

/* Sorts values with their ids: values descending, equal ones by ascending id. In place, n log n. */
void sort_descending(float *values, int32_t *ids, uint32_t count);

#endif
