#include "file.h"

#include "cache.h"
#include "kernel.h"
#include "rpc.h"

#define SERVER_FILEIO 0x80000001u
enum { OPEN = 0, CLOSE = 1, READ = 2, WRITE = 3, SEEK = 4 };
#define SCREEN 1 /* descriptor that is open from the start */
#define CALL_LIMIT_MS 13000u
#define PATH_BYTES 256u

static struct rpc_client client;
static int client_is_dead;

static struct {
  volatile uint32_t word[1];
  volatile char path[PATH_BYTES];
} __attribute__((aligned(64))) arguments;

static struct {
  volatile uint32_t word[16];
} __attribute__((aligned(64))) answer;

static uint8_t text_out[256] __attribute__((aligned(64)));

/* The server writes the ends of a read that are shorter than 16 bytes here, for us to copy (ps2sdk). */
static struct {
  volatile uint32_t bytes[2];
  volatile uint32_t to[2];
  volatile uint8_t end[2][16];
  uint8_t unused[144]; /* later servers use larger ends; with aligned addresses and sizes they have none */
} read_ends __attribute__((aligned(64)));
#define ENDS ((__typeof__(&read_ends))UNCACHED(&read_ends))

int file_start(void) { return rpc_bind(&client, SERVER_FILEIO); }

static int call(uint32_t function, uint32_t bytes) {
  if (client_is_dead) return -1;
  if (rpc_call(&client, function, &arguments, bytes, &answer, 4, CALL_LIMIT_MS) < 0) {
    client_is_dead = 1;
    return -1;
  }
  return (int)*(volatile uint32_t *)UNCACHED(&answer);
}

static int call_with_words(uint32_t function, uint32_t first, uint32_t second, uint32_t third, uint32_t fourth) {
  volatile uint32_t *const out = UNCACHED(&arguments);
  out[0] = first;
  out[1] = second;
  out[2] = third;
  out[3] = fourth;
  return call(function, 16);
}

int file_open(const char *path, uint32_t mode) {
  volatile uint32_t *const flags = UNCACHED(&arguments);
  volatile char *const out = (volatile char *)(flags + 1);
  uint32_t i = 0;
  *flags = mode;
  for (; path[i] != 0 && i < PATH_BYTES - 1; i++) out[i] = path[i];
  out[i] = 0;
  return call(OPEN, 4 + PATH_BYTES);
}

int file_seek(int descriptor, int32_t offset, int whence) {
  return call_with_words(SEEK, (uint32_t)descriptor, (uint32_t)offset, (uint32_t)whence, 0);
}

static void copy_ends(void) {
  for (int i = 0; i < 2; i++) {
    volatile uint8_t *const to = UNCACHED((uintptr_t)ENDS->to[i]);
    for (uint32_t at = 0; ENDS->to[i] != 0 && at < ENDS->bytes[i] && at < sizeof ENDS->end[i]; at++) to[at] = ENDS->end[i][at];
  }
}

int file_read(int descriptor, void *to, uint32_t bytes) {
  cache_release(to, bytes);
  ENDS->bytes[0] = ENDS->bytes[1] = 0;
  const int count = call_with_words(READ, (uint32_t)descriptor, PHYSICAL(to), bytes, PHYSICAL(&read_ends));
  copy_ends();
  return count;
}

int file_write(int descriptor, const void *from, uint32_t bytes) {
  volatile uint32_t *const out = UNCACHED(&arguments);
  out[0] = (uint32_t)descriptor;
  out[1] = PHYSICAL(from);
  out[2] = bytes;
  out[3] = 0; /* bytes before the first aligned one, which would follow here */
  return call(WRITE, 32);
}

static void print_piece(const char *text, uint32_t bytes) {
  volatile uint8_t *const to = UNCACHED(text_out);
  for (uint32_t i = 0; i < bytes; i++) to[i] = (uint8_t)text[i];
  file_write(SCREEN, text_out, bytes);
}

void file_print(const char *text, uint32_t bytes) {
  for (uint32_t done = 0; done < bytes; done += sizeof text_out) {
    const uint32_t left = bytes - done;
    print_piece(text + done, left < sizeof text_out ? left : (uint32_t)sizeof text_out);
  }
}

void file_close(int descriptor) { call_with_words(CLOSE, (uint32_t)descriptor, 0, 0, 0); }
