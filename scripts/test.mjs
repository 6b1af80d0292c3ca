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
 * Tests of one test file, or what a check counts as.
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * One thing to run, and whether it writes counts of its test files.
 * @typedef {{ name: string, command: string, args: string[], counts: boolean }} Job
 */

const tool = (/** @type {string} */ file) => path.join(projectRoot, 'node_modules', file);
const reporter = ['--reporter', path.join(projectRoot, 'scripts/counting-reporter.cjs')];
/** @returns {Job} */
const mocha = (/** @type {string} */ name, /** @type {string[]} */ args) => ({
  name,
  command: process.execPath,
  // A test that failed may leave something open, which must not keep the run from its end.
  args: [tool('mocha/bin/mocha.js'), ...args, ...reporter, '--exit'],
  counts: true,
});

/** Folders of test/ with the unit tests that take longest, longest first: each in a process of its own. */
const long = ['debug-adapter', 'runtime', 'browser', 'ps2'];
const noUnit = ['host', 'e2e', 'fixtures', 'support', 'vectors'];
const rest = readdirSync(path.join(projectRoot, 'test'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && ![...long, ...noUnit].includes(entry.name))
  .map(({ name }) => name);
const testsOf = (/** @type {string} */ folder) => `test/${folder}/**/*.test.ts`;

const checks = ['lint', 'types', 'format'].map((name) => ({
  name,
  command: 'npm',
  args: ['run', '--silent', `check:${name}`],
  counts: false,
}));
const unitTests = [
  ...long.map((folder) => mocha(`unit tests of ${folder}`, [testsOf(folder)])),
  mocha('other unit tests', rest.map(testsOf)),
];
const hostTests = {
  name: 'host tests',
  command: process.execPath,
  args: [tool('tsx/dist/cli.mjs'), path.join(projectRoot, 'test/host/launch.ts')],
  counts: true,
};
const e2eTests = (/** @type {string[]} */ files) =>
  mocha('e2e tests', ['--config', 'test/e2e/.mocharc.json', ...files]);

const kinds = ['unit', 'host', 'e2e'];
/** @returns {string[]} the kinds of test to run */
function chosenKinds() {
  const [option, kind, ...more] = process.argv.slice(2);
  if (option === undefined) return kinds;
  if (option === '--only' && kind !== undefined && kinds.includes(kind) && more.length === 0) return [kind];
  console.error(`npm test takes no option or \`-- --only ${kinds.join('|')}\`.`);
  process.exit(2);
}

const chosen = chosenKinds();
/** Counts of each test file; a step without tests has an entry once it failed. @type {Map<string, Counts>} */
const results = new Map();
const failed = (/** @type {string} */ name) => results.set(name, { passed: 0, failed: 1, skipped: 0 });
if (!(await systemPackages())) process.exit(1);
await install();
const temporary = await mkdtemp(path.join(tmpdir(), 'ps2ml-test-'));

/** Runs a job and keeps what it counted. Its output comes at once, or `later`, when it is done. */
async function runJob(/** @type {Job} */ job, later = false) {
  const file = path.join(temporary, `${job.name}.json`);
  const log = path.join(temporary, `${job.name}.log`);
  const begin = Date.now();
  if (!later) console.log(`\n== ${job.name}`);
  const output = later ? await open(log, 'w') : undefined;
  const env = job.counts ? { PS2ML_TEST_COUNTS: file } : {};
  const code = await run(job.command, job.args, { env, ...(output && { output: output.fd }) });
  await output?.close();
  if (later) process.stdout.write(`\n== ${job.name}\n${await readFile(log, 'utf8')}`);
  const state = code === 0 ? 'done' : 'FAILED';
  console.log(`== ${job.name}: ${state} after ${((Date.now() - begin) / 1000).toFixed(0)} s`);
  /** @type {[string, Counts][]} */
  const counts = job.counts ? Object.entries(await readFile(file, 'utf8').then(JSON.parse, () => ({}))) : [];
  for (const [name, ofFile] of counts) results.set(name, ofFile);
  // A check, an error outside of any test, or a run that ended before it could count.
  const told = counts.some(([, ofFile]) => ofFile.failed > 0);
  if (code === 0 && job.counts && counts.length === 0) failed(job.name);
  if (code !== 0 && !told) failed(job.name);
  return counts.filter(([, ofFile]) => ofFile.failed > 0).map(([name]) => name);
}

/** Runs jobs, as many at once as there are cores. */
async function runAll(/** @type {Job[]} */ jobs) {
  const left = [...jobs];
  const work = async () => {
    for (let job = left.shift(); job !== undefined; job = left.shift()) await runJob(job, true);
  };
  await Promise.all(Array.from({ length: Math.max(1, availableParallelism()) }, work));
}

/**
 * Runs the tests in the browser. They drive a whole VS Code, which nobody here has in hand; a file that failed is tried a second
 * time, which is said, and fails when it fails again.
 */
async function runE2e() {
  const failures = await runJob(e2eTests(['test/e2e/**/*.test.ts']));
  if (failures.length === 0 || failures.includes('')) return;
  console.log(`\nA second time: ${failures.map((file) => path.relative(projectRoot, file)).join(', ')}`);
  await runJob({ ...e2eTests(failures), name: 'e2e tests that failed' });
}

const build = {
  name: 'build',
  command: process.execPath,
  args: [path.join(projectRoot, 'scripts/build.mjs'), '--production'],
  counts: false,
};
await runJob(build);
await runAll([...(chosen.includes('unit') ? unitTests : []), ...(chosen.length > 1 ? checks : [])]);
// Without a build there is nothing to put into VS Code.
if (!results.has(build.name) && (chosen.includes('host') || chosen.includes('e2e'))) {
  await installHost();
  if (chosen.includes('host')) await runJob(hostTests);
  if (chosen.includes('e2e')) await runE2e();
}
await rm(temporary, { recursive: true, force: true });

const failures = [...results].filter(([, counts]) => counts.failed > 0);
for (const [name] of failures)
  console.log(`Failed: ${path.isAbsolute(name) ? path.relative(projectRoot, name) : name}`);
const sum = (/** @type {keyof Counts} */ kind) =>
  [...results.values()].reduce((total, counts) => total + counts[kind], 0);
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
process.exit(failures.length > 0 ? 1 : 0);
