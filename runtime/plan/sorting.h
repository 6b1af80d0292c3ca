#ifndef PLAN_SORTING_H
#define PLAN_SORTING_H

#include <stdint.h>

/*
 * Brings the first `wanted` (1 to count) of the order to the front, sorted; the others follow in any order. In place: one
 * scan against the last of the best so far.
 */
void select_descending(float *values, int32_t *ids, uint32_t count, uint32_t wanted);

/* Sorts values with their ids: values descending, equal ones by ascending id. In place, n log n. */
void sort_descending(float *values, int32_t *ids, uint32_t count);

/*
 * The first `wanted` pairs of (source[id], id) in that order, from all ids below `count`; `source` may be `values`.
 * Writes only those.
 */
void select_first(float *values, int32_t *ids, const float *source, uint32_t count, uint32_t wanted);

#endif
