import { lookUp } from '../../common/lookUp';

const layerRoles: Readonly<Record<string, string>> = {
  'attn.norm': 'attn norm',
  'attn.wq': 'attn query',
  'attn.wk': 'attn key',
  'attn.wv': 'attn value',
  'attn.wo': 'attn output',
  'ffn.norm': 'ffn norm',
  'ffn.w1': 'ffn gate',
  'ffn.w2': 'ffn down',
  'ffn.w3': 'ffn up',
};
const wholeRoles: Readonly<Record<string, string>> = {
  embedding: 'embedding',
  classifier: 'classifier',
  norm: 'final norm',
  rope: 'RoPE tables',
  denseformer: 'DenseFormer mix',
  registers: 'registers',
};

/** The role of a tensor in the terms of the field: `ffn gate` for `layers.03.ffn.w1`. */
export function roleOf(name: string): string {
  const part = /^layers\.\d+\.(.+)$/.exec(name)?.[1];
  return (part === undefined ? lookUp(wholeRoles, name) : lookUp(layerRoles, part)) ?? 'other';
}
