/**
 * Makes the pictures of the README and the docs from a real run in VS Code in a browser: `npm run pictures`. Not a
 * test; look at what it writes before it is committed.
 */
import { cp, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { errorText } from '../../common/errorText';
import { packagedExtension } from '../support/package';
import { projectRoot } from '../support/project';
import { copyOfWorkspace } from '../support/workspaces';
import { Workbench } from './workbench';

const images = path.join(projectRoot, 'docs', 'images');

async function picture(workbench: Workbench, name: string): Promise<void> {
  // Nothing is under the pointer, and what has just changed has been painted.
  await workbench.page.mouse.move(200, 480);
  await workbench.page.waitForTimeout(1500);
  await workbench.page.screenshot({ path: path.join(images, `${name}.png`) });
  console.log(path.join('docs', 'images', `${name}.png`));
}

/** The inspector on a trained model: its values as a heat map. */
async function inspector(workbench: Workbench): Promise<void> {
  await workbench.openFile('stories.psnt');
  const page = await workbench.webview('inspector');
  await page.getByRole('tab', { name: 'Values' }).click();
  await workbench.see('the heat map', page.getByText('largest magnitude'));
  await picture(workbench, 'inspector');
}

/** A session on the built-in console: one token done, stopped in the first layer of the next. */
async function session(workbench: Workbench): Promise<void> {
  await workbench.press('F5');
  await workbench.stoppedBefore('embed');
  await workbench.press('Control+Shift+D');
  await workbench.debugButton('Step Token');
  await workbench.stoppedBefore('embed');
  await workbench.clickBreakpoint('L00.attn.q');
  await workbench.debugButton('Continue');
  await workbench.stoppedBefore('L00.attn.q');
  await workbench.debugButton('Step Over');
  await workbench.stoppedBefore('L00.attn.k');
  await workbench.showPanel('PS2 ML');
  await workbench.figures('disc');
  await picture(workbench, 'session');
}

async function main(): Promise<void> {
  await mkdir(images, { recursive: true });
  const workspace = await copyOfWorkspace('empty');
  await cp(path.join(projectRoot, 'samples', 'stories'), workspace.folder, { recursive: true });
  const workbench = await Workbench.open({ vsix: await packagedExtension(), folder: workspace.folder });
  try {
    await inspector(workbench);
    await session(workbench);
  } finally {
    await workbench.close();
    await workspace.dispose();
  }
}

main().catch((error: unknown) => {
  console.error(errorText(error));
  process.exitCode = 1;
});
