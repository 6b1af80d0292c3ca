/* The maximum depth of the plan's stack. */
#ifndef CONSOLE_STACK_H
#define CONSOLE_STACK_H

#include <stdint.h>

/* Fills the stack from `start` to `end` with a pattern that programs do not write; call it on another stack. */
void stack_paint(uint32_t start, uint32_t end);

#endif
