/** The kind of an instruction's fault. */
export type FaultKind =
  /** The word is not an R5900 instruction. */
  | 'unknown-instruction'
  /** An instruction that exists and that this CPU does not execute. */
  | 'unsupported-instruction'
  /** A load, store or jump to an address that is not a multiple of its size. */
  | 'address-error'
  /** A load or store where nothing answers. */
  | 'bus-error'
  /** The program counter left memory. */
  | 'fetch-error'
  /** add, addi, sub, dadd, daddi or dsub went out of range. */
  | 'integer-overflow'
  /** break. */
  | 'break'
  /** A conditional trap whose condition held. */
  | 'trap'
  /** An optional check of the machine refused a memory access. */
  | 'check';

/** An instruction that could not be executed; the registers are those before it. */
export interface FaultStop {
  readonly kind: 'fault';
  readonly fault: FaultKind;
  /** Address of the instruction. */
  readonly pc: number;
  /** The instruction word; 0 when it could not be fetched. */
  readonly word: number;
  readonly disassembly: string;
  /** The data address, for faults that have one. */
  readonly address?: number;
  /** One sentence for a crash report, address and disassembly included. */
  readonly message: string;
}

/** Why `run` or `step` returned. `pc` of the CPU is then the next instruction to execute. */
export type StopReason =
  /** The cycles are used up. */
  | { readonly kind: 'budget' }
  /** The instruction at `pc` has a breakpoint and has not been executed. */
  | { readonly kind: 'breakpoint'; readonly pc: number }
  /** A bus, syscall or hook called `requestStop`; `why` is its text. */
  | { readonly kind: 'requested'; readonly why: string }
  | FaultStop;
