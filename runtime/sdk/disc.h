/* Sectors of the disc by the IOP's CDVD servers (rom0:CDVDMAN, rom0:CDVDFSV). */
#ifndef SDK_DISC_H
#define SDK_DISC_H

#include <stdint.h>

#define SECTOR_BYTES 2048u

enum disc_result {
  DISC_OK = 0,
  DISC_NO_SERVICE = -1, /* the IOP's servers do not respond */
  DISC_NOT_READY = -2,  /* no disc, or the drive did not become ready in time */
  DISC_TIMED_OUT = -3,  /* a call did not end: no more calls are allowed */
  DISC_READ_ERROR = -4  /* the drive reported an error at every try; see disc_last_error */
};

/* The text of a result, without a full stop: `the drive reported an error`. */
const char *disc_message(int result);

/* Binds the servers and waits for the disc. */
int disc_start(void);

/*
 * Reads sectors to memory that is aligned to 64 and that no cached access touches until the end; then it may be
 * read cached: the data cache contains nothing of it.
 * @param retries receives the number of failed tries
 */
int disc_read(uint32_t sector, uint32_t sectors, void *to, uint32_t *retries);

/* Error number of the drive after DISC_READ_ERROR (ps2sdk's SCECdErr codes). */
uint32_t disc_last_error(void);

#endif
