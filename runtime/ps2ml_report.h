/*
 * SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The PS2 ML developers
 *
 * The debugger interface of PS2 ML for a program of your own. Copy ps2ml_report.h and ps2ml_report.c into it, compile
 * both with it, and call the functions below: the program then appears in the debugger with its own operations,
 * buffers, disc reads and memory regions. docs/own-runtime.md shows how, docs/mailbox.md specifies what is exchanged.
 *
 * No library, no SDK, no allocation; C89 or later. Call all functions from one thread, except ps2ml_beat. Every name is
 * copied. Nothing waits for a debugger except ps2ml_wait; a program without a debugger runs on.
 */
#ifndef PS2ML_REPORT_H
#define PS2ML_REPORT_H

#ifdef __cplusplus
extern "C" {
#endif

/* Capacities. Define them for the whole program to change them; what does not fit is counted, and the debugger says so. */
#ifndef PS2ML_OPERATIONS
#define PS2ML_OPERATIONS 512 /* different operations of a pass: a multiple of 8 */
#endif
#ifndef PS2ML_BUFFERS
#define PS2ML_BUFFERS 128
#endif
#ifndef PS2ML_MATRICES
#define PS2ML_MATRICES 256 /* different names of reads */
#endif
#ifndef PS2ML_REGIONS
#define PS2ML_REGIONS 32
#endif
#ifndef PS2ML_TOKENS
#define PS2ML_TOKENS 1024 /* tokens of a text that a debugger finds when it attaches later */
#endif
#ifndef PS2ML_EVENTS
#define PS2ML_EVENTS 1024 /* what happened and was not read yet: a power of two, 32 bytes each */
#endif

/* Types of elements. */
#define PS2ML_F32 0x10000000u
#define PS2ML_F16 0x20000000u
#define PS2ML_BF16 0x30000000u
#define PS2ML_INT8 0x40000000u
#define PS2ML_INT16 0x50000000u
#define PS2ML_INT32 0x60000000u
/* int8 with one float scale for each row: PS2ML_INT8_SCALED(scales). */
#define PS2ML_INT8_SCALED(scales) (PS2ML_INT8 | ps2ml_scales(scales))

/* The layer of operations, buffers and reads that belong to none. */
#define PS2ML_NO_LAYER (-1)

/* What is known of the model; unknown fields are 0. */
struct ps2ml_model {
  const char *name; /* the file's name: "story.psnt" */
  unsigned int dim, hidden_dim, layers, heads, kv_heads, vocab_size;
  unsigned int context; /* positions of the KV cache */
  unsigned int crc;     /* CRC-32 of the whole model file */
};

/* First call. Call it again if the program loads another model. */
void ps2ml_begin(const struct ps2ml_model *model);

/* The text is complete. Waits while a debugger is attached. A program may go on to another text. */
void ps2ml_end(void);

/* Shows that the program is alive. Call it during long waits, such as for the disc; interrupt handlers may call it. */
void ps2ml_beat(void);

/* Makes the program wait at its first operation until a debugger comes, for at most `ms` milliseconds. */
void ps2ml_wait(unsigned int ms);

/* A text begins. Its first token has this position. */
void ps2ml_text(unsigned int first);

/* A pass begins over positions first ... first + count - 1. */
void ps2ml_pass(unsigned int first, unsigned int count);

/* A layer begins. A pass begins outside of layers, and PS2ML_NO_LAYER leaves the last one. */
void ps2ml_layer(int layer);

/*
 * Call it before an operation: the debugger stops here. The operation lasts until the next one is reported.
 * @param out the result: `rows` rows of `cols` elements without gaps; 0 when it has none
 */
void ps2ml_operation(const char *name, const void *out, unsigned int type, unsigned int rows, unsigned int cols);

/* A place in memory that the debugger shows from now on, by this name and the layer: `keys.L00`. */
void ps2ml_buffer(const char *name, const void *start, unsigned int type, unsigned int positions, unsigned int cols);

/*
 * Sectors of the disc were read for a matrix of this layer. A matrix may be read in several pieces.
 * @param lba first sector on the disc, PS2ML_NOT_ON_DISC for a read from elsewhere
 * @param start what ps2ml_ticks returned before the read
 */
#define PS2ML_NOT_ON_DISC 0xFFFFFFFFu
void ps2ml_read(const char *matrix, unsigned int lba, unsigned int sectors, unsigned int start);

/* What a part of memory is used for. A second report with the same name means that it has moved. */
void ps2ml_region(const char *name, const void *start, unsigned int bytes);

/* A token was chosen for the position after those of the pass. */
void ps2ml_token(unsigned int id);

/* The COUNT register of the CPU. */
unsigned int ps2ml_ticks(void);

/*
 * For a program that was started over ps2link, where only the program itself can transfer its memory: functions that
 * open, close, read and write files of `host:`, those of ps2sdk or your own. A negative descriptor or count is a
 * failure. Call it after ps2ml_begin.
 */
struct ps2ml_files {
  int (*open)(const char *path, int flags); /* flags: 3, read and write */
  int (*close)(int descriptor);
  int (*read)(int descriptor, void *to, int bytes);
  int (*write)(int descriptor, const void *from, int bytes);
};

/* @param prefix "host:ps2ml." unless the debugger says otherwise by the argument link=host:PREFIX */
void ps2ml_link(const struct ps2ml_files *files, const char *prefix);

/* Serves a debugger over ps2link. Call it while the program waits for a file of `host:` that only a debugger brings. */
void ps2ml_link_turn(void);

/* The address of int8 scales, as a part of a type. */
unsigned int ps2ml_scales(const float *scales);

#ifdef __cplusplus
}
#endif

#endif
