#include "link.h"

#include <stdint.h>

#include "../ps2ml_mailbox.h"
#include "../sdk/cache.h"
#include "../sdk/clock.h"
#include "../sdk/file.h"
#include "../sdk/kernel.h"

#define RAM_END 0x2000000u
#define TURN_MS 100u
#define MOST_BYTES 16384u /* of our answer, without its header */
#define MOST_TURNS 64     /* requests in a row, so that a busy PC does not stop the program */
#define FAREWELLS 12      /* the PC delays each by half a second */

enum { RECORD_READ = 1, RECORD_WRITE = 2 };
enum { NUMBER = 0, BYTES = 1, HEAD_WORDS = 2 };
enum { KIND = 0, ADDRESS = 1, LENGTH = 2, RECORD_WORDS = 3 };

/* A request of the PC: number, bytes of records, records. */
static struct {
  volatile uint32_t word[MOST_BYTES / 4];
} __attribute__((aligned(64))) wish;

/* Our answer: the number of the request, the following bytes, the data. */
static struct {
  volatile uint32_t word[HEAD_WORDS];
  volatile uint8_t byte[MOST_BYTES];
} __attribute__((aligned(64))) answer;

static const char *prefix;
static int poll_file = -1; /* the PC answers a read of it immediately */
static int wait_file = -1; /* and a read of this one when it has a request */
static uint32_t last_turn;
static uint32_t last_try;

static int open_file(const char *name) {
  char whole[256];
  uint32_t length = 0;
  const char *const parts[2] = {prefix, name};
  for (int i = 0; i < 2; i++) {
    for (const char *next = parts[i]; *next != 0 && length < sizeof whole - 1; next++) whole[length++] = *next;
  }
  whole[length] = 0;
  return file_open(whole, FILE_READ | FILE_WRITE);
}

/* The PC has gone, or another one has taken its place, which does not know our files. */
static void lose(void) {
  if (poll_file >= 0) file_close(poll_file);
  if (wait_file >= 0) file_close(wait_file);
  poll_file = wait_file = -1;
}

/* @return 1 when a PC serves both files */
static int reach(void) {
  if (prefix == 0) return 0;
  if (poll_file >= 0) return 1;
  if (clock_count() - last_try < TURN_MS * TICKS_PER_MS) return 0;
  poll_file = open_file("poll");
  if (poll_file >= 0) wait_file = open_file("wait");
  if (wait_file < 0) lose();
  last_try = clock_count();
  return poll_file >= 0;
}

void link_start(const char *path) {
  prefix = path;
  last_turn = clock_count();
  last_try = last_turn - TURN_MS * TICKS_PER_MS;
  reach();
}

static int is_in_ram(uint32_t address, uint32_t bytes) { return bytes <= RAM_END && address <= RAM_END - bytes; }

/* Both sides bypass the cache: our data is written back before the PC may read it. */
static void copy(volatile uint8_t *to, const volatile uint8_t *from, uint32_t bytes) {
  for (uint32_t i = 0; i < bytes; i++) to[i] = from[i];
}

static void grant(uint32_t bytes) {
  volatile uint32_t *const words = (volatile uint32_t *)UNCACHED(wish.word);
  volatile uint32_t *const head = (volatile uint32_t *)UNCACHED(answer.word);
  volatile uint8_t *const out = (volatile uint8_t *)UNCACHED(answer.byte);
  uint32_t given = 0;
  for (uint32_t at = HEAD_WORDS; (at + RECORD_WORDS) * 4 <= HEAD_WORDS * 4 + bytes;) {
    const uint32_t kind = words[at + KIND], address = words[at + ADDRESS], length = words[at + LENGTH];
    if (!is_in_ram(address, length)) break;
    volatile uint8_t *const memory = (volatile uint8_t *)UNCACHED((uintptr_t)address);
    at += RECORD_WORDS;
    if (kind == RECORD_READ) {
      if (length > MOST_BYTES - given) break;
      copy(out + given, memory, length);
      given += length;
    } else {
      if (at * 4 + length > HEAD_WORDS * 4 + bytes) break;
      copy(memory, (volatile uint8_t *)(words + at), length);
      at += (length + 3) / 4;
    }
  }
  head[NUMBER] = words[NUMBER];
  head[BYTES] = given;
  file_write(poll_file, &answer, HEAD_WORDS * 4 + given);
}

/* @return 1 for a request, 0 for none, -1 when the PC is disconnected */
static int ask(int descriptor) {
  const int count = file_read(descriptor, &wish, sizeof wish);
  if (count < 0) {
    lose();
    return -1;
  }
  volatile uint32_t *const words = (volatile uint32_t *)UNCACHED(wish.word);
  if ((uint32_t)count < HEAD_WORDS * 4 || words[BYTES] > (uint32_t)count - HEAD_WORDS * 4) return 0;
  grant(words[BYTES]);
  return 1;
}

void link_turn(void) {
  if (clock_count() - last_turn < TURN_MS * TICKS_PER_MS || !reach()) return;
  for (int i = 0; i < MOST_TURNS && ask(poll_file) > 0; i++) {
  }
  last_turn = clock_count();
}

int link_wait(void) { return reach() && ask(wait_file) >= 0; }

void link_farewell(void) {
  for (int i = 0; i < FAREWELLS; i++) {
    if (!link_wait()) return;
  }
}
