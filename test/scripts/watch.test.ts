import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'jsonc-parser';
import { afterEach, describe, it } from 'mocha';
import { configurations } from '../../scripts/bundles.mjs';
import { watch } from '../../scripts/watch.mjs';
import { withFolder } from '../disc/folder';
import { projectRoot } from '../support/project';

/** Lines as they are printed, one wait at a time. */
class Lines {
  readonly all: string[] = [];
  private arrived = (): void => undefined;

  readonly print = (line: string): void => {
    this.all.push(line);
    this.arrived();
  };

  /** Takes all lines up to the first that matches, which may still have to come. */
  async upTo(pattern: RegExp): Promise<string[]> {
    for (;;) {
      const end = this.all.findIndex((line) => pattern.test(line));
      if (end >= 0) return this.all.splice(0, end + 1);
      await new Promise<void>((resolve) => (this.arrived = resolve));
    }
  }
}

/** Writes a file as a whole, so that a build never sees half of it. */
async function replace(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}

interface Matcher {
  readonly pattern: { readonly regexp: string };
  readonly background: { readonly beginsPattern: string; readonly endsPattern: string };
}

/** The problem matcher that .vscode/tasks.json gives the watch. */
function matcher(): Matcher {
  const { tasks } = parse(readFileSync(path.join(projectRoot, '.vscode/tasks.json'), 'utf8')) as {
    readonly tasks: readonly { readonly label: string; readonly problemMatcher: Matcher }[];
  };
  const task = tasks.find(({ label }) => label === 'watch');
  assert.ok(task);
  return task.problemMatcher;
}

describe('the watch', () => {
  const { pattern, background } = matcher();
  const [begins, ends] = [new RegExp(background.beginsPattern), new RegExp(background.endsPattern)];

  let watching: Awaited<ReturnType<typeof watch>> | undefined;
  afterEach(async () => {
    await watching?.dispose();
    watching = undefined;
  });

  it('says in lines that the editor understands when a build begins, what is wrong, and when it is done', async () => {
    await withFolder(async (folder) => {
      const file = (name: string): string => path.join(folder, name);
      await writeFile(file('a.ts'), 'export const a = 1;\n');
      await writeFile(file('b.ts'), "import { a } from './a';\nconsole.log(a);\n");
      const common = { absWorkingDir: folder, outdir: 'out', bundle: true };
      const lines = new Lines();
      watching = await watch(
        // Both hold the file that will be wrong.
        [
          { ...common, entryPoints: ['a.ts'] },
          { ...common, entryPoints: ['b.ts'] },
        ],
        lines.print,
      );
      assert.deepEqual(await lines.upTo(ends), ['[watch] build started', '[watch] build finished, 0 errors']);

      await replace(file('a.ts'), 'export const a =\n  1 +* 2;\n');
      const [first = '', ...problems] = await lines.upTo(/finished, [1-9]/);
      assert.match(first, begins);
      const found = problems.map((line) => new RegExp(pattern.regexp).exec(line)?.slice(1, 5));
      assert.deepEqual(found[0], ['a.ts', '2', '6', 'error'], problems.join('\n'));
      assert.match(problems.at(-1) ?? '', ends);

      await replace(file('a.ts'), 'export const a = 2;\n');
      await lines.upTo(/^\[watch\] build finished, 0 errors$/);
    });
  });

  it('leaves the command line executable', async function () {
    // Windows knows no such permission.
    if (process.platform === 'win32') this.skip();
    await withFolder(async (folder) => {
      const all = await configurations({ production: false, outdir: folder });
      const lines = new Lines();
      watching = await watch(
        all.filter(({ entryPoints }) => Object.keys(entryPoints ?? {}).includes('cli')),
        lines.print,
      );
      await lines.upTo(/finished, 0 errors/);
      assert.equal((await stat(path.join(folder, 'cli.js'))).mode & 0o111, 0o111);
    });
  });
});
