#ifndef PLAN_LOADER_H
#define PLAN_LOADER_H

/* Reads the four files, checks them and preloads the resident weights. @return 0 or -1 after fail() */
int load_files(void);

#endif
