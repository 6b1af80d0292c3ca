/* The menu before a text: which prompt, and how the model goes on from it. */
#ifndef SCREEN_MENU_H
#define SCREEN_MENU_H

#include <stdint.h>

struct menu_values {
  uint32_t prompt; /* from 0 */
  uint32_t prompts;
  uint32_t length;
  uint32_t temperature; /* hundredths */
  uint32_t top_k;       /* 0: off */
  uint32_t top_p;       /* hundredths; 100: off */
  uint32_t seed;
  uint32_t across; /* the picture's place, in pixels right of the leftmost place */
  uint32_t down;   /* in lines below the highest place */
};

/* Places of the picture: from the middle as far to either side. */
#define MENU_MOST_ACROSS 64u
#define MENU_MOST_DOWN 32u

enum menu_item { MENU_PROMPT, MENU_LENGTH, MENU_TEMPERATURE, MENU_TOP_K, MENU_TOP_P, MENU_SEED, MENU_ACROSS, MENU_LINES, MENU_ITEMS };

struct menu {
  struct menu_values values;
  uint32_t most_length;
  uint32_t most_top_k;
  enum menu_item selected;
};

/* What a person did. */
enum menu_step { MENU_UP, MENU_DOWN, MENU_LESS, MENU_MORE, MENU_MUCH_LESS, MENU_MUCH_MORE };

void menu_do(struct menu *menu, enum menu_step step);

#endif
