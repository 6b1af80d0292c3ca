#include "memory_map.h"

#include "failure.h"
#include "plan_checks.h"
#include "platform.h"

struct place {
  const char *name;
  uint32_t start;
  uint64_t bytes;
};

#define PLACES 4

/* The memory that the header reserves; nothing else may use it. Files have whole sectors. */
static void list_places(struct place places[PLACES]) {
  const uint64_t sectors = ((uint64_t)plan->file_bytes + SECTOR_BYTES - 1) / SECTOR_BYTES;
  places[0] = (struct place){"PLAN.BIN", plan->load_address, sectors * SECTOR_BYTES};
  places[1] = (struct place){"RUN.BIN", plan->run_address, plan->run_bytes};
  places[2] = (struct place){"TOKENS.BIN", plan->tokens_address, plan->tokens_bytes};
  places[3] = (struct place){"the stack", plan->stack_start, (uint64_t)plan->stack_end - plan->stack_start};
}

int is_inside(uint32_t start, uint64_t bytes, uint32_t outer_start, uint32_t outer_end) {
  return start >= outer_start && start + bytes <= outer_end;
}

static int overlaps(uint32_t start, uint64_t bytes, const struct place *place) {
  return bytes > 0 && place->bytes > 0 && start < place->start + place->bytes && place->start < start + bytes;
}

int is_data_memory(uint32_t start, uint64_t bytes) {
  struct place places[PLACES];
  if (!is_inside(start, bytes, plan->arena_start, plan->arena_end)) return 0;
  list_places(places);
  for (int i = 0; i < PLACES; i++) {
    if (overlaps(start, bytes, &places[i])) return 0;
  }
  return 1;
}

int check_places(void) {
  struct place places[PLACES];
  CHECK(plan->arena_start >= platform_memory_start() && plan->arena_end <= platform_memory_end(),
        "PLAN.BIN: the arena %x to %x is outside plan memory, %x to %x. " REBUILD, plan->arena_start,
        plan->arena_end, platform_memory_start(), platform_memory_end());
  CHECK(plan->stack_end >= plan->stack_start && plan->stack_end - plan->stack_start >= 4096 && plan->stack_end % 64 == 0,
        "PLAN.BIN: the stack %x to %x is not usable. " REBUILD, plan->stack_start, plan->stack_end);
  list_places(places);
  for (int i = 0; i < PLACES; i++) {
    CHECK(places[i].bytes == 0 || (places[i].start % 64 == 0 &&
                                   is_inside(places[i].start, places[i].bytes, plan->arena_start, plan->arena_end)),
          "PLAN.BIN: %s at %x is not inside the arena %x to %x. " REBUILD, places[i].name, places[i].start,
          plan->arena_start, plan->arena_end);
    for (int j = 0; j < i; j++)
      CHECK(!overlaps(places[i].start, places[i].bytes, &places[j]), "PLAN.BIN: %s and %s overlap at %x. " REBUILD,
            places[i].name, places[j].name, places[i].start);
  }
  return 0;
}
