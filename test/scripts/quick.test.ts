import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'mocha';
import { leftOut } from '../../scripts/unit-tests.mjs';
import { withFolder } from '../disc/folder';
import { projectRoot } from '../support/project';

describe('the quick tests', () => {
  it('leave out what is slow, and what needs a program that is missing', async () => {
    await withFolder(async (folder) => {
      const files = {
        'a/plain.test.ts': "import 'mocha';\n// Slow: said too late.\n",
        'a/slow.test.ts': "// Slow: not part of test:quick.\nimport 'mocha';\n",
        'a/tools.test.ts': '// Needs node, no-such-program: where they are installed.\n',
        'a/tool.test.ts': '// Needs node: where it is installed.\n',
        'a/helper.ts': '// Slow: no test.\n',
        'browser/page.test.ts': '// Slow: left out with its folder.\n',
      };
      for (const [file, text] of Object.entries(files)) {
        await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
        await writeFile(path.join(folder, file), text);
      }
      assert.deepEqual(leftOut(folder), [
        { file: 'a/slow.test.ts', why: 'slow' },
        { file: 'a/tools.test.ts', why: 'needs no-such-program' },
      ]);
    });
  });

  it('and all other tasks of the editor are scripts of the package', async () => {
    const read = async (file: string): Promise<unknown> =>
      JSON.parse(await readFile(path.join(projectRoot, file), 'utf8'));
    const { tasks } = (await read('.vscode/tasks.json')) as { tasks: { label: string; script: string }[] };
    const { configurations } = (await read('.vscode/launch.json')) as {
      configurations: { preLaunchTask?: string }[];
    };
    const { scripts } = (await read('package.json')) as { scripts: Record<string, string> };
    assert.ok(tasks.length > 0);
    for (const { script } of tasks) assert.ok(script in scripts, script);
    for (const { preLaunchTask } of configurations)
      if (preLaunchTask !== undefined) assert.ok(tasks.some(({ label }) => label === preLaunchTask));
  });
});
