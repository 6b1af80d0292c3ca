import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

/** What the scripts of this folder answer; places by their number from 1. */
export interface Answers {
  readonly [place: number]: unknown;
  readonly fault?: unknown;
  readonly diagnostics?: unknown;
  readonly mended?: unknown;
  readonly breakpoints?: unknown;
  readonly stop?: unknown;
  readonly step?: unknown;
  readonly shown?: unknown;
  readonly scopes?: unknown;
  readonly mean?: unknown;
  readonly output?: unknown;
  readonly exit?: unknown;
}

/**
 * Runs a script in a Neovim without a screen, settings or plugins.
 * @param script its name in this folder.
 * @returns what it wrote to the file RESULT, as an object; its field `fault` is absent.
 */
export async function inNeovim(
  script: string,
  folder: string,
  variables: Readonly<Record<string, string>>,
): Promise<Answers> {
  const result = path.join(folder, 'result.json');
  const { stderr } = await promisify(execFile)(
    'nvim',
    ['--headless', '-u', 'NONE', '-i', 'NONE', '-n', '-c', `luafile ${path.join(__dirname, script)}`],
    {
      env: {
        ...process.env,
        ...variables,
        RESULT: result,
        NODE: process.execPath,
        XDG_STATE_HOME: folder,
        XDG_CACHE_HOME: folder,
        XDG_DATA_HOME: folder,
      },
      timeout: 240_000,
    },
  );
  assert.equal(stderr.trim(), '');
  const answers = JSON.parse(readFileSync(result, 'utf8')) as Answers;
  assert.equal(answers.fault, undefined, JSON.stringify(answers));
  return answers;
}
