/** The counts in a model file, not yet checked. */
export interface DeclaredShape {
  readonly dim: number;
  readonly hiddenDim: number;
  readonly layers: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly vocabSize: number;
  readonly seqLen: number;
  readonly ropeTheta: number;
  readonly uniqueLayers: number;
  readonly registers: number;
}

export interface ShapeProblem {
  readonly field: keyof DeclaredShape;
  /** The expected value, as the end of "expected …". */
  readonly expected: string;
}

/**
 * More logical layers than any known model has; a bound, because a file can claim them without having bytes for them.
 */
export const maxLayers = 1024;
/** More positions than fit in any plan; a bound for the same reason. */
export const maxSeqLen = 1 << 20;

/** All problems of these counts for a Llama-style model; at most one per field. */
export function shapeProblems(shape: DeclaredShape): ShapeProblem[] {
  const problems = new Map<keyof DeclaredShape, string>();
  const check = (field: keyof DeclaredShape, right: boolean, expected: string): void => {
    if (!right && !problems.has(field)) problems.set(field, expected);
  };
  const { dim, hiddenDim, layers, heads, kvHeads, vocabSize, seqLen, ropeTheta, uniqueLayers, registers } =
    shape;
  check('dim', dim > 0, 'a positive number');
  check('hiddenDim', hiddenDim > 0, 'a positive number');
  check('layers', layers > 0 && layers <= maxLayers, `1 to ${maxLayers} layers`);
  check('heads', heads > 0, 'a positive number');
  check('kvHeads', kvHeads > 0, 'a positive number');
  check('vocabSize', vocabSize > 0, 'a positive number');
  check('seqLen', seqLen > 0 && seqLen <= maxSeqLen, `1 to ${maxSeqLen} positions`);
  check('ropeTheta', Number.isFinite(ropeTheta) && ropeTheta > 0, 'a finite number above 0');
  check('uniqueLayers', uniqueLayers > 0, 'a positive number');
  check('registers', registers >= 0, '0 or more registers');
  const positive = (...fields: (keyof DeclaredShape)[]): boolean =>
    fields.every((field) => !problems.has(field));
  if (positive('dim', 'heads')) {
    check('heads', dim % heads === 0, `a divisor of the width (${dim})`);
    check('heads', (dim / heads) % 2 === 0, `an even head size ${dim} / heads, because RoPE rotates pairs`);
  }
  if (positive('heads', 'kvHeads')) {
    check('kvHeads', heads % kvHeads === 0, `a divisor of the number of heads (${heads})`);
  }
  if (positive('layers', 'uniqueLayers')) {
    // Pairs may share although the number of layers is odd: the last unique layer is executed once then.
    const inPairs = uniqueLayers === (layers + 1) / 2;
    check(
      'uniqueLayers',
      layers % uniqueLayers === 0 || inPairs,
      `a divisor of the number of layers (${layers})${layers % 2 === 1 ? `, or ${(layers + 1) / 2}` : ''}`,
    );
  }
  return [...problems].map(([field, expected]) => ({ field, expected }));
}
