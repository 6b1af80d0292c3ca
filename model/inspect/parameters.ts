import type { ModelConfig } from '../model';
import { partShape, type BodyShape, type Part } from '../tensorOrder';

const wholeParts: readonly Part[] = ['embedding', 'classifier', 'norm', 'denseformer', 'registers'];
const layerParts: readonly Part[] = [
  'attn.norm',
  'attn.wq',
  'attn.wk',
  'attn.wv',
  'attn.wo',
  'ffn.norm',
  'ffn.w1',
  'ffn.w2',
  'ffn.w3',
];

/** The number of weights of a model, with shared layers counted once, without allocating anything. */
export function parameterCount(config: ModelConfig): number {
  const body: BodyShape = { config, ropeTables: 0, matrixType: 'f32' };
  const values = (parts: readonly Part[]): number =>
    parts.reduce((sum, part) => {
      const shape = partShape(body, part);
      return sum + (shape === undefined ? 0 : shape.rows * shape.cols);
    }, 0);
  return values(wholeParts) + config.uniqueLayers * values(layerParts);
}

/** `10.7 M`, `135 M`, `1.1 B`, `260 k`: parameters with at most three digits. */
export function parametersInWords(count: number): string {
  const [unit, size] = units.find(([, least]) => count >= least) ?? ['', 1];
  const value = count / size;
  return `${value >= 100 ? value.toFixed(0) : Number(value.toPrecision(3))} ${unit}`.trim();
}

const units: readonly (readonly [unit: string, size: number])[] = [
  ['B', 1e9],
  ['M', 1e6],
  ['k', 1e3],
];
