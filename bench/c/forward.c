/*
 * A plain forward pass of a model of Q8 weights, in the order of docs/arithmetic.md and without DenseFormer, value
 * residual and registers: what the reference engine is compared with. Weights are made up; their values cost no time.
 *
 *   forward DIM HIDDEN LAYERS UNIQUE HEADS KV_HEADS VOCAB FIRST LAST
 *
 * prints the mean milliseconds of a token at positions FIRST to LAST.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct {
    int8_t *values;
    float *scales;
    int rows, cols;
} Matrix;

typedef struct {
    Matrix wq, wk, wv, wo, w1, w2, w3;
    float *attention_norm, *ffn_norm;
} Layer;

static uint32_t state = 1;

static int32_t next_value(void)
{
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return (int32_t)(state >> 8) % 255 - 127;
}

static void *need(size_t bytes)
{
    void *memory = malloc(bytes);
    if (memory == NULL) {
        fputs("no memory\n", stderr);
        exit(1);
    }
    return memory;
}

static float *floats(int count)
{
    float *all = need(sizeof(float) * (size_t)count);
    for (int i = 0; i < count; i++)
        all[i] = 1.0f;
    return all;
}

static Matrix matrix(int rows, int cols)
{
    Matrix m = {need((size_t)rows * (size_t)cols), floats(rows), rows, cols};
    for (int i = 0; i < rows * cols; i++)
        m.values[i] = (int8_t)next_value();
    for (int i = 0; i < rows; i++)
        m.scales[i] = 0.0004f;
    return m;
}

static void matmul(float *y, Matrix m, const float *x)
{
    for (int row = 0; row < m.rows; row++) {
        const int8_t *values = m.values + (size_t)row * (size_t)m.cols;
        float sum = 0.0f;
        for (int j = 0; j < m.cols; j++)
            sum += (float)values[j] * x[j];
        y[row] = sum * m.scales[row];
    }
}

static void rmsnorm(float *y, const float *x, const float *weights, int count)
{
    float sum = 0.0f;
    for (int j = 0; j < count; j++)
        sum += x[j] * x[j];
    float r = 1.0f / sqrtf(sum / (float)count + 1e-5f);
    for (int j = 0; j < count; j++)
        y[j] = x[j] * r * weights[j];
}

static void rope(float *x, int heads, int head_dim, int position)
{
    for (int i = 0; i < head_dim / 2; i++) {
        double angle = position * pow(10000.0, -2.0 * i / head_dim);
        float c = (float)cos(angle), s = (float)sin(angle);
        for (int h = 0; h < heads; h++) {
            float *pair = x + h * head_dim + 2 * i;
            float a = pair[0], b = pair[1];
            pair[0] = a * c - b * s;
            pair[1] = a * s + b * c;
        }
    }
}

static void attention(float *out, const float *q, const float *keys, const float *values, float *scores,
                      int heads, int kv_heads, int head_dim, int position)
{
    int kv_dim = kv_heads * head_dim;
    for (int h = 0; h < heads; h++) {
        int at = h / (heads / kv_heads) * head_dim;
        float largest = -INFINITY, sum = 0.0f;
        for (int t = 0; t <= position; t++) {
            float dot = 0.0f;
            for (int i = 0; i < head_dim; i++)
                dot += q[h * head_dim + i] * keys[t * kv_dim + at + i];
            scores[t] = dot / sqrtf((float)head_dim);
            if (scores[t] > largest)
                largest = scores[t];
        }
        for (int t = 0; t <= position; t++)
            sum += scores[t] = expf(scores[t] - largest);
        memset(out + h * head_dim, 0, sizeof(float) * (size_t)head_dim);
        for (int t = 0; t <= position; t++)
            for (int i = 0; i < head_dim; i++)
                out[h * head_dim + i] += scores[t] / sum * values[t * kv_dim + at + i];
    }
}

int main(int argc, char **argv)
{
    if (argc != 10) {
        fputs("forward DIM HIDDEN LAYERS UNIQUE HEADS KV_HEADS VOCAB FIRST LAST\n", stderr);
        return 2;
    }
    int n[10];
    for (int i = 1; i < 10; i++)
        n[i] = atoi(argv[i]);
    int dim = n[1], hidden = n[2], layers = n[3], unique = n[4], heads = n[5], kv_heads = n[6], vocab = n[7];
    int first = n[8], last = n[9];
    int head_dim = dim / heads, kv_dim = kv_heads * head_dim;

    Layer *all = need(sizeof(Layer) * (size_t)unique);
    for (int l = 0; l < unique; l++)
        all[l] = (Layer){matrix(dim, dim),    matrix(kv_dim, dim), matrix(kv_dim, dim), matrix(dim, dim),
                         matrix(hidden, dim), matrix(dim, hidden), matrix(hidden, dim), floats(dim),
                         floats(dim)};
    Matrix embedding = matrix(vocab, dim);
    float *norm = floats(dim), *x = floats(dim), *y = floats(dim), *q = floats(dim), *z = floats(dim);
    float *gate = floats(hidden), *up = floats(hidden), *scores = floats(last + 1), *logits = floats(vocab);
    size_t cache = (size_t)layers * (size_t)(last + 1) * (size_t)kv_dim;
    float *keys = floats((int)cache), *values = floats((int)cache);

    int token = 1;
    struct timespec begin = {0}, end = {0};
    for (int position = 0; position <= last; position++) {
        if (position == first)
            clock_gettime(CLOCK_MONOTONIC, &begin);
        for (int j = 0; j < dim; j++)
            x[j] = (float)embedding.values[token * dim + j] * embedding.scales[token];
        for (int l = 0; l < layers; l++) {
            Layer *layer = &all[l % unique];
            float *k = keys + (size_t)l * (size_t)(last + 1) * (size_t)kv_dim;
            float *v = values + (size_t)l * (size_t)(last + 1) * (size_t)kv_dim;
            rmsnorm(y, x, layer->attention_norm, dim);
            matmul(q, layer->wq, y);
            matmul(k + position * kv_dim, layer->wk, y);
            matmul(v + position * kv_dim, layer->wv, y);
            rope(q, heads, head_dim, position);
            rope(k + position * kv_dim, kv_heads, head_dim, position);
            attention(y, q, k, v, scores, heads, kv_heads, head_dim, position);
            matmul(z, layer->wo, y);
            for (int j = 0; j < dim; j++)
                x[j] += z[j];
            rmsnorm(y, x, layer->ffn_norm, dim);
            matmul(gate, layer->w1, y);
            matmul(up, layer->w3, y);
            for (int j = 0; j < hidden; j++)
                gate[j] = gate[j] * (1.0f / (1.0f + expf(-gate[j]))) * up[j];
            matmul(z, layer->w2, gate);
            for (int j = 0; j < dim; j++)
                x[j] += z[j];
        }
        rmsnorm(y, x, norm, dim);
        matmul(logits, embedding, y);
        token = 0;
        for (int i = 1; i < vocab; i++)
            if (logits[i] > logits[token])
                token = i;
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    double ms = (double)(end.tv_sec - begin.tv_sec) * 1e3 + (double)(end.tv_nsec - begin.tv_nsec) / 1e6;
    printf("%f\n", ms / (last - first + 1));
    return 0;
}
