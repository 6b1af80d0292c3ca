import type { Place } from './place';
import { projectFileName, type ProjectProblem } from './project';

/** Something in `ps2ml.json` is wrong. The message has a line for each, as compilers print them. */
export class ProjectError extends Error {
  override readonly name = 'ProjectError';
}

/** `ps2ml.json:3:14: error: …` */
export function problemLine({ line, column }: Place, message: string): string {
  return `${projectFileName}:${line}:${column}: error: ${message}`;
}

/** All of what is wrong with a text. */
export function projectError(
  problems: readonly ProjectProblem[],
  placeOf: (problem: ProjectProblem) => Place,
): ProjectError {
  return new ProjectError(
    problems.map((problem) => problemLine(placeOf(problem), problem.message)).join('\n'),
  );
}
