import assert from 'node:assert/strict';
import {
  chmod,
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { writeFileAtomically } from '../../disc/node/atomicFile';
import { withFolder } from './folder';

const text = (value: string) => new TextEncoder().encode(value);

describe('atomic file writing', () => {
  it('appends, patches, replaces and returns what the writer returned', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'out');
      await writeFile(path, 'old');
      const result = await writeFileAtomically(path, async (output) => {
        await output.write(text('....body'));
        assert.equal(await readFile(path, 'utf8'), 'old');
        await output.writeAt(text('HEAD'), 0);
        await output.write(text('!'));
        await assert.rejects(output.writeAt(text('xx'), 8), /only 9 bytes/);
        return output.position;
      });
      assert.equal(result, 9);
      assert.equal(await readFile(path, 'utf8'), 'HEADbody!');
      assert.deepEqual(await readdir(folder), ['out']);
    });
  });

  it('leaves the old file and nothing else when the writer fails or is cancelled', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'out');
      await writeFile(path, 'old');
      await assert.rejects(
        writeFileAtomically(path, async (output) => {
          await output.write(text('new'));
          throw new Error('source failed');
        }),
        /source failed/,
      );
      const abort = new AbortController();
      await assert.rejects(
        writeFileAtomically(
          path,
          async (output) => {
            await output.write(text('new'));
            abort.abort(new Error('cancelled by hand'));
            await output.write(text('more'));
          },
          abort.signal,
        ),
        /cancelled by hand/,
      );
      await assert.rejects(
        writeFileAtomically(path, () => Promise.resolve(), abort.signal),
        /cancelled by hand/,
      );
      assert.equal(await readFile(path, 'utf8'), 'old');
      assert.deepEqual(await readdir(folder), ['out']);
    });
  });

  it('sweeps what a dead process left and spares what a living one writes', async () => {
    await withFolder(async (folder) => {
      const dead = spawnSync(process.execPath, ['-e', '']).pid;
      const past = new Date(Date.now() - 3_600_000);
      const names = {
        leftover: `.out.${dead}-0123abcd.tmp`,
        living: `.out.${process.pid}-0123abcd.tmp`,
        fresh: `.out.${dead}-89abcdef.tmp`,
        foreign: `.other.${dead}-0123abcd.tmp`,
      };
      for (const name of Object.values(names)) {
        await writeFile(join(folder, name), 'x');
        if (name !== names.fresh) await utimes(join(folder, name), past, past);
      }
      await writeFileAtomically(join(folder, 'out'), (output) => output.write(text('new')));
      assert.deepEqual(
        (await readdir(folder)).sort(),
        [names.foreign, names.fresh, names.living, 'out'].sort(),
      );
    });
  });

  it('keeps permissions and follows links', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'real');
      await writeFile(path, 'old');
      await chmod(path, 0o640);
      await symlink(path, join(folder, 'link'));
      await writeFileAtomically(join(folder, 'link'), (output) => output.write(text('new')));
      assert.equal(await readFile(path, 'utf8'), 'new');
      assert.equal((await stat(path)).mode & 0o777, 0o640);
    });
  });

  it('writes the target of a link that does not exist yet, and keeps the link', async () => {
    await withFolder(async (folder) => {
      await mkdir(join(folder, 'elsewhere'));
      await symlink('elsewhere/later', join(folder, 'dangling'));
      await symlink('dangling', join(folder, 'second'));
      await writeFileAtomically(join(folder, 'second'), (output) => output.write(text('new')));
      assert.equal(await readFile(join(folder, 'elsewhere', 'later'), 'utf8'), 'new');
      assert.equal(await readlink(join(folder, 'dangling')), 'elsewhere/later');
      await symlink('b', join(folder, 'a'));
      await symlink('a', join(folder, 'b'));
      await assert.rejects(
        writeFileAtomically(join(folder, 'a'), () => Promise.resolve()),
        /Cannot write .*: its links point at each other/,
      );
    });
  });

  it('refuses what is not a regular file and leaves it', async () => {
    await withFolder(async (folder) => {
      const pipe = join(folder, 'pipe');
      assert.equal(spawnSync('mkfifo', [pipe]).status, 0);
      await symlink('/dev/null', join(folder, 'null'));
      await symlink('pipe', join(folder, 'to-pipe'));
      const cases = { pipe: 'a pipe', null: 'a device', 'to-pipe': 'a pipe' };
      for (const [name, what] of Object.entries(cases)) {
        await assert.rejects(
          writeFileAtomically(join(folder, name), (output) => output.write(text('new'))),
          { message: `Cannot write ${join(folder, name)}: it is ${what}, expected a file or a new name.` },
        );
      }
      assert.ok((await lstat(pipe)).isFIFO());
      assert.ok((await stat('/dev/null')).isCharacterDevice());
      assert.deepEqual((await readdir(folder)).sort(), ['null', 'pipe', 'to-pipe']);
    });
  });

  it('says why it cannot write', async () => {
    await withFolder(async (folder) => {
      await assert.rejects(
        writeFileAtomically(join(folder, 'no', 'out'), () => Promise.resolve()),
        /Cannot write .*out: its folder does not exist/,
      );
      await assert.rejects(
        writeFileAtomically(folder, () => Promise.resolve()),
        /a folder with that name exists/,
      );
      await assert.rejects(
        writeFileAtomically(join(folder, 'n'.repeat(300)), () => Promise.resolve()),
        /^Error: Cannot write .*: the name is too long\.$/,
      );
      await writeFile(join(folder, 'file'), 'x');
      await assert.rejects(
        writeFileAtomically(join(folder, 'file', 'out'), () => Promise.resolve()),
        /^Error: Cannot write .*: a part of the path is not a folder\.$/,
      );
      await assert.rejects(
        writeFileAtomically(join(folder, 'new/'), () => Promise.resolve()),
        /it is the name of a folder/,
      );
    });
  });
});
