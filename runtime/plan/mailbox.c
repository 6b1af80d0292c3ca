#include "mailbox.h"

#include "failure.h"
#include "plan_checks.h"
#include "plan_file.h"
#include "platform.h"

#define EVENTS 2048u
#define TEXT_BYTES 8192u
#define LOG_BYTES 4096u
#define INPUT_BYTES 16384u
#define BITMAP_BYTES (MAX_OPERATIONS / 8)

/* A debugger finds the block by this symbol. It and the areas are used uncached only. */
struct ps2ml_mailbox ps2ml_mailbox __attribute__((aligned(64)));

static struct {
  struct ps2ml_event events[EVENTS];
  struct ps2ml_total totals[MAX_MATRICES + 1];
  uint8_t text[TEXT_BYTES];
  uint8_t log[LOG_BYTES];
  uint8_t input[INPUT_BYTES];
  uint8_t breakpoints[BITMAP_BYTES];
  uint8_t until[BITMAP_BYTES];
} areas __attribute__((aligned(64)));

volatile struct ps2ml_mailbox *mailbox;
static volatile struct ps2ml_event *events;
static volatile struct ps2ml_total *totals;

/* Stores become visible in program order. */
#define ORDER() __sync_synchronize()

static uint32_t address_of(const void *memory) { return (uint32_t)(uintptr_t)memory & 0x1FFFFFFFu; }

static void place_areas(void) {
  mailbox->totals_address = address_of(areas.totals);
  mailbox->totals = MAX_MATRICES + 1;
  mailbox->events_address = address_of(areas.events);
  mailbox->events_capacity = EVENTS;
  mailbox->text_address = address_of(areas.text);
  mailbox->text_capacity = TEXT_BYTES;
  mailbox->log_address = address_of(areas.log);
  mailbox->log_capacity = LOG_BYTES;
  mailbox->input_address = address_of(areas.input);
  mailbox->input_capacity = INPUT_BYTES;
  mailbox->breakpoints_address = address_of(areas.breakpoints);
  mailbox->until_address = address_of(areas.until);
  mailbox->bitmap_bytes = BITMAP_BYTES;
}

void mailbox_start(void) {
  mailbox = platform_shared(&ps2ml_mailbox);
  events = platform_shared(areas.events);
  totals = platform_shared(areas.totals);
  mailbox->self = address_of(&ps2ml_mailbox);
  mailbox->version = PS2ML_MAILBOX_VERSION;
  mailbox->size = sizeof ps2ml_mailbox;
  mailbox->run_number = platform_start_number();
  platform_ticks(); /* starts the clock */
  mailbox->ticks_per_second = platform_ticks_per_second();
  mailbox->stop_last = 0xFFFFFFFFu;
  place_areas();
  ORDER();
  mailbox->magic[0] = PS2ML_MAILBOX_MAGIC_0;
  mailbox->magic[1] = PS2ML_MAILBOX_MAGIC_1;
  mailbox->magic[2] = PS2ML_MAILBOX_MAGIC_2;
  ORDER();
  mailbox->magic[3] = PS2ML_MAILBOX_MAGIC_3;
}

void mailbox_set_plan(void) {
  mailbox->plan_bytes = plan->file_bytes;
  mailbox->plan_crc = plan->crc;
  mailbox->weights_sector = platform_weights_sector();
  mailbox->operations = count_of(OPERATIONS);
  mailbox->totals = count_of(MATRICES) + 1;
  ORDER();
  mailbox->plan_address = plan->load_address;
}

void mailbox_beat(void) { mailbox->heartbeat++; }

static void begin_status(void) {
  mailbox->sequence++;
  ORDER();
}

static void end_status(void) {
  ORDER();
  mailbox->sequence++;
}

static void set_progress(const struct progress *progress) {
  if (progress == 0) return;
  mailbox->pass = progress->pass;
  mailbox->first = progress->first;
  mailbox->count = progress->count;
  mailbox->tail = progress->tail;
  mailbox->operation = progress->operation;
  mailbox->known = progress->known;
}

/* The search takes time, so it is done only while the program is stopped. */
static void set_stack_bytes(void) { mailbox->stack_bytes = platform_stack_bytes(); }

void mailbox_set_state(uint32_t state, uint32_t stop, const struct progress *progress) {
  if (state == PS2ML_STOPPED) set_stack_bytes();
  begin_status();
  mailbox->state = state;
  mailbox->stop = stop;
  mailbox->end = PS2ML_END_NONE;
  set_progress(progress);
  end_status();
  mailbox->ticks = platform_ticks();
  mailbox_beat();
}

void mailbox_set_end(uint32_t end, const struct progress *progress) {
  set_stack_bytes();
  begin_status();
  mailbox->state = PS2ML_ENDED;
  mailbox->stop = PS2ML_STOP_NONE;
  mailbox->end = end;
  set_progress(progress);
  end_status();
}

void mailbox_set_failure(int is_final) {
  const char *const text = failure_text();
  if (is_final) set_stack_bytes();
  begin_status();
  if (is_final) {
    mailbox->state = PS2ML_FAILED;
    mailbox->stop = PS2ML_STOP_NONE;
    mailbox->error_code = failure_code();
  }
  mailbox->error_bytes = failure_bytes();
  for (uint32_t i = 0; i < failure_bytes(); i++) mailbox->error_text[i] = text[i];
  end_status();
}

void mailbox_acknowledge(uint32_t request, uint32_t result) {
  mailbox->result = result;
  ORDER();
  mailbox->acknowledged = request;
}

void mailbox_event(uint32_t type, uint32_t pass, uint32_t index, uint32_t value, uint32_t extra, uint64_t start,
                   uint64_t ticks) {
  const uint32_t number = mailbox->events_written;
  volatile struct ps2ml_event *const event = &events[number % EVENTS];
  event->sequence = number - 1;
  ORDER();
  event->type = type;
  event->pass = pass;
  event->index = index;
  event->value = value;
  event->extra = extra;
  event->start = (uint32_t)start;
  event->ticks = ticks > 0xFFFFFFFFu ? 0xFFFFFFFFu : (uint32_t)ticks;
  ORDER();
  event->sequence = number;
  mailbox->events_written = number + 1;
  if (number + 1 - mailbox->events_taken > EVENTS) mailbox->events_lost++;
}

void mailbox_count_read(uint32_t matrix, uint32_t sectors, uint32_t bytes, uint32_t retries, uint64_t ticks) {
  volatile struct ps2ml_total *const total = &totals[matrix < count_of(MATRICES) ? matrix : count_of(MATRICES)];
  total->reads++;
  total->sectors += sectors;
  total->retries += retries;
  total->bytes += bytes;
  total->ticks += ticks;
}

static void put_bytes(void *ring, uint32_t capacity, const char *from, uint32_t bytes, volatile uint32_t *written,
                      volatile uint32_t *lost, uint32_t taken) {
  volatile uint8_t *const to = platform_shared(ring);
  uint32_t number = *written;
  for (uint32_t i = 0; i < bytes; i++) {
    to[number % capacity] = (uint8_t)from[i];
    number++;
    if (number - taken > capacity) (*lost)++;
  }
  ORDER();
  *written = number;
}

void mailbox_text(const char *text, uint32_t bytes) {
  put_bytes(areas.text, TEXT_BYTES, text, bytes, &mailbox->text_written, &mailbox->text_lost, mailbox->text_taken);
}

void mailbox_log(const char *text, uint32_t bytes) {
  put_bytes(areas.log, LOG_BYTES, text, bytes, &mailbox->log_written, &mailbox->log_lost, mailbox->log_taken);
}

static int has_bit(const uint8_t *bitmap, uint32_t operation) {
  const volatile uint8_t *const bytes = platform_shared((void *)(uintptr_t)bitmap);
  return bytes[operation >> 3] >> (operation & 7) & 1;
}

int mailbox_has_breakpoint(uint32_t operation) { return has_bit(areas.breakpoints, operation); }
int mailbox_has_until(uint32_t operation) { return has_bit(areas.until, operation); }

void *mailbox_input(void) { return platform_shared(areas.input); }
