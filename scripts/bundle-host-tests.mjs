// Bundles test/host/ into out/test/host/, for the pinned host and for @vscode/test-cli alike.
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { alias } from './language-server.mjs';
import { projectRoot } from './process.mjs';

/** Where the bundles are. */
export const hostTests = path.join(projectRoot, 'out/test/host');

/** Bundles every test and the index that runs them. */
export async function bundleHostTests() {
  const esbuild = await import('esbuild');
  const source = path.join(projectRoot, 'test/host');
  const files = (await readdir(source)).filter((name) => name.endsWith('.test.ts') || name === 'index.ts');
  await rm(hostTests, { recursive: true, force: true });
  await esbuild.build({
    entryPoints: files.map((name) => path.join(source, name)),
    outdir: hostTests,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    alias,
    logLevel: 'warning',
  });
}
