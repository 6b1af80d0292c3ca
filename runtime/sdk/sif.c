#include "sif.h"

#include "clock.h"
#include "kernel.h"

#define REGISTER_SUBADDRESS 2
#define REGISTER_SMFLAG 4
#define SMFLAG_COMMANDS_READY 0x20000u
#define SYSTEM_REGISTER_SUBADDRESS 0x80000000u
#define SYSTEM_REGISTER_MAINADDRESS 0x80000001u
#define SYSTEM_REGISTER_RPC 0x80000002u
#define SOFTWARE_REGISTERS 32
#define SOFTWARE_REGISTER_RPC 0

#define DMAC_STAT ((volatile uint32_t *)0x1000E010)
#define DMAC_STAT_SIF0 0x20u
#define SIF0_CHCR ((volatile uint32_t *)0x1000C000)
#define CHCR_RUNNING 0x100u

#define TRANSFER_PLAIN 0x00u
#define TRANSFER_COMMAND 0x44u /* interrupts the other side; the last of its chain */

#define START_LIMIT_MS 5000u

/* What register MAINADDRESS points to; libraries that start after us may read it (ps2sdk's cmd_data). */
static struct {
  uint32_t receive_buffer;
  uint32_t unused;
  volatile uint32_t iop_buffer;
  uint32_t system_handlers;
  uint32_t system_handler_count;
  uint32_t user_handlers;
  uint32_t user_handler_count;
  volatile uint32_t *registers;
} commands;

static struct sif_packet receive[2]; /* 128 bytes: the largest packet */
static struct sif_packet address_packet;
static struct sif_packet rpc_packet;
static volatile uint32_t software_register[SOFTWARE_REGISTERS];
static sif_end_handler end_handler;

static void take(const uint32_t *packet) {
  switch (packet[2]) {
    case SIF_COMMAND_CHANGE_ADDRESS:
      commands.iop_buffer = packet[4];
      break;
    case SIF_COMMAND_SET_REGISTER:
      software_register[packet[4] % SOFTWARE_REGISTERS] = packet[5];
      break;
    case SIF_COMMAND_RPC_END:
      end_handler(packet);
      break;
    default:
      break;
  }
}

static int32_t on_sif0(int32_t channel) {
  struct sif_packet *const buffer = UNCACHED(receive);
  const uint32_t bytes = buffer->word[0] & 0xFFu;
  (void)channel;
  if (bytes != 0) {
    uint32_t packet[2 * SIF_PACKET_WORDS];
    for (uint32_t i = 0; i < 2 * SIF_PACKET_WORDS; i++) packet[i] = buffer[i / SIF_PACKET_WORDS].word[i % SIF_PACKET_WORDS];
    /* Another library's handler on this channel ignores a packet of size 0 (ps2sdk). */
    buffer->word[0] &= ~0xFFu;
    iSifSetDChain();
    take(packet);
  }
  LEAVE_INTERRUPT();
  return 0;
}

int sif_send(uint32_t cid, struct sif_packet *packet, uint32_t packet_bytes, const void *data, uint32_t iop_address,
             uint32_t bytes) {
  struct sif_packet *const out = UNCACHED(packet);
  struct sif_transfer transfers[2];
  int32_t count = 0;
  out->word[0] = packet_bytes | bytes << 8;
  out->word[1] = bytes > 0 ? iop_address : 0;
  out->word[2] = cid;
  if (bytes > 0)
    transfers[count++] = (struct sif_transfer){PHYSICAL(data), iop_address, (int32_t)bytes, TRANSFER_PLAIN};
  transfers[count++] = (struct sif_transfer){PHYSICAL(packet), commands.iop_buffer, (int32_t)packet_bytes, TRANSFER_COMMAND};
  __sync_synchronize(); /* the packet has left the write buffer */
  const uint32_t start = clock_count();
  while (SifSetDma(transfers, count) == 0) {
    if (clock_count() - start > START_LIMIT_MS * TICKS_PER_MS) return -1;
  }
  return 0;
}

static int wait_for_flag(void) {
  const uint32_t start = clock_count();
  while ((SifGetReg(REGISTER_SMFLAG) & SMFLAG_COMMANDS_READY) == 0) {
    if (clock_count() - start > START_LIMIT_MS * TICKS_PER_MS) return -1;
  }
  return 0;
}

static int wait_for_rpc(void) {
  const uint32_t start = clock_count();
  while (software_register[SOFTWARE_REGISTER_RPC] == 0) {
    if (clock_count() - start > START_LIMIT_MS * TICKS_PER_MS) return -1;
  }
  return 0;
}

static int send_address(uint32_t cid) {
  struct sif_packet *const out = UNCACHED(&address_packet);
  out->word[3] = 0;
  out->word[4] = commands.receive_buffer;
  return sif_send(cid, &address_packet, 20, 0, 0, 0);
}

/* Sets the receive buffer, whether or not the IOP has communicated with a program before. */
static int start_commands(void) {
  commands.receive_buffer = (uint32_t)(uintptr_t)UNCACHED(receive);
  commands.registers = software_register;
  commands.iop_buffer = SifGetReg(SYSTEM_REGISTER_SUBADDRESS);
  if (commands.iop_buffer != 0) return send_address(SIF_COMMAND_CHANGE_ADDRESS);
  if (wait_for_flag() < 0) return -1;
  commands.iop_buffer = SifGetReg(REGISTER_SUBADDRESS);
  SifSetReg(SYSTEM_REGISTER_SUBADDRESS, commands.iop_buffer);
  SifSetReg(SYSTEM_REGISTER_MAINADDRESS, (uint32_t)(uintptr_t)&commands);
  return send_address(SIF_COMMAND_INIT);
}

int sif_start(sif_end_handler on_end) {
  end_handler = on_end;
  if ((*DMAC_STAT & DMAC_STAT_SIF0) != 0) *DMAC_STAT = DMAC_STAT_SIF0;
  if ((*SIF0_CHCR & CHCR_RUNNING) == 0) SifSetDChain();
  if (AddDmacHandler(DMAC_SIF0, on_sif0, 0, 0) < 0) return -1;
  EnableDmac(DMAC_SIF0);
  if (start_commands() < 0) return -1;
  if (SifGetReg(SYSTEM_REGISTER_RPC) != 0) return 0;

  struct sif_packet *const out = UNCACHED(&rpc_packet);
  out->word[3] = 1;
  if (sif_send(SIF_COMMAND_INIT, &rpc_packet, 16, 0, 0, 0) < 0) return -1;
  if (wait_for_rpc() < 0) return -1;
  SifSetReg(SYSTEM_REGISTER_RPC, 1);
  return 0;
}
