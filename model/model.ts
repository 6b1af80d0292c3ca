import type { ByteSource } from '../disc/byteSource';

/** Shape and switches of a Llama-style model, independent of the file it came from. */
export interface ModelConfig {
  /** Width of the residual stream. */
  readonly dim: number;
  /** Width inside the feed-forward block. */
  readonly hiddenDim: number;
  /** Layers as executed in one pass. */
  readonly layers: number;
  /** Layers as stored. Logical layer `l` uses unique layer `uniqueLayerOf(config, l)`. */
  readonly uniqueLayers: number;
  readonly heads: number;
  readonly kvHeads: number;
  /** dim / heads. */
  readonly headDim: number;
  /** headDim × kvHeads: width of one row of keys or values. */
  readonly kvDim: number;
  readonly vocabSize: number;
  /** Text positions, without model registers (see `contextLength`). */
  readonly seqLen: number;
  readonly ropeTheta: number;
  /** Added to the mean of squares in RMSNorm. */
  readonly eps: number;
  /** Model registers: learned vectors at positions 0 … registers − 1, before the text. */
  readonly registers: number;
  /** The classifier is the embedding. */
  readonly sharedClassifier: boolean;
  /** After each layer the residual stream is replaced by a weighted sum of all layer outputs so far. */
  readonly denseformer: boolean;
  /** The raw values of layer 0 are added to the values of every later layer. */
  readonly valueResidual: boolean;
}

/** Positions in the KV cache: text and model registers. */
export function contextLength(config: ModelConfig): number {
  return config.seqLen + config.registers;
}

/**
 * The unique layer that logical layer `layer` executes: consecutive layers share (0,1 → 0; 2,3 → 1; …). Of an odd
 * number of layers over (layers + 1) / 2 unique ones, the last executes its unique layer alone.
 */
export function uniqueLayerOf(config: ModelConfig, layer: number): number {
  return Math.floor((layer * config.uniqueLayers) / config.layers);
}

/**
 * How the values of a tensor are stored. A quantised value is an integer times an f32 scale (tensorTypes.ts): `q8` 8
 * bits, `q4` 4 bits and `ternary` 2 bits with one scale per row; `q4g32` 4 bits with one scale per 32 values of the
 * flattened matrix, regardless of rows.
 */
export type TensorType = 'f32' | 'q8' | 'q4' | 'q4g32' | 'ternary';

/** A tensor in its file. Vectors have one row. */
export interface Tensor {
  /** `embedding`, `classifier`, `layers.NN.attn.{wq,wk,wv,wo,norm}`, `layers.NN.ffn.{w1,w2,w3,norm}`, `norm`, `denseformer`, `registers`, `rope`. */
  readonly name: string;
  /** The unique layer it belongs to. */
  readonly layer?: number;
  readonly rows: number;
  readonly cols: number;
  readonly type: TensorType;
  /** First byte in the file of the scales, else of the values. */
  readonly offset: number;
  /** Bytes of scales and values together. */
  readonly bytes: number;
  /** First byte of the scales; absent for f32. They may be separate, before the values of all tensors. */
  readonly scalesOffset?: number;
  /** First byte of the values, row-major (rows = outputs), without padding. */
  readonly dataOffset: number;
  /** Only the first l + 2 values of row l are stored, in consecutive rows; the others are 0. Only for f32. */
  readonly triangular?: true;
}

/** A model that can be planned and executed: its shape and where each tensor's bytes are. */
export interface Model {
  /** Its name in messages, usually the file's name. */
  readonly label: string;
  readonly config: ModelConfig;
  readonly tensors: readonly Tensor[];
  readonly source: ByteSource;
  /** What its reader left out or decided, one sentence each, for people who convert or run it. */
  readonly notes?: readonly string[];
  /** Why Q8 is the only type of matrices that keeps what the model computes, as a sentence; absent if all types may be written. */
  readonly onlyQ8?: string;
}

/** `layers.07.attn.wq` */
export function layerTensorName(layer: number, part: string): string {
  return `layers.${String(layer).padStart(2, '0')}.${part}`;
}
