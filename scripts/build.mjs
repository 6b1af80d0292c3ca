// Bundles every entry point into dist/. Options: --production (minified), --watch.
import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { alias, languageServer } from './language-server.mjs';
import { isMain, projectRoot } from './process.mjs';

/** Bundles for Node: bundle in dist/ → entry point. */
const nodeEntries = {
  extension: 'extension/node.ts',
  'debug-adapter': 'debug-adapter/main.ts',
  'engine-worker': 'model/engine/node/engineWorker.ts',
  'console-worker': 'ps2/node/consoleWorker.ts',
  'conversion-worker': 'model/convert/node/conversionWorker.ts',
  cli: 'cli/main.ts',
};
/** Bundles for VS Code's web worker host. */
const webEntries = { 'web/extension': 'extension/web.ts' };

/**
 * Each folder of webviews/ with a main.ts is one page, dist/webviews/NAME.js and NAME.css; controls is the script
 * that all pages load after their first paint.
 */
async function webviewEntries() {
  const folders = await readdir(path.join(projectRoot, 'webviews'), { withFileTypes: true });
  return Object.fromEntries(
    folders
      .filter((folder) => folder.isDirectory())
      .map((folder) => [`webviews/${folder.name}`, `webviews/${folder.name}/main.ts`])
      .filter(([, file]) => existsSync(path.join(projectRoot, file))),
  );
}

/** The esbuild configurations of the bundles, one for each environment. */
async function configurations(/** @type {boolean} */ production) {
  const common = {
    absWorkingDir: projectRoot,
    outdir: 'dist',
    bundle: true,
    minify: production,
    // Readable names in stack traces; texts for users do not depend on them.
    keepNames: !production,
    sourcemap: production ? 'external' : 'linked',
    legalComments: 'none',
    logLevel: 'warning',
    alias,
  };
  const semver = path.join(projectRoot, 'scripts/semver.cjs');
  const node = {
    ...common,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode'],
    alias: { ...alias, 'semver/functions/parse': semver, 'semver/functions/satisfies': semver },
  };
  const { cli, ...nodeWithoutCli } = nodeEntries;
  return [
    ...languageServer(common),
    { ...node, entryPoints: nodeWithoutCli },
    { ...node, entryPoints: { cli }, banner: { js: '#!/usr/bin/env node' } },
    {
      ...common,
      platform: 'browser',
      format: 'cjs',
      target: 'chrome120',
      external: ['vscode'],
      entryPoints: webEntries,
      // The parts of Node that @vscode/debugadapter uses in an inline session.
      alias: {
        ...alias,
        events: path.join(projectRoot, 'scripts/web/events.mjs'),
        url: path.join(projectRoot, 'scripts/web/url.mjs'),
      },
    },
    {
      ...common,
      platform: 'browser',
      format: 'iife',
      target: 'chrome120',
      entryPoints: await webviewEntries(),
    },
  ];
}

/**
 * @param {{ production?: boolean, watch?: boolean }} [options]
 * @returns {Promise<void>} when built; with watch, after the first build, while watching continues
 */
export async function build({ production = false, watch = false } = {}) {
  const esbuild = await import('esbuild');
  // A watch must not remove files that a running VS Code has open.
  if (!watch) await rm(path.join(projectRoot, 'dist'), { recursive: true, force: true });
  const todo = await configurations(production);
  if (watch) {
    for (const configuration of todo)
      await (await esbuild.context({ ...configuration, logLevel: 'info' })).watch();
  } else {
    await Promise.all(todo.map((configuration) => esbuild.build(configuration)));
  }
}

if (isMain(import.meta.url)) {
  const options = process.argv.slice(2);
  const unknown = options.filter((option) => option !== '--production' && option !== '--watch');
  if (unknown.length > 0) {
    console.error(`build: unknown option ${unknown.join(' ')}; options: --production, --watch`);
    process.exit(2);
  }
  await build({ production: options.includes('--production'), watch: options.includes('--watch') }).catch(
    () => {
      // esbuild has printed the errors.
      process.exit(1);
    },
  );
}
