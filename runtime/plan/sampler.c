#include "sampler.h"

#include "arithmetic.h"
#include "history.h"
#include "kernels.h"
#include "lanes.h"
#include "run_settings.h"
#include "sorting.h"

#define STATE_OF_ZERO 2463534242u
#define EXCLUDED 0xFF7FFFFFu
#define PER_STEP 0x33800000u /* 2 to the -24 */

uint32_t generator_state(uint32_t seed) { return seed != 0 ? seed : STATE_OF_ZERO; }

static uint32_t next_state(uint32_t x) {
  x ^= x << 13;
  x ^= x >> 17;
  x ^= x << 5;
  return x;
}

static int occurs_before(const int32_t *ids, uint32_t index) {
  for (uint32_t i = 0; i < index; i++) {
    if (ids[i] == ids[index]) return 1;
  }
  return 0;
}

/* Rows beyond are padding without a token. */
static uint32_t sampled_ids(void) { return run->sampled_ids > 0 ? run->sampled_ids : plan->vocabulary; }

static void penalise(float *candidates, const int32_t *ids, uint32_t count) {
  const float penalty = run->repetition_penalty;
  if (penalty == 1.0f) return;
  for (uint32_t i = 0; i < count; i++) {
    if ((uint32_t)ids[i] >= sampled_ids() || occurs_before(ids, i)) continue;
    const float logit = candidates[ids[i]];
    candidates[ids[i]] = 0.0f < logit ? logit / penalty : mul(logit, penalty);
  }
}

/* Every id that would complete an n-gram that the text has already. */
static void exclude_repeats(float *candidates, const int32_t *ids, uint32_t count) {
  const uint32_t n = run->no_repeat_ngram;
  if (n == 0 || count < n - 1) return;
  const int32_t *const prefix = ids + count - (n - 1);
  for (uint32_t end = n - 1; end < count; end++) {
    uint32_t same = 0;
    while (same < n - 1 && prefix[same] == ids[end - (n - 1) + same]) same++;
    if (same == n - 1 && (uint32_t)ids[end] < sampled_ids()) candidates[ids[end]] = float_of(EXCLUDED);
  }
}

static uint32_t largest(const float *candidates, uint32_t count) {
  uint32_t best = 0;
  for (uint32_t id = 1; id < count; id++) {
    if (candidates[best] < candidates[id]) best = id;
  }
  return best;
}

static uint32_t draw(const float *probabilities, uint32_t kept, uint32_t state) {
  const int is_limited = 0.0f < run->top_p && run->top_p < 1.0f;
  float total = 0.0f;
  uint32_t last = 0;
  for (; last < kept; last++) {
    total = total + probabilities[last];
    if (is_limited && !(total < run->top_p)) break;
  }
  if (last == kept) last = kept - 1;
  const float target = mul(mul((float)(int32_t)(state >> 8), float_of(PER_STEP)), total);
  float c = 0.0f;
  for (uint32_t i = 0; i < last; i++) {
    c = c + probabilities[i];
    if (target < c) return i;
  }
  return last;
}

static int32_t choose(float *candidates, int32_t *order, struct progress *progress) {
  const uint32_t vocabulary = sampled_ids();
  if (run->temperature == 0.0f) return (int32_t)largest(candidates, vocabulary);
  for (uint32_t id = 0; id < vocabulary; id++) {
    candidates[id] = candidates[id] / run->temperature;
    order[id] = (int32_t)id;
  }
  sort_descending(candidates, order, vocabulary);
  const uint32_t kept = run->top_k > 0 && run->top_k < vocabulary ? run->top_k : vocabulary;
  softmax(candidates, kept);
  progress->generator = next_state(progress->generator);
  return order[draw(candidates, kept, progress->generator)];
}

/* Ids that are sorted first when nothing limits their number; then as many again as there are. */
#define FIRST_SORTED 64u

/* Docs/arithmetic.md, "Sample in version 2": of the list, the first `sorted` are probabilities in order. */
struct list {
  float *values;
  int32_t *ids;
  uint32_t count, sorted;
  float largest, share;
};

static float weight_of(const struct list *list, float logit) { return exponential((logit - list->largest) / run->temperature); }

static struct list list_of(float *candidates, int32_t *order, const float *logits, uint32_t count) {
  struct list list = {.values = candidates, .ids = order, .count = count};
  if (0 < run->top_k && run->top_k < count) {
    select_first(candidates, order, logits, count, list.count = run->top_k);
    list.largest = candidates[0];
  } else {
    for (uint32_t id = 0; id < count; id++) {
      candidates[id] = logits[id];
      order[id] = (int32_t)id;
    }
    list.largest = candidates[largest(candidates, count)];
  }
  float lanes[LANES] = {0.0f, 0.0f, 0.0f, 0.0f};
  for (uint32_t i = 0; i < list.count; i++) lanes[i % LANES] = lanes[i % LANES] + weight_of(&list, candidates[i]);
  list.share = 1.0f / sum_of_lanes(lanes);
  return list;
}

/* The probability at a place of the order, which is found as far as needed. */
static float probability_at(struct list *list, uint32_t index) {
  while (list->sorted <= index) {
    float *const values = list->values + list->sorted;
    const uint32_t left = list->count - list->sorted;
    const uint32_t more = list->sorted == 0 ? FIRST_SORTED : list->sorted;
    const uint32_t wanted = more < left ? more : left;
    select_descending(values, list->ids + list->sorted, left, wanted);
    for (uint32_t i = 0; i < wanted; i++) values[i] = mul(weight_of(list, values[i]), list->share);
    list->sorted += wanted;
  }
  return list->values[index];
}

static uint32_t draw_from(struct list *list, uint32_t state) {
  float total = 1.0f;
  uint32_t last = list->count - 1;
  if (0.0f < run->top_p && run->top_p < 1.0f) {
    total = 0.0f;
    for (uint32_t i = 0; i < list->count; i++) {
      total = total + probability_at(list, i);
      last = i;
      if (!(total < run->top_p)) break;
    }
  }
  const float target = mul(mul((float)(int32_t)(state >> 8), float_of(PER_STEP)), total);
  float c = 0.0f;
  for (uint32_t i = 0; i < last; i++) {
    c = c + probability_at(list, i);
    if (target < c) return i;
  }
  probability_at(list, last);
  return last;
}

static int32_t choose_by_selection(float *candidates, int32_t *order, const float *logits, struct progress *progress) {
  const uint32_t vocabulary = sampled_ids();
  if (run->temperature == 0.0f) return (int32_t)largest(logits, vocabulary);
  struct list list = list_of(candidates, order, logits, vocabulary);
  progress->generator = next_state(progress->generator);
  return order[draw_from(&list, progress->generator)];
}

static int changes_logits(void) { return run->repetition_penalty != 1.0f || run->no_repeat_ngram > 0; }

void sample(const struct operation *op, int32_t *out, struct progress *progress) {
  const float *logits = memory_at(op->input[0].address);
  float *const candidates = memory_at(op->input[1].address);
  int32_t *const order = memory_at(op->input[2].address);
  int32_t *const ids = history();
  const uint32_t count = progress->known - plan->registers;
  const int is_selected = plan->arithmetic == ARITHMETIC_INTEGERS;
  if (!is_selected || changes_logits()) {
    copy_row(candidates, logits, sampled_ids());
    penalise(candidates, ids, count);
    exclude_repeats(candidates, ids, count);
    logits = candidates;
  }
  *out = ids[count] =
      is_selected ? choose_by_selection(candidates, order, logits, progress) : choose(candidates, order, progress);
}
