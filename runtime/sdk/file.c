#include "file.h"

#include "cache.h"
#include "kernel.h"
#include "rpc.h"

#define SERVER_FILEIO 0x80000001u
enum { OPEN = 0, CLOSE = 1, READ = 2, SEEK = 4 };
#define FLAG_READ 1u
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

/* Where the server puts unaligned ends of a read (ps2sdk): room for both of its sizes of blocks. */
static uint8_t read_ends[192] __attribute__((aligned(64)));

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

int file_open(const char *path) {
  volatile uint32_t *const flags = UNCACHED(&arguments);
  volatile char *const out = (volatile char *)(flags + 1);
  uint32_t i = 0;
  *flags = FLAG_READ;
  for (; path[i] != 0 && i < PATH_BYTES - 1; i++) out[i] = path[i];
  out[i] = 0;
  return call(OPEN, 4 + PATH_BYTES);
}

int file_seek(int descriptor, int32_t offset, int whence) {
  return call_with_words(SEEK, (uint32_t)descriptor, (uint32_t)offset, (uint32_t)whence, 0);
}

int file_read(int descriptor, void *to, uint32_t bytes) {
  cache_release(to, bytes);
  return call_with_words(READ, (uint32_t)descriptor, PHYSICAL(to), bytes, PHYSICAL(read_ends));
}

void file_close(int descriptor) { call_with_words(CLOSE, (uint32_t)descriptor, 0, 0, 0); }
