/* The television: plan/platform.h's platform_show_ functions, and the pages that the console itself needs. */
#ifndef SCREEN_SCREEN_H
#define SCREEN_SCREEN_H

#include "menu.h"

/* Shows an empty page. Needs nothing but the GS, so that every later failure can be shown. */
void screen_start(void);

/* There is a picture. */
int screen_is_there(void);

/* The menu with a line of help, and one of what happens without a choice. */
void screen_show_menu(const struct menu *menu, const char *prompt, const char *help, const char *otherwise);

/* Moves the picture, in pixels and lines from its usual place. */
void screen_move(int32_t right, int32_t down);

/* What buttons do now. */
void screen_show_help(const char *line);

/* The page of a crash: it works whatever state the program is in. @param details by line; 0 ends the list */
void screen_show_crash(const char *sentence, const char *const *details);

#endif
