/* The places of the picture: title, context, prompt, text, what the program does, figures. */
#ifndef SCREEN_PAGE_H
#define SCREEN_PAGE_H

#include <stdint.h>

#include "cells.h"
#include "text_area.h"

struct page {
  struct screen *screen;
  struct text_area text;
  enum style style; /* of text that is added */
  uint32_t prompt_column;
  struct utf8 prompt_decoder;
};

/* An empty page. @param rows of the picture */
void page_start(struct page *page, struct screen *screen, uint32_t rows);

/* The title's two ends. */
void page_title(struct page *page, const char *left, const char *right);

/* The line below the title. */
void page_context(struct page *page, const char *line);

/* A new text; what is added now is its prompt. */
void page_begin_prompt(struct page *page);

/* The row of the prompt alone: empty, and text for it. */
void page_begin_prompt_row(struct page *page);
void page_add_to_prompt_row(struct page *page, const char *text, uint32_t bytes);

/* Empties the rows of the text. */
void page_clear_text(struct page *page);

/* What is added from now on is the model's own. */
void page_end_prompt(struct page *page);

void page_add_text(struct page *page, const char *text, uint32_t bytes);

/* One line about what the program does; "" for none. */
void page_activity(struct page *page, const char *line);

/* A bar and a line. @param done,total any unit; nothing is drawn for a total of 0 */
void page_progress(struct page *page, uint32_t done, uint32_t total, const char *line);

/* The bottom line. */
void page_figures(struct page *page, const char *line);

/* A page of its own: what happened, details by line (0 ends the list), and a hint at the bottom. */
void page_failure(struct page *page, const char *title, const char *sentence, const char *const *details,
                  const char *hint);

#endif
