// npm test: installs what the tests need, then checks, builds and runs all tests. Ends with a plain line
// `N passed, N failed, N skipped`. Option: --only unit|host|e2e runs the tests of one kind, without the checks.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { installHost } from './host.mjs';
import { install } from './install.mjs';
import { cores, Jobs, mocha, npmScript, tool } from './jobs.mjs';
import { projectRoot } from './process.mjs';
import { systemPackages } from './system-packages.mjs';
import { unitTests } from './unit-tests.mjs';

const checks = ['lint', 'types', 'format'].map((name) => npmScript(name, `check:${name}`));
const hostTests = {
  name: 'host tests',
  command: process.execPath,
  args: [tool('tsx/dist/cli.mjs'), path.join(projectRoot, 'test/host/launch.ts')],
  counts: true,
};
const packageFile = path.join(projectRoot, 'out/ps2-ml.vsix');
const packaging = npmScript('package', 'package');
const journey = (/** @type {string} */ name, /** @type {string[]} */ files) => ({
  ...mocha(name, ['--config', 'test/e2e/.mocharc.json', ...files]),
  env: { PS2ML_VSIX: packageFile },
});
/** Each file is a journey through a separate VS Code. */
const e2eTests = readdirSync(path.join(projectRoot, 'test/e2e'))
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => journey(`e2e tests of ${name.replace('.test.ts', '')}`, [`test/e2e/${name}`]));

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
if (!(await systemPackages())) process.exit(1);
await install();
const jobs = new Jobs();

/** Runs the tests in VS Code. Those in the browser use mouse and keys. */
async function runInHost() {
  await hostInstalled;
  if (chosen.includes('host')) await jobs.run(hostTests);
  if (!chosen.includes('e2e') || !(await jobs.run(packaging))) return;
  await jobs.runAll(e2eTests, cores);
  await jobs.repeatFailed(e2eTests, journey);
}

const build = {
  name: 'build',
  command: process.execPath,
  args: [path.join(projectRoot, 'scripts/build.mjs'), '--production'],
  counts: false,
};
const isBuilt = await jobs.run(build);
// The tests in VS Code need the build. The server is downloaded while the unit tests run.
const isInHost = isBuilt && (chosen.includes('host') || chosen.includes('e2e'));
const hostInstalled = isInHost ? installHost() : undefined;
// Some tests mostly wait.
await jobs.runAll(
  [...(chosen.includes('unit') ? unitTests : []), ...(chosen.length > 1 ? checks : [])],
  cores + 1,
);
await jobs.repeatFailed(unitTests, mocha);
if (isInHost) await runInHost();
process.exit(await jobs.finish());
