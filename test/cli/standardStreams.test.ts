// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundle } from '../debug-adapter/bundles';
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
      assert.equal(err, '', rest);
      // 0 when all was handed to the system before it told that nobody reads.
      assert.match(out.toString(), /^(?:141|0)\n$/, rest);
    }
  });

  it('writes control characters to files and pipes, and none to a terminal', () => {
    const hostile = path.join(folder, 'a\u001b]0;owned\u0007\u009b31m.psnt');
    copyFileSync(tiny.program, hostile);
    const call = `$PS2ML plan '${hostile}' --listing`;
    const piped = bash(`${call} | head -1`, folder).out.toString();
    assert.equal(piped, '# Forward pass of a\u001b]0;owned\u0007\u009b31m.psnt\n');
    const shown = bash(`script -qec "${call}" /dev/null < /dev/null`, folder).out.toString();
    assert.match(shown, /^# Forward pass of a\ufffd\]0;owned\ufffd\ufffd31m\.psnt\r\n/);
  });

  it('removes what killed runs have left among the temporary files', () => {
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    const left = path.join(folder, `ps2ml-output-${dead}-abc123`);
    mkdirSync(left);
    writeFileSync(path.join(left, 'model.psnt'), 'half');
    const living = path.join(folder, `ps2ml-output-${process.pid}-abc123`);
    mkdirSync(living);
    const { code, err } = bash(`$PS2ML convert ${tiny.program} --type q4 -o - > /dev/null`, folder);
    assert.equal(code, 0, err);
    assert.deepEqual([existsSync(left), existsSync(living)], [false, true]);
    rmSync(living, { recursive: true });
  });

  it('ends tidily when its terminal is closed', async () => {
    const bundles = bundle({ cli: 'cli/main.ts', 'engine-worker': 'model/engine/node/engineWorker.ts' });
    try {
      const trace = path.join(folder, 'hangup.ps2trace');
      const words = ['run', tiny.program, '--tokens', '100', '--prompt', 'Once', '--trace', trace];
      const child = spawn(process.execPath, [bundles.file('cli'), ...words], {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      await once(child.stdout, 'data');
      child.kill('SIGHUP');
      const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
      assert.deepEqual([code, signal], [1, null], 'it was not just killed');
      assert.ok(existsSync(trace), 'the trace of what ran');
      assert.deepEqual(
        readdirSync(folder).filter((name) => name.endsWith('.tmp')),
        [],
      );
    } finally {
      bundles.remove();
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
