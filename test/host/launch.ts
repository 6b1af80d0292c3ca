/**
 * Runs the tests of this folder inside VS Code's extension host: bundles them, starts the pinned server, opens its
 * page in a browser, and waits for the exit code.
 */
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { errorText } from '../../common/errorText';
import { bundleHostTests, hostTests } from '../../scripts/bundle-host-tests.mjs';
import { installHost, startHost, type Host } from '../../scripts/host.mjs';
import { launchBrowser } from '../support/browser';
import { projectRoot } from '../support/project';
import { limits, settled } from '../support/wait';
import { copyOfWorkspace } from '../support/workspaces';

/** A test that hangs ends by itself before its run does. All of them together may take long where things go on. */
const runLimits = { noProgressMs: limits.testMs + limits.noProgressMs, waitMs: 12 * limits.testMs };
const outputFile = path.join(projectRoot, 'out/host-tests.txt');

/** The address that makes the workbench load the extension from its folder and run the tests in its host. */
function testAddress(host: Host, workspace: string): string {
  const remote = (folder: string): string => `vscode-remote://127.0.0.1:${host.port}${folder}`;
  const payload = [
    ['extensionDevelopmentPath', remote(projectRoot)],
    ['extensionTestsPath', remote(path.join(hostTests, 'index'))],
  ];
  return `${host.url}?folder=${encodeURIComponent(workspace)}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
}

/** Runs the tests and resolves to their exit code. */
async function main(): Promise<number> {
  await installHost();
  await bundleHostTests();
  await mkdir(path.dirname(outputFile), { recursive: true });
  await rm(outputFile, { force: true });
  const workspace = await copyOfWorkspace('empty');
  const host = await startHost({
    extensionLink: path.join(projectRoot, 'test/fixtures/hexEditor'),
    // Without it the workbench does not report the exit code.
    arguments: ['--enable-smoke-test-driver'],
    env: { PS2ML_HOST_OUTPUT: outputFile, PS2ML_PROJECT_ROOT: projectRoot },
  });
  const browser = await launchBrowser();
  const workbenchLog: string[] = [];
  try {
    const page = await browser.newPage();
    await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => {
      workbenchLog.push(`${type}: ${args.map(String).join(' ')}`);
    });
    const exitCode = new Promise<number>((resolve) => {
      void page.exposeFunction('codeAutomationExit', (code: number) => resolve(code));
    });
    await page.goto(testAddress(host, workspace.folder));
    const outputSoFar = (): string => (existsSync(outputFile) ? readFileSync(outputFile, 'utf8') : '');
    // The tests write a line as each of them ends.
    const seen = (): unknown => ({ last: outputSoFar().slice(-500), lines: workbenchLog.length });
    const result = await settled(
      'the exit code of the tests inside VS Code',
      exitCode,
      seen,
      runLimits,
    ).catch(errorText);
    const output = outputSoFar();
    process.stdout.write(output);
    if (typeof result === 'string' || (result !== 0 && !/\d+ failing/.test(output))) {
      const last = [...workbenchLog.slice(-40), '', ...host.log.slice(-40)].join('\n');
      console.error(
        `The tests inside VS Code did not run to their end: ${result}\nVS Code said last:\n${last}`,
      );
      return 1;
    }
    return result;
  } finally {
    await browser.close();
    await host.dispose();
    await workspace.dispose();
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(errorText(error));
    process.exit(1);
  },
);
