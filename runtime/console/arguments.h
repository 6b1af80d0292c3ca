/* What the loader gave to the program. */
#ifndef CONSOLE_ARGUMENTS_H
#define CONSOLE_ARGUMENTS_H

#include <stdint.h>

struct arguments {
  /*
   * Where the files are: `host:` with a folder, or "" for the disc. From the program's own name, when that begins
   * with `host`, or from `folder=host:PATH/`; `folder=disc` says the disc.
   */
  char folder[224];
  /*
   * `link=host:PATH`: what the files begin with by which a debugger reaches the mailbox. A program that came from
   * `host:` looks at `host:ps2ml.` when it is not given; "" looks nowhere.
   */
  char link[224];
  /* `wait=MILLISECONDS`: stop at entry for a debugger; 0 when not given. */
  uint32_t wait_ms;
  /* ps2link's high build lives at the end of RAM and must not be overwritten. */
  uint32_t memory_end;
};

/* Reads what the kernel or ps2link left (sdk/start.S). */
void arguments_read(struct arguments *arguments);

#endif
