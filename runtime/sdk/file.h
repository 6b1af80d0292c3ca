/* Files by the IOP's FILEIO server: `host:` (ps2link, PCSX2) and others. */
#ifndef SDK_FILE_H
#define SDK_FILE_H

#include <stdint.h>

/* @return 0, or negative when the server does not respond */
int file_start(void);

/* @param flags open mode. @return a descriptor, or negative */
int file_open(const char *path, uint32_t flags);
#define FILE_READ 1u
#define FILE_WRITE 2u

/* @return the new position, or negative */
int file_seek(int descriptor, int32_t offset, int whence);
#define FILE_FROM_START 0
#define FILE_FROM_END 2

/*
 * @param to aligned to 64 and `bytes` a multiple of 64, as the transfer requires
 * @return bytes read, or negative
 */
int file_read(int descriptor, void *to, uint32_t bytes);

/* @param from aligned to 64, written uncached. @return bytes written, or negative */
int file_write(int descriptor, const void *from, uint32_t bytes);

void file_close(int descriptor);

/* Writes text to the console's screen device, which ps2link sends to the PC. */
void file_print(const char *text, uint32_t bytes);

#endif
