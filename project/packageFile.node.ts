import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Absolute path of a file of the package. This module and its bundle are both one folder below the root.
 * @throws Error when the file is missing.
 */
export function packageFile(...names: readonly string[]): string {
  const path = join(__dirname, '..', ...names);
  if (existsSync(path)) return path;
  throw new Error(`${names.join('/')} is missing. It is part of PS2 ML: reinstall PS2 ML.`);
}

/** The EE program. */
export const programFile = (): string => packageFile('runtime', 'prebuilt', 'ps2ml.elf');
