import type { PineState } from './wire';

/** Texts that a PINE client can ask for. */
export interface PineTexts {
  readonly version: string;
  readonly title: string;
  /** Disc code, `PSML-00001`. */
  readonly id: string;
  readonly uuid: string;
  readonly gameVersion: string;
}

/** Bytes of RAM. */
export interface MemoryRange {
  readonly address: number;
  readonly length: number;
}

/** New bytes of RAM. */
export interface MemoryPart {
  readonly address: number;
  readonly bytes: Uint8Array;
}

/** What a PINE server needs from the machine behind it. */
export interface PineMachine {
  readonly state: PineState;
  readonly texts: PineTexts;
  /** Whether there is memory at all these addresses. */
  isMemory(address: number, length: number): boolean;
  /** The ranges at one moment; all of them are memory. */
  read(ranges: readonly MemoryRange[]): Promise<readonly Uint8Array[]>;
  write(parts: readonly MemoryPart[]): Promise<void>;
  /** Saves or loads soon; there is no notification. */
  saveState(slot: number): void;
  loadState(slot: number): void;
}
