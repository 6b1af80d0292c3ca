import type { TensorOrder } from '../tensorOrder';

export interface BodyOrder {
  readonly name: 'resident-first' | 'llama2c-order';
  readonly sections: TensorOrder;
}

/**
 * The orders that bodies may have, most plausible first. The format states none, so a reader weighs them
 * (evidence.ts); the writer uses the first. RoPE tables are skipped in a body without them.
 */
export const bodyOrders: readonly [BodyOrder, ...BodyOrder[]] = [
  {
    name: 'resident-first',
    sections: [
      'embedding',
      ['attn.norm'],
      ['ffn.norm'],
      'norm',
      'rope',
      'classifier',
      'denseformer',
      'registers',
      ['attn.wq', 'attn.wk', 'attn.wv', 'attn.wo', 'ffn.w1', 'ffn.w2', 'ffn.w3'],
    ],
  },
  {
    name: 'llama2c-order',
    sections: [
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
    ],
  },
];

export type BodyOrderName = BodyOrder['name'];
