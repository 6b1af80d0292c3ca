import type { Place } from './place';
import { projectFileName, type ProjectProblem } from './project';

/** `ps2ml.json` has errors. The message has one line per error, in the form of compilers. */
export class ProjectError extends Error {
  override readonly name = 'ProjectError';
}

/** `ps2ml.json:3:14: error: …` */
export function problemLine({ line, column }: Place, message: string): string {
  return `${projectFileName}:${line}:${column}: error: ${message}`;
}

/** One error for all problems of a text. */
export function projectError(
  problems: readonly ProjectProblem[],
  placeOf: (problem: ProjectProblem) => Place,
): ProjectError {
  return new ProjectError(
    problems.map((problem) => problemLine(placeOf(problem), problem.message)).join('\n'),
  );
}
