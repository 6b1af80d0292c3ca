import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Absolute path of a file of the package. This module and the bundle that it becomes lie one folder below its root.
 * @throws Error in words when it is not there.
 */
export function packageFile(...names: readonly string[]): string {
  const path = join(__dirname, '..', ...names);
  if (existsSync(path)) return path;
  throw new Error(`${names.join('/')} is not there: it belongs to PS2 ML, so install PS2 ML again.`);
}

/** The EE program. */
export const programFile = (): string => packageFile('runtime', 'prebuilt', 'ps2ml.elf');
