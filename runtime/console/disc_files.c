#include "disc_files.h"

#include "../plan/failure.h"
#include "../ps2ml_mailbox.h"
#include "../sdk/disc.h"
#include "../sdk/iso.h"

static struct iso_file places[FILES];

/* ISO 9660 names carry a version. */
static const char *const names[FILES] = {"PLAN.BIN;1", "RUN.BIN;1", "WEIGHTS.BIN;1", "TOKENS.BIN;1"};

int disc_files_start(void) {
  const int result = disc_start();
  if (result == DISC_OK) return 0;
  return fail(PS2ML_ERROR_DISC, "Cannot read the disc: %s. Insert the disc and restart.", disc_message(result));
}

static int report_read(const char *name, uint32_t sector, uint32_t sectors, int result) {
  return fail(PS2ML_ERROR_DISC, "%s: cannot read %u sectors from sector %u: %s (code %u). Clean the disc, or write the image to the disc again.",
              name, sectors, sector, disc_message(result), disc_last_error());
}

int disc_files_open(enum plan_file file, uint32_t *bytes) {
  const int result = iso_find(names[file], &places[file]);
  *bytes = places[file].bytes;
  if (result == 0) return 0;
  if (result == ISO_NO_VOLUME)
    return fail(PS2ML_ERROR_DISC, "The disc has no ISO 9660 volume in sector 16. Write the image to the disc again.");
  if (result == ISO_NOT_FOUND)
    return fail(PS2ML_ERROR_DISC, "The disc has no %s in its root directory. Rebuild the image.", file_name(file));
  return report_read("The disc's directory", 16, 1, result);
}

int disc_files_read(enum plan_file file, uint32_t sector, uint32_t sectors, uint32_t address, uint32_t *retries) {
  const int result = disc_read(places[file].sector + sector, sectors, (void *)(uintptr_t)address, retries);
  return result == DISC_OK ? 0 : report_read(file_name(file), places[file].sector + sector, sectors, result);
}

uint32_t disc_files_sector(enum plan_file file) { return places[file].sector; }
