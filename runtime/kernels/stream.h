/* Bands from RAM through the scratchpad: the DMAC fetches the next ones while the core works on the previous ones. */
#ifndef KERNELS_STREAM_H
#define KERNELS_STREAM_H

#include <stdint.h>

/* Works on `count` bands: `first` is the number of the first, `bands` its address. */
typedef void (*band_work)(void *context, const uint8_t *bands, uint32_t first, uint32_t count);

/*
 * Calls `work` for all bands in order. Bands that are too long for half of the scratchpad are passed at their address
 * in RAM. The memory of the bands must not be dirty in the data cache, since the DMAC does not see the cache.
 * @param bands at a multiple of 16, `stride` bytes apart, also a multiple of 16
 * @return 0, or -1 when the DMAC does not end a transfer
 */
int stream_bands(const uint8_t *bands, uint32_t count, uint32_t stride, band_work work, void *context);

#endif
