#include "sorting.h"

/* Heap sort: the last pair of the order is at the root. */

static int comes_before(const float *values, const int32_t *ids, uint32_t a, uint32_t b) {
  if (values[b] < values[a]) return 1;
  return values[a] < values[b] ? 0 : ids[a] < ids[b];
}

static void swap(float *values, int32_t *ids, uint32_t a, uint32_t b) {
  const float value = values[a];
  const int32_t id = ids[a];
  values[a] = values[b];
  ids[a] = ids[b];
  values[b] = value;
  ids[b] = id;
}

static void sink(float *values, int32_t *ids, uint32_t root, uint32_t count) {
  for (;;) {
    uint32_t child = 2 * root + 1;
    if (child >= count) return;
    if (child + 1 < count && comes_before(values, ids, child, child + 1)) child++;
    if (!comes_before(values, ids, root, child)) return;
    swap(values, ids, root, child);
    root = child;
  }
}

void select_descending(float *values, int32_t *ids, uint32_t count, uint32_t wanted) {
  for (uint32_t i = wanted / 2; i > 0; i--) sink(values, ids, i - 1, wanted);
  for (uint32_t i = wanted; i < count; i++) {
    if (values[i] < values[0] || !comes_before(values, ids, i, 0)) continue;
    swap(values, ids, 0, i);
    sink(values, ids, 0, wanted);
  }
  for (uint32_t end = wanted; end > 1; end--) {
    swap(values, ids, 0, end - 1);
    sink(values, ids, 0, end - 1);
  }
}

void sort_descending(float *values, int32_t *ids, uint32_t count) { select_descending(values, ids, count, count); }
