/* The few calls of the PC's system that the witness needs: posix.c by libc, n32.S for qemu-mipsn32el without one. */
#ifndef WITNESS_SYSTEM_H
#define WITNESS_SYSTEM_H

#include <stdint.h>

/* All return negative on failure. */
void system_close(int32_t file);
int32_t system_open(const char *path);
int32_t system_seek(int32_t file, int32_t offset, int32_t whence);
int32_t system_read(int32_t file, void *to, uint32_t bytes);
int32_t system_write(int32_t file, const void *from, uint32_t bytes);
/* Zeroed memory at exactly this address. */
int32_t system_map(uint32_t address, uint32_t bytes);
void system_exit(int32_t code) __attribute__((noreturn));

int witness_main(int count, char **arguments);

#endif
