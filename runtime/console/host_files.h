/* The plan's files in a folder of the PC (`host:`). Failures are reported with fail(). */
#ifndef CONSOLE_HOST_FILES_H
#define CONSOLE_HOST_FILES_H

#include "../plan/platform.h"

/* @param folder `host:` or `host:path/`; must stay valid */
void host_files_start(const char *folder);
int host_files_open(enum plan_file file, uint32_t *bytes);
int host_files_read(enum plan_file file, uint32_t sector, uint32_t sectors, uint32_t address);
void host_files_close(enum plan_file file);

#endif
