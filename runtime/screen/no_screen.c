/* A program without a picture: the text goes to the debug channel and to the mailbox only. */
#include "../plan/platform.h"
#include "screen.h"

void screen_start(void) {}
int screen_is_there(void) { return 0; }
void screen_show_menu(const struct menu *menu, const char *prompt, const char *help, const char *otherwise) {
  (void)menu;
  (void)prompt;
  (void)help;
  (void)otherwise;
}
void screen_move(int32_t right, int32_t down) {
  (void)right;
  (void)down;
}
void screen_show_help(const char *line) { (void)line; }
void screen_show_crash(const char *sentence, const char *const *details) {
  (void)sentence;
  (void)details;
}
void platform_show_file(enum plan_file file) { (void)file; }
void platform_show_plan(void) {}
void platform_show_loading(const char *name, uint32_t done, uint32_t total) {
  (void)name;
  (void)done;
  (void)total;
}
void platform_show_read(const char *name, uint32_t bytes, uint64_t ticks) {
  (void)name;
  (void)bytes;
  (void)ticks;
}
void platform_show_text(const char *text, uint32_t bytes) {
  (void)text;
  (void)bytes;
}
void platform_show_log(const char *line) { (void)line; }
void platform_show_token(void) {}
void platform_show_phase(enum show_phase phase) { (void)phase; }
void platform_show_failure(void) {}
