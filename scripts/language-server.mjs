// How the language server is bundled: for the build and for its tests.
import path from 'node:path';
import { projectRoot } from './process.mjs';

/** The parser's `main` is a UMD module, which a bundler cannot follow. */
export const alias = { 'jsonc-parser': path.join(projectRoot, 'node_modules/jsonc-parser/lib/esm/main.js') };

/**
 * The language server: all of it in one bundle that a web worker runs and Node loads, and a small one for Node around
 * it. It is in the package only once.
 * @param {import('esbuild').BuildOptions} common
 * @returns {import('esbuild').BuildOptions[]}
 */
export function languageServer(common) {
  const core = {
    name: 'core of the language server',
    setup(/** @type {import('esbuild').PluginBuild} */ build) {
      build.onResolve({ filter: /^\.\.\/core$/ }, () => ({
        path: './web/language-server.js',
        external: true,
      }));
    },
  };
  return [
    {
      ...common,
      platform: 'browser',
      format: 'iife',
      target: ['chrome120', 'node20'],
      globalName: 'languageServer',
      footer: { js: "if (typeof module === 'object') module.exports = languageServer;" },
      entryPoints: { 'web/language-server': 'language-server/browser.ts' },
    },
    {
      ...common,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      entryPoints: { 'language-server': 'language-server/main.ts' },
      plugins: [core],
    },
  ];
}

/** Builds only the language server, into `outdir`. */
export async function buildLanguageServer(/** @type {string} */ outdir) {
  const { build } = await import('esbuild');
  const common = {
    absWorkingDir: projectRoot,
    outdir,
    bundle: true,
    alias,
    logLevel: /** @type {const} */ ('error'),
  };
  await Promise.all(languageServer(common).map((configuration) => build(configuration)));
}
