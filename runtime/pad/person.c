#include "person.h"

#include "../plan/debugger.h"
#include "../plan/mailbox.h"
#include "../plan/plan_file.h"
#include "../plan/platform.h"
#include "../plan/run_settings.h"
#include "../plan/token_text.h"
#include "../screen/line.h"
#include "../screen/menu.h"
#include "../screen/screen.h"
#include "../sdk/wait.h"
#include "buttons.h"
#include "pad.h"

/* The disc runs by itself when nobody has touched the controller for so long, or none answers. */
#define UNTOUCHED_SECONDS 30u
#define ABSENT_SECONDS 10u
#define MENU_HELP "Up, down: choose  left, right, L1, R1: change  START: go  TRIANGLE: exit"
#define PAUSE_HELP "Paused  START: go on  CIRCLE: stop, to the menu  TRIANGLE: exit"
#define END_HELP "End of the text  START: to the menu  TRIANGLE: exit"
#define PROMPT_BYTES 128u

static int is_forbidden;
static int was_started;
static int has_pad;
static struct menu menu;
/* The values of the settings when the menu was last left: what is unchanged keeps its exact bits. */
static struct menu_values applied;

void person_forbid(void) { is_forbidden = 1; }

void person_tick(void) {
  mailbox_beat();
  pad_tick();
}

void person_end(void) {
  has_pad = 0;
  pad_stop();
}

static uint32_t hundredths(float value) { return value < 100000.0f ? (uint32_t)(int32_t)(value * 100.0f + 0.5f) : 10000000u; }

static uint32_t up_to(uint32_t value, uint32_t most) { return value < most ? value : most; }

/* A place of the picture, as the menu counts it. */
static uint32_t from_middle(int32_t by, uint32_t most) {
  const int32_t middle = (int32_t)most;
  return (uint32_t)(by < -middle ? 0 : by > middle ? 2 * middle : by + middle);
}

static int32_t to_middle(uint32_t place, uint32_t most) { return (int32_t)place - (int32_t)most; }

static void start(const struct run_settings *settings) {
  was_started = 1;
  has_pad = pad_start() == 0;
  menu.most_length = plan->context;
  menu.most_top_k = settings->sampled_ids > 0 ? settings->sampled_ids : plan->vocabulary;
  const int is_limited = 0.0f < settings->top_p && settings->top_p < 1.0f;
  menu.values = (struct menu_values){
      .prompts = settings->prompts,
      .length = up_to(settings->max_tokens, menu.most_length),
      .temperature = hundredths(settings->temperature),
      .top_k = up_to(settings->top_k, menu.most_top_k),
      .top_p = is_limited ? hundredths(settings->top_p) : 100,
      .seed = settings->seed,
      .across = from_middle(settings->screen_right, MENU_MOST_ACROSS),
      .down = from_middle(settings->screen_down, MENU_MOST_DOWN),
  };
  applied = menu.values;
  menu.selected = MENU_PROMPT;
}

/* The prompt's text, as far as it fits in its row. */
static void put_prompt(char text[PROMPT_BYTES], const struct run_settings *settings) {
  uint32_t count, length = 0;
  const uint32_t *const ids = run_prompt(settings, menu.values.prompt, &count);
  for (uint32_t i = 0; i < count; i++) {
    uint32_t bytes;
    const char *const piece = token_text(ids[i], i > 0 ? ids[i - 1] : NONE, &bytes);
    for (uint32_t j = 0; j < bytes && length < PROMPT_BYTES - 1; j++) text[length++] = piece[j] == 0 ? ' ' : piece[j];
  }
  text[length] = 0;
}

static void draw(const struct run_settings *settings, uint32_t seconds) {
  char prompt[PROMPT_BYTES];
  struct line line;
  put_prompt(prompt, settings);
  line_start(&line);
  if (!pad_is_connected()) line_add(&line, "No controller answers in port 1. ");
  line_add(&line, "Starts by itself in ");
  line_number(&line, seconds);
  line_add(&line, " s");
  screen_show_menu(&menu, prompt, MENU_HELP, line.text);
}

static void take(uint32_t pressed) {
  const struct menu_values before = menu.values;
  if ((pressed & BUTTON_UP) != 0) menu_do(&menu, MENU_UP);
  if ((pressed & BUTTON_DOWN) != 0) menu_do(&menu, MENU_DOWN);
  if ((pressed & BUTTON_LEFT) != 0) menu_do(&menu, MENU_LESS);
  if ((pressed & BUTTON_RIGHT) != 0) menu_do(&menu, MENU_MORE);
  if ((pressed & BUTTON_L1) != 0) menu_do(&menu, MENU_MUCH_LESS);
  if ((pressed & BUTTON_R1) != 0) menu_do(&menu, MENU_MUCH_MORE);
  if (menu.values.across != before.across || menu.values.down != before.down)
    screen_move(to_middle(menu.values.across, MENU_MOST_ACROSS), to_middle(menu.values.down, MENU_MOST_DOWN));
}

static void apply(struct run_settings *settings) {
  const struct menu_values *const values = &menu.values;
  uint32_t count;
  const uint32_t *const ids = run_prompt(settings, values->prompt, &count);
  for (uint32_t i = 0; i < count; i++) settings->prompt[i] = ids[i];
  settings->prompt_count = count;
  if (values->length != applied.length) settings->max_tokens = values->length;
  if (values->temperature != applied.temperature) settings->temperature = (float)(int32_t)values->temperature / 100.0f;
  if (values->top_k != applied.top_k) settings->top_k = values->top_k;
  if (values->top_p != applied.top_p) settings->top_p = (float)(int32_t)values->top_p / 100.0f;
  settings->seed = values->seed;
  if (values->across != applied.across) settings->screen_right = to_middle(values->across, MENU_MOST_ACROSS);
  if (values->down != applied.down) settings->screen_down = to_middle(values->down, MENU_MOST_DOWN);
  applied = *values;
}

/* Until the next vertical blank; a host is served meanwhile. */
static void pass_time(void) {
  platform_turn();
  wait_ms(0);
}

enum wish platform_choose(struct run_settings *settings) {
  if (settings->interactive == 0 || is_forbidden || !screen_is_there()) return WISH_NONE;
  if (!was_started) start(settings);
  if (!has_pad) return WISH_NONE;
  mailbox_set_state(PS2ML_WAITING, PS2ML_STOP_NONE, 0);
  const uint64_t second = platform_ticks_per_second();
  uint64_t touched = platform_ticks();
  uint32_t shown = 0;
  pad_pressed();
  for (;;) {
    const uint32_t pressed = pad_pressed();
    const uint64_t now = platform_ticks();
    if (pressed != 0) touched = now;
    if ((pressed & BUTTON_TRIANGLE) != 0) return WISH_LEAVE;
    const uint64_t limit = (pad_is_connected() ? UNTOUCHED_SECONDS : ABSENT_SECONDS) * second;
    if ((pressed & (BUTTON_START | BUTTON_CROSS)) != 0 || now - touched >= limit) break;
    take(pressed);
    /* Whole seconds that are left, without a 64-bit division. */
    uint32_t left = 0;
    for (uint64_t rest = limit - (now - touched); rest > 0; rest = rest > second ? rest - second : 0) left++;
    if (pressed != 0 || left != shown) draw(settings, shown = left);
    debugger_poll();
    pass_time();
  }
  apply(settings);
  return WISH_NONE;
}

static enum wish pause(void) {
  platform_show_phase(PHASE_PAUSED);
  screen_show_help(PAUSE_HELP);
  mailbox_set_state(PS2ML_WAITING, PS2ML_STOP_NONE, 0);
  for (;;) {
    const uint32_t pressed = pad_pressed();
    if ((pressed & BUTTON_TRIANGLE) != 0) return WISH_LEAVE;
    if ((pressed & BUTTON_CIRCLE) != 0) return WISH_MENU;
    if ((pressed & BUTTON_START) != 0) break;
    debugger_poll();
    pass_time();
  }
  platform_show_phase(PHASE_RUNNING);
  return WISH_NONE;
}

int platform_has_person(void) { return has_pad && run->interactive != 0; }

enum wish platform_wish(void) {
  if (!platform_has_person()) return WISH_NONE;
  return (pad_pressed() & BUTTON_START) != 0 ? pause() : WISH_NONE;
}

enum wish platform_after_text(void) {
  if (!platform_has_person()) return WISH_NONE;
  screen_show_help(END_HELP);
  pad_pressed();
  for (;;) {
    const uint32_t pressed = pad_pressed();
    if ((pressed & BUTTON_TRIANGLE) != 0) return WISH_LEAVE;
    if ((pressed & (BUTTON_START | BUTTON_CROSS)) != 0) return WISH_MENU;
    if (mailbox->request != mailbox->acknowledged) return WISH_HOST;
    pass_time();
  }
}
