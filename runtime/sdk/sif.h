/* Commands between EE and IOP over the SIF (ps2sdk's sifcmd). */
#ifndef SDK_SIF_H
#define SDK_SIF_H

#include <stdint.h>

#define SIF_COMMAND_CHANGE_ADDRESS 0x80000000u
#define SIF_COMMAND_SET_REGISTER 0x80000001u
#define SIF_COMMAND_INIT 0x80000002u
#define SIF_COMMAND_RPC_END 0x80000008u
#define SIF_COMMAND_RPC_BIND 0x80000009u
#define SIF_COMMAND_RPC_CALL 0x8000000Au

/* A command packet; the first four words are psize:8 | dsize:24, destination of the data, command, option. */
#define SIF_PACKET_WORDS 16
struct sif_packet {
  volatile uint32_t word[SIF_PACKET_WORDS];
} __attribute__((aligned(64)));

/* Takes packets of SIF_COMMAND_RPC_END; runs in an interrupt. */
typedef void (*sif_end_handler)(const uint32_t *packet);

/* Sends our receive buffer to the IOP. @return 0, or -1 when the IOP does not respond in time. */
int sif_start(sif_end_handler on_end);

/*
 * Sends a packet, preceded by `bytes` of data to an IOP address.
 * @param packet written through the uncached mirror by the caller
 * @param data written back from the data cache, or written uncached
 * @return 0, or -1 when the SIF stays busy
 */
int sif_send(uint32_t command, struct sif_packet *packet, uint32_t packet_bytes, const void *data,
             uint32_t iop_address, uint32_t bytes);

#endif
