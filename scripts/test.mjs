// npm test: installs what the tests need, then checks, builds and runs all tests. Ends with a plain line
// `N passed, N failed, N skipped`. Option: --only unit|host|e2e runs the tests of one kind, without the checks.
import { readdirSync } from 'node:fs';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { installHost } from './host.mjs';
import { install } from './install.mjs';
import { projectRoot, run } from './process.mjs';
import { systemPackages } from './system-packages.mjs';

/**
 * Numbers of passed, failed and skipped tests.
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * A command to run, and whether it writes counts of its tests.
 * @typedef {{ name: string, command: string, args: string[], counts: boolean, env?: Record<string, string> }} Job
 */

const tool = (/** @type {string} */ file) => path.join(projectRoot, 'node_modules', file);
const reporter = ['--reporter', path.join(projectRoot, 'scripts/counting-reporter.cjs')];
/** @returns {Job} */
const mocha = (/** @type {string} */ name, /** @type {string[]} */ args) => ({
  name,
  command: process.execPath,
  // A failed test may leave something open, which must not keep the run from ending.
  args: [tool('mocha/bin/mocha.js'), ...args, ...reporter, '--exit'],
  counts: true,
});

/** Folders of test/ with a separate process for their unit tests. */
const own = ['debug-adapter', 'runtime', 'browser', 'ps2'];
const noUnit = ['host', 'e2e', 'fixtures', 'support', 'vectors'];
const rest = readdirSync(path.join(projectRoot, 'test'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && ![...own, ...noUnit].includes(entry.name))
  .map(({ name }) => name);
const testsOf = (/** @type {string} */ folder) => `test/${folder}/**/*.test.ts`;
/** The longest ones start first, so that no core is idle at the end. */
const unitTests = [
  ...own.slice(0, 2).map((folder) => mocha(`unit tests of ${folder}`, [testsOf(folder)])),
  mocha('other unit tests', rest.map(testsOf)),
  ...own.slice(2).map((folder) => mocha(`unit tests of ${folder}`, [testsOf(folder)])),
];

const checks = ['lint', 'types', 'format'].map((name) => ({
  name,
  command: 'npm',
  args: ['run', '--silent', `check:${name}`],
  counts: false,
}));
const hostTests = {
  name: 'host tests',
  command: process.execPath,
  args: [tool('tsx/dist/cli.mjs'), path.join(projectRoot, 'test/host/launch.ts')],
  counts: true,
};
const packageFile = path.join(projectRoot, 'out/ps2-ml.vsix');
const packaging = { name: 'package', command: 'npm', args: ['run', '--silent', 'package'], counts: false };
/** Each file is a journey through a separate VS Code. */
const e2eTests = readdirSync(path.join(projectRoot, 'test/e2e'))
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => ({
    ...mocha(`e2e tests of ${name.replace('.test.ts', '')}`, [
      ...['--config', 'test/e2e/.mocharc.json'],
      `test/e2e/${name}`,
    ]),
    env: { PS2ML_VSIX: packageFile },
  }));

const kinds = ['unit', 'host', 'e2e'];
/** @returns {string[]} the kinds of test to run */
function chosenKinds() {
  const [option, kind, ...more] = process.argv.slice(2);
  if (option === undefined) return kinds;
  if (option === '--only' && kind !== undefined && kinds.includes(kind) && more.length === 0) return [kind];
  console.error(`Unknown option. Usage: npm test [-- --only ${kinds.join('|')}]`);
  process.exit(2);
}

const chosen = chosenKinds();
/** The counts of the jobs, by name. @type {Map<string, Counts>} */
const results = new Map();
if (!(await systemPackages())) process.exit(1);
await install();
const temporary = await mkdtemp(path.join(tmpdir(), 'ps2ml-test-'));

/**
 * Runs a job and stores its counts. Its output is printed at once, or with `later`, at its end.
 * @returns {Promise<boolean>} whether it succeeded
 */
async function runJob(/** @type {Job} */ job, later = false) {
  const file = path.join(temporary, `${job.name}.json`);
  const log = path.join(temporary, `${job.name}.log`);
  await rm(file, { force: true });
  const begin = Date.now();
  if (!later) console.log(`\n== ${job.name}`);
  const output = later ? await open(log, 'w') : undefined;
  const env = { ...job.env, ...(job.counts && { PS2ML_TEST_COUNTS: file }) };
  const code = await run(job.command, job.args, { env, ...(output && { output: output.fd }) });
  await output?.close();
  if (later) process.stdout.write(`\n== ${job.name}\n${await readFile(log, 'utf8')}`);
  const seconds = ((Date.now() - begin) / 1000).toFixed(0);
  console.log(`== ${job.name}: ${code === 0 ? 'done' : 'FAILED'} after ${seconds} s`);
  const nothing = { passed: 0, failed: 0, skipped: 0 };
  /** @type {Counts | undefined} */
  const counted = job.counts ? await readFile(file, 'utf8').then(JSON.parse, () => undefined) : nothing;
  const counts = counted ?? nothing;
  // A check, an error outside a test, or a run that ended before it wrote counts.
  const isUncounted = counted === undefined || (code !== 0 && counts.failed === 0);
  results.set(job.name, isUncounted ? { ...counts, failed: 1 } : counts);
  return code === 0 && !isUncounted;
}

/** Runs jobs, at most `atOnce` at once. @returns the failed ones */
async function runAll(/** @type {Job[]} */ jobs, /** @type {number} */ atOnce) {
  const left = [...jobs];
  /** @type {Job[]} */
  const failed = [];
  const work = async () => {
    for (let job = left.shift(); job !== undefined; job = left.shift())
      if (!(await runJob(job, true))) failed.push(job);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return failed;
}

/**
 * Runs the tests in VS Code. Those in the browser use mouse and keys; a failed file is reported and run again, and fails if it fails twice.
 */
async function runInHost() {
  await hostInstalled;
  if (chosen.includes('host')) await runJob(hostTests);
  if (!chosen.includes('e2e') || !(await runJob(packaging))) return;
  const again = await runAll(e2eTests, cores);
  if (again.length > 0) console.log(`\nRetrying: ${again.map(({ name }) => name).join(', ')}`);
  for (const job of again) await runJob(job);
}

const build = {
  name: 'build',
  command: process.execPath,
  args: [path.join(projectRoot, 'scripts/build.mjs'), '--production'],
  counts: false,
};
const cores = availableParallelism();
const isBuilt = await runJob(build);
// The tests in VS Code need the build. The server is downloaded while the unit tests run.
const isInHost = isBuilt && (chosen.includes('host') || chosen.includes('e2e'));
const hostInstalled = isInHost ? installHost() : undefined;
// Some tests mostly wait.
await runAll(
  [...(chosen.includes('unit') ? unitTests : []), ...(chosen.length > 1 ? checks : [])],
  cores + 1,
);
if (isInHost) await runInHost();
await rm(temporary, { recursive: true, force: true });

const failures = [...results].filter(([, { failed }]) => failed > 0).map(([name]) => name);
if (failures.length > 0) console.log(`\nFailed: ${failures.join(', ')}.`);
const sum = (/** @type {keyof Counts} */ kind) =>
  [...results.values()].reduce((total, counts) => total + counts[kind], 0);
console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
process.exit(failures.length > 0 ? 1 : 0);
