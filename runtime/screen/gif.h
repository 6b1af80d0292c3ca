/* DMA channel 2: packets to the GIF. */
#ifndef SCREEN_GIF_H
#define SCREEN_GIF_H

#include <stdint.h>

/* Ends what a program before left running. */
void gif_start(void);

/*
 * Sends a packet, after the one before; it must stay unchanged until gif_wait or the next but one gif_send.
 * @param packet aligned to 64
 * @return 0, or -1 when the GIF does not take its data: it is not used any more
 */
int gif_send(const void *packet, uint32_t quadwords);

/* Waits until the last packet has been sent. @return 0 or -1 */
int gif_wait(void);

#endif
