// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { referenceInProcess, tiny } from '../debug-adapter/conversation';
import { ps2ml } from './terminal';

const main = path.resolve('cli/main.ts');

/** Runs a line of bash in which `$PS2ML` is the command line of this tree. */
function bash(line: string, folder: string): { code: number | null; out: Buffer; err: string } {
  const { status, stdout, stderr } = spawnSync('bash', ['-c', line], {
    env: { ...process.env, PS2ML: `${process.execPath} --import tsx ${main}`, TMPDIR: folder },
    maxBuffer: 1 << 28,
  });
  return { code: status, out: stdout, err: stderr.toString() };
}

describe('ps2ml in a pipe', function () {
  this.timeout(180_000);
  let folder: string;
  before(() => (folder = mkdtempSync(path.join(tmpdir(), 'ps2ml-pipe-'))));
  after(() => rmSync(folder, { recursive: true }));

  it('ends without a message when its reader leaves', async () => {
    const file = path.join(folder, 'run.ps2trace');
    const targets = new Map([['reference', referenceInProcess]]);
    const call = ['run', tiny.program, '--prompt', 'Once', '--tokens', '40', '--trace', file];
    assert.equal((await ps2ml(call, { targets })).code, 0);
    // Both are longer than what a pipe holds.
    for (const rest of [`trace ${file} --export csv`, `plan ${tiny.program} --json`]) {
      assert.ok(bash(`$PS2ML ${rest}`, folder).out.length > 100_000, rest);
      const { out, err } = bash(`$PS2ML ${rest} | head -c 20 > /dev/null; echo "\${PIPESTATUS[0]}"`, folder);
      assert.deepEqual({ err, code: out.toString() }, { err: '', code: '141\n' }, rest);
    }
  });

  it('writes a file to standard output for -', () => {
    const file = path.join(folder, 'out.psnt');
    assert.equal(bash(`$PS2ML convert ${tiny.program} --type q4 -o ${file}`, folder).code, 0);
    const { code, out, err } = bash(`$PS2ML convert ${tiny.program} --type q4 -o - | cat`, folder);
    assert.equal(code, 0);
    assert.match(err, /^Wrote the model to standard output, /m);
    assert.ok(out.equals(readFileSync(file)));
    const refused = bash(`$PS2ML convert ${tiny.program} -o - --json`, folder);
    assert.equal(refused.code, 2);
    assert.match(refused.err, /-o - is not possible with --json/);
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.startsWith('ps2ml-')),
      [],
      'nothing is left among the temporary files',
    );
  });
});
