import { existsSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from './project';

/** A file of the data for tests and trials that may lie beside the project, or undefined where it does not. */
export function sharedPath(name: string): string | undefined {
  const file = path.resolve(projectRoot, '..', 'shared', name);
  return existsSync(file) ? file : undefined;
}
