import { FormatError } from '../formatError';
import type { ModelConfig } from '../model';
import { shapeProblems, type StatedShape } from '../shapeChecks';

export interface StatedModel extends StatedShape {
  readonly eps: number;
  readonly sharedClassifier: boolean;
  readonly denseformer: boolean;
  readonly valueResidual: boolean;
}

/**
 * A config from what a file states.
 * @param fieldOf what the file calls a field, for the message.
 * @throws FormatError when the counts are impossible.
 */
export function configOfShape(
  label: string,
  stated: StatedModel,
  fieldOf: (field: keyof StatedShape) => string,
): ModelConfig {
  const [problem] = shapeProblems(stated);
  if (problem !== undefined) {
    throw new FormatError({
      label,
      field: fieldOf(problem.field),
      found: String(stated[problem.field]),
      expected: problem.expected,
      advice: 'the console runs no model of another shape, so this one cannot be converted',
    });
  }
  const headDim = stated.dim / stated.heads;
  return { ...stated, headDim, kvDim: headDim * stated.kvHeads };
}
