/**
 * The entry point that VS Code's extension host calls: runs mocha on the tests that stand beside this file once bundled.
 */
import { appendFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
import type Mocha from 'mocha';
import * as vscode from 'vscode';
import { limits } from '../support/wait';

/** Milliseconds from the request to activate the extension until it is active, its code loaded. */
async function activationMs(): Promise<number> {
  const extension = vscode.extensions.getExtension('ps2ml.ps2-ml');
  if (!extension) throw new Error('The extension is not there.');
  if (extension.isActive) throw new Error('The extension was active before it was asked for.');
  const start = performance.now();
  await extension.activate();
  return performance.now() - start;
}

/** Runs all tests. Rejects when one fails, which gives the host a non-zero exit code. */
export async function run(): Promise<void> {
  const root = process.env['PS2ML_PROJECT_ROOT'];
  if (root === undefined) throw new Error('PS2ML_PROJECT_ROOT is not set.');
  const output = process.env['PS2ML_HOST_OUTPUT'];
  if (process.env['PS2ML_HOST_MEASURE'] !== undefined) {
    if (output === undefined) throw new Error('PS2ML_HOST_OUTPUT is not set.');
    appendFileSync(output, `activation-ms ${await activationMs()}\n`);
    return;
  }
  // Mocha is an ES module and stays outside the bundle: only one copy may exist.
  const { default: MochaClass } = (await import('mocha')) as unknown as { default: typeof Mocha };
  if (output !== undefined) {
    // The workbench mixes console.log with its own messages; the launcher prints this file instead.
    MochaClass.reporters.Base.consoleLog = (...line: unknown[]) =>
      appendFileSync(output, `${format(...line)}\n`);
  }
  const mocha = new MochaClass({
    reporter: path.join(root, 'scripts/counting-reporter.cjs'),
    timeout: limits.testMs,
    forbidOnly: true,
  });
  const files = readdirSync(__dirname).filter((name) => name.endsWith('.test.js'));
  if (files.length === 0) throw new Error(`No tests in ${__dirname}.`);
  for (const name of files.sort()) mocha.addFile(path.join(__dirname, name));
  await mocha.loadFilesAsync();
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} tests failed.`);
}
