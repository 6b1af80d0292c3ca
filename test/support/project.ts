import { existsSync } from 'node:fs';
import path from 'node:path';

/** The folder of the project, absolute: the nearest above this code with a package.json, also above a bundle of it. */
export const projectRoot = rootAbove(__dirname);

function rootAbove(folder: string): string {
  return existsSync(path.join(folder, 'package.json')) ? folder : rootAbove(path.dirname(folder));
}
