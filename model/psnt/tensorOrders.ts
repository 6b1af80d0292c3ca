import type { BodyShape, TensorOrder } from '../tensorOrder';
import type { Quantization } from './fields';

export interface TensorOrderSpec {
  readonly name: 'resident-first' | 'llama2c-order' | 'scales-first';
  /** Its title, also used to choose it: the name, with a detail where two share one. */
  readonly title: string;
  readonly sections: TensorOrder;
  readonly scalesFirst: boolean;
  /** Versions that are known to have it. */
  readonly versions: readonly number[];
}

export type TensorOrderName = TensorOrderSpec['name'];

const residentFirst: TensorOrder = [
  'embedding',
  ['attn.norm'],
  ['ffn.norm'],
  'norm',
  'rope',
  'classifier',
  'denseformer',
  'registers',
  ['attn.wq', 'attn.wk', 'attn.wv', 'attn.wo', 'ffn.w1', 'ffn.w2', 'ffn.w3'],
];

const llama2cOrder: TensorOrder = [
  'embedding',
  ['attn.norm'],
  ['attn.wq'],
  ['attn.wk'],
  ['attn.wv'],
  ['attn.wo'],
  ['ffn.norm'],
  ['ffn.w1'],
  ['ffn.w2'],
  ['ffn.w3'],
  'norm',
  'rope',
  'classifier',
  'denseformer',
  'registers',
];

const all = [1, 2, 3];

/**
 * The tensor orders of a body, most plausible first. The format does not record the order, so a reader compares them
 * (evidence.ts); the writer uses the first. RoPE tables are skipped in a body without them.
 */
export const tensorOrders: readonly [TensorOrderSpec, ...TensorOrderSpec[]] = [
  {
    name: 'resident-first',
    title: 'resident-first',
    sections: residentFirst,
    scalesFirst: false,
    versions: all,
  },
  {
    name: 'llama2c-order',
    title: 'llama2c-order',
    sections: llama2cOrder,
    scalesFirst: false,
    versions: all,
  },
  {
    name: 'scales-first',
    title: 'scales-first, then resident-first',
    sections: residentFirst,
    scalesFirst: true,
    versions: [1],
  },
  {
    name: 'scales-first',
    title: 'scales-first, then llama2c-order',
    sections: llama2cOrder,
    scalesFirst: true,
    versions: [1],
  },
];

/** A part of a body's shape that is not in the header, and its suffix of the order's title. */
interface Variant<K extends keyof BodyShape> {
  readonly body: Pick<BodyShape, K>;
  readonly title: string;
}

/** How a quantisation stores matrices, most plausible first; the scales of Q4 layer matrices are not documented. */
export const matrixTypes: Readonly<Record<Quantization, readonly Variant<'matrixType' | 'embeddingType'>[]>> =
  {
    ternary: [{ body: { matrixType: 'ternary' }, title: '' }],
    q4: [
      { body: { matrixType: 'q4g32', embeddingType: 'q4' }, title: '' },
      { body: { matrixType: 'q4' }, title: ', one scale a row' },
    ],
    q8: [{ body: { matrixType: 'q8' }, title: '' }],
  };

/** Sectors may be padded, most plausible first. */
export const paddings: readonly Variant<'padding' | 'openEnd'>[] = [
  { body: {}, title: '' },
  { body: { padding: 'layer' }, title: ', layers padded to sectors' },
  { body: { padding: 'layer', openEnd: true }, title: ', layers padded to sectors but for the last' },
  { body: { padding: 'matrix' }, title: ', matrices padded to sectors' },
  { body: { padding: 'matrix', openEnd: true }, title: ', matrices padded to sectors but for the last' },
];
