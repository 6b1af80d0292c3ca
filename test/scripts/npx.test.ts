import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { describe, it } from 'mocha';
import { configurations } from '../../scripts/bundles.mjs';
import { withFolder } from '../disc/folder';
import { projectRoot } from '../support/project';

const run = promisify(execFile);

describe('npx ps2ml', () => {
  it('prints its help in a clone, also after the next build', async () => {
    await withFolder(async (clone) => {
      await copyFile(path.join(projectRoot, 'package.json'), path.join(clone, 'package.json'));
      const all = await configurations({ production: true, outdir: path.join(clone, 'dist') });
      const commandLine = all.find(({ entryPoints }) => Object.keys(entryPoints ?? {}).includes('cli'));
      assert.ok(commandLine);
      // npx makes the program executable when it links it for the first time, but it never links it again.
      for (let builds = 0; builds < 2; builds++) {
        await rm(path.join(clone, 'dist'), { recursive: true, force: true });
        await build(commandLine);
        const { stdout } = await run('npx', ['ps2ml', '--help'], {
          cwd: clone,
          // A command file on Windows.
          shell: process.platform === 'win32',
          // Its links are of no use once the folder is gone.
          env: { ...process.env, npm_config_cache: path.join(clone, 'npm') },
        });
        for (const command of ['inspect', 'convert', 'plan', 'run', 'build'])
          assert.match(stdout, new RegExp(`^ +ps2ml ${command} `, 'm'));
      }
    });
  });
});
