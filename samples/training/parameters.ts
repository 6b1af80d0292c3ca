import type { ModelConfig } from '../../model/model';
import { layerTensorName } from '../../model/model';
import { partShape, type Part } from '../../model/tensorOrder';
import type { Graph, Tensor } from './graph';
import type { Random } from './random';

const wholes: readonly Part[] = ['embedding', 'registers', 'denseformer', 'norm'];
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

/** A trained tensor, with its name in a `Model`. */
export interface Parameter extends Tensor {
  readonly name: string;
  readonly part: Part;
  /** AdamW's means of gradient and squared gradient: addresses in the arena. */
  readonly mean: number;
  readonly square: number;
}

/** All trained tensors of a model with a tied classifier, in a fixed order. */
export class Parameters {
  readonly all: readonly Parameter[];
  private readonly byName: ReadonlyMap<string, Parameter>;

  constructor(
    private readonly graph: Graph,
    readonly config: ModelConfig,
  ) {
    const all: Parameter[] = [];
    const make = (part: Part, layer?: number): void => {
      const shape = partShape({ config, ropeTables: 0, matrixType: 'f32' }, part);
      if (shape === undefined) return;
      const { rows, cols } = shape;
      const place = (): number => graph.arena.allocate(Math.ceil((rows * cols) / 4) * 4);
      const name = layer === undefined ? part : layerTensorName(layer, part);
      all.push({ name, part, rows, cols, data: place(), grad: place(), mean: place(), square: place() });
    };
    for (const part of wholes) make(part);
    for (let layer = 0; layer < config.uniqueLayers; layer++)
      for (const part of layerParts) make(part, layer);
    this.all = all;
    this.byName = new Map(all.map((parameter) => [parameter.name, parameter]));
  }

  /** @throws Error when the model does not have a tensor. */
  get(name: string): Parameter {
    const found = this.byName.get(name);
    if (found === undefined) throw new Error(`The model has no tensor ${name}.`);
    return found;
  }

  get count(): number {
    return this.all.reduce((sum, { rows, cols }) => sum + rows * cols, 0);
  }

  clearGradients(): void {
    for (const parameter of this.all) this.graph.grad(parameter).fill(0);
  }

  /**
   * Initial values: norms 1, DenseFormer passes the newest output on, all others normal; additions to the residual
   * stream are scaled down with the number of layers (GPT-2).
   */
  initialise(random: Random): void {
    const { layers } = this.config;
    for (const parameter of this.all) {
      const values = this.graph.data(parameter);
      const { part, cols } = parameter;
      if (part.endsWith('norm')) values.fill(1);
      else if (part === 'denseformer') {
        for (let layer = 0; layer < layers; layer++) values[layer * cols + layer + 1] = 1;
      } else {
        const isTable = part === 'embedding' || part === 'registers';
        const intoStream = part === 'attn.wo' || part === 'ffn.w2';
        const deviation = isTable ? 0.06 : 1 / Math.sqrt(cols * (intoStream ? 2 * layers : 1));
        for (let i = 0; i < values.length; i++) values[i] = deviation * random.normal();
      }
    }
  }
}
