#include "host_files.h"

#include "../plan/failure.h"
#include "../plan/output.h"
#include "../ps2ml_mailbox.h"
#include "../sdk/clock.h"
#include "../sdk/file.h"
#include "../sdk/wait.h"
#include "link.h"

#define PAUSE_MS 250u /* between two tries to get a file back */
#define MOST_FAILURES 5 /* of reads from a PC that is there */

static const char *folder;
static struct {
  int descriptor;
  uint32_t bytes;
  uint32_t position;
} files[FILES];

void host_files_start(const char *path) { folder = path; }

/* Files of a PC come back with it; a stick that was pulled out has failed. */
static int is_on_pc(void) { return folder[0] == 'h'; }

static int open_file(enum plan_file file) {
  char path[256];
  uint32_t length = 0;
  const char *const parts[2] = {folder, file_name(file)};
  for (int i = 0; i < 2; i++) {
    for (const char *next = parts[i]; *next != 0 && length < sizeof path - 1; next++) path[length++] = *next;
  }
  path[length] = 0;
  files[file].position = 0;
  return files[file].descriptor = file_open(path, FILE_READ);
}

int host_files_open(enum plan_file file, uint32_t *bytes) {
  if (open_file(file) < 0)
    return fail(PS2ML_ERROR_DISC, "Cannot open %s%s. Copy the project's files next to the program.", folder,
                file_name(file));
  const int size = file_seek(files[file].descriptor, 0, FILE_FROM_END);
  if (size < 0) return fail(PS2ML_ERROR_DISC, "%s%s: cannot read its size.", folder, file_name(file));
  *bytes = files[file].bytes = files[file].position = (uint32_t)size;
  return 0;
}

void host_files_close(enum plan_file file) { file_close(files[file].descriptor); }

static int read_at(enum plan_file file, uint32_t start, uint32_t bytes, uint32_t address) {
  const int descriptor = files[file].descriptor;
  if (descriptor < 0) return -1;
  if (files[file].position != start && file_seek(descriptor, (int32_t)start, FILE_FROM_START) < 0) return -1;
  return file_read(descriptor, (void *)(uintptr_t)address, bytes);
}

/* A debugger that comes meanwhile is served: the file may wait for it to know us. */
static void pause_for_pc(void) {
  const uint32_t start = clock_count();
  while (clock_count() - start < PAUSE_MS * TICKS_PER_MS) {
    link_turn();
    wait_ms(0);
  }
}

/* @return 1 when the file is there again, 0 when not, -1 when another one is */
static int get_back(enum plan_file file) {
  if (files[file].descriptor >= 0) file_close(files[file].descriptor);
  if (open_file(file) < 0) return 0;
  const int size = file_seek(files[file].descriptor, 0, FILE_FROM_END);
  if (size < 0) return 0;
  files[file].position = (uint32_t)size;
  return (uint32_t)size == files[file].bytes ? 1 : -1;
}

int host_files_read(enum plan_file file, uint32_t sector, uint32_t sectors, uint32_t address) {
  const uint32_t start = sector * SECTOR_BYTES;
  const uint32_t wanted = sectors * SECTOR_BYTES;
  const uint32_t left = start < files[file].bytes ? files[file].bytes - start : 0;
  const uint32_t expected = wanted < left ? wanted : left;
  int failures = 0;
  int count = read_at(file, start, wanted, address);
  for (int tries = 0; count < 0 && failures < MOST_FAILURES && (is_on_pc() || tries < MOST_FAILURES); tries++) {
    /* Without the PC there is nothing to compute with, so the program waits for it. */
    if (is_on_pc() && failures == 0 && files[file].descriptor >= 0)
      print_log("The PC does not give its files any more. The program waits until it does.");
    const int found = get_back(file);
    if (found < 0)
      return fail(PS2ML_ERROR_DISC, "%s%s is another file than before: it had %u bytes. Start the program again.", folder,
                  file_name(file), files[file].bytes);
    if (found > 0) {
      failures++;
      count = read_at(file, start, wanted, address);
    }
    if (count < 0) pause_for_pc();
  }
  if (count < 0 || (uint32_t)count != expected)
    return fail(PS2ML_ERROR_DISC, "%s%s: cannot read %u bytes at offset %u. %s", folder, file_name(file), expected, start,
                is_on_pc() ? "Check the connection to the PC." : "Check that the device is plugged in, and start the program again.");
  files[file].position = start + expected;
  return 0;
}
