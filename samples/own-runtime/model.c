#include "model.h"

#include "console/arguments.h"
#include "ps2ml_report.h"
#include "sdk/cache.h"
#include "sdk/disc.h"
#include "sdk/file.h"
#include "sdk/iso.h"
#include "sdk/kernel.h"
#include "sdk/rpc.h"
#include "sdk/wait.h"

#define HEAP_START 0x00200000u
#define HEAP_END 0x01E00000u
#define PSNT_MAGIC 0x544E5350u
#define Q8 8u

struct header model;
struct matrix embedding, classifier;
float *attention_norms, *ffn_norms, *last_norm, *mix_weights, *registers;

static struct iso_file file;     /* on the disc */
static int is_host, host_file = -1; /* or on the PC, by ps2link */
static struct arguments arguments; /* as ps2link passes them: link=, wait=, folder= */
static uint32_t heap = HEAP_START;
static unsigned char *slot; /* what was read last */
static float *scales;
static uint32_t layers_offset;

void give_up(const char *sentence) {
  while (*sentence != 0) *(volatile uint8_t *)0x1000F180 = (uint8_t)*sentence++;
  *(volatile uint8_t *)0x1000F180 = '\n';
  wait_stop();
  for (;;) SleepThread();
}

void *allocate(const char *region, uint32_t bytes) {
  const uint32_t start = heap;
  bytes = (bytes + 63) & ~63u;
  if (bytes > HEAP_END - heap) give_up("The model does not fit into memory.");
  heap += bytes;
  ps2ml_region(region, (void *)start, bytes);
  return (void *)start;
}

/* The PC may be away for a while: a debugger that comes later serves the file again. */
static void fetch_from_host(uint32_t start, uint32_t bytes) {
  while (host_file < 0 || file_seek(host_file, (int32_t)start, FILE_FROM_START) < 0 || file_read(host_file, slot, bytes) < 0) {
    if (host_file >= 0) file_close(host_file);
    ps2ml_link_turn();
    wait_ms(100);
    host_file = file_open("host:MODEL.PSN", FILE_READ);
  }
}

/* Bytes of the file, in the slot until the next call. */
static const unsigned char *fetch(const char *name, uint32_t offset, uint32_t bytes) {
  const uint32_t first = offset / SECTOR_BYTES, sectors = (offset + bytes + SECTOR_BYTES - 1) / SECTOR_BYTES - first;
  const uint32_t start = ps2ml_ticks();
  uint32_t retries = 0;
  cache_release(slot, sectors * SECTOR_BYTES);
  if (is_host) {
    fetch_from_host(first * SECTOR_BYTES, sectors * SECTOR_BYTES);
  } else if (disc_read(file.sector + first, sectors, slot, &retries) != DISC_OK) {
    give_up("MODEL.PSN cannot be read.");
  }
  ps2ml_read(name, is_host ? PS2ML_NOT_ON_DISC : file.sector + first, sectors, start);
  return slot + offset % SECTOR_BYTES;
}

static uint32_t bytes_of(const struct matrix *matrix) {
  return (uint32_t)matrix->rows * 4 + (uint32_t)(matrix->rows * matrix->cols);
}

static float *resident(const char *name, uint32_t *offset, int floats) {
  float *const to = allocate(name, (uint32_t)floats * 4);
  const float *const from = (const float *)(const void *)fetch(name, *offset, (uint32_t)floats * 4);
  for (int i = 0; i < floats; i++) to[i] = from[i];
  *offset += (uint32_t)floats * 4;
  return to;
}

static struct matrix matrix_at(const char *name, uint32_t *offset, int rows, int cols) {
  const struct matrix matrix = {name, *offset, rows, cols};
  *offset += bytes_of(&matrix);
  return matrix;
}

/* How ps2ml_report.c reaches a debugger over ps2link. */
static int open_host(const char *path, int flags) { return file_open(path, (uint32_t)flags); }
static int read_host(int descriptor, void *to, int bytes) { return file_read(descriptor, to, (uint32_t)bytes); }
static int write_host(int descriptor, const void *from, int bytes) { return file_write(descriptor, from, (uint32_t)bytes); }
static int close_host(int descriptor) {
  file_close(descriptor);
  return 0;
}
static const struct ps2ml_files host_functions = {open_host, close_host, read_host, write_host};

void open_model(void) {
  static const struct ps2ml_model none = {.name = "MODEL.PSN"};
  ps2ml_begin(&none);
  if (wait_start(ps2ml_beat) < 0 || rpc_start() < 0) give_up("The I/O processor does not respond.");
  arguments_read(&arguments);
  ps2ml_wait(arguments.wait_ms);
  if (arguments.link[0] != 0 && file_start() == 0) ps2ml_link(&host_functions, arguments.link);
  is_host = arguments.folder[0] != 0;
  if (is_host) {
    host_file = file_open("host:MODEL.PSN", FILE_READ);
    if (host_file < 0) give_up("There is no host:MODEL.PSN.");
  } else if (disc_start() != DISC_OK || iso_find("MODEL.PSN;1", &file) != 0) {
    give_up("The disc has no MODEL.PSN, or does not respond.");
  }
  slot = (unsigned char *)HEAP_START; /* until the largest matrix is known */
  model = *(const struct header *)(const void *)fetch("header", 0, sizeof model);
  if (model.magic != PSNT_MAGIC || model.version != 3 || model.quantisation != Q8 || model.rope_tables != 0)
    give_up("MODEL.PSN is not a Q8 model of version 3 without RoPE tables.");
  if (model.context > 256) model.context = 256;
  const struct ps2ml_model known = {.name = "MODEL.PSN", .dim = (uint32_t)model.dim, .hidden_dim = (uint32_t)model.hidden,
                                    .layers = (uint32_t)model.layers, .heads = (uint32_t)model.heads,
                                    .kv_heads = (uint32_t)model.kv_heads, .vocab_size = (uint32_t)model.vocabulary,
                                    .context = (uint32_t)(model.context + model.registers)};
  ps2ml_begin(&known);
  uint32_t offset = sizeof model;
  embedding = matrix_at("embedding", &offset, model.vocabulary, model.dim);
  slot = allocate("slot", (bytes_of(&embedding) + 3 * SECTOR_BYTES) & ~(SECTOR_BYTES - 1));
  scales = allocate("scales", (uint32_t)model.vocabulary * 4);
  attention_norms = resident("attn.norm", &offset, model.unique_layers * model.dim);
  ffn_norms = resident("ffn.norm", &offset, model.unique_layers * model.dim);
  last_norm = resident("norm", &offset, model.dim);
  classifier = embedding;
  if (!(model.flags & TIED_CLASSIFIER)) classifier = matrix_at("classifier", &offset, model.vocabulary, model.dim);
  if (model.flags & DENSEFORMER) mix_weights = resident("denseformer", &offset, model.layers * (model.layers + 1));
  if (model.registers > 0) registers = resident("registers", &offset, model.registers * model.dim);
  layers_offset = offset;
}

struct matrix layer_matrix(int unique_layer, int which) {
  static const char *const names[LAYER_MATRICES] = {"attn.wq", "attn.wk", "attn.wv", "attn.wo", "ffn.w1", "ffn.w2", "ffn.w3"};
  const int dim = model.dim, hidden = model.hidden, kv = dim / model.heads * model.kv_heads;
  const int rows[LAYER_MATRICES] = {dim, kv, kv, dim, hidden, dim, hidden};
  const int cols[LAYER_MATRICES] = {dim, dim, dim, dim, dim, hidden, dim};
  uint32_t layer_bytes = 0, before = 0;
  for (int i = 0; i < LAYER_MATRICES; i++) {
    if (i == which) before = layer_bytes;
    layer_bytes += (uint32_t)rows[i] * 4 + (uint32_t)(rows[i] * cols[i]);
  }
  return (struct matrix){names[which], layers_offset + (uint32_t)unique_layer * layer_bytes + before, rows[which], cols[which]};
}

void multiply(const struct matrix *matrix, const float *x, float *out, int adds) {
  const int rows = matrix->rows, cols = matrix->cols, half = rows / 2;
  const uint32_t scale_bytes = (uint32_t)rows * 4, half_bytes = (uint32_t)(half * cols);
  for (int part = 0; part < 2; part++) {
    const uint32_t bytes = part == 0 ? scale_bytes + half_bytes : (uint32_t)(rows * cols) - half_bytes;
    const unsigned char *from = fetch(matrix->name, matrix->offset + (part == 0 ? 0 : scale_bytes + half_bytes), bytes);
    if (part == 0) {
      for (int row = 0; row < rows; row++) scales[row] = ((const float *)(const void *)from)[row];
      from += scale_bytes;
    }
    for (int row = part == 0 ? 0 : half; row < (part == 0 ? half : rows); row++, from += cols) {
      float sum = 0.0f;
      for (int col = 0; col < cols; col++) sum += (float)(signed char)from[col] * x[col];
      out[row] = adds ? out[row] + sum * scales[row] : sum * scales[row];
    }
  }
}

void read_row(const struct matrix *matrix, int row, float *out) {
  const float scale = *(const float *)(const void *)fetch(matrix->name, matrix->offset + (uint32_t)row * 4, 4);
  const uint32_t values = matrix->offset + (uint32_t)matrix->rows * 4 + (uint32_t)(row * matrix->cols);
  const unsigned char *const from = fetch(matrix->name, values, (uint32_t)matrix->cols);
  for (int col = 0; col < matrix->cols; col++) out[col] = (float)(signed char)from[col] * scale;
}
