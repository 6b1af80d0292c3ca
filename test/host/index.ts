/**
 * The entry point that VS Code's extension host calls: runs mocha on the tests that stand beside this file once bundled.
 */
import { appendFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
import type Mocha from 'mocha';

/** Runs all tests. Rejects when one fails, which gives the host a non-zero exit code. */
export async function run(): Promise<void> {
  const root = process.env['PS2ML_PROJECT_ROOT'];
  if (root === undefined) throw new Error('PS2ML_PROJECT_ROOT is not set.');
  // Mocha is an ES module and stays outside the bundle: only one copy may exist.
  const { default: MochaClass } = (await import('mocha')) as unknown as { default: typeof Mocha };
  const output = process.env['PS2ML_HOST_OUTPUT'];
  if (output !== undefined) {
    // The workbench mixes console.log with its own messages; the launcher prints this file instead.
    MochaClass.reporters.Base.consoleLog = (...line: unknown[]) =>
      appendFileSync(output, `${format(...line)}\n`);
  }
  const mocha = new MochaClass({
    reporter: path.join(root, 'scripts/counting-reporter.cjs'),
    timeout: 30_000,
    forbidOnly: true,
  });
  const files = readdirSync(__dirname).filter((name) => name.endsWith('.test.js'));
  if (files.length === 0) throw new Error(`No tests in ${__dirname}.`);
  for (const name of files.sort()) mocha.addFile(path.join(__dirname, name));
  await mocha.loadFilesAsync();
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} tests failed.`);
}
