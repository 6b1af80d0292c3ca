#include "pad.h"

#include "../sdk/cache.h"
#include "../sdk/kernel.h"
#include "../sdk/rpc.h"
#include "buttons.h"

#define SERVER_LOADFILE 0x80000006u
#define LOAD_MODULE 0u
/* The driver's two forms; consoles with the ROM's XPADMAN have both. */
#define SERVER_OLD 0x8000010Fu
#define SERVER_NEW 0x80000100u
#define CALL_PAD 1u
#define CALL_LIMIT_MS 2000u
#define LOAD_LIMIT_MS 5000u
#define BIND_LIMIT_MS 1000u

#define AREA_BYTES 256u
#define REPEATS (BUTTON_UP | BUTTON_DOWN | BUTTON_LEFT | BUTTON_RIGHT | BUTTON_L1 | BUTTON_R1)
#define TICKS_TO_REPEAT 24u /* vertical blanks before the first repetition */
#define TICKS_A_REPEAT 6u

/* States of the port in which there is data (libpad.h): stable, and what a digital controller reaches. */
#define STATE_STABLE 6u
#define STATE_FIND_CONTROLLER 2u
#define STATE_BUSY 5u

/* Where the halves of the area have what (ps2sdk, libpad.c). */
struct form {
  uint32_t server;
  uint32_t half_bytes;
  uint32_t frame, state, data, length;
  uint32_t open, close;
  uint32_t open_result, close_result; /* words of the answer */
};

static const struct form old_form = {SERVER_OLD, 64, 0, 4, 8, 0x28, 0x80000100u, 0x8000010Du, 3, 4};
static const struct form new_form = {SERVER_NEW, 128, 0x58, 0x70, 0, 0x60, 1, 0xE, 3, 4};
#define NEW_INITIALISE 0x10u

static struct rpc_client pad_client;
static struct rpc_client load_client;
static const struct form *form; /* 0 while the port is closed */

static struct words {
  volatile uint32_t word[32];
} arguments __attribute__((aligned(64))), answer __attribute__((aligned(64)));

static struct {
  volatile uint32_t word[2];
  volatile char path[252];
  volatile char arguments[252];
  uint8_t unused[4];
} load_arguments __attribute__((aligned(64)));

static volatile uint8_t area[AREA_BYTES] __attribute__((aligned(64)));
static volatile uint8_t status_area[AREA_BYTES] __attribute__((aligned(64)));

/* Written by the interrupt. */
static struct {
  volatile uint32_t held;
  volatile uint32_t pressed;
  volatile uint32_t ticks;
  volatile int is_connected;
} now;

static int load(const char *path) {
  volatile uint32_t *const out = UNCACHED(load_arguments.word);
  volatile char *const to = (volatile char *)(out + 2);
  uint32_t i = 0;
  out[0] = out[1] = 0;
  for (; path[i] != 0; i++) to[i] = path[i];
  to[i] = 0;
  if (rpc_call(&load_client, LOAD_MODULE, &load_arguments, 512, &answer, 8, LOAD_LIMIT_MS) < 0) return -1;
  return (int32_t)((struct words *)UNCACHED(&answer))->word[0] < 0 ? -1 : 0;
}

/* Calls the driver. @return the word of the answer that has the result; 0 when it fails */
static uint32_t call(uint32_t command, uint32_t memory, uint32_t result) {
  struct words *const out = UNCACHED(&arguments);
  for (uint32_t i = 0; i < 32; i++) out->word[i] = 0;
  out->word[0] = command;
  if (command == NEW_INITIALISE && form == &new_form) out->word[4] = memory;
  else {
    out->word[1] = 0; /* port */
    out->word[2] = 0; /* slot */
    out->word[4] = memory;
  }
  if (rpc_call(&pad_client, CALL_PAD, &arguments, sizeof arguments, &answer, sizeof answer, CALL_LIMIT_MS) < 0) return 0;
  return ((struct words *)UNCACHED(&answer))->word[result];
}

static int bind(const struct form *wanted, uint32_t limit_ms) {
  if (rpc_bind_for(&pad_client, wanted->server, limit_ms) < 0) return -1;
  form = wanted;
  return 0;
}

/* A launcher may have loaded the driver, of either form; two drivers would fight for the controllers. */
static int find_driver(void) {
  if (bind(&new_form, 0) == 0 || bind(&old_form, 0) == 0) return 0;
  if (rpc_bind_for(&load_client, SERVER_LOADFILE, BIND_LIMIT_MS) < 0) return -1;
  if (load("rom0:SIO2MAN") < 0 || load("rom0:PADMAN") < 0) return -1;
  return bind(&old_form, BIND_LIMIT_MS);
}

/* As libpad leaves the area: some drivers tell its form from these bytes. */
static void prepare_area(void) {
  volatile uint8_t *const bytes = UNCACHED(area);
  cache_release((const void *)area, AREA_BYTES);
  cache_release((const void *)status_area, AREA_BYTES);
  for (uint32_t i = 0; i < AREA_BYTES; i++) bytes[i] = 0;
  for (uint32_t half = 0; half < 2 * form->half_bytes; half += form->half_bytes) {
    for (uint32_t i = 0; i < 32; i++) bytes[half + form->data + i] = 0xFF;
    bytes[half + form->state] = STATE_BUSY;
  }
}

int pad_start(void) {
  if (find_driver() < 0) {
    form = 0;
    return -1;
  }
  prepare_area();
  if (form == &new_form) call(NEW_INITIALISE, PHYSICAL(status_area), 3);
  if (call(form->open, PHYSICAL(area), form->open_result) != 1) {
    /* A program before may have left it open. */
    call(form->close, 0, form->close_result);
    if (call(form->open, PHYSICAL(area), form->open_result) != 1) {
      form = 0;
      return -1;
    }
  }
  return 0;
}

static uint32_t word_at(const volatile uint8_t *bytes, uint32_t offset) {
  return *(const volatile uint32_t *)(const volatile void *)(bytes + offset);
}

/* The half that the driver wrote last. */
static const volatile uint8_t *newest(void) {
  const volatile uint8_t *const first = UNCACHED(area);
  const volatile uint8_t *const second = first + form->half_bytes;
  return word_at(second, form->frame) > word_at(first, form->frame) ? second : first;
}

void pad_tick(void) {
  if (form == 0) return;
  const volatile uint8_t *const half = newest();
  const uint32_t state = half[form->state];
  const volatile uint8_t *const data = half + form->data;
  const int is_usable = (state == STATE_STABLE || state == STATE_FIND_CONTROLLER) && word_at(half, form->length) > 0 &&
                        data[0] == 0;
  now.is_connected = is_usable;
  const uint32_t held = is_usable ? 0xFFFFu & ~((uint32_t)data[2] | (uint32_t)data[3] << 8) : 0;
  now.pressed |= held & ~now.held;
  now.ticks = held != 0 && held == now.held ? now.ticks + 1 : 0;
  if (now.ticks >= TICKS_TO_REPEAT && (now.ticks - TICKS_TO_REPEAT) % TICKS_A_REPEAT == 0) now.pressed |= held & REPEATS;
  now.held = held;
}

int pad_is_connected(void) { return form != 0 && now.is_connected; }

uint32_t pad_pressed(void) {
  const uint32_t pressed = now.pressed;
  now.pressed &= ~pressed;
  return form == 0 ? 0 : pressed;
}

void pad_stop(void) {
  if (form == 0) return;
  call(form->close, 0, form->close_result);
  form = 0;
}
