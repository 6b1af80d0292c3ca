#include "exceptions.h"

#include <stdint.h>

#include "../plan/failure.h"
#include "../plan/mailbox.h"
#include "../screen/line.h"
#include "../screen/screen.h"
#include "../sdk/cache.h"
#include "../sdk/kernel.h"

#define CODES 14u
#define BRANCH_DELAY 0x80000000u
#define REGISTERS 32u
#define REGISTERS_A_LINE 4u

/* Codes of the Cause register (EE Core User's Manual); "" for those that are no error of the program. */
static const char *const names[CODES] = {
    "",
    "write to protected memory",
    "read or jump outside memory",
    "write outside memory",
    "misaligned read or jump",
    "misaligned write",
    "no memory at the program counter",
    "no memory at the address of a read or write",
    "",
    "breakpoint instruction",
    "unknown instruction",
    "coprocessor that is switched off",
    "integer overflow",
    "trap instruction",
};

static const char *const register_names[REGISTERS] = {
    "zero", "at", "v0", "v1", "a0", "a1", "a2", "a3", "t0", "t1", "t2", "t3", "t4", "t5", "t6", "t7",
    "s0",   "s1", "s2", "s3", "s4", "s5", "s6", "s7", "t8", "t9", "k0", "k1", "gp", "sp", "fp", "ra",
};

extern const uint64_t exception_registers[REGISTERS];
void exception_entry(void);
void exceptions_report(uint32_t cause, uint32_t epc, uint32_t address) __attribute__((noreturn));

static void put_register(struct line *line, uint32_t index) {
  const char *const name = register_names[index];
  if (line->bytes > 0) line_add(line, "   ");
  line_add(line, name);
  line_add(line, name[2] == 0 ? "   " : " ");
  line_hex(line, (uint32_t)exception_registers[index]);
}

/* Runs as if the program had called it where it failed; interrupts are disabled, so nothing may wait for one. */
void exceptions_report(uint32_t cause, uint32_t epc, uint32_t address) {
  static struct line lines[REGISTERS / REGISTERS_A_LINE];
  const char *details[REGISTERS / REGISTERS_A_LINE + 3] = {"Report it with a picture of this page.", ""};
  const uint32_t code = cause >> 2 & 31;
  const uint32_t pc = (cause & BRANCH_DELAY) != 0 ? epc + 4 : epc;
  for (uint32_t i = 0; i < REGISTERS / REGISTERS_A_LINE; i++) {
    line_start(&lines[i]);
    for (uint32_t j = 0; j < REGISTERS_A_LINE; j++) put_register(&lines[i], i * REGISTERS_A_LINE + j);
    details[2 + i] = lines[i].text;
  }
  failure_clear();
  fail(PS2ML_ERROR_MACHINE, "The program crashed: %s (exception %u). Program counter %x, address %x, called from %x.",
       code < CODES ? names[code] : "unknown exception", code, pc, address, (uint32_t)exception_registers[31]);
  screen_show_crash(failure_text(), details);
  mailbox_set_failure(1);
  cache_release_all();
  for (;;) {
  }
}

void exceptions_start(void) {
  for (uint32_t code = 1; code < CODES; code++) {
    if (*names[code] == 0) continue;
    if (code < 4) SetVTLBRefillHandler((int32_t)code, exception_entry);
    else SetVCommonHandler((int32_t)code, exception_entry);
  }
}
