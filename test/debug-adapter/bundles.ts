import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { projectRoot } from '../support/project';

/** Bundles as they are shipped, in a folder of their own. */
export interface Bundles {
  /** Absolute path of a bundle. */
  file(name: string): string;
  remove(): void;
}

/** @param entries bundle → entry point, from the project's folder. */
export function bundle(entries: Readonly<Record<string, string>>): Bundles {
  const folder = mkdtempSync(path.join(tmpdir(), 'ps2ml-bundles-'));
  buildSync({
    absWorkingDir: projectRoot,
    entryPoints: entries,
    outdir: folder,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    // Its main entry loads its parts in a way that a bundle cannot follow.
    alias: { 'jsonc-parser': path.join(projectRoot, 'node_modules/jsonc-parser/lib/esm/main.js') },
    logLevel: 'error',
  });
  return {
    file: (name) => path.join(folder, `${name}.js`),
    remove: () => rmSync(folder, { recursive: true }),
  };
}
