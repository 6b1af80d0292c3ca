/*
 * SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The PS2 ML developers
 *
 * The program's side of the mailbox (docs/mailbox.md, version 1.2) for a program that describes itself as it runs.
 * The program accesses everything that a debugger reads uncached only.
 */
#include "ps2ml_report.h"

typedef unsigned int u32;
typedef unsigned long long __attribute__((may_alias)) u64;
#ifdef __UINTPTR_TYPE__
typedef __UINTPTR_TYPE__ address_type;
#else
typedef unsigned long address_type;
#endif

#define NONE 0xFFFFFFFFu
#define TICKS_PER_SECOND 294912000u
#define TICKS_PER_MS (TICKS_PER_SECOND / 1000u)
#define NAME_BYTES 40
#define ORDER() __asm__ __volatile__("" : : : "memory")

/* Words of the block that this file uses, at their offset / 4. */
enum {
  MAGIC = 0x00, SELF = 0x04, VERSION = 0x05, SIZE = 0x06, RUN_NUMBER = 0x07, TICK_RATE = 0x08, TOTALS = 0x0E,
  EVENTS = 0x10, TEXT = 0x12, LOG = 0x14, INPUT = 0x16, BREAKPOINTS = 0x18, UNTIL = 0x19, BITMAP_BYTES = 0x1A,
  REPORT = 0x1B, REPORT_BYTES = 0x1C,
  HEARTBEAT = 0x20, ACKNOWLEDGED = 0x21, RESULT = 0x22, EVENTS_WRITTEN = 0x23, EVENTS_LOST = 0x24, TICKS = 0x2A,
  SEQUENCE = 0x30, STATE = 0x31, STOP = 0x32, PASS = 0x33, FIRST = 0x34, COUNT = 0x35, OPERATION = 0x37, KNOWN = 0x38,
  END = 0x39,
  HOST_HEARTBEAT = 0x80, HOST_LIMIT = 0x81, EVENTS_TAKEN = 0x82, STOP_FIRST = 0x85, STOP_LAST = 0x86,
  COMMAND = 0x90, ARGUMENT = 0x91, REQUEST = 0x94, BLOCK_WORDS = 0xA0
};
enum { LOADING = 1, RUNNING = 2, STOPPED = 3, ENDED = 4 };
enum { STOP_NONE = 0, STOP_ENTRY = 1, STOP_STEP = 2, STOP_BREAKPOINT = 3, STOP_PAUSE = 4 };
enum { RUN = 1, PAUSE = 2, NEW_RUN = 3, DETACH = 4 };
enum { UNTIL_END = 0, UNTIL_OPERATION = 1, UNTIL_BITMAP = 2, UNTIL_PASS = 3 };
enum { ACCEPTED = 0, UNKNOWN_COMMAND = 1, BAD_ARGUMENT = 2, NOT_NOW = 3 };
enum { EVENT_PASS = 1, EVENT_OPERATION = 2, EVENT_READ = 3, EVENT_TOKEN = 4, EVENT_END = 5, EVENT_TEXT = 6 };
enum { END_REPORTED = 4 };

/* Words of the description; each table has four: address, entries, capacity, entries that did not fit. */
enum {
  D_SEQUENCE = 0, D_PASSES = 1, D_CHANGES = 2, D_CHANGED = 3, D_CHANGED_AFTER = 4, D_CHANGED_PASS = 5, D_WAIT = 6,
  D_TEXTS = 7, D_MODEL = 8, D_OPERATIONS = 16, D_BUFFERS = 20, D_MATRICES = 24, D_REGIONS = 28, D_TOKENS = 32,
  D_NAME_BYTES = 36, D_NAME = 37, DESCRIPTION_WORDS = 64
};
#define MODEL_NAME_BYTES ((DESCRIPTION_WORDS - D_NAME) * 4)

/*
 * An entry of a table. A region has its bytes in `rows`, a name of reads the operation that ran when it was read first.
 */
struct entry {
  char name[NAME_BYTES];
  u32 name_bytes; /* of the whole name, which may be longer */
  u32 layer;
  u32 address;
  u32 type;
  u32 rows;
  u32 cols;
};


/* A debugger finds the block by this symbol, or by its magic. */
u32 ps2ml_mailbox[BLOCK_WORDS] __attribute__((aligned(64)));

static struct {
  u32 description[DESCRIPTION_WORDS];
  struct entry operations[PS2ML_OPERATIONS];
  struct entry buffers[PS2ML_BUFFERS];
  struct entry matrices[PS2ML_MATRICES];
  struct entry regions[PS2ML_REGIONS];
  u32 events[PS2ML_EVENTS][8];
  u32 totals[PS2ML_MATRICES + 1][8];
  u32 tokens[PS2ML_TOKENS];
  u32 empty[16]; /* rings of text and log that this program does not use */
  unsigned char breakpoints[PS2ML_OPERATIONS / 8];
  unsigned char until[PS2ML_OPERATIONS / 8];
} areas __attribute__((aligned(64)));

static volatile u32 *block; /* 0 before ps2ml_begin */
static volatile u32 *description;
static u32 reported[PS2ML_OPERATIONS]; /* 1 + the pass in which an operation was reported last */
static u32 last_count;
static u64 ticks;
static struct {
  u32 layer, pass, first, count;
  int in_pass, has_operations; /* a pass was begun, and one of its operations */
  u32 running, next;           /* the operation that runs, and the one that follows in the known order */
  u64 start;
  u32 texts, tokens;           /* tokens of this text */
} now;
static struct {
  u32 until, wait_ms;
  int pausing, detached, leave, host_seen;
} control;
static void (*link_turn)(void);
static int (*link_wait)(void);

/* Without the bits of a segment. The scratchpad and other places outside of RAM stay outside. */
static u32 address_of(const void *memory) { return (u32)(address_type)memory & 0x1FFFFFFFu; }

u32 ps2ml_scales(const float *scales) {
  const u32 address = address_of(scales);
  return address < 0x02000000u ? address : 0x0FFFFFFFu; /* the debugger says that it is not in RAM */
}

static void *uncached(const void *memory) { return (void *)((address_type)memory | 0x20000000u); }

u32 ps2ml_ticks(void) {
  u32 count;
  __asm__ __volatile__("mfc0 %0, $9" : "=r"(count));
  return count;
}

static u64 clock_now(void) {
  const u32 count = ps2ml_ticks();
  ticks += (u32)(count - last_count);
  last_count = count;
  return ticks;
}

/* FlushCache(0) of the kernel writes back the data cache; the index operations also invalidate it. */
static void flush(void) {
  u32 line;
  __asm__ __volatile__("move $4, $0\n\tli $3, 0x64\n\tsyscall"
                       : : : "$2", "$3", "$4", "$5", "$6", "$7", "$8", "$9", "$10", "$11", "$12", "$13", "$14", "$15",
                         "$24", "$25", "$31", "memory");
  for (line = 0x100000u; line < 0x101000u; line += 64) {
    __asm__ __volatile__("sync.l\n\tcache 0x14, 0(%0)\n\tsync.l\n\tcache 0x14, 1(%0)\n\tsync.l"
                         : : "r"((address_type)line) : "memory");
  }
}

static void set_ticks(u64 value) { *(volatile u64 *)(volatile void *)&block[TICKS] = value; }

void ps2ml_beat(void) {
  if (block != 0) block[HEARTBEAT]++;
}

/* Tables */

static void begin_change(void) {
  description[D_SEQUENCE]++;
  ORDER();
}

static void end_change(void) {
  ORDER();
  description[D_SEQUENCE]++;
}

static u32 copy_name(volatile char *to, u32 room, const char *from) {
  u32 bytes = 0;
  for (; from != 0 && from[bytes] != 0; bytes++) {
    if (bytes + 1 < room) to[bytes] = from[bytes];
  }
  to[bytes + 1 < room ? bytes : room - 1] = 0;
  return bytes;
}

static int is_named(const volatile struct entry *entry, const char *name, u32 layer) {
  u32 i = 0;
  if (entry->layer != layer) return 0;
  for (; name != 0 && name[i] != 0; i++) {
    if (i < NAME_BYTES - 1 && entry->name[i] != name[i]) return 0;
  }
  return entry->name_bytes == i;
}

static volatile struct entry *entry_of(u32 table, u32 index) {
  volatile struct entry *const entries = (volatile struct entry *)(address_type)(description[table] | 0x20000000u);
  return &entries[index];
}

/* @return the index of an entry that is not excluded, or NONE */
static u32 find(u32 table, const char *name, u32 layer, const u32 *stamps, u32 excluded) {
  const u32 count = description[table + 1];
  u32 i;
  for (i = 0; i < count; i++) {
    if (stamps != 0 && stamps[i] == excluded) continue;
    if (is_named(entry_of(table, i), name, layer)) return i;
  }
  return NONE;
}

static u32 add(u32 table, const char *name, u32 layer) {
  const u32 index = description[table + 1];
  volatile struct entry *entry;
  if (index >= description[table + 2]) {
    description[table + 3]++;
    return NONE;
  }
  entry = entry_of(table, index);
  begin_change();
  entry->name_bytes = copy_name(entry->name, NAME_BYTES, name);
  entry->layer = layer;
  description[table + 1] = index + 1;
  end_change();
  return index;
}

static void describe(volatile struct entry *entry, u32 address, u32 type, u32 rows, u32 cols) {
  if (entry->address == address && entry->type == type && entry->rows == rows && entry->cols == cols) return;
  begin_change();
  entry->address = address;
  entry->type = type;
  entry->rows = rows;
  entry->cols = cols;
  end_change();
}

static u32 find_or_add(u32 table, const char *name, u32 layer) {
  const u32 index = find(table, name, layer, 0, 0);
  return index == NONE ? add(table, name, layer) : index;
}

/* Events and status */

static void event(u32 type, u32 pass, u32 index, u32 value, u32 extra, u64 start, u64 duration) {
  const u32 number = block[EVENTS_WRITTEN];
  volatile u32 *const words = uncached(areas.events[number % PS2ML_EVENTS]);
  words[0] = number - 1;
  ORDER();
  words[1] = type;
  words[2] = pass;
  words[3] = index;
  words[4] = value;
  words[5] = extra;
  words[6] = (u32)start;
  words[7] = duration > NONE ? NONE : (u32)duration;
  ORDER();
  words[0] = number;
  block[EVENTS_WRITTEN] = number + 1;
  if (number + 1 - block[EVENTS_TAKEN] > PS2ML_EVENTS) block[EVENTS_LOST]++;
}

static void set_status(u32 state, u32 stop, u32 end) {
  block[SEQUENCE]++;
  ORDER();
  block[STATE] = state;
  block[STOP] = stop;
  block[END] = end;
  block[PASS] = now.pass;
  block[FIRST] = now.first;
  block[COUNT] = now.count;
  block[OPERATION] = now.running == NONE ? 0 : now.running;
  block[KNOWN] = now.first + now.count;
  ORDER();
  block[SEQUENCE]++;
  set_ticks(clock_now());
  ps2ml_beat();
}

/* The operation that runs is complete. */
static void finish_operation(void) {
  const u64 end = clock_now();
  if (now.running != NONE) event(EVENT_OPERATION, now.pass, now.running, 0, 0, now.start, end - now.start);
  now.running = NONE;
}

static void finish_pass(void) {
  finish_operation();
  if (!now.in_pass) return;
  now.in_pass = 0;
  if (!now.has_operations) return;
  begin_change();
  description[D_PASSES]++;
  end_change();
}

/* Commands and stops */

static void leave(void) {
  control.leave = 1;
  block[SEQUENCE]++;
  ORDER();
  block[STATE] = RUNNING;
  block[STOP] = STOP_NONE;
  ORDER();
  block[SEQUENCE]++;
}

static u32 take(u32 command, u32 argument) {
  const u32 state = block[STATE];
  switch (command) {
    case RUN:
      if (state != STOPPED) return NOT_NOW;
      if (argument > UNTIL_PASS) return BAD_ARGUMENT;
      control.until = argument;
      leave();
      return ACCEPTED;
    case PAUSE:
      if (state > STOPPED) return NOT_NOW;
      control.pausing = state != STOPPED;
      return ACCEPTED;
    case NEW_RUN:
      return NOT_NOW; /* the program alone decides on its texts */
    case DETACH:
      control.detached = 1;
      control.pausing = 0;
      if (state == STOPPED) leave();
      control.leave = 1;
      return ACCEPTED;
    default:
      return UNKNOWN_COMMAND;
  }
}

static void poll(void) {
  const u32 request = block[REQUEST];
  u32 command;
  if (request == block[ACKNOWLEDGED]) return;
  control.host_seen = 1;
  command = block[COMMAND];
  block[RESULT] = take(command, block[ARGUMENT]);
  if (block[RESULT] == ACCEPTED && command != DETACH) control.detached = 0;
  ORDER();
  block[ACKNOWLEDGED] = request;
}

static u32 host_limit_ms(void) {
  const u32 ms = block[HOST_LIMIT];
  if (ms == 0) return 10000;
  return ms < 600000 ? ms : 600000;
}

/* A stop that a debugger may end. */
struct watch {
  u32 heartbeat, unseen_limit_ms;
  u64 since;
  int seen;
};

/*
 * Checks once for what the debugger wants. From the address of this function, the debugger of an emulator knows that
 * the program waits. @return 1 when the stop is over
 */
int ps2ml_look_for_host(struct watch *watch) __attribute__((noinline));
int ps2ml_look_for_host(struct watch *watch) {
  const u64 time = clock_now();
  poll();
  if (control.leave) return 1;
  if (block[HOST_HEARTBEAT] != watch->heartbeat) {
    watch->heartbeat = block[HOST_HEARTBEAT];
    watch->since = time;
    watch->seen = control.host_seen = 1;
  }
  if (time - watch->since > (u64)(watch->seen ? host_limit_ms() : watch->unseen_limit_ms) * TICKS_PER_MS) {
    control.detached = 1;
    return 1;
  }
  set_ticks(time);
  ps2ml_beat();
  if (link_wait == 0 || !link_wait()) {
    /* Uncached reads in a tight loop would keep the bus busy. */
    const u32 start = ps2ml_ticks();
    while (ps2ml_ticks() - start < TICKS_PER_MS / 20) {
    }
  }
  return 0;
}

static void stand_still(u32 unseen_limit_ms) {
  struct watch watch;
  watch.heartbeat = block[HOST_HEARTBEAT];
  watch.unseen_limit_ms = unseen_limit_ms;
  watch.since = clock_now();
  watch.seen = 0;
  control.leave = 0;
  while (!ps2ml_look_for_host(&watch)) {
  }
}

static void stop(u32 reason, u32 unseen_limit_ms) {
  control.until = UNTIL_END;
  control.pausing = 0;
  flush();
  set_status(STOPPED, reason, 0);
  stand_still(unseen_limit_ms);
  flush(); /* the host may have written to memory */
  set_status(RUNNING, STOP_NONE, 0);
}

static int has_bit(const unsigned char *bitmap, u32 index) {
  const volatile unsigned char *const bytes = uncached(bitmap);
  return bytes[index >> 3] >> (index & 7) & 1;
}

static u32 reason_to_stop(u32 index, int is_first) {
  const int is_watched = now.first <= block[STOP_LAST] && now.first + now.count > block[STOP_FIRST];
  if (is_watched && has_bit(areas.breakpoints, index)) return STOP_BREAKPOINT;
  if (control.until == UNTIL_OPERATION) return STOP_STEP;
  if (control.until == UNTIL_BITMAP && has_bit(areas.until, index)) return STOP_STEP;
  if (control.until == UNTIL_PASS && is_first) return STOP_STEP;
  return control.pausing ? STOP_PAUSE : STOP_NONE;
}

/* What a program calls */

static void set_table(u32 table, const void *start, u32 capacity) {
  description[table] = address_of(start);
  description[table + 1] = 0;
  description[table + 2] = capacity;
  description[table + 3] = 0;
}

static void set_place(u32 word, const void *start, u32 capacity) {
  block[word] = address_of(start);
  block[word + 1] = capacity;
}

static void start_block(void) {
  const u32 run_number = ((volatile u32 *)uncached(ps2ml_mailbox))[RUN_NUMBER];
  volatile u32 *words = uncached(&areas);
  u32 i;
  flush(); /* a cleared BSS is in the data cache */
  for (i = 0; i < sizeof areas / 4; i++) words[i] = 0;
  description = uncached(areas.description);
  description[D_WAIT] = (u32)(address_type)ps2ml_look_for_host & 0x01FFFFFFu;
  set_table(D_OPERATIONS, areas.operations, PS2ML_OPERATIONS);
  set_table(D_BUFFERS, areas.buffers, PS2ML_BUFFERS);
  set_table(D_MATRICES, areas.matrices, PS2ML_MATRICES);
  set_table(D_REGIONS, areas.regions, PS2ML_REGIONS);
  set_table(D_TOKENS, areas.tokens, PS2ML_TOKENS);
  block = uncached(ps2ml_mailbox);
  for (i = 0; i < BLOCK_WORDS; i++) block[i] = 0;
  last_count = ps2ml_ticks();
  ticks = 0;
  block[SELF] = address_of(ps2ml_mailbox);
  block[VERSION] = 0x00010002u;
  block[SIZE] = BLOCK_WORDS * 4;
  block[RUN_NUMBER] = run_number + (last_count | 1u);
  block[TICK_RATE] = TICKS_PER_SECOND;
  set_place(TOTALS, areas.totals, PS2ML_MATRICES + 1);
  set_place(EVENTS, areas.events, PS2ML_EVENTS);
  set_place(TEXT, areas.empty, sizeof areas.empty);
  set_place(LOG, areas.empty, sizeof areas.empty);
  set_place(INPUT, areas.empty, 0);
  block[BREAKPOINTS] = address_of(areas.breakpoints);
  block[UNTIL] = address_of(areas.until);
  block[BITMAP_BYTES] = sizeof areas.breakpoints;
  set_place(REPORT, areas.description, sizeof areas.description);
  block[STOP_LAST] = NONE;
  now.running = NONE;
  now.layer = NONE;
  set_status(LOADING, STOP_NONE, 0);
  ORDER();
  block[MAGIC] = 0x4D325350u;
  block[MAGIC + 1] = 0x414D004Cu;
  block[MAGIC + 2] = 0x4F424C49u;
  ORDER();
  block[MAGIC + 3] = 0x0A0D0058u;
}

void ps2ml_begin(const struct ps2ml_model *model) {
  if (block == 0) start_block();
  begin_change();
  description[D_MODEL] = model->dim;
  description[D_MODEL + 1] = model->hidden_dim;
  description[D_MODEL + 2] = model->layers;
  description[D_MODEL + 3] = model->heads;
  description[D_MODEL + 4] = model->kv_heads;
  description[D_MODEL + 5] = model->vocab_size;
  description[D_MODEL + 6] = model->context;
  description[D_MODEL + 7] = model->crc;
  description[D_NAME_BYTES] = copy_name((volatile char *)&description[D_NAME], MODEL_NAME_BYTES, model->name);
  end_change();
}

void ps2ml_wait(u32 ms) { control.wait_ms = ms; }

void ps2ml_text(u32 first) {
  if (block == 0) return;
  finish_pass();
  begin_change();
  description[D_TEXTS] = ++now.texts;
  description[D_TOKENS + 1] = now.tokens = 0;
  end_change();
  now.first = first;
  now.count = 0;
  event(EVENT_TEXT, now.pass, first, now.texts, 0, clock_now(), 0);
  set_status(RUNNING, STOP_NONE, 0);
}

void ps2ml_pass(u32 first, u32 count) {
  if (block == 0) return;
  finish_pass();
  if (now.has_operations) now.pass++;
  now.in_pass = 1;
  now.has_operations = 0;
  now.next = 0;
  now.layer = NONE;
  now.first = first;
  now.count = count;
  event(EVENT_PASS, now.pass, first, count, 0, clock_now(), 0);
}

void ps2ml_layer(int layer) {
  now.layer = (u32)layer;
}

/* The index of an operation that is new, or out of the order of earlier passes. */
static u32 index_of(const char *name) {
  const u32 count = description[D_OPERATIONS + 1];
  u32 index = NONE;
  if (now.next < count && reported[now.next] != now.pass + 1 && is_named(entry_of(D_OPERATIONS, now.next), name, now.layer))
    return now.next;
  index = find(D_OPERATIONS, name, now.layer, reported, now.pass + 1);
  if (index != NONE && index >= now.next) return index; /* a pass may leave operations out */
  if (index == NONE) {
    index = add(D_OPERATIONS, name, now.layer);
    if (index == NONE || now.next >= count) return index;
  }
  begin_change();
  description[D_CHANGES]++;
  description[D_CHANGED] = index;
  description[D_CHANGED_AFTER] = now.next - 1;
  description[D_CHANGED_PASS] = now.pass;
  end_change();
  return index;
}

void ps2ml_operation(const char *name, const void *out, u32 type, u32 rows, u32 cols) {
  int is_first;
  u32 index, reason, wait_ms = 0;
  if (block == 0) return;
  finish_operation();
  if (!now.in_pass) ps2ml_pass(now.first + now.count, 1);
  is_first = !now.has_operations;
  now.has_operations = 1;
  index = index_of(name);
  if (index == NONE) return;
  reported[index] = now.pass + 1;
  now.next = index + 1;
  now.running = index;
  describe(entry_of(D_OPERATIONS, index), address_of(out), type, rows, cols);
  if (link_turn != 0) link_turn();
  poll();
  set_status(RUNNING, STOP_NONE, 0);
  reason = reason_to_stop(index, is_first);
  if (control.wait_ms != 0) {
    reason = STOP_ENTRY;
    wait_ms = control.wait_ms;
    control.wait_ms = 0;
  } else if (control.detached) {
    reason = STOP_NONE;
  }
  if (reason != STOP_NONE) stop(reason, wait_ms != 0 ? wait_ms : host_limit_ms());
  now.start = clock_now();
}

void ps2ml_buffer(const char *name, const void *start, u32 type, u32 positions, u32 cols) {
  u32 index;
  if (block == 0) return;
  index = find_or_add(D_BUFFERS, name, now.layer);
  if (index != NONE) describe(entry_of(D_BUFFERS, index), address_of(start), type, positions, cols);
}

void ps2ml_region(const char *name, const void *start, u32 bytes) {
  u32 index;
  if (block == 0) return;
  index = find_or_add(D_REGIONS, name, NONE);
  if (index != NONE) describe(entry_of(D_REGIONS, index), address_of(start), 0, bytes, 1);
}

/* The operation that a read belongs to; NONE before the first pass and between texts. */
static u32 read_by(void) {
  if (!now.in_pass) return NONE;
  return now.running == NONE ? 0 : now.running;
}

void ps2ml_read(const char *matrix, u32 lba, u32 sectors, u32 start) {
  u32 index, before, duration;
  u64 end;
  volatile u32 *total;
  if (block == 0) return;
  before = description[D_MATRICES + 1];
  index = find_or_add(D_MATRICES, matrix, now.layer);
  if (index == before) describe(entry_of(D_MATRICES, index), 0, 0, read_by(), 0);
  end = clock_now();
  duration = (u32)end - (u32)(ticks - (u32)(last_count - start));
  total = uncached(areas.totals[index == NONE ? PS2ML_MATRICES : index]);
  total[0]++;
  total[1] += sectors;
  *(volatile u64 *)(volatile void *)&total[4] += (u64)sectors * 2048u;
  *(volatile u64 *)(volatile void *)&total[6] += duration;
  event(EVENT_READ, now.in_pass ? now.pass : NONE, index, sectors, lba, end - duration, duration);
}

void ps2ml_token(u32 id) {
  if (block == 0) return;
  finish_operation();
  if (now.tokens < PS2ML_TOKENS) ((volatile u32 *)uncached(areas.tokens))[now.tokens] = id;
  description[D_TOKENS + 1] = ++now.tokens;
  event(EVENT_TOKEN, now.pass, now.first + now.count, id, 0, clock_now(), 0);
}

void ps2ml_end(void) {
  if (block == 0) return;
  finish_pass();
  event(EVENT_END, now.pass, END_REPORTED, 0, 0, clock_now(), 0);
  flush();
  set_status(ENDED, STOP_NONE, END_REPORTED);
  if (control.host_seen && !control.detached) stand_still(host_limit_ms());
}

/* Over host: (docs/mailbox.md) */

#define LINK_BYTES 16384u
#define TURN_TICKS (100u * TICKS_PER_MS)

static struct {
  u32 number, bytes;
  unsigned char data[LINK_BYTES];
} link_wish __attribute__((aligned(64))), link_answer __attribute__((aligned(64)));
static struct ps2ml_files files;
static char link_names[2][128];
static int link_poll_file = -1, link_wait_file = -1;
static u32 link_last_turn, link_last_try;

static void lose_link(void) {
  if (link_poll_file >= 0) files.close(link_poll_file);
  if (link_wait_file >= 0) files.close(link_wait_file);
  link_poll_file = link_wait_file = -1;
}

static int reach_link(void) {
  if (link_poll_file >= 0) return 1;
  if (ps2ml_ticks() - link_last_try < TURN_TICKS) return 0;
  link_poll_file = files.open(link_names[0], 3);
  if (link_poll_file >= 0) link_wait_file = files.open(link_names[1], 3);
  if (link_wait_file < 0) lose_link();
  link_last_try = ps2ml_ticks();
  return link_poll_file >= 0;
}

static u32 word_at(const volatile unsigned char *bytes) { return *(const volatile u32 *)(const volatile void *)bytes; }

static void copy_bytes(volatile unsigned char *to, const volatile unsigned char *from, u32 bytes) {
  while (bytes-- > 0) *to++ = *from++;
}

/* Does what the PC asks for, as far as it can, and answers with what was read. */
static void grant(u32 bytes) {
  const volatile unsigned char *const records = uncached(link_wish.data);
  volatile u32 *const head = uncached(&link_answer);
  volatile unsigned char *const out = uncached(link_answer.data);
  u32 at = 0, given = 0;
  while (at + 12 <= bytes) {
    const u32 kind = word_at(records + at), address = word_at(records + at + 4), length = word_at(records + at + 8);
    volatile unsigned char *const memory = uncached((void *)(address_type)address);
    if (length > 0x2000000u || address > 0x2000000u - length) break;
    at += 12;
    if (kind == 1) {
      if (length > LINK_BYTES - given) break;
      copy_bytes(out + given, memory, length);
      given += length;
    } else {
      if (length > bytes - at) break;
      copy_bytes(memory, records + at, length);
      at += (length + 3) & ~3u;
    }
  }
  head[0] = *(volatile u32 *)uncached(&link_wish);
  head[1] = given;
  files.write(link_poll_file, &link_answer, (int)(8 + given));
}

/* @return 1 for a request, 0 for none, -1 when the PC is away */
static int ask_link(int descriptor) {
  volatile u32 *const head = uncached(&link_wish);
  const int count = files.read(descriptor, &link_wish, (int)LINK_BYTES);
  if (count < 0) {
    lose_link();
    return -1;
  }
  if (count < 8) return 0;
  flush(); /* the functions may have copied through the cache */
  if (head[1] > (u32)count - 8) return 0;
  grant(head[1]);
  return 1;
}

static void turn_link(void) {
  int i;
  if (ps2ml_ticks() - link_last_turn < TURN_TICKS || !reach_link()) return;
  for (i = 0; i < 64 && ask_link(link_poll_file) > 0; i++) {
  }
  link_last_turn = ps2ml_ticks();
}

static int wait_link(void) { return reach_link() && ask_link(link_wait_file) >= 0; }

void ps2ml_link(const struct ps2ml_files *functions, const char *prefix) {
  static const char *const names[2] = {"poll", "wait"};
  int i;
  for (i = 0; i < 2; i++) {
    const u32 bytes = copy_name(link_names[i], sizeof link_names[i] - 5, prefix);
    if (bytes < sizeof link_names[i] - 5) copy_name(link_names[i] + bytes, 5, names[i]);
  }
  flush();
  files = *functions;
  link_turn = turn_link;
  link_wait = wait_link;
  link_last_turn = ps2ml_ticks();
  link_last_try = link_last_turn - TURN_TICKS;
  reach_link();
}

void ps2ml_link_turn(void) {
  if (block != 0 && link_turn != 0) link_turn();
}
