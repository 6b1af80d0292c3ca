import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withFolder } from '../disc/folder';
import { fixtures, programFile } from './program';

describe('prebuilt test programs', () => {
  it('are what their sources compile to', async function () {
    const version = spawnSync('mipsel-linux-gnu-gcc', ['-dumpfullversion'], { encoding: 'utf8' });
    if (version.error || !version.stdout.startsWith('12.2')) {
      console.log('      gcc-mipsel-linux-gnu 12.2 is not installed');
      this.skip();
    }
    this.timeout(180_000);
    await withFolder((folder) => {
      const build = spawnSync('sh', [join(fixtures, 'build.sh'), folder], { encoding: 'utf8' });
      assert.equal(build.status, 0, build.stderr);
      for (const name of [
        'threads',
        'disc',
        'clock',
        'dma',
        'wrong',
        'divider',
        'serial',
        'endless',
        'model',
      ] as const) {
        assert.ok(readFileSync(join(folder, `${name}.elf`)).equals(programFile(name)), name);
      }
      return Promise.resolve();
    });
  });
});
