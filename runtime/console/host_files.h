/*
 * The plan's files in a folder of the PC (`host:`) or of a device whose driver the launcher left (`mass:`, `mc0:`).
 * Failures are reported with fail().
 */
#ifndef CONSOLE_HOST_FILES_H
#define CONSOLE_HOST_FILES_H

#include "../plan/platform.h"

/* @param path `host:`, `host:path/` or `mass:/path/`; must stay valid */
void host_files_start(const char *path);
int host_files_open(enum plan_file file, uint32_t *bytes);
int host_files_read(enum plan_file file, uint32_t sector, uint32_t sectors, uint32_t address);
void host_files_close(enum plan_file file);

#endif
