/* The controller in port 1, by the IOP's driver (rom0:PADMAN), without a reset of the IOP. */
#ifndef PAD_PAD_H
#define PAD_PAD_H

#include <stdint.h>

/*
 * Finds the driver, or loads it, and opens the port. No controller need be connected.
 * @return 0, or -1 when there is no driver: the other functions then do nothing
 */
int pad_start(void);

/* Reads the controller; for an interrupt of the vertical blank, when the driver has just written. */
void pad_tick(void);

/* A controller answers. */
int pad_is_connected(void);

/* Buttons that were pressed since the last call; a direction that is held repeats. */
uint32_t pad_pressed(void);

/* Closes the port: until then the driver writes to memory. */
void pad_stop(void);

#endif
