#include "menu.h"

static const struct {
  uint32_t step, leap;
} steps[MENU_ITEMS] = {{1, 5}, {10, 100}, {5, 50}, {1, 10}, {5, 25}, {1, 100}, {2, 16}, {2, 16}};

static uint32_t *value_of(struct menu *menu, uint32_t *least, uint32_t *most) {
  struct menu_values *const values = &menu->values;
  *least = 0;
  switch (menu->selected) {
    case MENU_PROMPT:
      *most = values->prompts - 1;
      return &values->prompt;
    case MENU_LENGTH:
      *least = 1;
      *most = menu->most_length;
      return &values->length;
    case MENU_TEMPERATURE:
      *most = 500;
      return &values->temperature;
    case MENU_TOP_K:
      *most = menu->most_top_k;
      return &values->top_k;
    case MENU_TOP_P:
      *least = 5;
      *most = 100;
      return &values->top_p;
    case MENU_SEED:
      *most = 0xFFFFFFFFu;
      return &values->seed;
    case MENU_ACROSS:
      *most = 2 * MENU_MOST_ACROSS;
      return &values->across;
    default:
      *most = 2 * MENU_MOST_DOWN;
      return &values->down;
  }
}

static void change(struct menu *menu, int is_more, uint32_t by) {
  uint32_t least, most;
  uint32_t *const value = value_of(menu, &least, &most);
  if (is_more) *value = *value >= most || most - *value < by ? most : *value + by;
  else *value = *value <= least || *value - least < by ? least : *value - by;
}

void menu_do(struct menu *menu, enum menu_step step) {
  switch (step) {
    case MENU_UP:
      menu->selected = menu->selected == 0 ? MENU_ITEMS - 1 : menu->selected - 1;
      break;
    case MENU_DOWN:
      menu->selected = menu->selected == MENU_ITEMS - 1 ? 0 : menu->selected + 1;
      break;
    case MENU_LESS:
    case MENU_MORE:
      change(menu, step == MENU_MORE, steps[menu->selected].step);
      break;
    default:
      change(menu, step == MENU_MUCH_MORE, steps[menu->selected].leap);
      break;
  }
}
