/*
 * The picture's parts that need no GS, on a PC: reads commands, one a line, and prints what they made.
 *   rows N              an empty page
 *   area FIRST LAST     an area for text
 *   text STYLE HEX      bytes for the area
 *   prompt | model      the text that follows is the prompt, the model's
 *   add HEX             bytes for the page's text
 *   title HEX HEX | context HEX | activity HEX | figures HEX | progress DONE TOTAL HEX | failure HEX HEX HEX HEX
 *   menu PROMPTS LENGTH TEMPERATURE TOP_K TOP_P SEED MOST_LENGTH MOST_TOP_K STEPS HEX   a menu after steps, of
 *                       which each is a number of enum menu_step; prints its values; HEX is the prompt
 *   cells               prints each row: code and style of each cell
 *   changes             prints what has to be drawn, and forgets it: row, first and last column
 *   glyph CODE          prints its lines
 *   packet X Y ROW FIRST COUNT   prints the quadwords that draw these cells
 *   line FLOAT TICKS AMOUNT      prints the forms of numbers
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../screen/cells.h"
#include "../screen/figures.h"
#include "../screen/font.h"
#include "../screen/line.h"
#include "../screen/menu_page.h"
#include "../screen/page.h"
#include "../screen/pixels.h"
#include "../screen/text_area.h"

#define MOST_BYTES (1u << 20)

static struct screen screen;
static struct page page;
static struct text_area area;
static uint64_t packet[PACKET_WORDS];
static char line[2 * MOST_BYTES + 64];
static char bytes[4][MOST_BYTES + 1];

/* The next word of hexadecimal digits as bytes with a 0 behind. @return how many */
static uint32_t take(int index) {
  const char *const word = strtok(0, " \n");
  uint32_t count = 0;
  for (; word != 0 && word[2 * count] != 0 && word[2 * count] != '-' && count < MOST_BYTES; count++) {
    const char digits[3] = {word[2 * count], word[2 * count + 1], 0};
    bytes[index][count] = (char)strtoul(digits, 0, 16);
  }
  bytes[index][count] = 0;
  return count;
}

static uint32_t number(void) {
  const char *const word = strtok(0, " \n");
  return word == 0 ? 0 : (uint32_t)strtoul(word, 0, 0);
}

static void print_cells(void) {
  for (uint32_t row = 0; row < screen.rows; row++) {
    for (uint32_t column = 0; column < SCREEN_COLUMNS; column++)
      printf("%04x%x", screen.cells[row][column].code, screen.cells[row][column].style);
    printf("\n");
  }
}

static void print_changes(void) {
  uint32_t row = 0;
  struct changed part;
  while (cells_next_change(&screen, &row, &part)) printf("%u:%u-%u ", row, part.first, part.last);
  printf("\n");
}

static void print_glyph(void) {
  uint8_t composed[GLYPH_LINES];
  const uint8_t *const lines = font_glyph(number(), composed);
  for (uint32_t i = 0; i < GLYPH_LINES; i++) printf("%02x", lines[i]);
  printf("\n");
}

static void print_packet(void) {
  const uint32_t x = number(), y = number(), row = number(), first = number(), count = number();
  const uint32_t quadwords = pixels_packet(packet, 640, x, y, &screen.cells[row][first], count);
  for (uint32_t i = 0; i < quadwords * 2; i++) printf("%016llx", (unsigned long long)packet[i]);
  printf("\n");
}

static void print_numbers(void) {
  struct line out;
  const char *const fraction = strtok(0, " \n");
  const char *const ticks = strtok(0, " \n");
  const uint32_t amount = number();
  line_start(&out);
  line_fraction(&out, strtof(fraction, 0));
  line_add(&out, " ");
  line_time(&out, strtoull(ticks, 0, 10));
  line_add(&out, " ");
  line_tenths(&out, tenths_per_second(amount, strtoull(ticks, 0, 10)));
  line_add(&out, " ");
  line_tenths(&out, tenths_of_megabytes(amount, strtoull(ticks, 0, 10)));
  line_add(&out, " ");
  line_hex(&out, amount);
  line_add(&out, " ");
  line_grouped(&out, amount);
  printf("%s\n", out.text);
}

static void run_menu(void) {
  struct menu menu = {.selected = MENU_PROMPT};
  menu.values.prompts = number();
  menu.values.length = number();
  menu.values.temperature = number();
  menu.values.top_k = number();
  menu.values.top_p = number();
  menu.values.seed = number();
  menu.most_length = number();
  menu.most_top_k = number();
  const char *const steps = strtok(0, " \n");
  for (const char *step = steps; step != 0 && *step >= '0' && *step <= '5'; step++)
    menu_do(&menu, (enum menu_step)(*step - '0'));
  take(0);
  menu_draw(&menu, &page, bytes[0]);
  const struct menu_values *const values = &menu.values;
  printf("%u %u %u %u %u %u %u\n", menu.selected, values->prompt, values->length, values->temperature, values->top_k,
         values->top_p, values->seed);
}

static void execute(const char *command) {
  if (strcmp(command, "rows") == 0) page_start(&page, &screen, number());
  else if (strcmp(command, "area") == 0) {
    const uint32_t first = number();
    text_area_start(&area, &screen, first, number());
  } else if (strcmp(command, "text") == 0) {
    const enum style style = (enum style)number();
    const uint32_t count = take(0);
    text_area_add(&area, bytes[0], count, style);
  } else if (strcmp(command, "prompt") == 0) page_begin_prompt(&page);
  else if (strcmp(command, "model") == 0) page_end_prompt(&page);
  else if (strcmp(command, "add") == 0) {
    const uint32_t count = take(0);
    page_add_text(&page, bytes[0], count);
  } else if (strcmp(command, "title") == 0) {
    take(0);
    take(1);
    page_title(&page, bytes[0], bytes[1]);
  } else if (strcmp(command, "context") == 0) {
    take(0);
    page_context(&page, bytes[0]);
  } else if (strcmp(command, "activity") == 0) {
    take(0);
    page_activity(&page, bytes[0]);
  } else if (strcmp(command, "figures") == 0) {
    take(0);
    page_figures(&page, bytes[0]);
  } else if (strcmp(command, "progress") == 0) {
    const uint32_t done = number(), total = number();
    take(0);
    page_progress(&page, done, total, bytes[0]);
  } else if (strcmp(command, "failure") == 0) {
    for (int i = 0; i < 4; i++) take(i);
    const char *const details[] = {bytes[2], 0};
    page_failure(&page, bytes[0], bytes[1], details, bytes[3]);
  } else if (strcmp(command, "menu") == 0) run_menu();
  else if (strcmp(command, "cells") == 0) print_cells();
  else if (strcmp(command, "changes") == 0) print_changes();
  else if (strcmp(command, "glyph") == 0) print_glyph();
  else if (strcmp(command, "packet") == 0) print_packet();
  else if (strcmp(command, "line") == 0) print_numbers();
  else {
    fprintf(stderr, "unknown command: %s\n", command);
    exit(1);
  }
}

int main(void) {
  pixels_start();
  while (fgets(line, sizeof line, stdin) != 0) {
    const char *const command = strtok(line, " \n");
    if (command != 0) execute(command);
  }
  return 0;
}
