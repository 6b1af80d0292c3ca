/* Prints what compute() leaves, a word a line. */
#include <stdio.h>
void compute(unsigned *out);
static unsigned results[1024];
int main(void) {
    compute(results);
    for (int i = 0; i < 1024; i++) printf("%08x\n", results[i]);
    return 0;
}
