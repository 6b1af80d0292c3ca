/* Holds C structs and names against the description of a file (plan_layout.h and its like): what differs does not compile. */
#ifndef PLAN_LAYOUT_H
#define PLAN_LAYOUT_H

#include <stddef.h>

#define MEMBER(type, member, offset, bytes)                                                              \
  _Static_assert(offsetof(struct type, member) == (offset) && sizeof(((struct type *)0)->member) == (bytes), \
                 "struct " #type ", " #member)

#define SIZE(type, bytes) _Static_assert(sizeof(struct type) == (bytes), "struct " #type)

#define CODE(name, value) _Static_assert((name) == (value), #name)

#endif
