import type { ArithmeticVersion } from '../../../model/plan/arithmeticVersion';
import { layerTensorName, uniqueLayerOf, type Model, type TensorType } from '../../../model/model';
import { readStoredRows } from '../../../model/tensorRows';
import { numberOf, patternOf, type Floats } from './floats';

/** Order of a sum; `descending` is wrong on purpose. */
export type SumOrder = 'ascending' | 'descending';

interface Weights {
  readonly cols: number;
  readonly type: TensorType;
  /** Rows of patterns, or of integers when there are scales. */
  readonly rows: readonly (readonly number[])[];
  readonly scales?: readonly number[];
}

const zero = 0;
const one = 0x3f800000;

/**
 * docs/arithmetic.md read out loud: one position after the other, straight from the description of the
 * architecture, on patterns. It knows neither plan nor engine. Each value that has a name in a plan is recorded
 * under the operation's id.
 */
export class PlainForward {
  private readonly keys: number[][][];
  private readonly values: number[][][];
  private position = 0;
  /** Outputs of the last position by operation id. */
  readonly outputs = new Map<string, readonly number[]>();

  constructor(
    private readonly model: Model,
    private readonly weights: ReadonlyMap<string, Weights>,
    private readonly floats: Floats,
    private readonly order: SumOrder = 'ascending',
    private readonly version: ArithmeticVersion = 1,
  ) {
    this.keys = Array.from({ length: model.config.layers }, () => []);
    this.values = Array.from({ length: model.config.layers }, () => []);
  }

  /** Runs a register (by its number). */
  register(index: number): void {
    this.run(this.rowOf('registers', index));
  }

  /** Runs a token. */
  token(id: number): void {
    this.run(this.rowOf('embedding', id));
  }

  /** Final norm and logits of the last position. */
  logits(): number[] {
    const { sharedClassifier, layers, denseformer } = this.model.config;
    const last = `L${String(layers - 1).padStart(2, '0')}`;
    const x = this.outputs.get(denseformer ? `${last}.mix` : `${last}.ffn.add`) ?? [];
    const final = this.record('norm', this.norm('norm', x));
    return this.record('logits', this.times(sharedClassifier ? 'embedding' : 'classifier', final));
  }

  private run(embedded: number[]): void {
    const { config } = this.model;
    const { add, mul } = this.floats;
    const outputs = [this.record('embed', embedded)];
    let x = embedded;
    let firstValues: number[] = [];
    for (let layer = 0; layer < config.layers; layer++) {
      const weight = (part: string): string => layerTensorName(uniqueLayerOf(config, layer), part);
      const record = (id: string, value: number[]): number[] =>
        this.record(`L${String(layer).padStart(2, '0')}.${id}`, value);
      const normed = record('attn.norm', this.norm(weight('attn.norm'), x));
      const q = record('attn.q', this.times(weight('attn.wq'), normed));
      const k = record('attn.k', this.times(weight('attn.wk'), normed));
      let v = record('attn.v', this.times(weight('attn.wv'), normed));
      if (layer === 0) firstValues = v;
      else if (config.valueResidual) v = record('attn.vres', this.sum(v, firstValues));
      const turned = record('attn.rope.q', this.turn(q));
      this.keys[layer]?.push(record('attn.rope.k', this.turn(k)));
      this.values[layer]?.push(v);
      const attended = record('attn.attend', this.attend(layer, turned));
      x = record('attn.add', this.sum(x, record('attn.o', this.times(weight('attn.wo'), attended))));
      const inner = record('ffn.norm', this.norm(weight('ffn.norm'), x));
      const gate = record('ffn.w1', this.times(weight('ffn.w1'), inner));
      const up = record('ffn.w3', this.times(weight('ffn.w3'), inner));
      const gated = record(
        'ffn.swiglu',
        gate.map((a, j) => mul(mul(a, this.sigmoid(a)), at(up, j))),
      );
      x = record('ffn.add', this.sum(x, record('ffn.w2', this.times(weight('ffn.w2'), gated))));
      outputs.push(x);
      if (config.denseformer) {
        const shares = this.rowOf('denseformer', layer);
        const mixed = x.map((_, i) =>
          outputs.reduce((y, h, j) => add(y, this.scaled(at(shares, j), at(h, i))), zero),
        );
        x = record('mix', mixed);
      }
    }
    this.position++;
  }

  private norm(name: string, x: readonly number[]): number[] {
    const { add, mul, div, sqrt, fromInt } = this.floats;
    const mean = div(this.dot(x, x), fromInt(x.length));
    const r = div(one, sqrt(add(mean, patternOf(this.model.config.eps))));
    const weights = this.rowOf(name, 0);
    return x.map((value, j) => mul(mul(value, r), at(weights, j)));
  }

  private times(name: string, x: readonly number[]): number[] {
    const { rows, scales, type } = this.find(name);
    const { add, mul, fromInt } = this.floats;
    if (!scales) return rows.map((row) => this.dot(row, x));
    if (this.version === 2) return this.timesIntegers(rows, scales, type, x);
    if (type === 'q4g32') {
      return rows.map((row, r) => {
        const columns = row.map((q, j) => ({ q: fromInt(q), x: at(x, j), group: groupOf(row, r, j) }));
        return [...new Set(columns.map(({ group }) => group))].reduce((y, group) => {
          const own = columns.filter((column) => column.group === group);
          const g = this.dot(
            own.map((column) => column.q),
            own.map((column) => column.x),
          );
          return add(y, mul(g, at(scales, group)));
        }, zero);
      });
    }
    return rows.map((row, r) => mul(this.dot(row.map(fromInt), x), at(scales, r)));
  }

  /** The matmul of version 2, in exact integers. */
  private timesIntegers(
    rows: readonly (readonly number[])[],
    scales: readonly number[],
    type: TensorType,
    x: readonly number[],
  ): number[] {
    const { add, mul, div, trunc, fromInt } = this.floats;
    const largest = { q8: 128, q4: 8, q4g32: 8, ternary: 1, f32: NaN }[type];
    const summed = type === 'q4g32' ? 32 : x.length;
    const most = fromInt(Math.min(32766, Math.floor((2 ** 31 - 1) / (largest * summed))));
    const m = x.reduce((found, value) => Math.max(found, value % 2 ** 31), 0);
    const isZero = m < 0x1f800000;
    const inverse = isZero ? zero : div(most, m);
    const s = isZero ? zero : div(m, most);
    const integers = x.map((value) =>
      isZero ? 0 : Math.floor((trunc(mul(mul(value, inverse), patternOf(16))) + 8) / 16),
    );
    const product = (row: readonly number[], from: (column: number) => boolean): number => {
      const sum = row.reduce((acc, q, j) => acc + (from(j) ? BigInt(q * at(integers, j)) : 0n), 0n);
      if (sum !== BigInt.asIntN(32, sum)) throw new Error(`${sum} is no int32`);
      return fromInt(Number(sum));
    };
    return rows.map((row, r) => {
      if (type !== 'q4g32')
        return mul(
          product(row, () => true),
          mul(at(scales, r), s),
        );
      const groups = [...new Set(row.map((_, j) => groupOf(row, r, j)))];
      const y = groups.reduce(
        (acc, group) =>
          add(
            acc,
            mul(
              product(row, (j) => groupOf(row, r, j) === group),
              at(scales, group),
            ),
          ),
        zero,
      );
      return mul(y, s);
    });
  }

  /** A factor of many elements times one of them. */
  private scaled(factor: number, value: number): number {
    return this.version === 1 ? this.floats.mul(factor, value) : this.floats.mul(value, factor);
  }

  private sum(a: readonly number[], b: readonly number[]): number[] {
    return a.map((value, j) => this.floats.add(value, at(b, j)));
  }

  private turn(x: readonly number[]): number[] {
    const { add, sub, mul } = this.floats;
    const { headDim, ropeTheta } = this.model.config;
    const y = [...x];
    for (let j = 0; j < x.length; j += 2) {
      const angle = this.position * ropeTheta ** ((-2 * Math.floor((j % headDim) / 2)) / headDim);
      const [cos, sin] = [patternOf(Math.cos(angle)), patternOf(Math.sin(angle))];
      const [x0, x1] = [at(x, j), at(x, j + 1)];
      y[j] = sub(mul(x0, cos), mul(x1, sin));
      y[j + 1] = add(mul(x0, sin), mul(x1, cos));
    }
    return y;
  }

  private attend(layer: number, q: readonly number[]): number[] {
    const { heads, kvHeads, headDim } = this.model.config;
    const { add, mul } = this.floats;
    const scale = patternOf(1 / Math.sqrt(headDim));
    const out: number[] = [];
    for (let head = 0; head < heads; head++) {
      const part = (row: readonly number[], h: number): number[] => row.slice(h * headDim, (h + 1) * headDim);
      const kvHead = Math.floor(head / (heads / kvHeads));
      const scores = this.softmax(
        (this.keys[layer] ?? []).map((key) => mul(this.dot(part(q, head), part(key, kvHead)), scale)),
      );
      const values = (this.values[layer] ?? []).map((value) => part(value, kvHead));
      for (let i = 0; i < headDim; i++) {
        out.push(values.reduce((sum, value, t) => add(sum, this.scaled(at(scores, t), at(value, i))), zero));
      }
    }
    return out;
  }

  private softmax(scores: readonly number[]): number[] {
    const { add, sub, mul, div, less } = this.floats;
    const m = scores.reduce((largest, s) => (less(largest, s) ? s : largest));
    const e = scores.map((s) => exp(this.floats, sub(s, m)));
    if (this.version === 2) {
      const r = div(one, laneSum(this.floats, e));
      return e.map((value) => mul(value, r));
    }
    const sum = e.reduce((total, value) => add(total, value), zero);
    return e.map((value) => div(value, sum));
  }

  private sigmoid(a: number): number {
    const { add, div } = this.floats;
    return div(one, add(one, exp(this.floats, (a ^ 0x80000000) >>> 0)));
  }

  private dot(a: readonly number[], b: readonly number[]): number {
    const { add, mul } = this.floats;
    const products = a.map((value, j) => mul(value, at(b, j)));
    if (this.order === 'descending') products.reverse();
    if (this.version === 2) return laneSum(this.floats, products);
    return products.reduce((acc, product) => add(acc, product), zero);
  }

  private rowOf(name: string, row: number): number[] {
    const { rows, scales, type } = this.find(name);
    const values = rows[row];
    if (!values) throw new Error(`${name} has no row ${row}`);
    if (!scales) return [...values];
    const { mul, fromInt } = this.floats;
    return values.map((q, j) =>
      mul(fromInt(q), at(scales, type === 'q4g32' ? groupOf(values, row, j) : row)),
    );
  }

  private find(name: string): Weights {
    const weights = this.weights.get(name);
    if (!weights) throw new Error(`no tensor ${name}`);
    return weights;
  }

  private record(id: string, value: number[]): number[] {
    this.outputs.set(id, value);
    return value;
  }
}

/** docs/arithmetic.md, "Lane sums". */
export function laneSum({ add }: Floats, terms: readonly number[]): number {
  const lane = (k: number): number =>
    terms.filter((_, i) => i % 4 === k).reduce((sum, term) => add(sum, term), zero);
  return add(add(lane(0), lane(1)), add(lane(2), lane(3)));
}

/** docs/arithmetic.md, "exp". */
export function exp(floats: Floats, x: number): number {
  const { add, sub, mul, less, trunc, fromInt } = floats;
  if (less(x, 0xc2ae0000)) return zero;
  const clamped = less(0x42b00000, x) ? 0x42b00000 : x;
  const t = mul(clamped, 0x3fb8aa3b);
  const k = trunc(less(clamped, zero) ? sub(t, 0x3f000000) : add(t, 0x3f000000));
  const kf = fromInt(k);
  const r = sub(sub(clamped, mul(0x3f318000, kf)), mul(0xb95e8083, kf));
  const coefficients = [0x3ab743ce, 0x3c088908, 0x3d2aa9c1, 0x3e2aaaaa, 0x3f000000, one, one];
  const p = coefficients.reduce((sum, c) => add(mul(sum, r), c), 0x39506967);
  const exponent = (Math.floor(p / 0x800000) % 256) + k;
  if (exponent < 1) return zero;
  if (exponent > 254) return 0x7f7fffff;
  return p + k * 0x800000;
}

/** Every tensor of a model as patterns (f32) or integers and scales. */
export async function loadWeights(model: Model): Promise<Map<string, Weights>> {
  const loaded = new Map<string, Weights>();
  for (const tensor of model.tensors) {
    const { values, scales } = await readStoredRows(model, tensor, 0, tensor.rows);
    const numbers = values instanceof Float32Array ? Array.from(values, patternOf) : Array.from(values);
    const rows = Array.from({ length: tensor.rows }, (_, r) =>
      numbers.slice(r * tensor.cols, (r + 1) * tensor.cols),
    );
    loaded.set(tensor.name, {
      cols: tensor.cols,
      type: tensor.type,
      rows,
      ...(scales && { scales: Array.from(scales, patternOf) }),
    });
  }
  return loaded;
}

function at(values: readonly number[], index: number): number {
  const value = values[index];
  if (value === undefined) throw new Error(`no element ${index} of ${values.length}`);
  return value;
}

/** Which 32 values of the flattened matrix value `column` of row `row` is one of. */
function groupOf(values: readonly number[], row: number, column: number): number {
  return Math.floor((row * values.length + column) / 32);
}

/** The largest, ties to the lowest. */
export function argmax(values: readonly number[]): number {
  return values.reduce((best, value, i) => (numberOf(value) > numberOf(at(values, best)) ? i : best), 0);
}
