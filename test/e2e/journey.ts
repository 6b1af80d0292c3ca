import { packagedExtension } from '../support/package';
import { sampleWorkspace } from '../support/sample';
import type { Workspace } from '../support/workspaces';
import { limits } from '../support/wait';
import { Workbench, type WorkbenchOptions } from './workbench';

/**
 * Declares a journey: tests that go on where the one before ended, in one workbench. After a failure the rest is not tried, as it
 * could only wait in vain.
 * @param steps declares the tests; the workbench is there once they run.
 * @param makeWorkspace the folder that is open: with a copy of the sample unless another is given.
 */
export function journey(
  title: string,
  settings: NonNullable<WorkbenchOptions['settings']>,
  steps: (workbench: () => Workbench) => void,
  makeWorkspace: () => Promise<Workspace> = sampleWorkspace,
): void {
  describe(title, () => {
    let workspace: Workspace | undefined;
    let workbench: Workbench | undefined;
    let failed = false;

    before(async function () {
      this.timeout(limits.testMs);
      workspace = await makeWorkspace();
      workbench = await Workbench.open({
        vsix: await packagedExtension(),
        folder: workspace.folder,
        settings,
      });
    });

    beforeEach(() => {
      if (failed) throw new Error('the journey ended with the failure above');
    });

    afterEach(function () {
      failed ||= this.currentTest?.state === 'failed';
    });

    after(async () => {
      await workbench?.close();
      await workspace?.dispose();
    });

    steps(() => {
      if (workbench === undefined) throw new Error('The workbench has not been opened.');
      return workbench;
    });
  });
}
