import type { ByteSource } from '../disc/byteSource';

/** Shape and switches of a Llama-style model, independent of the file it came from. */
export interface ModelConfig {
  /** Width of the residual stream. */
  readonly dim: number;
  /** Width inside the feed-forward block. */
  readonly hiddenDim: number;
  /** Logical layers: how many times a layer is executed in one pass. */
  readonly layers: number;
  /** Layers whose weights are stored. Logical layer `l` uses unique layer `uniqueLayerOf(config, l)`. */
  readonly uniqueLayers: number;
  readonly heads: number;
  readonly kvHeads: number;
  /** dim / heads. */
  readonly headDim: number;
  /** headDim × kvHeads: width of one row of keys or values. */
  readonly kvDim: number;
  readonly vocabSize: number;
  /** Text positions; registers come on top (see `contextLength`). */
  readonly seqLen: number;
  readonly ropeTheta: number;
  /** Added to the mean of squares in RMSNorm. */
  readonly eps: number;
  /** Learned vectors that stand at positions 0 … registers − 1, before the text. */
  readonly registers: number;
  /** The classifier is the embedding. */
  readonly sharedClassifier: boolean;
  /** After each layer the stream becomes a weighted sum of all layer outputs so far. */
  readonly denseformer: boolean;
  /** The raw values of layer 0 are added to the values of every later layer. */
  readonly valueResidual: boolean;
}

/** Positions the KV cache must hold: text and registers. */
export function contextLength(config: ModelConfig): number {
  return config.seqLen + config.registers;
}

/** The stored layer that logical layer `layer` executes: consecutive layers share (0,1 → 0; 2,3 → 1; …). */
export function uniqueLayerOf(config: ModelConfig, layer: number): number {
  return Math.floor((layer * config.uniqueLayers) / config.layers);
}

/** How the values of a tensor are stored. `q8`: int8 values, one f32 scale a row. */
export type TensorType = 'f32' | 'q8';

/** A tensor as it stands in its file. Vectors have one row. */
export interface Tensor {
  /** `embedding`, `classifier`, `layers.NN.attn.{wq,wk,wv,wo,norm}`, `layers.NN.ffn.{w1,w2,w3,norm}`, `norm`, `denseformer`, `registers`, `rope`. */
  readonly name: string;
  /** The unique layer it belongs to. */
  readonly layer?: number;
  readonly rows: number;
  readonly cols: number;
  readonly type: TensorType;
  /** First byte in the file, scales included. */
  readonly offset: number;
  /** All bytes in the file, scales included. */
  readonly bytes: number;
  /** First byte of the row scales; absent for f32. */
  readonly scalesOffset?: number;
  /** First byte of the values, row-major (rows = outputs), without padding. */
  readonly dataOffset: number;
}

/** A model that can be planned and executed: its shape and where each tensor's bytes are. */
export interface Model {
  /** What to call it in messages: usually the file's name. */
  readonly label: string;
  readonly config: ModelConfig;
  readonly tensors: readonly Tensor[];
  readonly source: ByteSource;
}

/** `layers.07.attn.wq` */
export function layerTensorName(layer: number, part: string): string {
  return `layers.${String(layer).padStart(2, '0')}.${part}`;
}
