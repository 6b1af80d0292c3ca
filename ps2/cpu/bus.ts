import type { Cpu } from './cpu';

/**
 * Size of one bus access in bytes. Loads and stores of 8 and 16 bytes arrive as words, lowest address first; from a
 * register of 32 bits (0x10000000 to 0x1000ffff, without the FIFOs) only as its word.
 */
export type AccessBytes = 1 | 2 | 4;

/** Everything outside RAM and scratchpad, and the kernel. Registers are up to date in every callback. */
export interface Bus {
  /**
   * Reads a hardware register.
   * @param address physical (0x10000000 …, KSEG and uncached bits removed), a multiple of `bytes`
   * @returns the value as an unsigned number, undefined when nothing is mapped there (the CPU stops with a fault)
   */
  read(address: number, bytes: AccessBytes, cpu: Cpu): number | undefined;
  /** Writes a hardware register; `value` is unsigned. False when nothing is mapped there. */
  write(address: number, bytes: AccessBytes, value: number, cpu: Cpu): boolean;
  /**
   * A `syscall` instruction. `cpu.pc` is already the address to return to; the callback may change it, and any
   * register (so a thread switch is saving and loading contexts here).
   */
  syscall(cpu: Cpu): void;
  /** Interrupts may have become enabled: `ei`, `eret` or a write to COP0 Status was executed. */
  statusChanged?(cpu: Cpu): void;
  /** The COP0 condition that bc0t tests (DMA done); true without it. */
  dmaDone?(cpu: Cpu): boolean;
  /** A `cache` instruction, by its operation number. Instruction cache invalidation is already done. */
  cache?(operation: number, address: number, cpu: Cpu): void;
  /**
   * Called for every load and store while `cpu.observeMemory` is on (slower): for models of the data cache and
   * watchpoints. A returned sentence stops the program before the access.
   * @param address virtual, as the program gave it, aligned for lq and sq
   */
  access?(address: number, bytes: number, store: boolean, cpu: Cpu): string | undefined;
}

/**
 * Code of the host at an EE address; runs before the instruction there. If it does not change `cpu.pc`, the
 * instruction is executed (in RAM) or the CPU stops with a fault (where there is no memory).
 */
export type Hook = (cpu: Cpu) => void;
