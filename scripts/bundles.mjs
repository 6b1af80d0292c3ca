// What is bundled: every entry point, and how esbuild puts it into dist/.
import { existsSync } from 'node:fs';
import { chmod, readdir } from 'node:fs/promises';
import path from 'node:path';
import { alias, languageServer } from './language-server.mjs';
import { projectRoot } from './process.mjs';

/** What runs in Node: bundle in dist/ → entry point. */
const nodeEntries = {
  extension: 'extension/node.ts',
  'debug-adapter': 'debug-adapter/main.ts',
  'engine-worker': 'model/engine/node/engineWorker.ts',
  'console-worker': 'ps2/node/consoleWorker.ts',
  'tokenizer-worker': 'model/tokenizer/node/tokenizerWorker.ts',
  'conversion-worker': 'model/convert/node/conversionWorker.ts',
};
/** The command line, which runs as a program of its own. */
const commandLine = { cli: 'cli/main.ts' };
/** What runs in VS Code's web worker host. */
const webEntries = { 'web/extension': 'extension/web.ts' };

/** Web workers that it starts. */
const webWorkers = { 'web/tokenizer-worker': 'model/tokenizer/worker/browserWorker.ts' };

/**
 * Each folder of webviews/ that holds a main.ts is one page, dist/webviews/NAME.js and NAME.css; controls is the script
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

/** Makes each bundle executable as soon as it is written, so that npm's links to it work after every build. */
const executable = {
  name: 'executable',
  setup(/** @type {import('esbuild').PluginBuild} */ build) {
    const { absWorkingDir = '', outdir = '', entryPoints = {}, write } = build.initialOptions;
    build.onEnd(async ({ errors }) => {
      if (errors.length > 0 || write === false) return;
      for (const name of Object.keys(entryPoints))
        await chmod(path.resolve(absWorkingDir, outdir, `${name}.js`), 0o755);
    });
  },
};

/**
 * The bundles, one esbuild configuration for each kind of place that they run in.
 * @param {{ production: boolean, outdir?: string }} options
 * @returns {Promise<import('esbuild').BuildOptions[]>}
 */
export async function configurations({ production, outdir = 'dist' }) {
  /** @satisfies {import('esbuild').BuildOptions} */
  const common = {
    absWorkingDir: projectRoot,
    outdir,
    bundle: true,
    minify: production,
    // For who reads a stack; what users read has its names by itself.
    keepNames: !production,
    sourcemap: production ? 'external' : 'linked',
    // They are in THIRD-PARTY-LICENSES.txt, as a whole.
    legalComments: 'none',
    logLevel: 'warning',
    metafile: true,
    alias,
  };
  const semver = path.join(projectRoot, 'scripts/semver.cjs');
  /** @satisfies {import('esbuild').BuildOptions} */
  const node = {
    ...common,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode'],
    alias: { ...alias, 'semver/functions/parse': semver, 'semver/functions/satisfies': semver },
  };
  return [
    ...languageServer(common),
    { ...node, entryPoints: nodeEntries },
    { ...node, entryPoints: commandLine, banner: { js: '#!/usr/bin/env node' }, plugins: [executable] },
    {
      ...common,
      platform: 'browser',
      format: 'cjs',
      target: 'chrome120',
      external: ['vscode'],
      entryPoints: webEntries,
      // What @vscode/debugadapter takes from Node; the rest of it is never called for an inline session.
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
      entryPoints: { ...webWorkers, ...(await webviewEntries()) },
    },
  ];
}
