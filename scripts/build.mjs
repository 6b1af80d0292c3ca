// Bundles every entry point into dist/. Options: --production (minified), --watch (rebuilds on every change).
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { configurations } from './bundles.mjs';
import { bundledPackages, licencesFile, licencesText } from './licences.mjs';
import { isMain, projectRoot } from './process.mjs';
import { watch } from './watch.mjs';

/**
 * Builds dist/, with the licences of the bundled packages.
 * @param {{ production?: boolean }} [options]
 */
export async function build({ production = false } = {}) {
  const esbuild = await import('esbuild');
  await rm(path.join(projectRoot, 'dist'), { recursive: true, force: true });
  const todo = await configurations({ production });
  const results = await Promise.all(todo.map((configuration) => esbuild.build(configuration)));
  const packages = bundledPackages(results.map(({ metafile }) => metafile));
  await writeFile(path.join(projectRoot, licencesFile), await licencesText(packages, projectRoot));
}

/** Runs the command line of this script. @returns {Promise<number>} its exit code */
async function main(/** @type {string[]} */ options) {
  const unknown = options.filter((option) => option !== '--production' && option !== '--watch');
  if (unknown.length > 0) {
    console.error(`build: unknown option ${unknown.join(' ')}; options: --production, --watch`);
    return 2;
  }
  const production = options.includes('--production');
  try {
    await (options.includes('--watch') ? watch(await configurations({ production })) : build({ production }));
    return 0;
  } catch (error) {
    // esbuild has printed the errors.
    if (!Array.isArray(error.errors)) console.error(`build: ${error.message}`);
    return 1;
  }
}

if (isMain(import.meta.url)) process.exitCode = await main(process.argv.slice(2));
