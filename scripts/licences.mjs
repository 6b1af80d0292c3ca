// The licence texts of what is bundled: the package ships them. They are found from what esbuild says it has put into
// the bundles, so that no list has to be kept.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** Where the build writes them, from the project's folder. */
export const licencesFile = 'dist/THIRD-PARTY-LICENSES.txt';

/**
 * A package that is in a bundle.
 * @typedef {{ name: string, version: string, licence: string, texts: string[], notices: string[] }} Package
 */

const licenceFile = /^(?:licen[cs]e|copying)(?:[-.]|$)/i;
const noticeFile = /^(?:notices?|third-?party-?notices|copyright-?notice)(?:\.|$)/i;

/**
 * The folders of the packages from which something is in the bundles.
 * @param {readonly (import('esbuild').Metafile | undefined)[]} metafiles
 * @returns {string[]} from the project's folder, sorted
 */
export function bundledPackages(metafiles) {
  const files = metafiles
    .flatMap((metafile) => Object.values(metafile?.outputs ?? {}))
    .flatMap(({ inputs }) => Object.entries(inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([file]) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]);
  return [...new Set(files.filter((folder) => folder !== undefined))].sort();
}

/**
 * Packages that leave their licence in their repository → the bundled package of the same owner under the same licence,
 * whose file has the same words. Of FAST: https://github.com/microsoft/fast/blob/master/LICENSE, the MIT License,
 * "Copyright (c) Microsoft Corporation."
 * @type {Record<string, string>}
 */
const sameLicence = {
  '@microsoft/fast-element': '@vscode/webview-ui-toolkit',
  '@microsoft/fast-foundation': '@vscode/webview-ui-toolkit',
  '@microsoft/fast-web-utilities': '@vscode/webview-ui-toolkit',
};

/** @returns {Promise<Package>} */
async function readPackage(/** @type {string} */ folder) {
  const { name, version, license } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
  if (typeof license !== 'string')
    throw new Error(`${name} ${version} is bundled, but its package.json names no licence in "license".`);
  const files = (await readdir(folder)).sort();
  const read = (/** @type {RegExp} */ pattern) =>
    Promise.all(
      files
        .filter((file) => pattern.test(file))
        .map(async (file) => (await readFile(path.join(folder, file), 'utf8')).replaceAll('\r\n', '\n')),
    );
  return { name, version, licence: license, texts: await read(licenceFile), notices: await read(noticeFile) };
}

/** The licence texts of a package. @returns {string[]} */
function licenceOf(
  /** @type {Package} */ { name, version, licence, texts },
  /** @type {Package[]} */ packages,
) {
  if (texts.length > 0) return texts;
  const same = packages.find((entry) => entry.name === sameLicence[name] && entry.licence === licence);
  if (same === undefined || same.texts.length === 0)
    throw new Error(
      `${name} ${version} (${licence}) is bundled, but the package has no licence file. Bundle another version, or name a package with the same licence text in scripts/licences.mjs.`,
    );
  return same.texts;
}

/**
 * The text of the file.
 * @param {readonly string[]} folders of the bundled packages, from `root`
 * @param {string} root
 * @throws Error with a sentence when the licence of a package cannot be found
 */
export async function licencesText(folders, root) {
  const found = await Promise.all(folders.map((folder) => readPackage(path.join(root, folder))));
  const packages = [
    ...new Map(found.map((entry) => [`${entry.name} ${entry.version}`, entry])).values(),
  ].sort((a, b) => (`${a.name} ${a.version}` < `${b.name} ${b.version}` ? -1 : 1));
  const parts = packages.map((entry) =>
    [
      `${entry.name} ${entry.version} (${entry.licence})`,
      ...[...licenceOf(entry, packages), ...entry.notices].map((text) => text.trim()),
    ].join('\n\n'),
  );
  const line = `\n\n${'='.repeat(80)}\n\n`;
  return `${['PS2 ML contains these packages, each under its own licence.', ...parts].join(line)}\n`;
}
