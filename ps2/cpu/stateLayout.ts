import { ramBytes } from '../../common/ram';

/**
 * The layout of everything that the EE core can change, in one ArrayBuffer. All offsets are in bytes, all values
 * little-endian. A copy of the buffer is a complete snapshot of CPU, scratchpad and RAM; translated code can work on
 * the same bytes.
 */

/** 32 general registers of 16 bytes; lane 0 is the lowest 32 bits. */
export const GPR_OFFSET = 0x000;
/** A register that takes the writes to $zero and is never read. */
export const SINK_OFFSET = 0x200;
/** HI in the low 8 bytes, HI1 in the high 8. */
export const HI_OFFSET = 0x210;
/** LO in the low 8 bytes, LO1 in the high 8. */
export const LO_OFFSET = 0x220;
/** Shift amount register in bytes (0..15), u32. */
export const SA_OFFSET = 0x230;
/** Address of the next instruction, u32. */
export const PC_OFFSET = 0x234;
/** Address of the instruction after it, u32: PC + 4 except in the delay slot of a taken branch. */
export const NEXT_PC_OFFSET = 0x238;
/** Cycles since reset, u64. */
export const CYCLES_OFFSET = 0x240;
/** Difference of COP0 Count and the low 32 bits of the cycle counter, u32. */
export const COUNT_BIAS_OFFSET = 0x248;
/** Performance counters: control (PCCR), PCR0, PCR1 (u32 each), and the cycle (u64) that the counters stand for. */
export const PERF_OFFSET = 0x250;
/**
 * How many cycles there were more than instructions: in all, and at the cycle that the performance counters stand for
 * (f64 each). Negative where two instructions start in one cycle.
 */
export const SURPLUS_OFFSET = 0x268;
/** f0..f31 as u32 patterns. */
export const FPR_OFFSET = 0x280;
/** COP1 accumulator, u32 pattern. */
export const FPU_ACC_OFFSET = 0x300;
/** COP1 control and status (FCR31), u32. */
export const FCR31_OFFSET = 0x304;
/** 32 COP0 registers, u32 each; Count is computed when it is read, its slot is unused. */
export const COP0_OFFSET = 0x380;
/** VU0: vf0..vf31, 16 bytes each (x, y, z, w). */
export const VF_OFFSET = 0x400;
/** VU0: accumulator, 16 bytes. */
export const VU_ACC_OFFSET = 0x600;
/** VU0: 32 control registers, u32 each: vi0..vi15, status 16, MAC 17, clip 18, R 20, I 21, Q 22. */
export const VI_OFFSET = 0x680;
/** VU0's divider: the next Q, its status bits (u32 each), the cycle (u64) when Q takes them; 0: nothing is pending. */
export const DIVIDER_OFFSET = 0x700;
/** VU0's data memory, and its program memory. */
export const VU0_DATA_OFFSET = 0x1000;
export const VU0_PROGRAM_OFFSET = 0x2000;
export const VU0_MEMORY_BYTES = 0x1000;
/** Scratchpad, 16 KB. */
export const SCRATCHPAD_OFFSET = 0x4000;
export const SCRATCHPAD_BYTES = 0x4000;
/** Main memory, 32 MB. */
export const RAM_OFFSET = 0x10000;
export const RAM_BYTES = ramBytes;
/** Size of the machine's ArrayBuffer. */
export const MEMORY_BYTES = RAM_OFFSET + RAM_BYTES;
/** Bytes at the start of the buffer that are CPU registers and not memory. */
export const REGISTER_BYTES = VU0_DATA_OFFSET;

/** COP0 register numbers (R5900). */
export const COP0 = {
  index: 0,
  random: 1,
  entryLo0: 2,
  entryLo1: 3,
  context: 4,
  pageMask: 5,
  wired: 6,
  badVAddr: 8,
  count: 9,
  entryHi: 10,
  compare: 11,
  status: 12,
  cause: 13,
  epc: 14,
  prid: 15,
  config: 16,
  badPAddr: 23,
  debug: 24,
  perf: 25,
  tagLo: 28,
  tagHi: 29,
  errorEpc: 30,
} as const;

/** A new zeroed buffer for one machine. */
export function createMemory(): ArrayBuffer {
  return new ArrayBuffer(MEMORY_BYTES);
}
