import type { TensorType } from '../../model/model';
import type { OperationKind } from '../../model/plan/plan';

/** What an operation computes, for people. */
export interface Explanation {
  readonly title: string;
  /** As in docs/arithmetic.md, without the order of sums. */
  readonly formula: string;
  readonly words: string;
}

const explanations: Readonly<Record<Exclude<OperationKind, 'matmul'>, Explanation>> = {
  embed: {
    title: 'embedding',
    formula: 'y[j] = E[token][j] · scale[token]',
    words: 'Copies the row of the token; the first positions copy the model registers, if the model has any.',
  },
  rmsnorm: {
    title: 'root mean square norm',
    formula: 'y[j] = x[j] · 1/√(Σ x²/n + eps) · w[j]',
    words: 'Normalises the vector and scales each element by its weight.',
  },
  reported: {
    title: 'reported operation',
    formula: 'known to the program alone',
    words: 'The program reported this operation by its name and result. What it computes is not known.',
  },
  add: {
    title: 'residual add',
    formula: 'y[j] = a[j] + b[j]',
    words: 'Adds the result of the block to the residual stream.',
  },
  rope: {
    title: 'rotary position',
    formula: '(y₀, y₁) = (x₀·cos − x₁·sin, x₀·sin + x₁·cos)',
    words:
      'Rotates pairs of elements by an angle that grows with the position, so that attention depends on relative positions.',
  },
  attention: {
    title: 'attention',
    formula: 's[t] = softmax(q·k[t]/√headDim), y = Σ s[t]·v[t], t = 0 … position',
    words:
      'Each head compares its query with the keys of all positions so far and mixes their values accordingly.',
  },
  quantise: {
    title: 'KV cache, int16',
    formula: 'scale = max|x| / 32767, q[i] = round(x[i] / scale), for each head',
    words:
      'Stores a row of keys or values as int16 with a scale for each head, which takes half the RAM of floats.',
  },
  swiglu: {
    title: 'gated unit',
    formula: 'y[j] = gate[j] · 1/(1 + e^(−gate[j])) · up[j]',
    words: 'One half of the feed-forward block gates the other.',
  },
  mix: {
    title: 'DenseFormer mix',
    formula: 'y[i] = Σ W[layer][j] · h[j][i], j = 0 … layer + 1',
    words: 'Replaces the residual stream by a weighted sum of the outputs of all layers so far.',
  },
  sample: {
    title: 'next token',
    formula: 'token = choose(softmax(logits / temperature))',
    words:
      'Applies penalties, temperature, top-k and top-p and samples a token; at temperature 0 picks the most likely.',
  },
};

const matmulFormulas: Readonly<Record<TensorType, string>> = {
  f32: 'y[r] = Σ w[r][c] · x[c]',
  q8: 'y[r] = scale[r] · Σ q[r][c] · x[c]',
  q4: 'y[r] = scale[r] · Σ q[r][c] · x[c]',
  ternary: 'y[r] = scale[r] · Σ q[r][c] · x[c], q ∈ {−1, 0, 1}',
  q4g32: 'y[r] = Σ groups of 32: scale[g] · Σ q[r][c] · x[c]',
};

/** What a kind of operation does; a matmul by the type of its matrix. Undefined for an unknown kind. */
export function explain(kind: string, type: TensorType | undefined): Explanation | undefined {
  if (kind === 'matmul') {
    return {
      title: 'matrix times vector',
      formula: matmulFormulas[type ?? 'f32'],
      words: 'Multiplies each row of the matrix by the input. Streamed parts are read from the disc first.',
    };
  }
  return Object.hasOwn(explanations, kind) ? explanations[kind as keyof typeof explanations] : undefined;
}

const parts: readonly (readonly [pattern: RegExp, words: string])[] = [
  [/^embedding$/, 'One row per token: its embedding.'],
  [/^classifier$/, 'One row per token: gives the token’s logit.'],
  [/^registers$/, 'Learned vectors at the positions before the text.'],
  [/^denseformer$/, 'Per layer, the weights for mixing earlier outputs.'],
  [/^norm$/, 'Weights of the last norm, before the classifier.'],
  [/^rope$/, 'Table of cosines and sines in the file.'],
  [/\.norm$/, 'Weights of a norm, one per element of the residual stream.'],
  [/\.wq$/, 'Computes the query of each head.'],
  [/\.wk$/, 'Computes the key of each KV head.'],
  [/\.wv$/, 'Computes the value of each KV head.'],
  [/\.wo$/, 'Projects the outputs of all heads back to the residual stream.'],
  [/\.w1$/, 'Computes the gate of the feed-forward block.'],
  [/\.w3$/, 'Computes the values that the gate scales.'],
  [/\.w2$/, 'Projects the result of the feed-forward block back to the residual stream.'],
];

/** What a matrix is for. */
export const explainMatrix = (name: string): string | undefined =>
  parts.find(([pattern]) => pattern.test(name))?.[1];
