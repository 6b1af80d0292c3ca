import type { ModelConfig, TensorType } from '../model';
import type { ArithmeticVersion } from './arithmeticVersion';
import type { KvCacheType } from './options';
import type { Arrangement } from './tileCodec';

/**
 * The plan: everything one pass does, what each byte of RAM is for, and what is read from the disc when. It is made on
 * the PC before anything runs. The listing, the engine, the EE program, the debug adapter and the views all show,
 * execute or measure it by its indices. `docs/plan.md` specifies its binary form.
 */
export interface Plan {
  /** The arithmetic version (docs/arithmetic.md) that every executor of this plan follows. */
  readonly arithmetic: ArithmeticVersion;
  /** Revision of the EE's floats in docs/arithmetic.md: results in EE mode are comparable within one. */
  readonly eeFloats: number;
  readonly model: string;
  /** The shape of the model, with the context of the plan (`seqLen`). */
  readonly config: ModelConfig;
  /** Text positions of the model. The plan may have fewer, so that it fits. */
  readonly modelContext: number;
  readonly kvCache: KvCacheType;
  /** The most positions of a pass. */
  readonly batch: number;
  /** The part of RAM that the plan may use. */
  readonly arena: Range;
  /** The address that PLAN.BIN is loaded to. */
  readonly planAddress: number;
  /** RAM reserved for RUN.BIN and TOKENS.BIN. */
  readonly run: Range;
  readonly tokens: Range;
  readonly stack: Range;
  /** The whole 32 MiB in ascending order, without gap or overlap. */
  readonly regions: readonly Region[];
  readonly buffers: readonly Buffer[];
  readonly matrices: readonly Matrix[];
  /** Resident and streamed parts of matrices, as operations use them. */
  readonly tiles: readonly Tile[];
  /** Preload reads first, then those of a pass in order of use. */
  readonly reads: readonly Read[];
  readonly operations: readonly Operation[];
  /** One per logical layer, ascending. */
  readonly layers: readonly Layer[];
  /** When the contents of a buffer are valid within a pass. */
  readonly liveness: readonly Liveness[];
  readonly weightsFile: WeightsLayout;
  readonly rope: RopeTables;
  /** What a program that describes itself has reported; absent in a compiled plan. */
  readonly described?: Described;
}

/** The type of the elements in memory that a program reported. */
export type ReportedType = 'f32' | 'f16' | 'bf16' | 'int8' | 'int16' | 'int32';

/** Bytes of an element of each. */
export const reportedBytes: Readonly<Record<ReportedType, number>> = {
  f32: 4,
  f16: 2,
  bf16: 2,
  int8: 1,
  int16: 2,
  int32: 4,
};

/** Values in memory that a program reported, in rows without gaps. */
export interface ReportedTensor {
  readonly name: string;
  readonly address: number;
  readonly type: ReportedType;
  readonly rows: number;
  readonly cols: number;
  /** Address of an f32 scale for each row of int8. */
  readonly scales?: number;
  /** Why it has no values that can be shown. The other fields mean nothing then. */
  readonly fault?: string;
}

/** A program's own description, in the terms of a plan (docs/mailbox.md). It grows while the program runs. */
export interface Described {
  /** Whether its model is the one of the session, so that matrices have values. */
  readonly isMatched: boolean;
  /** The result of each operation, by index. */
  readonly results: readonly ReportedTensor[];
  readonly buffers: readonly ReportedTensor[];
  /** What is wrong or unusual about each operation, or an empty text. */
  readonly notes: readonly string[];
  /** Operations from this index on were reported after the first pass. */
  readonly learned: number;
  /** Sentences about the description as a whole. */
  readonly remarks: readonly string[];
}

/** Half-open range of EE addresses or file bytes. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export type RegionKind = PlannedRegionKind | 'reported' | 'unreported';

/** The kinds of a plan. A program that describes itself reports regions by name. */
export type PlannedRegionKind =
  | 'system' // kernel, ps2link and other memory that the program must not touch
  | 'program' // the ELF
  | 'plan' // PLAN.BIN, RUN.BIN, TOKENS.BIN as loaded
  | 'stack'
  | 'weights' // resident tensors
  | 'activations'
  | 'kv'
  | 'stream' // slots that matrices are streamed into
  | 'free';

export interface Region extends Range {
  readonly name: string;
  readonly kind: RegionKind;
}

export type BufferKind = 'activation' | 'kv' | 'scratch' | 'weights' | 'tokens';

/** A named place in RAM that operations read and write: `rows` rows of `cols` elements. */
export interface Buffer extends Range {
  readonly index: number;
  readonly name: string;
  readonly kind: BufferKind;
  /** A row of `i16` is all its integers, then f32 scales: of a KV cache one for each head, else one. */
  readonly type: 'f32' | 'i32' | 'i16';
  /** Per position of the pass (activation), per position of the context (kv), per head (scores), else 1. */
  readonly rows: number;
  readonly cols: number;
  /** Bytes from one row to the next. */
  readonly stride: number;
  /** What a row is for, as shown to users. */
  readonly rowMeaning: 'position in pass' | 'position' | 'head' | 'none';
  /** For kv: the logical layer. */
  readonly layer?: number;
}

/** A stored tensor and where its parts went in WEIGHTS.BIN. */
export interface Matrix {
  readonly index: number;
  /** The tensor's name. */
  readonly name: string;
  readonly layer?: number;
  readonly rows: number;
  readonly cols: number;
  readonly type: TensorType;
  readonly arrangement: Arrangement;
  readonly resident: boolean;
  /** The address of its first part when resident, else 0. */
  readonly address: number;
  /** The address of each part; empty when it is streamed. */
  readonly partAddresses: readonly number[];
  readonly parts: readonly MatrixPart[];
}

/** Rows of a matrix that are stored together in WEIGHTS.BIN, as its arrangement says (tileCodec.ts). */
export interface MatrixPart {
  readonly rowStart: number;
  readonly rows: number;
  /** Byte offset in WEIGHTS.BIN of the part. */
  readonly fileOffset: number;
  /** Bytes in WEIGHTS.BIN without the padding up to the next sector. */
  readonly bytes: number;
  /** From the start of the part to its values; 0 for f32 and for bands. */
  readonly dataOffset: number;
  /** Bytes from one row, or from one band, to the next. */
  readonly stride: number;
}

/** Rows of a matrix at an address, for one matmul. */
export interface Tile {
  readonly index: number;
  readonly matrix: number;
  readonly part: number;
  readonly rowStart: number;
  readonly rows: number;
  readonly stride: number;
  /** 0 for f32 and for bands, whose scales are within. */
  readonly scalesAddress: number;
  readonly dataAddress: number;
  /** The read that loads it, or undefined when resident. A row read loads one row, which is at another address. */
  readonly read?: number;
}

/** Sectors of WEIGHTS.BIN that are read to an address. */
export interface Read {
  readonly index: number;
  /** Done once before the first pass, not in every pass. */
  readonly preload: boolean;
  /**
   * Loads one row of a matrix, or the band of it, for each position again: `sectors` sectors from the one in which it begins
   * (`rowPlace`). Its tiles say where the rows are. It has no part, and `sector` is the first of the matrix.
   */
  readonly row?: true;
  /** The matrix, or undefined for the block of resident vectors. */
  readonly matrix?: number;
  readonly part?: number;
  /** Relative to the first sector of WEIGHTS.BIN. */
  readonly sector: number;
  readonly sectors: number;
  /** Bytes of content. The rest of the sectors is padding. */
  readonly bytes: number;
  readonly address: number;
  /** It may be issued from this operation on (operation 0 for preloads). */
  readonly issuedBefore: number;
  /** The operation that cannot start without it. */
  readonly neededBy: number;
}

export type OperationKind = PlannedKind | 'reported';

/** What a plan consists of. A program that describes itself says only the name of an operation. */
export type PlannedKind =
  'embed' | 'rmsnorm' | 'matmul' | 'add' | 'rope' | 'attention' | 'swiglu' | 'mix' | 'sample' | 'quantise';

/** The place of a row that an operation uses: base + index · stride. */
export interface Operand {
  /** The buffer that contains it, or undefined for a resident vector (then `matrix`). */
  readonly buffer?: number;
  readonly matrix?: number;
  readonly address: number;
  readonly stride: number;
  /** `pass`: index is the position counted from the pass's first; `position`: the absolute position; `none`: 0. */
  readonly index: 'pass' | 'position' | 'none';
  /** Elements of a row. */
  readonly cols: number;
}

export interface Operation {
  readonly index: number;
  /** `L14.attn.q`, `embed`, `logits` … */
  readonly id: string;
  readonly kind: OperationKind;
  /** Logical layer. */
  readonly layer?: number;
  /** Runs only in a pass that reaches the last known position, and only for that position. */
  readonly tail: boolean;
  readonly output: Operand;
  readonly inputs: readonly Operand[];
  readonly matrix?: number;
  /** Tiles of a matmul in ascending rows. */
  readonly firstTile: number;
  readonly tiles: number;
}

/** A logical layer: operations `first` … `end` − 1. */
export interface Layer {
  readonly index: number;
  /** `L07` */
  readonly id: string;
  readonly unique: number;
  readonly first: number;
  readonly end: number;
}

/** At a stop before operation `o`, the buffer has valid contents if from < o ≤ to. */
export interface Liveness {
  readonly buffer: number;
  /** The operation that writes it. */
  readonly from: number;
  /** The last operation that reads it. */
  readonly to: number;
}

interface WeightsLayout {
  readonly sectors: number;
  /** Sectors of the header and the resident block: read once. */
  readonly residentSectors: number;
  /** Tensors of the resident vector block with their place in WEIGHTS.BIN. */
  readonly bytes: number;
}

/** cos and sin as f32, [contextLength][headDim / 2], and their addresses. */
export interface RopeTables {
  readonly cos: Float32Array;
  readonly sin: Float32Array;
  readonly cosAddress: number;
  readonly sinAddress: number;
}
