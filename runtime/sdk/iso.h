/* Files of the disc's root directory (ISO 9660, ECMA-119). */
#ifndef SDK_ISO_H
#define SDK_ISO_H

#include <stdint.h>

struct iso_file {
  uint32_t sector;
  uint32_t bytes;
};

#define ISO_NOT_FOUND (-10)
#define ISO_NO_VOLUME (-11)

/* @param name as on the disc: `PLAN.BIN;1`. @return 0, ISO_ or DISC_ code */
int iso_find(const char *name, struct iso_file *file);

#endif
