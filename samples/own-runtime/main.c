/*
 * A Llama of your own: plain C, floats, weights from MODEL.PSN on the disc, one position at a time. It knows nothing of
 * the plan of PS2 ML. The calls that begin with ps2ml_ are all that a debugger needs.
 */
#include "math.h"
#include "model.h"
#include "ps2ml_report.h"
#include "sdk/cache.h"

#define TOKENS 64
#define BOS 1
#define EOS 2

void main_entry(void);

static float *x, *xb, *q, *hb, *hb2, *scores, *logits, *keys, *values, *history;
static int next;
static int positions, head_dim, kv_dim;

static float *floats(const char *name, int count) { return allocate(name, (uint32_t)count * 4); }

static void start(void) {
  open_model();
  head_dim = model.dim / model.heads;
  kv_dim = head_dim * model.kv_heads;
  positions = model.context + model.registers;
  x = floats("x", model.dim);
  xb = floats("xb", model.dim);
  q = floats("q", model.dim);
  hb = floats("hb", model.hidden);
  hb2 = floats("hb2", model.hidden);
  scores = floats("scores", positions);
  logits = floats("logits", model.vocabulary);
  keys = floats("keys", model.layers * positions * kv_dim);
  values = floats("values", model.layers * positions * kv_dim);
  history = floats("history", (model.layers + 1) * model.dim);
  ps2ml_buffer("x", x, PS2ML_F32, 1, (uint32_t)model.dim);
  ps2ml_buffer("logits", logits, PS2ML_F32, 1, (uint32_t)model.vocabulary);
  for (int l = 0; l < model.layers; l++) {
    ps2ml_layer(l);
    ps2ml_buffer("keys", keys + l * positions * kv_dim, PS2ML_F32, (uint32_t)positions, (uint32_t)kv_dim);
    ps2ml_buffer("values", values + l * positions * kv_dim, PS2ML_F32, (uint32_t)positions, (uint32_t)kv_dim);
  }
}

static void operation(const char *name, const float *out, int cols) {
  ps2ml_operation(name, out, PS2ML_F32, 1, (uint32_t)cols);
}

static void normalise(float *out, const float *from, const float *weights) {
  float sum = 0.0f;
  for (int i = 0; i < model.dim; i++) sum += from[i] * from[i];
  const float scale = 1.0f / square_root(sum / (float)model.dim + 1e-5f);
  for (int i = 0; i < model.dim; i++) out[i] = from[i] * scale * weights[i];
}

static void rotate(float *vector, int width, int position) {
  const float step = -2.0f / (float)head_dim * logarithm(model.theta);
  for (int i = 0; i < width; i += 2) {
    const float angle = (float)position * exponential((float)(i % head_dim / 2) * step);
    const float c = sine_of(angle, 1), s = sine_of(angle, 0), a = vector[i], b = vector[i + 1];
    vector[i] = a * c - b * s;
    vector[i + 1] = a * s + b * c;
  }
}

static void attend(const float *k, const float *v, int position) {
  for (int head = 0; head < model.heads; head++) {
    const int group = head * model.kv_heads / model.heads * head_dim;
    const float *const query = q + head * head_dim;
    float most = -1e30f, sum = 0.0f;
    for (int p = 0; p <= position; p++) {
      float score = 0.0f;
      for (int i = 0; i < head_dim; i++) score += query[i] * k[p * kv_dim + group + i];
      scores[p] = score / square_root((float)head_dim);
      if (scores[p] > most) most = scores[p];
    }
    for (int p = 0; p <= position; p++) sum += scores[p] = exponential(scores[p] - most);
    for (int i = 0; i < head_dim; i++) {
      float mixed = 0.0f;
      for (int p = 0; p <= position; p++) mixed += scores[p] * v[p * kv_dim + group + i];
      xb[head * head_dim + i] = mixed / sum;
    }
  }
}

/* A matrix of the layer, with a place to stop before it. */
static void project(const char *name, int unique, int which, const float *from, float *out, int adds) {
  const struct matrix matrix = layer_matrix(unique, which);
  operation(name, out, matrix.rows);
  multiply(&matrix, from, out, adds);
}

static void run_layer(int l, int position) {
  const int unique = l * model.unique_layers / model.layers;
  float *const k = keys + l * positions * kv_dim, *const key = k + position * kv_dim;
  float *const v = values + l * positions * kv_dim, *const value = v + position * kv_dim;
  ps2ml_layer(l);
  operation("attn.norm", xb, model.dim);
  normalise(xb, x, attention_norms + unique * model.dim);
  project("attn.wq", unique, WQ, xb, q, 0);
  project("attn.wk", unique, WK, xb, key, 0);
  project("attn.wv", unique, WV, xb, value, 0);
  if (l > 0 && (model.flags & VALUE_RESIDUAL)) {
    operation("attn.residual", value, kv_dim);
    for (int i = 0; i < kv_dim; i++) value[i] += values[position * kv_dim + i];
  }
  operation("rope", q, model.dim);
  rotate(q, model.dim, position);
  rotate(key, kv_dim, position);
  operation("attention", xb, model.dim);
  attend(k, v, position);
  project("attn.wo+add", unique, WO, xb, x, 1);
  operation("ffn.norm", xb, model.dim);
  normalise(xb, x, ffn_norms + unique * model.dim);
  project("ffn.w1", unique, W1, xb, hb, 0);
  project("ffn.w3", unique, W3, xb, hb2, 0);
  operation("swiglu", hb, model.hidden);
  for (int i = 0; i < model.hidden; i++) hb[i] = hb[i] / (1.0f + exponential(-hb[i])) * hb2[i];
  project("ffn.w2+add", unique, W2, hb, x, 1);
  if (!(model.flags & DENSEFORMER)) return;
  operation("mix", x, model.dim);
  for (int i = 0; i < model.dim; i++) {
    history[(l + 1) * model.dim + i] = x[i];
    float mixed = 0.0f;
    for (int j = 0; j <= l + 1; j++) mixed += mix_weights[l * (model.layers + 1) + j] * history[j * model.dim + i];
    x[i] = mixed;
  }
}

/* One position. A register is a learned vector, not a token. */
static void run_pass(int position, int token) {
  ps2ml_pass((uint32_t)position, 1);
  operation("embed", x, model.dim);
  if (position >= model.registers) read_row(&embedding, token, x);
  for (int i = 0; i < model.dim; i++) {
    if (position < model.registers) x[i] = registers[position * model.dim + i];
    history[i] = x[i];
  }
  for (int l = 0; l < model.layers; l++) run_layer(l, position);
  ps2ml_layer(PS2ML_NO_LAYER);
  if (position < model.registers) return;
  operation("norm", xb, model.dim);
  normalise(xb, x, last_norm);
  operation("logits", logits, model.vocabulary);
  multiply(&classifier, xb, logits, 0);
  ps2ml_operation("sample", &next, PS2ML_INT32, 1, 1);
  next = 0;
  for (int i = 1; i < model.vocabulary; i++) if (logits[i] > logits[next]) next = i;
  ps2ml_token((uint32_t)next);
}

void main_entry(void) {
  cache_release_all();
  start();
  ps2ml_text(0);
  int token = BOS, written = 0;
  for (int position = 0; position < positions && written < TOKENS; position++) {
    run_pass(position, token);
    if (position < model.registers) continue;
    token = next;
    written++;
    if (token == EOS || token == BOS) break;
  }
  ps2ml_end();
  give_up("The text is complete.");
}
