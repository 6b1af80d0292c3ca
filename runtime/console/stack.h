/* How deep the stack of the plan gets. */
#ifndef CONSOLE_STACK_H
#define CONSOLE_STACK_H

#include <stdint.h>

/* Fills the stack from `start` to `end` with what no program puts there; while another one is in use. */
void stack_paint(uint32_t start, uint32_t end);

#endif
