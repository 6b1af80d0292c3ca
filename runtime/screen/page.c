#include "page.h"

/* Rows from the top, and from the bottom. */
enum { TITLE = 0, CONTEXT = 1, PROMPT = 2, TOP_RULE = 3, TEXT = 4 };
enum { FIGURES = 1, ACTIVITY = 2, BOTTOM_RULE = 3 };

#define BAR_CELLS 24u
#define CODE_FULL 0x2588u
#define CODE_EMPTY 0x2591u
#define CODE_RULE 0x2500u
#define CODE_MORE 0x2026u
#define PROMPT_LABEL "Prompt: "

static uint32_t from_bottom(const struct page *page, uint32_t row) { return page->screen->rows - row; }

static void put_line(struct page *page, uint32_t row, const char *text, enum style style) {
  cells_clear(page->screen, row, cells_write(page->screen, row, 0, text, style), style);
}

static void put_rule(struct page *page, uint32_t row) {
  for (uint32_t column = 0; column < SCREEN_COLUMNS; column++)
    cells_put(page->screen, row, column, CODE_RULE, STYLE_DIM);
}

static void clear_rows(struct page *page) {
  for (uint32_t row = 0; row < page->screen->rows; row++) cells_clear(page->screen, row, 0, STYLE_TEXT);
}

void page_start(struct page *page, struct screen *screen, uint32_t rows) {
  *page = (struct page){.screen = screen};
  cells_start(screen, rows);
  put_rule(page, TOP_RULE);
  put_rule(page, from_bottom(page, BOTTOM_RULE));
  text_area_start(&page->text, screen, TEXT, from_bottom(page, BOTTOM_RULE) - 1);
}

/* Characters of UTF-8 text. */
static uint32_t width_of(const char *text) {
  uint32_t width = 0;
  for (; *text != 0; text++) width += ((uint8_t)*text & 0xC0) != 0x80;
  return width;
}

static void put_title(struct page *page, const char *left, const char *right, enum style style) {
  const uint32_t width = width_of(right) + 1;
  uint32_t column = cells_write(page->screen, TITLE, 1, left, style);
  cells_put(page->screen, TITLE, 0, ' ', style);
  cells_clear(page->screen, TITLE, column, style);
  if (column + width < SCREEN_COLUMNS) cells_write(page->screen, TITLE, SCREEN_COLUMNS - width, right, style);
}

void page_title(struct page *page, const char *left, const char *right) { put_title(page, left, right, STYLE_TITLE); }

void page_context(struct page *page, const char *line) { put_line(page, CONTEXT, line, STYLE_DIM); }

void page_begin_prompt_row(struct page *page) {
  put_line(page, PROMPT, PROMPT_LABEL, STYLE_DIM);
  page->prompt_column = width_of(PROMPT_LABEL);
  page->prompt_decoder = (struct utf8){0, 0, 0};
}

void page_clear_text(struct page *page) {
  text_area_start(&page->text, page->screen, page->text.first, page->text.last);
}

void page_begin_prompt(struct page *page) {
  page_clear_text(page);
  page_begin_prompt_row(page);
  page->style = STYLE_PROMPT;
}

void page_end_prompt(struct page *page) { page->style = STYLE_TEXT; }

/* The prompt stays when the text has scrolled: in one row, with an ellipsis when it is longer. */
void page_add_to_prompt_row(struct page *page, const char *text, uint32_t bytes) {
  for (uint32_t i = 0; i < bytes; i++) {
    uint32_t codes[2];
    const uint32_t count = utf8_take(&page->prompt_decoder, (uint8_t)text[i], codes);
    for (uint32_t j = 0; j < count; j++) {
      if (page->prompt_column == SCREEN_COLUMNS) {
        cells_put(page->screen, PROMPT, SCREEN_COLUMNS - 1, CODE_MORE, STYLE_DIM);
        return;
      }
      cells_put(page->screen, PROMPT, page->prompt_column++, codes[j] < ' ' ? ' ' : codes[j], STYLE_PROMPT);
    }
  }
}

void page_add_text(struct page *page, const char *text, uint32_t bytes) {
  if (page->style == STYLE_PROMPT) page_add_to_prompt_row(page, text, bytes);
  text_area_add(&page->text, text, bytes, page->style);
}

void page_activity(struct page *page, const char *line) { put_line(page, from_bottom(page, ACTIVITY), line, STYLE_DIM); }

void page_progress(struct page *page, uint32_t done, uint32_t total, const char *line) {
  const uint32_t row = from_bottom(page, ACTIVITY);
  if (total == 0) {
    page_activity(page, line);
    return;
  }
  while (total >= 1u << 24) { /* so that the product stays in 32 bits */
    total /= 2;
    done /= 2;
  }
  const uint32_t full = done >= total ? BAR_CELLS : done * BAR_CELLS / total;
  for (uint32_t i = 0; i < BAR_CELLS; i++)
    cells_put(page->screen, row, i, i < full ? CODE_FULL : CODE_EMPTY, STYLE_PROMPT);
  cells_put(page->screen, row, BAR_CELLS, ' ', STYLE_DIM);
  const uint32_t column = cells_write(page->screen, row, BAR_CELLS + 1, line, STYLE_DIM);
  cells_clear(page->screen, row, column, STYLE_DIM);
}

void page_figures(struct page *page, const char *line) { put_line(page, from_bottom(page, FIGURES), line, STYLE_TEXT); }

static uint32_t length_of(const char *text) {
  uint32_t bytes = 0;
  while (text[bytes] != 0) bytes++;
  return bytes;
}

static void add_line(struct page *page, const char *line, enum style style) {
  text_area_add(&page->text, line, length_of(line), style);
  text_area_add(&page->text, "\n", 1, style);
}

void page_failure(struct page *page, const char *title, const char *sentence, const char *const *details,
                  const char *hint) {
  clear_rows(page);
  put_title(page, title, "PS2 ML", STYLE_FAILURE);
  text_area_start(&page->text, page->screen, PROMPT, from_bottom(page, BOTTOM_RULE));
  add_line(page, sentence, STYLE_TEXT);
  add_line(page, "", STYLE_TEXT);
  for (; details != 0 && *details != 0; details++) add_line(page, *details, STYLE_DIM);
  put_line(page, from_bottom(page, FIGURES), hint, STYLE_PROMPT);
}
