#include "rpc.h"

#include "clock.h"
#include "kernel.h"
#include "wait.h"

/* Words of the packets of BIND, CALL and END. */
enum {
  RECORD_ID = 4,
  PACKET_ADDRESS = 5,
  RPC_ID = 6,
  CLIENT = 7,
  NUMBER = 8, /* BIND: server, CALL: function, END: the command that ended */
  SEND_BYTES = 9,
  RECEIVE_ADDRESS = 10,
  RECEIVE_BYTES = 11,
  RECEIVE_MODE = 12,
  CALL_SERVER = 13,
  END_SERVER = 9,
  END_BUFFER = 10,
  END_CALLBACK_BUFFER = 11
};

#define RECORD_IN_USE 0x05u
#define PACKET_BYTES 64
#define BIND_LIMIT_MS 5000u

static uint32_t next_rpc_id = 1;

/* Runs in an interrupt; the client may belong to another program. */
static void on_end(const uint32_t *packet) {
  struct rpc_client *const client = (struct rpc_client *)(uintptr_t)packet[CLIENT];
  if (packet[NUMBER] == SIF_COMMAND_RPC_CALL) {
    if (client->end_function != 0) client->end_function(client->end_argument);
  } else if (packet[NUMBER] == SIF_COMMAND_RPC_BIND) {
    client->server = packet[END_SERVER];
    client->buffer = packet[END_BUFFER];
    client->callback_buffer = packet[END_CALLBACK_BUFFER];
  }
  if (client->packet != 0) {
    struct sif_packet *const sent = (struct sif_packet *)(uintptr_t)client->packet;
    sent->word[RPC_ID] = 0;
    sent->word[RECORD_ID] &= ~1u;
  }
  client->packet = 0;
  if (client->semaphore >= 0) iSignalSema(client->semaphore);
}

int rpc_start(void) { return sif_start(on_end) < 0 ? RPC_FAILED : 0; }

static struct sif_packet *prepare(struct rpc_client *client) {
  struct sif_packet *const packet = UNCACHED(&client->own);
  if (next_rpc_id == 0) next_rpc_id = 1;
  client->rpc_id = next_rpc_id++;
  client->packet = (uint32_t)(uintptr_t)packet;
  packet->word[3] = 0;
  packet->word[RECORD_ID] = RECORD_IN_USE;
  packet->word[PACKET_ADDRESS] = (uint32_t)(uintptr_t)packet;
  packet->word[RPC_ID] = client->rpc_id;
  packet->word[CLIENT] = (uint32_t)(uintptr_t)client;
  wait_drain(client->semaphore);
  return packet;
}

int rpc_bind(struct rpc_client *client, uint32_t server) { return rpc_bind_for(client, server, BIND_LIMIT_MS); }

int rpc_bind_for(struct rpc_client *client, uint32_t server, uint32_t limit_ms) {
  client->server = 0;
  client->end_function = 0;
  client->semaphore = wait_semaphore();
  if (client->semaphore < 0) return RPC_FAILED;
  const uint32_t start = clock_count();
  for (;;) {
    struct sif_packet *const packet = prepare(client);
    packet->word[NUMBER] = server;
    if (sif_send(SIF_COMMAND_RPC_BIND, &client->own, PACKET_BYTES, 0, 0, 0) < 0) return RPC_FAILED;
    if (wait_for(client->semaphore, BIND_LIMIT_MS) < 0) return RPC_TIMED_OUT;
    if (client->server != 0) return 0;
    if (clock_count() - start >= limit_ms * TICKS_PER_MS) return RPC_NO_SERVER;
    wait_ms(5);
  }
}

int rpc_call(struct rpc_client *client, uint32_t function, const void *send, uint32_t send_bytes, void *receive,
             uint32_t receive_bytes, uint32_t limit_ms) {
  struct sif_packet *const packet = prepare(client);
  packet->word[NUMBER] = function;
  packet->word[SEND_BYTES] = send_bytes;
  packet->word[RECEIVE_ADDRESS] = PHYSICAL(receive);
  packet->word[RECEIVE_BYTES] = receive_bytes;
  packet->word[RECEIVE_MODE] = 1;
  packet->word[CALL_SERVER] = client->server;
  if (sif_send(SIF_COMMAND_RPC_CALL, &client->own, PACKET_BYTES, send, client->buffer, send_bytes) < 0) return RPC_FAILED;
  return wait_for(client->semaphore, limit_ms) < 0 ? RPC_TIMED_OUT : 0;
}
