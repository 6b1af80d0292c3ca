#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "system.h"

int32_t system_open(const char *path) { return open(path, O_RDONLY); }
void system_close(int32_t file) { close(file); }
int32_t system_seek(int32_t file, int32_t offset, int32_t whence) { return (int32_t)lseek(file, offset, whence); }
int32_t system_read(int32_t file, void *to, uint32_t bytes) { return (int32_t)read(file, to, bytes); }
int32_t system_write(int32_t file, const void *from, uint32_t bytes) { return (int32_t)write(file, from, bytes); }

int32_t system_map(uint32_t address, uint32_t bytes) {
  void *const wanted = (void *)(uintptr_t)address;
  void *const got = mmap(wanted, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
  return got == wanted ? 0 : -1;
}

void system_exit(int32_t code) { _exit(code); }

int main(int count, char **arguments) { return witness_main(count, arguments); }
