/* The arguments from the loader. */
#ifndef CONSOLE_ARGUMENTS_H
#define CONSOLE_ARGUMENTS_H

#include <stdint.h>

struct arguments {
  /*
   * Where the files are: a device with a folder, or "" for the disc. From the program's own name, if it is on
   * `host:`, `mass:` or `mc0:`, or from `folder=host:PATH/`; `folder=disc` says the disc.
   */
  char folder[224];
  /*
   * `link=host:PATH`: the start of the paths of the two mailbox files; "" for none. Without it, a program that came
   * from `host:` uses `host:ps2ml.`.
   */
  char link[224];
  /* `wait=MILLISECONDS`: stop at entry for a debugger; default 0. */
  uint32_t wait_ms;
  /* No menu, even if the disc has one: `menu=no`, or ps2link without `menu=yes`, because a PC is in charge. */
  int is_alone;
  /* ps2link started the program. */
  int is_from_ps2link;
  /* ps2link's high build is at the end of RAM and must not be overwritten. */
  uint32_t memory_end;
};

/* Reads what the kernel or ps2link left (sdk/start.S). */
void arguments_read(struct arguments *arguments);

#endif
