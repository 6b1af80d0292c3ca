/* The memory that a plan may use. */
#ifndef PLAN_MEMORY_MAP_H
#define PLAN_MEMORY_MAP_H

#include <stdint.h>

/* [start, start + bytes) is inside [outer_start, outer_end). */
int is_inside(uint32_t start, uint64_t bytes, uint32_t outer_start, uint32_t outer_end);

/* Inside the arena and clear of the plan, RUN.BIN, TOKENS.BIN and the stack: activations, caches, weights. */
int is_data_memory(uint32_t start, uint64_t bytes);

/* Checks the addresses in the header: arena, plan, stack, RUN.BIN, TOKENS.BIN. @return 0 or -1 after fail() */
int check_places(void);

#endif
