/* Remote procedure calls to the IOP's servers (ps2sdk's sifrpc), one at a time on each client. */
#ifndef SDK_RPC_H
#define SDK_RPC_H

#include <stddef.h>
#include <stdint.h>

#include "sif.h"

/*
 * The layout is ps2sdk's SifRpcClientData_t: an END may carry a client of another program (ps2link's), which our
 * interrupt handler then has to serve.
 */
struct rpc_client {
  volatile uint32_t packet; /* address of the packet in flight, 0 when none */
  uint32_t rpc_id;
  int32_t semaphore;
  uint32_t mode;
  uint32_t command;
  volatile uint32_t buffer; /* the server's argument buffer, in IOP memory */
  volatile uint32_t callback_buffer;
  void (*volatile end_function)(void *);
  void *end_argument;
  volatile uint32_t server;
  struct sif_packet own; /* not part of ps2sdk's structure */
};

_Static_assert(offsetof(struct rpc_client, semaphore) == 8, "semaphore");
_Static_assert(offsetof(struct rpc_client, buffer) == 20, "buffer");
_Static_assert(offsetof(struct rpc_client, end_function) == 28, "end_function");
_Static_assert(offsetof(struct rpc_client, server) == 36, "server");

#define RPC_FAILED (-1)    /* the SIF or the kernel rejected it */
#define RPC_TIMED_OUT (-2) /* no answer: the client must not be used again */
#define RPC_NO_SERVER (-3)

/* Starts the SIF. @return 0 or RPC_FAILED */
int rpc_start(void);

/* Finds the IOP's server with a number; asks again for up to 5 seconds. @return 0 or a negative RPC_ code */
int rpc_bind(struct rpc_client *client, uint32_t server);

/* The same, for up to `limit_ms`; 0 asks once. */
int rpc_bind_for(struct rpc_client *client, uint32_t server, uint32_t limit_ms);

/*
 * Calls a function of the server and waits for its end.
 * @param send written through the uncached mirror, aligned to 64; `receive` is read through it
 * @param limit_ms at most 14,000
 */
int rpc_call(struct rpc_client *client, uint32_t function, const void *send, uint32_t send_bytes, void *receive,
             uint32_t receive_bytes, uint32_t limit_ms);

#endif
