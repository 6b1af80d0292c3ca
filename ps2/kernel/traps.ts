import { TRAP_BASE } from '../cpu/cpu';

/** Where the program returns to the kernel; the host has hooks there. */
export const trapAddresses = {
  /** From an interrupt handler. */
  interruptReturn: TRAP_BASE,
  /** From a thread's function. */
  exitThread: TRAP_BASE + 0x10,
  /** The program counter while every thread waits; nothing is executed there. */
  idle: TRAP_BASE + 0x20,
} as const;

/** Top of the stack on which interrupt handlers run, in the kernel's memory. */
export const interruptStack = 0x80070000;
