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
if (!(await systemPackages())) process.exit(1);
await install();
const jobs = new Jobs();

/**
 * Runs the tests in VS Code. Those in the browser use mouse and keys; a failed file is reported and run again, and fails if it fails twice.
 */
async function runInHost() {
  await hostInstalled;
  if (chosen.includes('host')) await jobs.run(hostTests);
  if (!chosen.includes('e2e') || !(await jobs.run(packaging))) return;
  const again = await jobs.runAll(e2eTests, cores);
  if (again.length > 0) console.log(`\nRetrying: ${again.map(({ name }) => name).join(', ')}`);
  for (const job of again) await jobs.run(job);
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
if (isInHost) await runInHost();
process.exit(await jobs.finish());
