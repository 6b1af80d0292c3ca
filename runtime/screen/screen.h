/* The television: plan/platform.h's platform_show_ functions, and the pages that the console itself needs. */
#ifndef SCREEN_SCREEN_H
#define SCREEN_SCREEN_H

/* Shows an empty page. Needs nothing but the GS, so that every later failure can be shown. */
void screen_start(void);

/* The page of a crash: it works whatever state the program is in. @param details by line; 0 ends the list */
void screen_show_crash(const char *sentence, const char *const *details);

#endif
