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

static void sort_heap(float *values, int32_t *ids, uint32_t count) {
  for (uint32_t end = count; end > 1; end--) {
    swap(values, ids, 0, end - 1);
    sink(values, ids, 0, end - 1);
  }
}

void select_descending(float *values, int32_t *ids, uint32_t count, uint32_t wanted) {
  for (uint32_t i = wanted / 2; i > 0; i--) sink(values, ids, i - 1, wanted);
  for (uint32_t i = wanted; i < count; i++) {
    if (values[i] < values[0] || !comes_before(values, ids, i, 0)) continue;
    swap(values, ids, 0, i);
    sink(values, ids, 0, wanted);
  }
  sort_heap(values, ids, wanted);
}

/* A later id comes before the root only if its value is greater, so that one comparison passes most of them over. */
void select_first(float *values, int32_t *ids, const float *source, uint32_t count, uint32_t wanted) {
  for (uint32_t i = 0; i < wanted; i++) {
    values[i] = source[i];
    ids[i] = (int32_t)i;
  }
  for (uint32_t i = wanted / 2; i > 0; i--) sink(values, ids, i - 1, wanted);
  float least = values[0];
  for (uint32_t i = wanted; i < count; i++) {
    /* Four at a time while none is chosen: their loads and comparisons overlap. */
    while (count - i > 4) {
      const float a = source[i], b = source[i + 1], c = source[i + 2], d = source[i + 3];
      if (least < a || least < b || least < c || least < d) break;
      i += 4;
    }
    if (!(least < source[i])) continue;
    values[0] = source[i];
    ids[0] = (int32_t)i;
    sink(values, ids, 0, wanted);
    least = values[0];
  }
  sort_heap(values, ids, wanted);
}

void sort_descending(float *values, int32_t *ids, uint32_t count) { select_descending(values, ids, count, count); }
