/* What plan execution needs from its machine: the console (console/) or a PC (witness/). */
#ifndef PLAN_PLATFORM_H
#define PLAN_PLATFORM_H

#include <stdint.h>

#define SECTOR_BYTES 2048u

enum plan_file { FILE_PLAN, FILE_RUN, FILE_WEIGHTS, FILE_TOKENS, FILES };

/* `PLAN.BIN` */
const char *file_name(enum plan_file file);

/* Finds a file and its size. @return 0, or -1 after fail() */
int platform_open(enum plan_file file, uint32_t *bytes);

/*
 * Reads whole sectors of an open file; the last one may end after the end of the file.
 * @param address a multiple of 64
 * @param retries receives the number of failed tries
 * @return 0, or -1 after fail()
 */
int platform_read(enum plan_file file, uint32_t sector, uint32_t sectors, uint32_t address, uint32_t *retries);

/* Closes the file. */
void platform_close(enum plan_file file);

/* Absolute sector of WEIGHTS.BIN on the disc, 0 if it is not on one. */
uint32_t platform_weights_sector(void);

/* First and last + 1 address that a plan may use. */
uint32_t platform_memory_start(void);
uint32_t platform_memory_end(void);

/* Ticks since start, and ticks per second. */
uint64_t platform_ticks(void);
uint32_t platform_ticks_per_second(void);

/* A number that differs from start to start, as far as the machine can tell starts apart. */
uint32_t platform_start_number(void);

/* The same memory without the data cache, as another processor sees it. */
void *platform_shared(void *memory);

/* Writes back and invalidates the data cache, so that it agrees with memory. */
void platform_flush(void);

/* Maximum usage of the plan's stack so far in bytes, in whole words; 0 if unknown. */
uint32_t platform_stack_bytes(void);

/* Bytes of the model's text or of the log to the machine's text output. */
void platform_print(const char *text, uint32_t bytes);

/*
 * What people in front of the machine see. A machine without a picture ignores these.
 */
enum show_phase {
  PHASE_PROMPT,  /* a new text; the text that follows is its prompt */
  PHASE_RUNNING, /* the text that follows is the model's */
  PHASE_STOPPED, /* by a host */
  PHASE_PAUSED,  /* by a person */
  PHASE_ENDED
};
void platform_show_phase(enum show_phase phase);

/* Before a file is read. */
void platform_show_file(enum plan_file file);

/* The plan and the settings of the run have been checked. */
void platform_show_plan(void);

/* Before a read that comes before the first pass. @param done,total sectors of such reads */
void platform_show_loading(const char *matrix, uint32_t done, uint32_t total);

/* After a read of weights. @param ticks that the program waited for it */
void platform_show_read(const char *matrix, uint32_t bytes, uint64_t ticks);

/* The text of a prompt or of the model as it grows; a character may be split between calls. */
void platform_show_text(const char *text, uint32_t bytes);

/* A line of the log. */
void platform_show_log(const char *line);

/* After the text of a token that the model chose. */
void platform_show_token(void);

/* The program fails; failure_text() says why. */
void platform_show_failure(void);

/* What a person at the machine wants; a machine without one always answers WISH_NONE. */
struct run_settings;
enum wish {
  WISH_NONE,
  WISH_MENU,  /* to choose again */
  WISH_LEAVE, /* to end the program */
  WISH_HOST   /* nothing yet, but a host has a command */
};

/* A person with a controller decides what comes after a text. */
int platform_has_person(void);

/* Before a text: the person may change its settings. */
enum wish platform_choose(struct run_settings *settings);

/* Before every operation: returns when the person, who may have paused, lets the program go on. */
enum wish platform_wish(void);

/* After a text. WISH_NONE: the program ends. */
enum wish platform_after_text(void);

/* Called before every operation: for the machine's work for a host while the program runs. */
void platform_turn(void);

/*
 * Called repeatedly while the program waits for a host.
 * @param is_long it has waited for a while, so an answer may take a sixtieth of a second longer
 */
void platform_poll(int is_long);

/* The program's end: sleeps forever. */
void platform_sleep(void) __attribute__((noreturn));

#endif
