#include "disc.h"

#include "cache.h"
#include "clock.h"
#include "kernel.h"
#include "rpc.h"
#include "wait.h"

#define SERVER_INIT 0x80000592u
#define SERVER_S_COMMANDS 0x80000593u
#define SERVER_N_COMMANDS 0x80000595u
#define S_GET_ERROR 4u
#define N_READ 1u
#define N_DISC_READY 14u
#define DISC_IS_READY 2u

#define CALL_LIMIT_MS 5000u
/* The drive detects a newly inserted disc first. */
#define INIT_LIMIT_MS 13000u
#define READ_LIMIT_MS 13000u
#define READY_LIMIT_MS 12000u
#define TRIES 5u
/* A call of this many sectors ends within READ_LIMIT_MS even at the inner edge of a CD. */
#define SECTORS_A_CALL 2048u
/* Tries of the drive itself, maximum speed, 2,048 bytes per sector (ps2sdk's sceCdRMode). */
#define READ_MODE (16u | 0u << 8 | 0u << 16)

static struct rpc_client init_client;
static struct rpc_client s_client;
static struct rpc_client n_client;

static struct line {
  volatile uint32_t word[16];
} __attribute__((aligned(64))) arguments, answer, read_interrupt[4], read_position;

static uint32_t last_error;

uint32_t disc_last_error(void) { return last_error; }

const char *disc_message(int result) {
  switch (result) {
    case DISC_NO_SERVICE:
      return "the console's disc service did not respond";
    case DISC_NOT_READY:
      return "no disc, or the drive did not become ready";
    case DISC_TIMED_OUT:
      return "the drive did not respond in time";
    default:
      return "the drive reported an error";
  }
}

/* Calls without arguments return one word. */
static int ask(struct rpc_client *client, uint32_t function, uint32_t *word) {
  if (rpc_call(client, function, 0, 0, &answer, 4, CALL_LIMIT_MS) < 0) return DISC_TIMED_OUT;
  *word = ((struct line *)UNCACHED(&answer))->word[0];
  return DISC_OK;
}

static int wait_until_ready(void) {
  const uint32_t start = clock_count();
  for (;;) {
    uint32_t state = 0;
    const int result = ask(&n_client, N_DISC_READY, &state);
    if (result != DISC_OK) return result;
    if (state == DISC_IS_READY) return DISC_OK;
    if (clock_count() - start > READY_LIMIT_MS * TICKS_PER_MS) return DISC_NOT_READY;
    wait_ms(10);
  }
}

int disc_start(void) {
  if (rpc_bind(&init_client, SERVER_INIT) < 0) return DISC_NO_SERVICE;
  ((struct line *)UNCACHED(&arguments))->word[0] = 0;
  if (rpc_call(&init_client, 0, &arguments, 4, &answer, 16, INIT_LIMIT_MS) < 0) return DISC_TIMED_OUT;
  if (rpc_bind(&s_client, SERVER_S_COMMANDS) < 0) return DISC_NO_SERVICE;
  if (rpc_bind(&n_client, SERVER_N_COMMANDS) < 0) return DISC_NO_SERVICE;
  return wait_until_ready();
}

static int read_once(uint32_t sector, uint32_t sectors, void *to) {
  struct line *const out = UNCACHED(&arguments);
  out->word[0] = sector;
  out->word[1] = sectors;
  out->word[2] = PHYSICAL(to);
  out->word[3] = READ_MODE;
  out->word[4] = PHYSICAL(read_interrupt);
  out->word[5] = PHYSICAL(&read_position);
  /* Dirty lines of the destination would overwrite the data of the DMA, clean ones would hide it. */
  cache_release(to, sectors * SECTOR_BYTES);
  if (rpc_call(&n_client, N_READ, &arguments, 24, 0, 0, READ_LIMIT_MS) < 0) return DISC_TIMED_OUT;
  const int result = ask(&s_client, S_GET_ERROR, &last_error);
  if (result != DISC_OK) return result;
  return last_error == 0 ? DISC_OK : DISC_READ_ERROR;
}

static int read_with_retries(uint32_t sector, uint32_t sectors, void *to, uint32_t *retries) {
  for (uint32_t failed = 0;;) {
    const int result = read_once(sector, sectors, to);
    if (result != DISC_READ_ERROR) return result;
    failed++;
    (*retries)++;
    if (failed == TRIES) return result;
    const int ready = wait_until_ready();
    if (ready != DISC_OK) return ready;
  }
}

int disc_read(uint32_t sector, uint32_t sectors, void *to, uint32_t *retries) {
  *retries = 0;
  for (uint32_t done = 0; done < sectors;) {
    const uint32_t left = sectors - done;
    const uint32_t count = left < SECTORS_A_CALL ? left : SECTORS_A_CALL;
    const int result = read_with_retries(sector + done, count, (char *)to + done * SECTOR_BYTES, retries);
    if (result != DISC_OK) return result;
    done += count;
  }
  return DISC_OK;
}
