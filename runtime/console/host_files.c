#include "host_files.h"

#include "../plan/failure.h"
#include "../ps2ml_mailbox.h"
#include "../sdk/file.h"

static const char *folder;
static struct {
  int descriptor;
  uint32_t bytes;
  uint32_t position;
} files[FILES];

void host_files_start(const char *path) { folder = path; }

int host_files_open(enum plan_file file, uint32_t *bytes) {
  char path[256];
  uint32_t length = 0;
  const char *const parts[2] = {folder, file_name(file)};
  for (int i = 0; i < 2; i++) {
    for (const char *next = parts[i]; *next != 0 && length < sizeof path - 1; next++) path[length++] = *next;
  }
  path[length] = 0;
  files[file].descriptor = file_open(path, FILE_READ);
  if (files[file].descriptor < 0)
    return fail(PS2ML_ERROR_DISC, "Cannot open %s. Copy the project's files next to the program.", path);
  const int size = file_seek(files[file].descriptor, 0, FILE_FROM_END);
  if (size < 0) return fail(PS2ML_ERROR_DISC, "%s: cannot read its size.", path);
  *bytes = files[file].bytes = files[file].position = (uint32_t)size;
  return 0;
}

void host_files_close(enum plan_file file) { file_close(files[file].descriptor); }

int host_files_read(enum plan_file file, uint32_t sector, uint32_t sectors, uint32_t address) {
  const uint32_t start = sector * SECTOR_BYTES;
  const uint32_t wanted = sectors * SECTOR_BYTES;
  const uint32_t left = start < files[file].bytes ? files[file].bytes - start : 0;
  const uint32_t expected = wanted < left ? wanted : left;
  const int descriptor = files[file].descriptor;
  int count = 0;
  if (files[file].position != start) count = file_seek(descriptor, (int32_t)start, FILE_FROM_START);
  if (count >= 0) count = file_read(descriptor, (void *)(uintptr_t)address, wanted);
  if (count < 0 || (uint32_t)count != expected)
    return fail(PS2ML_ERROR_DISC, "%s%s: cannot read %u bytes at offset %u. Check the connection to the PC.", folder, file_name(file),
                expected, start);
  files[file].position = start + expected;
  return 0;
}
