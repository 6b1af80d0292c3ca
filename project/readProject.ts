import { projectError } from './error';
import { parseProject } from './parse';
import { placeOf } from './place';
import type { Project } from './project';

/** The project in the text of a `ps2ml.json`. @throws ProjectError with the place of each error. */
export function readProjectText(text: string): Project {
  const { project, problems } = parseProject(text);
  if (project) return project;
  throw projectError(problems, ({ offset }) => placeOf(text, offset));
}
