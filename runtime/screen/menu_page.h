/* The menu in the rows of the text. */
#ifndef SCREEN_MENU_PAGE_H
#define SCREEN_MENU_PAGE_H

#include "menu.h"
#include "page.h"

/* @param prompt the text of the chosen prompt */
void menu_draw(const struct menu *menu, struct page *page, const char *prompt);

#endif
