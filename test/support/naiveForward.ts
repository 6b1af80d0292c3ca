import { uniqueLayerOf, layerTensorName, type Model } from '../../model/model';
import { readRows } from '../../model/tensorRows';

/**
 * Which elements of a head RoPE turns together: i and i + 1, as PSNT and llama.cpp want it, or i and
 * i + half a head, as the weights of transformers do (`rotate_half` in its modeling_llama.py).
 */
export type Pairs = 'adjacent' | 'halves';

/**
 * The architecture once more, in double precision and in the plainest way, to check readers and writers by what
 * a model says. It shares nothing with the plan or the engine.
 */
export class NaiveForward {
  private readonly keys: number[][][];
  private readonly values: number[][][];
  private position = 0;
  /** Largest magnitude that the residual stream had. */
  largest = 0;

  private constructor(
    private readonly model: Model,
    private readonly tensors: ReadonlyMap<string, { rows: number; cols: number; data: Float32Array }>,
    private readonly pairs: Pairs,
  ) {
    this.keys = Array.from({ length: model.config.layers }, () => []);
    this.values = Array.from({ length: model.config.layers }, () => []);
  }

  static async load(model: Model, pairs: Pairs = 'adjacent'): Promise<NaiveForward> {
    const tensors = new Map<string, { rows: number; cols: number; data: Float32Array }>();
    for (const tensor of model.tensors) {
      const { rows, cols } = tensor;
      tensors.set(tensor.name, { rows, cols, data: await readRows(model, tensor, 0, rows) });
    }
    const forward = new NaiveForward(model, tensors, pairs);
    for (let r = 0; r < model.config.registers; r++) forward.run(forward.row('registers', r));
    return forward;
  }

  /** Logits after one more token. */
  next(token: number): number[] {
    const x = this.run(this.row('embedding', token));
    return this.times(this.model.config.sharedClassifier ? 'embedding' : 'classifier', x);
  }

  /** Greedy continuation, without what was fed. */
  generate(prompt: readonly number[], count: number): number[] {
    let logits: number[] = [];
    for (const token of prompt) logits = this.next(token);
    const ids: number[] = [];
    for (let i = 0; i < count; i++) {
      const id = logits.indexOf(Math.max(...logits));
      ids.push(id);
      logits = this.next(id);
    }
    return ids;
  }

  private run(start: number[]): number[] {
    const { config } = this.model;
    const outputs = [start];
    let x = start;
    let firstValues: number[] = [];
    for (let layer = 0; layer < config.layers; layer++) {
      const name = (part: string): string => layerTensorName(uniqueLayerOf(config, layer), part);
      const normed = this.norm(name('attn.norm'), x);
      const query = this.turn(this.times(name('attn.wq'), normed));
      this.keys[layer]?.push(this.turn(this.times(name('attn.wk'), normed)));
      let value = this.times(name('attn.wv'), normed);
      if (layer === 0) firstValues = value;
      else if (config.valueResidual) value = value.map((v, i) => v + (firstValues[i] ?? NaN));
      this.values[layer]?.push(value);
      const attended = this.times(name('attn.wo'), this.attend(layer, query));
      x = x.map((v, i) => v + (attended[i] ?? NaN));
      const inner = this.norm(name('ffn.norm'), x);
      const gate = this.times(name('ffn.w1'), inner);
      const up = this.times(name('ffn.w3'), inner);
      const fed = this.times(
        name('ffn.w2'),
        gate.map((g, i) => (g / (1 + Math.exp(-g))) * (up[i] ?? NaN)),
      );
      x = x.map((v, i) => v + (fed[i] ?? NaN));
      outputs.push(x);
      if (config.denseformer) {
        const weights = this.row('denseformer', layer);
        x = x.map((_, i) => outputs.reduce((sum, h, j) => sum + (weights[j] ?? NaN) * (h[i] ?? NaN), 0));
      }
      for (const v of x) this.largest = Math.max(this.largest, Math.abs(v));
    }
    this.position++;
    return this.norm('norm', x);
  }

  private attend(layer: number, query: number[]): number[] {
    const { heads, kvHeads, headDim } = this.model.config;
    const keys = this.keys[layer] ?? [];
    const values = this.values[layer] ?? [];
    const result: number[] = [];
    for (let head = 0; head < heads; head++) {
      const from = Math.floor(head / (heads / kvHeads)) * headDim;
      const scores = keys.map((key) => {
        let dot = 0;
        for (let i = 0; i < headDim; i++) dot += (query[head * headDim + i] ?? NaN) * (key[from + i] ?? NaN);
        return Math.exp(dot / Math.sqrt(headDim));
      });
      const sum = scores.reduce((a, b) => a + b, 0);
      for (let i = 0; i < headDim; i++) {
        result.push(scores.reduce((total, s, t) => total + (s / sum) * (values[t]?.[from + i] ?? NaN), 0));
      }
    }
    return result;
  }

  private turn(x: number[]): number[] {
    const { headDim, ropeTheta } = this.model.config;
    const result = [...x];
    const [step, reach] = this.pairs === 'adjacent' ? [2, 1] : [1, headDim / 2];
    for (let head = 0; head < x.length; head += headDim) {
      for (let pair = 0; pair < headDim / 2; pair++) {
        const angle = this.position * ropeTheta ** ((-2 * pair) / headDim);
        const i = head + pair * step;
        const [a, b] = [x[i] ?? NaN, x[i + reach] ?? NaN];
        result[i] = a * Math.cos(angle) - b * Math.sin(angle);
        result[i + reach] = a * Math.sin(angle) + b * Math.cos(angle);
      }
    }
    return result;
  }

  private norm(name: string, x: number[]): number[] {
    const weights = this.row(name, 0);
    const mean = x.reduce((sum, v) => sum + v * v, 0) / x.length;
    const scale = 1 / Math.sqrt(mean + this.model.config.eps);
    return x.map((v, i) => v * scale * (weights[i] ?? NaN));
  }

  private times(name: string, x: number[]): number[] {
    const { rows, cols, data } = this.tensor(name);
    return Array.from({ length: rows }, (_, row) => {
      let sum = 0;
      for (let i = 0; i < cols; i++) sum += (data[row * cols + i] ?? NaN) * (x[i] ?? NaN);
      return sum;
    });
  }

  private row(name: string, row: number): number[] {
    const { cols, data } = this.tensor(name);
    return [...data.subarray(row * cols, (row + 1) * cols)];
  }

  private tensor(name: string): { rows: number; cols: number; data: Float32Array } {
    const tensor = this.tensors.get(name);
    if (tensor === undefined) throw new Error(`no tensor ${name}`);
    return tensor;
  }
}
