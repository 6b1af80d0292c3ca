/* The plan's files in the root directory of the disc. Failures are reported with fail(). */
#ifndef CONSOLE_DISC_FILES_H
#define CONSOLE_DISC_FILES_H

#include "../plan/platform.h"

int disc_files_start(void);
int disc_files_open(enum plan_file file, uint32_t *bytes);
int disc_files_read(enum plan_file file, uint32_t sector, uint32_t sectors, uint32_t address, uint32_t *retries);
uint32_t disc_files_sector(enum plan_file file);

#endif
