#include "screen.h"

#include "../plan/failure.h"
#include "../plan/plan_file.h"
#include "../plan/platform.h"
#include "../plan/run_settings.h"
#include "display.h"
#include "figures.h"
#include "line.h"
#include "menu_page.h"
#include "page.h"

#define PROGRAM "PS2 ML"
#define FAILURE_HINT "Reset the console or switch it off."
/* Figures that change faster cannot be read. */
#define FIGURES_PER_SECOND 4u
#define LOADING_PER_SECOND 20u

/* A debugger finds the cells by this symbol. */
struct screen ps2ml_screen;

static struct page page;
static enum tv_region region;
static const char *model_name = ""; /* "" until the plan has been checked */

/* Since the current text began; stops are left out. */
static struct {
  uint32_t tokens;
  uint64_t start;   /* of the current token */
  uint64_t stopped; /* when the program stopped; 0 while it runs */
  uint64_t ticks;   /* of all tokens but the first, which reads the prompt */
  uint64_t last;    /* ticks of the last token */
  uint64_t disc;    /* of the current token */
  uint64_t last_disc;
} pace;

static struct {
  uint64_t ticks;
  uint32_t bytes;
} loaded;

static int is_menu; /* the rows of the text show the menu */
static uint64_t drawn; /* when something was drawn whose rate is limited */

static void draw(void) { display_draw(&ps2ml_screen); }

static int is_due(uint32_t per_second) {
  const uint64_t now = platform_ticks();
  if (now - drawn < platform_ticks_per_second() / per_second) return 0;
  drawn = now;
  return 1;
}

static void put_title(void) {
  struct line left, right;
  line_start(&left);
  line_add(&left, PROGRAM "  ");
  line_add(&left, model_name);
  line_start(&right);
  if (run != 0 && run->temperature == 0.0f) {
    line_add(&right, "most likely token");
  } else if (run != 0) {
    line_add(&right, "temperature ");
    line_fraction(&right, run->temperature);
    if (run->top_k > 0) {
      line_add(&right, "  top-k ");
      line_number(&right, run->top_k);
    }
    if (0.0f < run->top_p && run->top_p < 1.0f) {
      line_add(&right, "  top-p ");
      line_fraction(&right, run->top_p);
    }
    line_add(&right, "  seed ");
    line_number(&right, run->seed);
  }
  page_title(&page, left.text, right.text);
}

/* How much of the model's own context the plan has room for. */
static void put_context(void) {
  struct line line;
  line_start(&line);
  line_add(&line, "context ");
  line_grouped(&line, plan->seq_len);
  if (plan->seq_len < plan->model_context) {
    line_add(&line, " of ");
    line_grouped(&line, plan->model_context);
  }
  page_context(&page, line.text);
}

static void start(enum tv_region wanted, int32_t right, int32_t down) {
  region = wanted;
  display_start(region, right, down);
  page_start(&page, &ps2ml_screen, display_rows(region));
  put_title();
  draw();
}

void screen_start(void) { start(display_console_region(), 0, 0); }

void platform_show_file(enum plan_file file) {
  struct line line;
  line_start(&line);
  line_add(&line, "Reading ");
  line_add(&line, file_name(file));
  page_activity(&page, line.text);
  draw();
}

void platform_show_plan(void) {
  model_name = string_at(plan->model_name);
  const enum tv_region wanted = run->tv_region != REGION_CONSOLE ? (enum tv_region)run->tv_region : region;
  if (wanted != region || run->screen_right != 0 || run->screen_down != 0)
    start(wanted, run->screen_right, run->screen_down);
  put_title();
  put_context();
  draw();
}

void platform_show_loading(const char *name, uint32_t done, uint32_t total) {
  if (!is_due(LOADING_PER_SECOND)) return;
  struct line line;
  line_start(&line);
  line_tenths(&line, tenths_of_megabytes(loaded.bytes, loaded.ticks));
  line_add(&line, " MB/s  ");
  line_add(&line, name);
  page_progress(&page, done, total, line.text);
  draw();
}

void platform_show_read(const char *name, uint32_t bytes, uint64_t ticks) {
  pace.disc += ticks;
  loaded.bytes += bytes;
  loaded.ticks += ticks;
  if (pace.start == 0 || !is_due(FIGURES_PER_SECOND)) return;
  struct line line;
  line_start(&line);
  line_add(&line, "Reading ");
  line_add(&line, name);
  line_add(&line, ", ");
  line_tenths(&line, tenths_of_megabytes(bytes, ticks));
  line_add(&line, " MB/s");
  page_activity(&page, line.text);
  draw();
}

void platform_show_text(const char *text, uint32_t bytes) {
  page_add_text(&page, text, bytes);
  draw();
}

void platform_show_log(const char *line) {
  page_activity(&page, line);
  draw();
}

static void put_figures(void) {
  struct line line;
  line_start(&line);
  line_number(&line, pace.tokens);
  line_add(&line, pace.tokens == 1 ? " token" : " tokens");
  if (pace.tokens > 1) {
    line_add(&line, ", ");
    line_tenths(&line, tenths_per_second(pace.tokens - 1, pace.ticks));
    line_add(&line, " a second");
  }
  line_add(&line, "  last ");
  line_time(&line, pace.last);
  line_add(&line, ": compute ");
  line_time(&line, pace.last - pace.last_disc);
  line_add(&line, ", disc ");
  line_time(&line, pace.last_disc);
  page_figures(&page, line.text);
}

void platform_show_token(void) {
  const uint64_t now = platform_ticks();
  pace.last = now - pace.start;
  pace.last_disc = pace.disc < pace.last ? pace.disc : pace.last;
  if (pace.tokens > 0) pace.ticks += pace.last;
  pace.tokens++;
  pace.start = now;
  pace.disc = 0;
  if (pace.tokens == 1) page_activity(&page, "");
  if (pace.tokens > 1 && !is_due(FIGURES_PER_SECOND)) return;
  put_figures();
  draw();
}

static void show_prompt(void) {
  pace = (__typeof__(pace)){0};
  is_menu = 0;
  page_begin_prompt(&page);
  page_figures(&page, "");
  put_title();
}

static void show_running(void) {
  const uint64_t now = platform_ticks();
  if (pace.stopped != 0) {
    pace.start += now - pace.stopped;
    pace.stopped = 0;
    page_activity(&page, "");
    return;
  }
  pace.start = now;
  page_end_prompt(&page);
  page_activity(&page, "Reading the prompt");
}

static void show_ended(void) {
  if (pace.tokens > 0) put_figures();
  page_activity(&page, "End of the text");
}

void platform_show_phase(enum show_phase phase) {
  switch (phase) {
    case PHASE_PROMPT:
      show_prompt();
      break;
    case PHASE_RUNNING:
      show_running();
      break;
    case PHASE_PAUSED:
      pace.stopped = platform_ticks();
      break;
    case PHASE_STOPPED:
      pace.stopped = platform_ticks();
      page_activity(&page, "Stopped by a debugger");
      break;
    default:
      show_ended();
      break;
  }
  draw();
}

int screen_is_there(void) { return 1; }

void screen_show_menu(const struct menu *menu, const char *prompt, const char *help, const char *otherwise) {
  if (!is_menu) page_clear_text(&page);
  is_menu = 1;
  menu_draw(menu, &page, prompt);
  page_activity(&page, help);
  page_figures(&page, otherwise);
  draw();
}

void screen_show_help(const char *line) {
  page_activity(&page, line);
  draw();
}

static void show_failure(const char *title, const char *sentence, const char *const *details) {
  page_failure(&page, title, sentence, details, FAILURE_HINT);
  draw();
}

void platform_show_failure(void) {
  struct line model;
  line_start(&model);
  line_add(&model, "Model: ");
  line_add(&model, model_name);
  const char *const details[] = {*model_name != 0 ? model.text : 0, 0};
  show_failure("The program cannot continue", failure_text(), details);
}

void screen_show_crash(const char *sentence, const char *const *details) {
  display_start(region, 0, 0);
  page_start(&page, &ps2ml_screen, display_rows(region));
  show_failure("The program has crashed", sentence, details);
}
