import { existsSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from './project';

/**
 * The path of a file of the folder `shared` beside the project, which holds trained models that are not part of it;
 * undefined where it does not exist, and a test that wants it then skips and says so.
 */
export function sharedPath(name: string): string | undefined {
  const file = path.resolve(projectRoot, '..', 'shared', name);
  return existsSync(file) ? file : undefined;
}
