// Runs checks and tests as programs of their own, some at once, and adds their counts up.
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { projectRoot, run } from './process.mjs';

/**
 * A test that failed; `reason` is the first line of it.
 * @typedef {{ file: string, title: string, reason: string }} FailedTest
 * How many tests ended how, and which failed.
 * @typedef {{ passed: number, failed: number, skipped: number, failedTests: FailedTest[] }} Counts
 * One thing to run, and whether it writes counts of its tests.
 * @typedef {{ name: string, command: string, args: string[], counts: boolean, env?: Record<string, string> }} Job
 */

export const cores = availableParallelism();

/** A program of an npm package, by its file below node_modules. */
export const tool = (/** @type {string} */ file) => path.join(projectRoot, 'node_modules', file);

/** A script of package.json. @returns {Job} */
export const npmScript = (/** @type {string} */ name, /** @type {string} */ script) => ({
  name,
  command: 'npm',
  args: ['run', '--silent', script],
  counts: false,
});

/** A mocha run that counts. @returns {Job} */
export const mocha = (/** @type {string} */ name, /** @type {string[]} */ args) => ({
  name,
  command: process.execPath,
  args: [
    tool('mocha/bin/mocha.js'),
    ...args,
    ...['--reporter', path.join(projectRoot, 'scripts/counting-reporter.cjs')],
    // A test that failed may leave something open, which must not keep the run from its end.
    '--exit',
  ],
  counts: true,
});

const described = (/** @type {FailedTest} */ { file, title, reason }) =>
  `${path.relative(projectRoot, file)}: ${title}: ${reason}`;

/** Runs jobs and knows what they counted. */
export class Jobs {
  /** By the names of the jobs. @type {Map<string, Counts>} */
  #results = new Map();
  #folder = mkdtemp(path.join(tmpdir(), 'ps2ml-test-'));

  /**
   * Runs a job and keeps what it counted. Its output comes at once, or `later`, when it is done.
   * @returns {Promise<boolean>} whether all went well
   */
  async run(/** @type {Job} */ job, later = false) {
    const file = path.join(await this.#folder, `${job.name}.json`);
    const log = path.join(await this.#folder, `${job.name}.log`);
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
    const nothing = { passed: 0, failed: 0, skipped: 0, failedTests: [] };
    /** @type {Counts | undefined} */
    const counted = job.counts ? await readFile(file, 'utf8').then(JSON.parse, () => undefined) : nothing;
    const counts = counted ?? nothing;
    // A check, an error outside of any test, or a run that ended before it could count.
    const isUncounted = counted === undefined || (code !== 0 && counts.failed === 0);
    this.#results.set(job.name, isUncounted ? { ...counts, failed: 1 } : counts);
    return code === 0 && !isUncounted;
  }

  /** Runs jobs, so many at once. @returns those that failed */
  async runAll(/** @type {Job[]} */ jobs, /** @type {number} */ atOnce) {
    const left = [...jobs];
    /** @type {Job[]} */
    const failed = [];
    const work = async () => {
      for (let job = left.shift(); job !== undefined; job = left.shift())
        if (!(await this.run(job, true))) failed.push(job);
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    return failed;
  }

  /**
   * Runs the files of failed tests again, by themselves: on a busy machine a test may miss a limit of time. Says which
   * tests failed the first time. A test that fails twice has failed.
   */
  async repeatFailed(/** @type {Job[]} */ jobs, /** @type {(name: string, files: string[]) => Job} */ jobOf) {
    for (const { name } of jobs) {
      const counts = this.#results.get(name);
      if (counts === undefined) continue;
      const { failedTests, failed, passed } = counts;
      const files = [...new Set(failedTests.map(({ file }) => file))];
      if (files.length === 0 || files.includes('')) continue;
      console.log(`\nFailed, and run again:`);
      for (const test of failedTests) console.log(`  ${name}: ${described(test)}`);
      const again = jobOf(`${name}, again`, files);
      const isMended = await this.run(again);
      this.#results.delete(again.name);
      if (isMended)
        this.#results.set(name, { ...counts, failed: 0, passed: passed + failed, failedTests: [] });
    }
  }

  /**
   * Says what failed and, on a last plain line, `N passed, N failed, N skipped`.
   * @returns {Promise<number>} the exit code
   */
  async finish() {
    await rm(await this.#folder, { recursive: true, force: true });
    const failures = [...this.#results].filter(([, { failed }]) => failed > 0);
    if (failures.length > 0) console.log(`\nFailed: ${failures.map(([name]) => name).join(', ')}.`);
    // Whoever reads only the end of a log finds what to look for.
    for (const [name, { failedTests }] of failures)
      for (const test of failedTests) console.log(`  ${name}: ${described(test)}`);
    const sum = (/** @type {'passed' | 'failed' | 'skipped'} */ kind) =>
      [...this.#results.values()].reduce((total, counts) => total + counts[kind], 0);
    console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
    return failures.length > 0 ? 1 : 0;
  }
}
