/*
 * Reads f32 weights and writes them as Q8, a scale for each row: what the converter is compared with.
 *
 *   quantise SOURCE TARGET COLS
 *
 * prints the milliseconds that it takes. SOURCE holds rows of COLS floats, TARGET gets all scales and then all integers.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static int fail(const char *what)
{
    perror(what);
    return 1;
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fputs("quantise SOURCE TARGET COLS\n", stderr);
        return 2;
    }
    struct timespec begin, end;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    FILE *source = fopen(argv[1], "rb"), *target = fopen(argv[2], "wb");
    if (source == NULL || target == NULL)
        return fail("open");
    size_t cols = (size_t)atol(argv[3]);
    if (fseek(source, 0, SEEK_END) != 0)
        return fail("seek");
    size_t rows = (size_t)ftell(source) / sizeof(float) / cols;
    rewind(source);
    float *row = malloc(cols * sizeof(float)), *scales = malloc(rows * sizeof(float));
    int8_t *integers = malloc(rows * cols);
    if (row == NULL || scales == NULL || integers == NULL)
        return fail("memory");
    for (size_t r = 0; r < rows; r++) {
        if (fread(row, sizeof(float), cols, source) != cols)
            return fail("read");
        float largest = 0.0f;
        for (size_t j = 0; j < cols; j++)
            if (fabsf(row[j]) > largest)
                largest = fabsf(row[j]);
        scales[r] = largest / 127.0f;
        for (size_t j = 0; j < cols; j++)
            integers[r * cols + j] = scales[r] == 0.0f ? 0 : (int8_t)lrintf(row[j] / scales[r]);
    }
    if (fwrite(scales, sizeof(float), rows, target) != rows)
        return fail("write");
    if (fwrite(integers, 1, rows * cols, target) != rows * cols || fflush(target) != 0)
        return fail("write");
    /* The converter flushes too, before it gives the file its name. */
    if (fsync(fileno(target)) != 0 || fclose(target) != 0)
        return fail("flush");
    clock_gettime(CLOCK_MONOTONIC, &end);
    printf("%f\n", (double)(end.tv_sec - begin.tv_sec) * 1e3 + (double)(end.tv_nsec - begin.tv_nsec) / 1e6);
    return 0;
}
