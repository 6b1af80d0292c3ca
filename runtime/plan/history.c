#include "history.h"

#include "plan_file.h"

int32_t *history(void) { return memory_at(operation_at(count_of(OPERATIONS) - 1)->input[3].address); }
