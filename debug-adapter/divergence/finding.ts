import type { DivergenceKind } from './kinds';
import type { VectorDifference } from './vectorDifference';

/** Where a weight is, each place as far as it is known. */
export interface WeightPlaces {
  readonly row: number;
  readonly column: number;
  /** Byte in the model's file. */
  readonly file?: number;
  /** Byte in the disc image, its sector, and byte in WEIGHTS.BIN. */
  readonly disc?: { readonly imageOffset?: number; readonly lba?: number; readonly fileOffset: number };
  /** Address in EE RAM; absent while it is read in each pass. */
  readonly ram?: number;
}

/** The sectors of a read. */
export interface DamagedSectors {
  /** Relative to the start of WEIGHTS.BIN. */
  readonly sector: number;
  readonly sectors: number;
  /** Sector of the image. */
  readonly lba?: number;
}

/** The first operation of a run that computed something else than it should. */
export interface Divergence {
  /** Id of the operation. */
  readonly operation: string;
  /** Name of the matrix or vector that it uses or that is at fault. */
  readonly matrix: string | null;
  /** Null where the program did not come so far. */
  readonly pass: number | null;
  /** Absolute position of the first value that differs. */
  readonly position: number | null;
  readonly kind: DivergenceKind;
  /** A sentence about what was found. */
  readonly words: string;
  readonly difference?: VectorDifference;
  /** The first elements of both results that differ, and those around them. */
  readonly vectors?: { readonly from: number; readonly found: number[]; readonly expected: number[] };
  /** The largest relative difference that counts as equal for this operation. */
  readonly tolerance?: number;
  /** Difference from the free-running reference, of the same result. */
  readonly drift?: number;
  readonly weights?: WeightPlaces;
  readonly damaged?: DamagedSectors;
}

/** The largest difference of a layer's result from that of the free-running reference. */
export interface LayerDrift {
  readonly layer: string;
  readonly relative: number;
  readonly pass: number;
}

/** What a comparison found. */
export interface Comparison {
  readonly divergence?: Divergence;
  /** Compared operations, passes and sampled tokens. */
  readonly operations: number;
  readonly passes: number;
  readonly tokens: number;
  /** By layer, in order; empty where both compute alike. */
  readonly drift: readonly LayerDrift[];
  /** Sentences about how the comparison was made. */
  readonly remarks: readonly string[];
}
