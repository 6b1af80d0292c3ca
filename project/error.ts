import type { Place } from './place';
import { projectFileName, type ProjectProblem } from './project';

/** `ps2ml.json` has errors. The message has one line per error, in the form of compilers. */
export class ProjectError extends Error {
  override readonly name = 'ProjectError';

  /** @param place of the first error. */
  constructor(
    message: string,
    readonly place: Place,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** `ps2ml.json:3:14: error: …` */
export function problemLine({ line, column }: Place, message: string): string {
  return `${projectFileName}:${line}:${column}: error: ${message}`;
}

const start: Place = { line: 1, column: 1 };

/** One error for all problems of a text. */
export function projectError(
  problems: readonly ProjectProblem[],
  placeOf: (problem: ProjectProblem) => Place,
): ProjectError {
  const places = problems.map(placeOf);
  const lines = problems.map(({ message }, index) => problemLine(places[index] ?? start, message));
  return new ProjectError(lines.join('\n'), places[0] ?? start);
}
