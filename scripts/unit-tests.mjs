// The unit tests: which there are, how they are shared among processes, and which of them are quick.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { mocha } from './jobs.mjs';
import { projectRoot } from './process.mjs';
import { onPath } from './system-packages.mjs';

const testFolder = path.join(projectRoot, 'test');
/** Folders of test/ whose unit tests have a process of their own. */
const own = ['runtime', 'debug-adapter', 'browser', 'ps2'];
const noUnit = ['host', 'e2e', 'fixtures', 'support', 'vectors'];
const rest = readdirSync(testFolder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && ![...own, ...noUnit].includes(entry.name))
  .map(({ name }) => name);
const testsOf = (/** @type {string} */ folder) => `test/${folder}/**/*.test.ts`;

/** Those that take longest start first, so that no core is idle at the end. */
const jobs = (/** @type {string[]} */ folders, /** @type {string[]} */ options) => [
  mocha('other unit tests', [...rest.map(testsOf), ...options]),
  ...folders.map((folder) => mocha(`unit tests of ${folder}`, [testsOf(folder), ...options])),
];

/** All of them. */
export const unitTests = jobs(own, []);

/**
 * What is not quick, by what the first lines of a test file say: `// Slow: …`, or `// Needs A, B: …` for programs that
 * must be installed.
 * @returns {{ file: string, why: string }[]}
 */
export function leftOut(folder = testFolder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.test.ts') && !inBrowser.test(file))
    .sort()
    .flatMap((file) => {
      const head = /^(?:\/\/.*\n)*/.exec(readFileSync(path.join(folder, file), 'utf8'))?.[0] ?? '';
      const needs = /^\/\/ Needs ([^:\n]+):/m.exec(head)?.[1]?.split(', ') ?? [];
      const missing = needs.filter((program) => !onPath(program));
      if (/^\/\/ Slow:/m.test(head)) return [{ file, why: 'slow' }];
      return missing.length === 0 ? [] : [{ file, why: `needs ${missing.join(', ')}` }];
    });
}
/** Folders of test/ that as a whole need a browser or a VS Code. */
const inBrowser = /^(?:browser|e2e|host)\//;

/** The quick ones: no browser, no VS Code, nothing slow and nothing that needs a program that is not here. */
export function quickUnitTests() {
  const ignored = leftOut().flatMap(({ file }) => ['--ignore', `test/${file}`]);
  return jobs(
    own.filter((folder) => folder !== 'browser'),
    ignored,
  );
}
