/* The output: the model's text and the program's log, to the mailbox and to the machine's text output. */
#ifndef PLAN_OUTPUT_H
#define PLAN_OUTPUT_H

#include <stdint.h>

void print_text(const char *text, uint32_t bytes);

/* One line; the line feed is added. */
void print_log(const char *line);

#endif
