import type { TensorType } from '../../model/model';
import type { OperationKind } from '../../model/plan/plan';

/** What an operation computes, for people. */
export interface Explanation {
  readonly title: string;
  /** As docs/arithmetic.md has it, without the order of sums. */
  readonly formula: string;
  readonly words: string;
}

const explanations: Readonly<Record<Exclude<OperationKind, 'matmul'>, Explanation>> = {
  embed: {
    title: 'embedding',
    formula: 'y[j] = E[token][j] · scale[token]',
    words:
      'Takes the row of the token; the first positions take the rows of the registers, if the model has any.',
  },
  rmsnorm: {
    title: 'root mean square norm',
    formula: 'y[j] = x[j] · 1/√(Σ x²/n + eps) · w[j]',
    words:
      'Brings the vector to unit size and weighs each element, so that the next matrix sees an even input.',
  },
  add: {
    title: 'residual add',
    formula: 'y[j] = a[j] + b[j]',
    words: 'Adds what a block found out to the stream that runs through all layers.',
  },
  rope: {
    title: 'rotary position',
    formula: '(y₀, y₁) = (x₀·cos − x₁·sin, x₀·sin + x₁·cos)',
    words:
      'Turns pairs of elements by an angle that grows with the position, so that attention sees distances.',
  },
  attention: {
    title: 'attention',
    formula: 's[t] = softmax(q·k[t]/√headDim), y = Σ s[t]·v[t], t = 0 … position',
    words:
      'Each head compares its query with the keys of all positions so far and mixes their values accordingly.',
  },
  swiglu: {
    title: 'gated unit',
    formula: 'y[j] = gate[j] · 1/(1 + e^(−gate[j])) · up[j]',
    words: 'Lets one half of the feed-forward block decide how much of the other half passes.',
  },
  mix: {
    title: 'DenseFormer mix',
    formula: 'y[i] = Σ W[layer][j] · h[j][i], j = 0 … layer + 1',
    words: 'Makes the stream a weighted sum of the outputs of all layers so far.',
  },
  sample: {
    title: 'choice of the next token',
    formula: 'token = choose(softmax(logits / temperature))',
    words:
      'Applies penalties, temperature, top-k and top-p and draws a token; at temperature 0 takes the likeliest.',
  },
};

const matmulFormulas: Readonly<Record<TensorType, string>> = {
  f32: 'y[r] = Σ w[r][c] · x[c]',
  q8: 'y[r] = scale[r] · Σ q[r][c] · x[c]',
  q4: 'y[r] = scale[r] · Σ q[r][c] · x[c]',
  ternary: 'y[r] = scale[r] · Σ q[r][c] · x[c], q ∈ {−1, 0, 1}',
  q4g32: 'y[r] = Σ groups of 32: scale[g] · Σ q[r][c] · x[c]',
};

/** What a kind of operation does; a matmul by the type of its matrix. Undefined for a word that is no kind. */
export function explain(kind: string, type: TensorType | undefined): Explanation | undefined {
  if (kind === 'matmul') {
    return {
      title: 'matrix times vector',
      formula: matmulFormulas[type ?? 'f32'],
      words:
        'Multiplies each row of the matrix with the input; what is not kept in RAM is read from the disc first.',
    };
  }
  return Object.hasOwn(explanations, kind) ? explanations[kind as keyof typeof explanations] : undefined;
}

const parts: readonly (readonly [pattern: RegExp, words: string])[] = [
  [/^embedding$/, 'One row for each token of the vocabulary: what the token means before any context.'],
  [/^classifier$/, 'One row for each token: how well the last vector fits it.'],
  [/^registers$/, 'Learned vectors that stand before the text, as room to think.'],
  [/^denseformer$/, 'For each layer the weights by which earlier outputs are mixed.'],
  [/^norm$/, 'Weights of the last norm, before the classifier.'],
  [/^rope$/, 'The table of cosines and sines that the file carries.'],
  [/\.norm$/, 'Weights of a norm, one for each element of the stream.'],
  [/\.wq$/, 'Makes the query of each head: what a position looks for.'],
  [/\.wk$/, 'Makes the key of each KV head: what a position can be found by.'],
  [/\.wv$/, 'Makes the value of each KV head: what a position hands on when it is found.'],
  [/\.wo$/, 'Brings the outputs of all heads back into the stream.'],
  [/\.w1$/, 'Makes the gate of the feed-forward block.'],
  [/\.w3$/, 'Makes the content that the gate lets through.'],
  [/\.w2$/, 'Brings the feed-forward block’s result back into the stream.'],
];

/** What a matrix is for. */
export const explainMatrix = (name: string): string | undefined =>
  parts.find(([pattern]) => pattern.test(name))?.[1];
