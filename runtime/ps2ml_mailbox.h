/*
 * The mailbox: how a program on the PlayStation 2 and a debugger on a PC communicate through EE RAM.
 * docs/mailbox.md is the specification; this header is its form in C, for this runtime or any other.
 * All words are little-endian. The program uses the block through the uncached mirror only.
 */
#ifndef PS2ML_MAILBOX_H
#define PS2ML_MAILBOX_H

#include <stddef.h>
#include <stdint.h>

#define PS2ML_MAILBOX_VERSION 0x00010002u /* major << 16 | minor */
#define PS2ML_MAILBOX_MAGIC_0 0x4D325350u /* "PS2M" */
#define PS2ML_MAILBOX_MAGIC_1 0x414D004Cu /* "L\0MA" */
#define PS2ML_MAILBOX_MAGIC_2 0x4F424C49u /* "ILBO" */
#define PS2ML_MAILBOX_MAGIC_3 0x0A0D0058u /* "X\0\r\n" */

enum ps2ml_state {
  PS2ML_STARTING = 0, /* no file was read yet */
  PS2ML_LOADING = 1,  /* reads and checks files, preloads weights */
  PS2ML_RUNNING = 2,
  PS2ML_STOPPED = 3, /* before `operation`; waits for a command */
  PS2ML_ENDED = 4,   /* the text is complete; accepts commands while a host is active, else sleeps */
  PS2ML_FAILED = 5,  /* error_code and error_text say why; sleeps */
  PS2ML_WAITING = 6  /* for a person: menu or pause. Needs no host to go on, and takes no command but DETACH */
};

enum ps2ml_stop {
  PS2ML_STOP_NONE = 0,
  PS2ML_STOP_ENTRY = 1, /* before the first operation of a text */
  PS2ML_STOP_STEP = 2,  /* the condition of the last RUN */
  PS2ML_STOP_BREAKPOINT = 3,
  PS2ML_STOP_PAUSE = 4
};

enum ps2ml_end {
  PS2ML_END_NONE = 0,
  PS2ML_END_STOP_ID = 1,
  PS2ML_END_LENGTH = 2,
  PS2ML_END_CONTEXT = 3,
  PS2ML_END_REPORTED = 4 /* since 1.2: a program that describes itself says so, without a reason */
};

enum ps2ml_error {
  PS2ML_ERROR_NONE = 0,
  PS2ML_ERROR_MACHINE = 1, /* the console's own services: kernel, SIF */
  PS2ML_ERROR_DISC = 2,    /* a file is missing or cannot be read */
  PS2ML_ERROR_PLAN = 3,    /* PLAN.BIN */
  PS2ML_ERROR_RUN = 4,     /* RUN.BIN, or the settings of a NEW_RUN */
  PS2ML_ERROR_WEIGHTS = 5, /* WEIGHTS.BIN */
  PS2ML_ERROR_TOKENS = 6   /* TOKENS.BIN */
};

enum ps2ml_command {
  PS2ML_RUN = 1,     /* argument[0]: enum ps2ml_until */
  PS2ML_PAUSE = 2,   /* stop before the next operation */
  PS2ML_NEW_RUN = 3, /* argument[0]: bytes of RUN.BIN in the input area; starts a new text */
  PS2ML_DETACH = 4   /* continue without stops until a host connects again */
};

enum ps2ml_until {
  PS2ML_UNTIL_END = 0,
  PS2ML_UNTIL_OPERATION = 1, /* the next operation */
  PS2ML_UNTIL_BITMAP = 2,    /* an operation of the `until` bitmap, in this pass or a later one */
  PS2ML_UNTIL_PASS = 3       /* operation 0 of the next pass */
};

enum ps2ml_result {
  PS2ML_ACCEPTED = 0,
  PS2ML_UNKNOWN_COMMAND = 1,
  PS2ML_BAD_ARGUMENT = 2, /* for NEW_RUN: the sentence is in log and error_text */
  PS2ML_NOT_NOW = 3       /* the command is not allowed in this state */
};

enum ps2ml_event_type {
  PS2ML_EVENT_PASS = 1,      /* index: first position, value: count, extra: tail */
  PS2ML_EVENT_OPERATION = 2, /* index: operation */
  PS2ML_EVENT_READ = 3,      /* index: read, value: sectors, extra: retries; described: matrix, sectors, LBA */
  PS2ML_EVENT_TOKEN = 4,     /* index: position, value: id */
  PS2ML_EVENT_END = 5,       /* index: enum ps2ml_end */
  PS2ML_EVENT_TEXT = 6       /* since 1.2, described programs: index: first position, value: number of the text */
};

#define PS2ML_PRELOAD 0xFFFFFFFFu /* `pass` of a read before the first pass */

/* One event; entries are 32 bytes in a ring, entry n at n modulo capacity. */
struct ps2ml_event {
  uint32_t sequence; /* number of the event, written last */
  uint32_t type;
  uint32_t pass;
  uint32_t index;
  uint32_t value;
  uint32_t extra;
  uint32_t start; /* low word of the tick count at its start */
  uint32_t ticks; /* its duration; FFFFFFFF if it does not fit */
};

/* Reads of one matrix since the program started; always complete. */
struct ps2ml_total {
  uint32_t reads;
  uint32_t sectors;
  uint32_t retries;
  uint32_t reserved;
  uint64_t bytes; /* without the padding of sectors */
  uint64_t ticks;
};

struct ps2ml_mailbox {
  /* 0x000: identity. Constant after `magic` is written, except where noted. */
  uint32_t magic[4];         /* written last */
  uint32_t self;             /* address of this block, without segment bits */
  uint32_t version;
  uint32_t size;             /* bytes of this block */
  uint32_t run_number;       /* different for each start */
  uint32_t ticks_per_second;
  uint32_t plan_address;     /* PLAN.BIN as loaded; 0 until `state` leaves LOADING */
  uint32_t plan_bytes;
  uint32_t plan_crc;         /* as in PLAN.BIN */
  uint32_t weights_sector;   /* absolute sector of WEIGHTS.BIN on the disc; 0 if it is read from host: */
  uint32_t operations;
  uint32_t totals_address;   /* struct ps2ml_total [totals]; by matrix, the last one for reads without a matrix */
  uint32_t totals;

  /* 0x040: addresses of the rings and areas */
  uint32_t events_address;
  uint32_t events_capacity;  /* entries, a power of two; so are the next two, in bytes */
  uint32_t text_address;     /* bytes of the model's text */
  uint32_t text_capacity;
  uint32_t log_address;      /* bytes of the program's log lines */
  uint32_t log_capacity;
  uint32_t input_address;    /* the host writes a RUN.BIN here for NEW_RUN */
  uint32_t input_capacity;   /* bytes */
  uint32_t breakpoints_address; /* bit o & 7 of byte o >> 3: stop before operation o */
  uint32_t until_address;    /* the same form, for PS2ML_UNTIL_BITMAP */
  uint32_t bitmap_bytes;     /* of each bitmap */
  uint32_t report_address;   /* since 1.2: struct ps2ml_description; 0: the program executes a plan */
  uint32_t report_bytes;     /* sizeof(struct ps2ml_description) */
  uint32_t reserved_0[3];

  /* 0x080: counters; each word is independent. Console -> host */
  uint32_t heartbeat;        /* changes while the program is alive: running, stopped or waiting for the disc */
  uint32_t acknowledged;     /* number of the last accepted command */
  uint32_t result;           /* enum ps2ml_result of that command, written before the number */
  uint32_t events_written;   /* entries since start, modulo 2^32 */
  uint32_t events_lost;      /* overwritten before the host read them */
  uint32_t text_written;
  uint32_t text_lost;
  uint32_t log_written;
  uint32_t log_lost;
  uint32_t stack_bytes;      /* maximum usage of the plan's stack; 0: unknown. Set before STOPPED, ENDED, FAILED */
  uint64_t ticks;            /* COUNT since start, extended to 64 bits */
  uint32_t reserved_2[4];

  /* 0x0C0: status of the program, under `sequence`. Console -> host */
  uint32_t sequence;         /* odd while the rest changes */
  uint32_t state;
  uint32_t stop;
  uint32_t pass;
  uint32_t first;            /* position of the pass, including model registers */
  uint32_t count;
  uint32_t tail;             /* 1: the pass reaches the last known position and samples */
  uint32_t operation;        /* current, or next when stopped */
  uint32_t known;            /* positions with a known token, including model registers */
  uint32_t end;              /* enum ps2ml_end */
  uint32_t error_code;
  uint32_t error_bytes;
  uint32_t reserved_3[4];
  char error_text[256];      /* 0x100, under `sequence`, UTF-8, error_bytes long */

  /* 0x200: host -> console; each word is independent */
  uint32_t host_heartbeat;   /* the host changes it at least once per second to keep the program stopped */
  uint32_t host_limit_ms;    /* the program resumes if it does not change for this long; 0 means 10,000 */
  uint32_t events_taken;     /* entries that the host has read, counted like events_written */
  uint32_t text_taken;
  uint32_t log_taken;
  uint32_t stop_first;       /* breakpoints apply only in a pass that touches positions stop_first ... stop_last */
  uint32_t stop_last;
  uint32_t host_mark;        /* for the host; the program does not change it */
  uint32_t reserved_4[8];

  /* 0x240: host -> console; arguments first, `request` last */
  uint32_t command;
  uint32_t argument[3];
  uint32_t request;          /* a number other than `acknowledged`; the first one of a session is random */
  uint32_t reserved_5[11];
};

/* Since 1.2: how a program without a plan describes itself. Words change under `sequence`, which is odd meanwhile. */
struct ps2ml_table {
  uint32_t address;          /* of the first entry */
  uint32_t entries;          /* grows; an entry keeps its index */
  uint32_t capacity;
  uint32_t lost;             /* reports that found no entry */
};

#define PS2ML_NAME_BYTES 40
#define PS2ML_NO_LAYER_WORD 0xFFFFFFFFu

struct ps2ml_entry {
  char name[PS2ML_NAME_BYTES]; /* ends with NUL */
  uint32_t name_bytes;       /* of the whole name: more than fit when it was cut */
  uint32_t layer;            /* PS2ML_NO_LAYER_WORD for none */
  uint32_t address;          /* operations: of the result, buffers and regions: of the first byte; matrices: 0 */
  uint32_t type;             /* code << 28 (1 f32, 2 f16, 3 bf16, 4 int8, 5 int16, 6 int32) | address of int8 scales */
  uint32_t rows;             /* regions: bytes; matrices: the operation of the first read, or FFFFFFFF */
  uint32_t cols;
};

struct ps2ml_description {
  uint32_t sequence;         /* changes with every change of the tables; odd while they change */
  uint32_t passes;           /* complete passes */
  uint32_t changes;          /* operations that came in another order than in earlier passes */
  uint32_t changed;          /* the last of them */
  uint32_t changed_after;    /* it came after this one */
  uint32_t changed_pass;
  uint32_t wait_address;     /* an instruction that it comes to again and again while it waits for a host; 0: unknown */
  uint32_t texts;            /* texts since start */
  uint32_t dim, hidden_dim, layers, heads, kv_heads, vocab_size, context; /* 0: unknown */
  uint32_t model_crc;        /* CRC-32 of the model file; 0: unknown */
  struct ps2ml_table operations, buffers, matrices, regions;
  struct ps2ml_table tokens; /* uint32_t ids of the text; `entries` counts all, capacity are kept, the first ones */
  uint32_t model_name_bytes;
  char model_name[108];      /* ends with NUL */
};

_Static_assert(sizeof(struct ps2ml_table) == 16, "table");
_Static_assert(sizeof(struct ps2ml_entry) == 64, "entry");
_Static_assert(offsetof(struct ps2ml_description, operations) == 0x40, "tables");
_Static_assert(offsetof(struct ps2ml_description, model_name_bytes) == 0x90, "model name");
_Static_assert(sizeof(struct ps2ml_description) == 0x100, "description");
_Static_assert(sizeof(struct ps2ml_event) == 32, "event");
_Static_assert(sizeof(struct ps2ml_total) == 32, "total");
_Static_assert(offsetof(struct ps2ml_mailbox, events_address) == 0x40, "places");
_Static_assert(offsetof(struct ps2ml_mailbox, heartbeat) == 0x80, "counters");
_Static_assert(offsetof(struct ps2ml_mailbox, ticks) == 0xA8, "ticks");
_Static_assert(offsetof(struct ps2ml_mailbox, sequence) == 0xC0, "status");
_Static_assert(offsetof(struct ps2ml_mailbox, error_text) == 0x100, "error text");
_Static_assert(offsetof(struct ps2ml_mailbox, host_heartbeat) == 0x200, "host");
_Static_assert(offsetof(struct ps2ml_mailbox, command) == 0x240, "command");
_Static_assert(sizeof(struct ps2ml_mailbox) == 0x280, "mailbox");

#endif
