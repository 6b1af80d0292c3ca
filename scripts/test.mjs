// npm test: installs what the tests need, then checks, builds and runs all tests. Ends with a plain line
// `N passed, N failed, N skipped`. Option: --only unit|host|e2e runs the tests of one kind, without the checks.
import { readdirSync } from 'node:fs';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installHost } from './host.mjs';
import { install } from './install.mjs';
import { projectRoot, run } from './process.mjs';
import { systemPackages } from './system-packages.mjs';

const tool = (/** @type {string} */ file) => path.join(projectRoot, 'node_modules', file);
const mocha = tool('mocha/bin/mocha.js');
const reporter = ['--reporter', path.join(projectRoot, 'scripts/counting-reporter.cjs')];

/** Folders of test/ whose tests compute most, and those that hold no unit tests. */
const heavy = ['ps2', 'runtime', 'samples'];
const others = ['host', 'e2e', 'fixtures', 'support', 'vectors'];
const folders = readdirSync(path.join(projectRoot, 'test'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !others.includes(entry.name))
  .map(({ name }) => name);
/** Mocha over these folders of test/. */
const unit = (/** @type {string[]} */ names) => [
  mocha,
  ...names.map((name) => `test/${name}/**/*.test.ts`),
  ...reporter,
];

/** Kind of test → what Node runs for it, all at once. @type {Record<string, string[][]>} */
const kinds = {
  unit: [unit(folders.filter((name) => !heavy.includes(name))), unit(heavy)],
  host: [[tool('tsx/dist/cli.mjs'), path.join(projectRoot, 'test/host/launch.ts')]],
  e2e: [[mocha, '--config', path.join(projectRoot, 'test/e2e/.mocharc.json'), ...reporter]],
};

/** @returns {string[]} the kinds of test to run */
function chosenKinds() {
  const [option, kind, ...more] = process.argv.slice(2);
  if (option === undefined) return Object.keys(kinds);
  if (option === '--only' && kind !== undefined && kind in kinds && more.length === 0) return [kind];
  console.error(`npm test takes no option or \`-- --only ${Object.keys(kinds).join('|')}\`.`);
  process.exit(2);
}

/** Counts of one mocha run; one that ended without counts has failed once. */
async function countsOf(/** @type {string} */ file, /** @type {number} */ exitCode) {
  const counts = await readFile(file, 'utf8').then(JSON.parse, () => undefined);
  if (counts === undefined) return { passed: 0, failed: 1, skipped: 0 };
  // For instance an error outside of any test.
  return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

const chosen = chosenKinds();
const total = { passed: 0, failed: 0, skipped: 0 };
/** @type {string[]} */
const failures = [];
/** Runs a step that counts as one failure when it fails. */
async function step(/** @type {string} */ name, /** @type {() => Promise<number>} */ action) {
  const begin = Date.now();
  console.log(`\n== ${name}`);
  const code = await action();
  console.log(
    `== ${name}: ${code === 0 ? 'done' : 'FAILED'} after ${((Date.now() - begin) / 1000).toFixed(0)} s`,
  );
  if (code !== 0) failures.push(name);
  return code;
}

if (!(await systemPackages())) process.exit(1);
await install();
if (chosen.length > 1)
  for (const check of ['types', 'lint', 'format'])
    if ((await step(check, () => run('npm', ['run', '--silent', `check:${check}`]))) !== 0) total.failed++;
const built = await step('build', () =>
  run(process.execPath, [path.join(projectRoot, 'scripts/build.mjs'), '--production']),
);
if (built !== 0) total.failed++;
// Without a build there is nothing to put into VS Code.
const runnable = built === 0 ? chosen : chosen.filter((kind) => kind === 'unit');
if (runnable.some((kind) => kind !== 'unit')) await installHost();
const temporary = await mkdtemp(path.join(tmpdir(), 'ps2ml-test-'));
for (const kind of runnable) {
  /** @type {{ file: string, code: number }[]} */
  let runs = [];
  await step(`${kind} tests`, async () => {
    runs = await Promise.all(
      (kinds[kind] ?? []).map((args, part) => runPart(args, `${kind}-${part}`, part > 0)),
    );
    return runs.find(({ code }) => code !== 0)?.code ?? 0;
  });
  for (const { file, code } of runs) {
    const counts = await countsOf(file, code);
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped += counts.skipped;
  }
}

/** Runs tests; the output of those that run beside others comes when they are done. */
async function runPart(
  /** @type {string[]} */ args,
  /** @type {string} */ name,
  /** @type {boolean} */ waits,
) {
  const file = path.join(temporary, `${name}.json`);
  const env = { PS2ML_TEST_COUNTS: file };
  if (!waits) return { file, code: await run(process.execPath, args, { env }) };
  const log = path.join(temporary, `${name}.log`);
  const output = await open(log, 'w');
  const code = await run(process.execPath, args, { env, output: output.fd });
  await output.close();
  process.stdout.write(await readFile(log));
  return { file, code };
}
await rm(temporary, { recursive: true, force: true });
if (failures.length > 0) console.log(`\nFailed: ${failures.join(', ')}.`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(failures.length > 0 || total.failed > 0 ? 1 : 0);
