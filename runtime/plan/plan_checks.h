/* Checks of PLAN.BIN before its first operation: nothing that it says is used unchecked. */
#ifndef PLAN_PLAN_CHECKS_H
#define PLAN_PLAN_CHECKS_H

#include "../ps2ml_mailbox.h"
#include "failure.h"
#include "plan_file.h"

#define REBUILD "Rebuild the image."

/* In a function that checks PLAN.BIN and returns 0 or -1. */
#define CHECK(holds, ...)                                          \
  do {                                                             \
    if (!(holds)) return fail(PS2ML_ERROR_PLAN, __VA_ARGS__);      \
  } while (0)

/* More than the runtime has room to count. */
#define MAX_OPERATIONS 8192u
#define MAX_MATRICES 2047u
#define MAX_READS 32768u

/* The first 512 bytes, before the rest is read. @param file_bytes size on the disc */
int check_header(const struct plan_header *header, uint32_t file_bytes);

/* The rest, once `plan` is set and the whole file is at its address. */
int check_plan(void);

int check_shape(void);
int check_tables(void);
int check_matrices(void);
int check_operations(void);

#endif
