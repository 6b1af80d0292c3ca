import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readElf } from '../../ee/elf';
import { bundle } from '../debug-adapter/bundles';
import { prebuiltElf } from '../debug-adapter/consoleTarget';
import { fixtures } from '../ps2/program';
import { ps2ml } from './terminal';

const elf = (name: string): string => path.join(fixtures, `${name}.elf`);
const written = 'host:serial.elf\nby the serial port: é\nby the kernel\nby the terminal\n';

const missing = "Cannot open host:PLAN.BIN. Copy the project's files next to the program.";

describe('ps2ml run ELF', function () {
  this.timeout(60_000);
  let folder: string;
  before(() => (folder = mkdtempSync(path.join(tmpdir(), 'ps2ml-elf-'))));
  after(() => rmSync(folder, { recursive: true }));

  it('prints what the program writes by each way and ends as it does', async () => {
    const { code, out, err } = await ps2ml(['run', elf('serial')]);
    assert.deepEqual([code, out], [7, written]);
    assert.match(err, /^serial\.elf ran for 0\.00 s of console time\.\n$/);
    assert.equal((await ps2ml(['run', elf('threads')])).code, 42);
    assert.equal((await ps2ml(['run', elf('clock')])).code, 0);
  });

  it('models the clock on request, says so, and computes the same', async () => {
    const modelled = await ps2ml(['run', elf('serial'), '--timing', 'central']);
    assert.deepEqual([modelled.code, modelled.out], [7, written]);
    assert.match(modelled.err, /s of console time, modelled \(central\)\.\n$/);
    const seconds = async (timing: string): Promise<unknown> =>
      (
        JSON.parse((await ps2ml(['run', elf('serial'), '--json', '--timing', timing])).out) as {
          seconds: unknown;
        }
      ).seconds;
    assert.notEqual(await seconds('strict'), await seconds('instructions'));
    const wrong = await ps2ml(['run', elf('serial'), '--timing', 'exact']);
    assert.equal(wrong.code, 2);
    assert.match(wrong.err, /--timing is "exact", expected instructions or central/);
  });

  it('passes the exit code on to the shell', () => {
    const bundles = bundle({ cli: 'cli/main.ts' });
    try {
      const run = spawnSync(process.execPath, [bundles.file('cli'), 'run', elf('serial')]);
      assert.deepEqual([run.status, run.stdout.toString()], [7, written], run.stderr.toString());
    } finally {
      bundles.remove();
    }
  });

  it('knows an ELF by how it begins', async () => {
    const unnamed = path.join(folder, 'PSML_000.01');
    copyFileSync(elf('serial'), unnamed);
    const { code, out } = await ps2ml(['run', unnamed]);
    assert.deepEqual([code, out.split('\n')[0]], [7, 'host:PSML_000.01']);
  });

  it('ends an endless program when its time is up', async () => {
    const { code, out, err } = await ps2ml(['run', elf('endless'), '--seconds', '0.02']);
    assert.deepEqual([code, out], [124, 'still here\n']);
    assert.equal(err, 'endless.elf did not end within 0.02 s of console time.\n');
    assert.equal((await ps2ml(['run', elf('serial'), '--seconds', '1'])).code, 7);
  });

  it('--json prints one object, however the program ends', async () => {
    const json = async (...args: string[]): Promise<Record<string, unknown>> =>
      JSON.parse((await ps2ml(['run', ...args, '--json'])).out) as Record<string, unknown>;
    const { seconds, ...exit } = await json(elf('serial'));
    assert.ok(typeof seconds === 'number' && seconds > 0 && seconds < 0.1);
    assert.deepEqual(exit, {
      program: 'serial.elf',
      text: written,
      timing: 'instructions',
      end: 'exit',
      exitCode: 7,
    });
    const { seconds: up, ...endless } = await json(elf('endless'), '--seconds', '0.015');
    assert.ok(typeof up === 'number' && Math.abs(up - 0.015) < 1e-6);
    assert.deepEqual(endless, {
      program: 'endless.elf',
      text: 'still here\n',
      timing: 'instructions',
      end: 'time',
      exitCode: null,
    });
    const crash = await json(crashing());
    assert.deepEqual([crash['end'], crash['exitCode']], ['crash', null]);
    assert.match(String(crash['error']), /^The program crashed in main\+0x/);
  });

  it('says what is wrong with a program in one sentence', async () => {
    const text = path.join(folder, 'text.elf');
    writeFileSync(text, 'not a program');
    const short = path.join(folder, 'short.elf');
    writeFileSync(short, readFileSync(elf('serial')).subarray(0, 100));
    const other = path.join(folder, 'other.elf');
    const bytes = readFileSync(elf('serial'));
    bytes[18] = 62; // x86-64
    writeFileSync(other, bytes);
    for (const file of [text, short, other]) {
      const { code, out, err } = await ps2ml(['run', file]);
      assert.deepEqual([code, out], [1, '']);
      assert.match(err, new RegExp(`^ps2ml run: \\S*${path.basename(file)}: [^\\n]+\\n$`));
    }
    const missing = await ps2ml(['run', path.join(folder, 'none.elf')]);
    assert.deepEqual([missing.code, missing.out], [1, '']);
    assert.match(missing.err, /^ps2ml run: Cannot open \S+none\.elf: file not found\.\n$/);
    const crash = await ps2ml(['run', crashing()]);
    assert.equal(crash.code, 1);
    assert.match(crash.err, /The program crashed in main\+0x/);
  });

  it('says what a program with a mailbox says of its own failure', async () => {
    const { code, out, err } = await ps2ml(['run', prebuiltElf]);
    assert.deepEqual([code, out.trim()], [1, missing]);
    assert.equal(err, `ps2ml run: ${missing}\n`);
    const json = JSON.parse((await ps2ml(['run', prebuiltElf, '--json'])).out) as Record<string, unknown>;
    assert.deepEqual([json['end'], json['exitCode'], json['error']], ['sleep', null, missing]);
  });

  it('refuses options that an ELF has no use for, and times that cannot be', async () => {
    const { code, err } = await ps2ml(['run', elf('serial'), '--prompt', 'x']);
    assert.equal(code, 2);
    assert.equal(
      err,
      'ps2ml run: --prompt has no use for an ELF: with it, ps2ml run takes --json, --seconds, --timing, --screenshot and --press.\n',
    );
    for (const seconds of ['0', '-1', 'long', '2000000'])
      assert.equal((await ps2ml(['run', elf('serial'), '--seconds', seconds])).code, 2, seconds);
  });

  /** The program with an instruction that there is not at the start of main. */
  function crashing(): string {
    const file = path.join(folder, 'crash.elf');
    const bytes = readFileSync(elf('serial'));

    const program = readElf(bytes, 'serial.elf');
    const main = program.symbols.find(({ name }) => name === 'main')?.address ?? assert.fail('no main');
    const segment =
      program.segments.find(({ address, fileBytes }) => main >= address && main < address + fileBytes) ??
      assert.fail('no segment');
    bytes.writeUInt32LE(0xffffffff, segment.fileOffset + main - segment.address + 4);
    writeFileSync(file, bytes);
    return file;
  }
});
