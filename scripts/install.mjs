// Installs the npm packages of package-lock.json, unless they are already there.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { isMain, must, projectRoot } from './process.mjs';

/**
 * Whether node_modules matches package-lock.json. Compares versions, not times: a fresh clone * gives every file the time of the clone. Packages for another platform may be absent.
 * @param {string} folder
 */
async function isInstalled(folder) {
  /** @param {string} file */
  const packagesOf = async (file) => JSON.parse(await readFile(path.join(folder, file), 'utf8')).packages;
  const wanted = await packagesOf('package-lock.json');
  let present;
  try {
    present = await packagesOf('node_modules/.package-lock.json');
  } catch {
    return false;
  }
  return Object.entries(wanted).every(([name, entry]) => {
    if (name === '') return true;
    const found = present[name];
    return found === undefined ? entry.optional === true : found.version === entry.version;
  });
}

/** Runs `npm ci` when node_modules is missing or does not match package-lock.json. */
export async function install() {
  if (await isInstalled(projectRoot)) return;
  console.error('Installing npm packages (npm ci) ...');
  await must('Installing npm packages', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
}

if (isMain(import.meta.url)) await install();
