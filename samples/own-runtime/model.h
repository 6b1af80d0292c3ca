/* MODEL.PSN on the disc: its header, the places of its tensors (docs/psnt.md, resident-first), and reading it. */
#ifndef OWN_MODEL_H
#define OWN_MODEL_H

#include <stdint.h>

struct header {
  uint32_t magic, version, quantisation, flags, rope_tables;
  int32_t dim, hidden, layers, heads, kv_heads, vocabulary, context;
  float theta;
  int32_t unique_layers, registers;
};

struct matrix {
  const char *name;
  uint32_t offset; /* in the file: scales, then int8 rows */
  int32_t rows, cols;
};

enum { WQ, WK, WV, WO, W1, W2, W3, LAYER_MATRICES };
enum { TIED_CLASSIFIER = 1, DENSEFORMER = 2, VALUE_RESIDUAL = 4 };

extern struct header model;
extern struct matrix embedding, classifier;
extern float *attention_norms, *ffn_norms, *last_norm, *mix_weights, *registers; /* resident */

/* Starts the disc and reads what stays in memory. Ends the program with a message if that fails. */
void open_model(void);

/* A matrix of a unique layer. */
struct matrix layer_matrix(int unique_layer, int which);

/* out[rows] = matrix · x, or is added to it. The matrix comes from the disc in two halves. */
void multiply(const struct matrix *matrix, const float *x, float *out, int adds);

/* One row of a matrix as floats. */
void read_row(const struct matrix *matrix, int row, float *out);

/* Memory that is never freed, aligned to 64 bytes. */
void *allocate(const char *region, uint32_t bytes);

/* Writes a message to the console's output and never returns. */
void give_up(const char *sentence) __attribute__((noreturn));

#endif
