import { MemorySource } from '../../disc/byteSource';
import { bytesOfFloats } from '../../common/littleEndian';
import type { Model, ModelConfig, Tensor } from '../model';
import { tensorOrders } from '../psnt/tensorOrders';
import { placeTensors } from '../tensorOrder';

/** A shape without the derived values. */
export type GeneratedShape = Omit<ModelConfig, 'headDim' | 'kvDim' | 'eps'>;

export interface GenerateOptions {
  /** The same seed and shape give the same model on every machine. */
  readonly seed: number;
  readonly config: GeneratedShape;
  readonly label?: string;
  /** Tokens that the model should choose; all others get small logits. Default: no preference. */
  readonly likelyTokens?: ReadonlySet<number>;
}

/**
 * An untrained float32 model in memory, with weights of typical trained size, so that activations stay in range at
 * any depth. Its text has no meaning, but every operation is computed.
 */
export function generateModel({ seed, config, label = 'generated', likelyTokens }: GenerateOptions): Model {
  const headDim = config.dim / config.heads;
  const whole: ModelConfig = { ...config, headDim, kvDim: headDim * config.kvHeads, eps: 1e-5 };
  const order = tensorOrders[0].sections;
  const tensors = placeTensors(order, { config: whole, ropeTables: 0, matrixType: 'f32' }, 0);
  const last = tensors.at(-1);
  const floats = new Float32Array(last === undefined ? 0 : (last.offset + last.bytes) / 4);
  const random = normalGenerator(seed);
  for (const tensor of tensors) {
    const first = tensor.offset / 4;
    fill(tensor, whole, floats.subarray(first, first + tensor.rows * tensor.cols), random);
  }
  if (likelyTokens !== undefined) quietOthers(tensors, floats, likelyTokens);
  return { label, config: whole, tensors, source: new MemorySource(bytesOfFloats(floats)) };
}

function fill(tensor: Tensor, config: ModelConfig, values: Float32Array, random: () => number): void {
  const { name, rows, cols } = tensor;
  if (name === 'denseformer') {
    for (let layer = 0; layer < rows; layer++) {
      // Row l mixes l + 2 outputs, mostly the newest.
      for (let j = 0; j <= layer + 1; j++) {
        values[layer * cols + j] = (j === layer + 1 ? 1 : 0) + 0.2 * random();
      }
    }
    return;
  }
  const { mean, deviation } = distribution(name, cols, config.layers);
  for (let i = 0; i < values.length; i++) values[i] = mean + deviation * random();
}

function distribution(name: string, cols: number, layers: number): { mean: number; deviation: number } {
  if (name.endsWith('norm')) return { mean: 1, deviation: 0.1 };
  if (name === 'embedding' || name === 'classifier' || name === 'registers') {
    return { mean: 0, deviation: 0.1 };
  }
  const intoStream = name.endsWith('.wo') || name.endsWith('.w2');
  return { mean: 0, deviation: 1 / Math.sqrt(cols) / (intoStream ? Math.sqrt(layers) / 2 : 1) };
}

function quietOthers(tensors: readonly Tensor[], floats: Float32Array, likely: ReadonlySet<number>): void {
  for (const { name, offset, rows, cols } of tensors) {
    if (name !== 'embedding' && name !== 'classifier') continue;
    for (let id = 0; id < rows; id++) {
      if (likely.has(id)) continue;
      const first = offset / 4 + id * cols;
      for (let i = first; i < first + cols; i++) floats[i] = (floats[i] ?? 0) * 0.1;
    }
  }
}

/**
 * Numbers of mean 0 and deviation 1, nearly normal: the sum of four uniform ones of xorshift32 (Marsaglia 2003).
 * Only exact operations, because logarithms and cosines differ from one JavaScript engine to another.
 */
function normalGenerator(seed: number): () => number {
  let state = seed >>> 0 || 2463534242;
  const uniform = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 8) / (1 << 24);
  };
  const scale = Math.sqrt(3);
  return () => (uniform() + uniform() + uniform() + uniform() - 2) * scale;
}
