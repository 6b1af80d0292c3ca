import { FormatError } from '../formatError';
import type { ModelConfig } from '../model';
import { shapeProblems, type DeclaredShape } from '../shapeChecks';

export interface DeclaredModel extends DeclaredShape {
  readonly eps: number;
  readonly sharedClassifier: boolean;
  readonly denseformer: boolean;
  readonly valueResidual: boolean;
}

/**
 * A config from a file's counts.
 * @param fieldOf the file's name of a field, for the message.
 * @throws FormatError when the counts are invalid.
 */
export function configOfShape(
  label: string,
  stated: DeclaredModel,
  fieldOf: (field: keyof DeclaredShape) => string,
): ModelConfig {
  const [problem] = shapeProblems(stated);
  if (problem !== undefined) {
    throw new FormatError({
      label,
      field: fieldOf(problem.field),
      found: String(stated[problem.field]),
      expected: problem.expected,
      advice: 'PS2 ML does not support this shape',
    });
  }
  const headDim = stated.dim / stated.heads;
  return { ...stated, headDim, kvDim: headDim * stated.kvHeads };
}

/** What is said of a model that attends to fewer positions than its context has. */
export function windowNote(window: number, positions: number): string {
  return `The model attends to ${window} positions at a time, and PS2 ML to all: its context is ${window} positions instead of ${positions}.`;
}
