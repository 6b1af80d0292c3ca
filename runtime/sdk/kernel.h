/* Calls of the EE kernel that the program uses, with ps2sdk's names. Failures are negative. */
#ifndef SDK_KERNEL_H
#define SDK_KERNEL_H

#include <stdint.h>

#define INTC_VBLANK_START 2
#define DMAC_SIF0 5

/* Mode of FlushCache: write back the whole data cache. */
#define FLUSH_DATA_CACHE 0

/* The argument of CreateSema (ps2sdk's ee_sema_t). */
struct sema_options {
  int32_t count;
  int32_t max_count;
  int32_t init_count;
  int32_t wait_threads;
  uint32_t attr;
  uint32_t option;
};

/* One transfer for SifSetDma (ps2sdk's SifDmaTransfer_t). */
struct sif_transfer {
  uint32_t source;
  uint32_t destination;
  int32_t bytes;
  uint32_t attributes;
};

typedef int32_t (*interrupt_handler)(int32_t cause);

void Exit(int32_t code);
/* Exceptions of the CPU: 1 to 3 by the first, all others by the second. The handler runs inside the exception. */
void SetVTLBRefillHandler(int32_t code, void (*handler)(void));
void SetVCommonHandler(int32_t code, void (*handler)(void));
/* The signal: interlaced or not, 2 NTSC or 3 PAL, 0 for a field of every other line or 1 for one of every line. */
void SetGsCrt(int32_t interlaced, int32_t mode, int32_t is_frame);
uint64_t GsPutIMR(uint64_t mask);
int32_t AddIntcHandler(int32_t cause, interrupt_handler handler, int32_t next, void *argument);
int32_t AddDmacHandler(int32_t channel, interrupt_handler handler, int32_t next, void *argument);
int32_t EnableIntc(int32_t cause);
int32_t DisableIntc(int32_t cause);
int32_t EnableDmac(int32_t channel);
void SleepThread(void);
int32_t CreateSema(const struct sema_options *options);
int32_t WaitSema(int32_t sema);
int32_t PollSema(int32_t sema); /* the semaphore when it was free, else negative */
int32_t iSignalSema(int32_t sema);
void FlushCache(int32_t mode);
uint32_t SifSetDma(const struct sif_transfer *transfers, int32_t count); /* 0: no room, try again */
void SifSetDChain(void);
void iSifSetDChain(void);
int32_t SifSetReg(uint32_t reg, uint32_t value);
uint32_t SifGetReg(uint32_t reg);

/* Interrupt handlers end with this: the kernel expects it (ps2sdk's ExitHandler). */
#define LEAVE_INTERRUPT() __asm__ volatile("sync.l\n\tei" ::: "memory")

/* The same bytes, uncached. */
#define UNCACHED(pointer) ((void *)((uintptr_t)(pointer) | 0x20000000u))
#define PHYSICAL(pointer) ((uint32_t)(uintptr_t)(pointer) & 0x1FFFFFFFu)

void call_on_stack(void (*function)(void), uint32_t stack_end);

#endif
