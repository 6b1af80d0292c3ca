#include "menu_page.h"

#include "line.h"

#define FIRST_ROW 2u /* of the page's text */
#define VALUE_COLUMN 16u
#define CODE_ARROW 0x2192u

static const char *const names[MENU_ITEMS] = {"Prompt", "Length", "Temperature", "Top-k", "Top-p", "Seed",
                                               "Picture right", "Picture down"};

/* How far the picture is from its usual place. */
static void put_place(struct line *line, uint32_t place, uint32_t middle, const char *before, const char *behind) {
  if (place == middle) {
    line_add(line, "usual place");
    return;
  }
  line_number(line, place < middle ? middle - place : place - middle);
  line_add(line, place < middle ? before : behind);
}

static void put_value(struct line *line, const struct menu *menu, enum menu_item item) {
  const struct menu_values *const values = &menu->values;
  switch (item) {
    case MENU_PROMPT:
      line_number(line, values->prompt + 1);
      line_add(line, " of ");
      line_number(line, values->prompts);
      break;
    case MENU_LENGTH:
      line_number(line, values->length);
      line_add(line, " tokens");
      break;
    case MENU_TEMPERATURE:
      line_fraction(line, (float)(int32_t)values->temperature / 100.0f);
      if (values->temperature == 0) line_add(line, " (the most likely token)");
      break;
    case MENU_TOP_K:
      if (values->top_k == 0) line_add(line, "off");
      else line_number(line, values->top_k);
      break;
    case MENU_TOP_P:
      if (values->top_p >= 100) line_add(line, "off");
      else line_fraction(line, (float)(int32_t)values->top_p / 100.0f);
      break;
    case MENU_SEED:
      line_number(line, values->seed);
      break;
    case MENU_ACROSS:
      put_place(line, values->across, MENU_MOST_ACROSS, " pixels left", " pixels right");
      break;
    default:
      put_place(line, values->down, MENU_MOST_DOWN, " lines up", " lines down");
      break;
  }
}

void menu_draw(const struct menu *menu, struct page *page, const char *prompt) {
  struct screen *const screen = page->screen;
  const uint32_t top = page->text.first + FIRST_ROW;
  for (uint32_t item = 0; item < MENU_ITEMS; item++) {
    const enum style style = item == (uint32_t)menu->selected ? STYLE_PROMPT : STYLE_TEXT;
    struct line line;
    line_start(&line);
    put_value(&line, menu, (enum menu_item)item);
    const uint32_t row = top + item;
    cells_put(screen, row, 0, style == STYLE_PROMPT ? CODE_ARROW : ' ', style);
    uint32_t column = cells_write(screen, row, 2, names[item], style);
    for (; column < VALUE_COLUMN; column++) cells_put(screen, row, column, ' ', style);
    cells_clear(screen, row, cells_write(screen, row, VALUE_COLUMN, line.text, style), style);
  }
  page_begin_prompt_row(page);
  uint32_t bytes = 0;
  while (prompt[bytes] != 0) bytes++;
  page_add_to_prompt_row(page, prompt, bytes);
}
