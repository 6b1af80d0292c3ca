/* TOKENS.BIN (docs/plan.md): the bytes that each id prints. */
#ifndef PLAN_TOKEN_TEXT_H
#define PLAN_TOKEN_TEXT_H

#include <stdint.h>

/* Checks the file in memory and uses it from then on. @return 0 or -1 after fail() */
int token_text_use(const void *file, uint32_t bytes);

/* The bytes of a token that follows `previous`, as token_text_print prints them. @param bytes receives how many */
const char *token_text(uint32_t id, uint32_t previous, uint32_t *bytes);

/* Prints a token that follows `previous` (NONE for the first); nothing for the beginning-of-sequence token, and
   nothing when there is no TOKENS.BIN. */
void token_text_print(uint32_t id, uint32_t previous);

#endif
