#include "wait.h"

#include "clock.h"
#include "kernel.h"

static struct {
  volatile int32_t semaphore; /* negative: no thread waits */
  volatile uint32_t start;
  volatile uint32_t limit;
  volatile int expired;
  volatile wait_tick tick;
  int32_t never; /* a semaphore that only the time limit signals */
} waiting = {-1, 0, 0, 0, 0, -1};

static int32_t on_vertical_blank(int32_t cause) {
  const int32_t semaphore = waiting.semaphore;
  const wait_tick tick = waiting.tick;
  (void)cause;
  if (tick != 0) tick();
  if (semaphore >= 0 && clock_count() - waiting.start > waiting.limit) {
    waiting.semaphore = -1;
    waiting.expired = 1;
    iSignalSema(semaphore);
  }
  LEAVE_INTERRUPT();
  return 0;
}

int32_t wait_semaphore(void) {
  const struct sema_options options = {.max_count = 1};
  return CreateSema(&options);
}

int wait_start(wait_tick tick) {
  waiting.tick = tick;
  waiting.never = wait_semaphore();
  if (waiting.never < 0) return -1;
  if (AddIntcHandler(INTC_VBLANK_START, on_vertical_blank, 0, 0) < 0) return -1;
  EnableIntc(INTC_VBLANK_START);
  return 0;
}

void wait_stop(void) {
  DisableIntc(INTC_VBLANK_START);
  waiting.tick = 0;
}

void wait_drain(int32_t semaphore) {
  while (PollSema(semaphore) >= 0) {
  }
}

int wait_for(int32_t semaphore, uint32_t limit_ms) {
  waiting.expired = 0;
  waiting.start = clock_count();
  waiting.limit = limit_ms * TICKS_PER_MS;
  waiting.semaphore = semaphore;
  WaitSema(semaphore);
  waiting.semaphore = -1;
  return waiting.expired ? -1 : 0;
}

void wait_ms(uint32_t ms) { wait_for(waiting.never, ms); }
