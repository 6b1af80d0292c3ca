import type { BuildOptions } from 'esbuild';

/** Builds, and rebuilds on every change until it is disposed; prints lines that an editor can read. */
export function watch(
  configurations: readonly BuildOptions[],
  print?: (line: string) => void,
): Promise<{ readonly dispose: () => Promise<void> }>;
