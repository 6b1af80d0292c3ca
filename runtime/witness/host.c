#include "host.h"

#include <stdarg.h>

#include "../plan/crc32.h"
#include "../plan/mailbox.h"
#include "../plan/plan_file.h"
#include "system.h"

static const char *script;
static int is_stepping;
static uint32_t number = 0x51D0;
static uint32_t heartbeat;
static uint32_t reported_sequence;
static uint32_t reported_request;
/* Of the pass with the reported operations; the status may already be at the next one. */
static uint32_t pass_first;
static uint32_t pass_end;

static void put_number(uint32_t value, uint32_t base, uint32_t least_digits) {
  char digits[10];
  uint32_t count = 0;
  do {
    digits[sizeof digits - ++count] = "0123456789abcdef"[value % base];
    value /= base;
  } while (value > 0 || count < least_digits);
  system_write(1, digits + sizeof digits - count, count);
}

void say(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  for (; *format != 0; format++) {
    if (*format != '%') {
      system_write(1, format, 1);
      continue;
    }
    format++;
    if (*format == 's') {
      for (const char *text = va_arg(arguments, const char *); *text != 0; text++) system_write(1, text, 1);
    } else {
      put_number(va_arg(arguments, uint32_t), *format == 'u' ? 10 : 16, *format == 'u' ? 1 : 8);
    }
  }
  va_end(arguments);
}

void host_start(const char *lines) {
  script = lines;
  is_stepping = lines == 0;
}

/* CRC of an operation's output: its row for each position of the pass. */
static uint32_t output_crc(uint32_t index) {
  const struct operation *const op = operation_at(index);
  uint32_t crc = 0;
  for (uint32_t position = pass_first; position < pass_end; position++) {
    if ((op->flags & OPERATION_TAIL) != 0 && position != pass_end - 1) continue;
    uint32_t row = 0;
    if (op->output.index == INDEX_PASS) row = position - pass_first;
    if (op->output.index == INDEX_POSITION) row = position;
    /* A row of int16 with its scales is shorter than one of floats. */
    const uint32_t length = is_int16(&op->output) ? op->output.stride : op->output.cols * 4;
    crc = crc32(crc, memory_at(op->output.address + row * op->output.stride), length);
  }
  return crc;
}

static void report_event(volatile const struct ps2ml_event *event) {
  static const char *const names[] = {"?", "pass", "operation", "read", "token", "end"};
  const uint32_t type = event->type;
  if (type == PS2ML_EVENT_PASS) {
    pass_first = event->index;
    pass_end = pass_first + event->value;
  }
  say("%s %u %u %u %u", names[type <= PS2ML_EVENT_END ? type : 0], event->pass, event->index, event->value, event->extra);
  if (is_stepping && type == PS2ML_EVENT_OPERATION) say(" %x", output_crc(event->index));
  say("\n");
}

static void report_events(void) {
  volatile const struct ps2ml_event *const ring = memory_at(mailbox->events_address);
  while (mailbox->events_taken != mailbox->events_written) {
    report_event(&ring[mailbox->events_taken % mailbox->events_capacity]);
    mailbox->events_taken++;
  }
  if (mailbox->events_lost > 0) say("lost %u\n", mailbox->events_lost);
}

/* Once per change of the status. */
static void report_status(void) {
  if (mailbox->sequence == reported_sequence) return;
  reported_sequence = mailbox->sequence;
  if (mailbox->state == PS2ML_STOPPED)
    say("stopped %u %u %u %u %u %u\n", mailbox->stop, mailbox->pass, mailbox->first, mailbox->count, mailbox->tail,
        mailbox->operation);
  if (mailbox->state == PS2ML_ENDED) say("ended %u\n", mailbox->end);
  if (mailbox->error_bytes > 0)
    say("%s %u %s\n", mailbox->state == PS2ML_FAILED ? "failed" : "refused", mailbox->error_code,
        (const char *)(uintptr_t)mailbox->error_text);
}

void host_report(void) {
  report_events();
  report_status();
}

static void command(uint32_t code, uint32_t argument) {
  mailbox->command = code;
  mailbox->argument[0] = argument;
  mailbox->request = number++;
}

static uint32_t next_number(void) {
  uint32_t value = 0;
  while (*script == ' ') script++;
  while (*script >= '0' && *script <= '9') value = value * 10 + (uint32_t)(*script++ - '0');
  return value;
}

static int next_is(const char *word) {
  const char *rest = script;
  while (*word != 0) {
    if (*rest++ != *word++) return 0;
  }
  script = rest;
  return 1;
}

static void set_bit(uint32_t bitmap_address, uint32_t operation) {
  uint8_t *const bytes = memory_at(bitmap_address);
  bytes[operation >> 3] ^= (uint8_t)(1u << (operation & 7));
}

/* Writes a file to the input area. @return its size */
static uint32_t load_input(void) {
  char path[256];
  uint32_t length = 0;
  while (*script == ' ') script++;
  while (*script != '\n' && *script != 0 && length < sizeof path - 1) path[length++] = *script++;
  path[length] = 0;
  const int32_t file = system_open(path);
  const int32_t bytes = system_read(file, memory_at(mailbox->input_address), mailbox->input_capacity);
  return bytes < 0 ? 0 : (uint32_t)bytes;
}

static void take_line(void) {
  if (next_is("run")) command(PS2ML_RUN, next_number());
  else if (next_is("pause")) command(PS2ML_PAUSE, 0);
  else if (next_is("detach")) command(PS2ML_DETACH, 0);
  else if (next_is("new")) command(PS2ML_NEW_RUN, load_input());
  else if (next_is("break")) set_bit(mailbox->breakpoints_address, next_number());
  else if (next_is("until")) set_bit(mailbox->until_address, next_number());
  else if (next_is("limit")) mailbox->host_limit_ms = next_number();
  else if (next_is("range")) {
    mailbox->stop_first = next_number();
    mailbox->stop_last = next_number();
  } else if (next_is("command")) {
    const uint32_t code = next_number();
    command(code, next_number());
  }
  while (*script != '\n' && *script != 0) script++;
  if (*script == '\n') script++;
}

void host_turn(void) {
  host_report();
  if (mailbox->request != mailbox->acknowledged) return;
  if (mailbox->request != reported_request && mailbox->result != PS2ML_ACCEPTED) say("result %u\n", mailbox->result);
  reported_request = mailbox->request;
  if (!is_stepping && (script == 0 || *script == 0)) return; /* The host has vanished. */
  mailbox->host_heartbeat = ++heartbeat;
  if (!is_stepping) take_line();
  else if (mailbox->state == PS2ML_STOPPED) command(PS2ML_RUN, PS2ML_UNTIL_OPERATION);
  else is_stepping = 0;
}
