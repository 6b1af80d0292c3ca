import type { Operation, Plan } from './plan';

/** Comments in front of the listing of a program that describes itself. */
export function describedComments({ model, config }: Plan): string[] {
  const { dim, hiddenDim, layers, heads, kvHeads, vocabSize } = config;
  const known = [
    dim > 0 && `dim ${dim}`,
    hiddenDim > 0 && `hidden ${hiddenDim}`,
    layers > 0 && `${layers} layers`,
    heads > 0 && `${heads} heads`,
    kvHeads > 0 && `${kvHeads} KV heads`,
    vocabSize > 0 && `vocabulary ${vocabSize}`,
  ].filter((text) => text !== false);
  return [
    `# Forward pass of a program with ${model}, as the program reported it`,
    ...(known.length === 0 ? [] : [`# ${known.join(', ')}`]),
  ];
}

/** `f32[1×128] <- layers.00.attn.wo[128][128] q8  # reported again under the same name` */
export function describedOperation(plan: Plan, { index, matrix: used }: Operation): string {
  const result = plan.described?.results[index];
  const matrix = used === undefined ? undefined : plan.matrices[used];
  const from =
    matrix === undefined ? '' : ` <- ${matrix.name}[${matrix.rows}][${matrix.cols}] ${matrix.type}`;
  const note = plan.described?.notes[index] ?? '';
  const to =
    result === undefined || result.fault !== undefined
      ? 'no result that can be shown'
      : `${result.type}[${result.rows}×${result.cols}]`;
  return `${to}${from}${note === '' ? '' : `  # ${note}`}`;
}
