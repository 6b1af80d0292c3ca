// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Console } from '../../ps2/console/console';
import type { ConsoleOptions } from '../../ps2/console/options';
import { projectRoot } from '../support/project';
import { tiny } from '../debug-adapter/conversation';
import { ps2ml } from './terminal';

const files = ['PLAN.BIN', 'PS2ML.ELF', 'RUN.BIN', 'TOKENS.BIN', 'WEIGHTS.BIN'];

describe('ps2ml build --folder', function () {
  this.timeout(120_000);
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'ps2ml-folder-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Starts the program of a folder as a launcher does, and runs it until it ends. */
  const started = (
    from: string,
    place: string,
    without: readonly string[] = [],
    options: ConsoleOptions = {},
  ): Console => {
    const names = readdirSync(from).filter((name) => !without.includes(name));
    const hostFiles = new Map(
      names.map((name) => [`${place}${name}`, new Uint8Array(readFileSync(path.join(from, name)))]),
    );
    const elf = hostFiles.get(`${place}PS2ML.ELF`) ?? assert.fail('no program');
    const console = Console.bootProgram(elf, `${place}PS2ML.ELF`, {
      hostFiles,
      arguments: ['menu=no'],
      ...options,
    });
    const stop = console.run(60 * 294_912_000);
    assert.deepEqual([stop.kind, stop.kind === 'deadlock' && stop.asleep], ['deadlock', true]);
    return console;
  };

  it('writes what the program finds beside itself on a USB stick or a memory card', async () => {
    const out = path.join(folder, 'stick');
    const built = await ps2ml([
      'build',
      tiny.program,
      '--folder',
      out,
      '--prompt',
      tiny.prompt,
      '--tokens',
      '8',
    ]);
    assert.equal(built.code, 0, built.err);
    assert.match(built.err, /start PS2ML\.ELF in it with wLaunchELF/);
    assert.deepEqual(readdirSync(out).sort(), files);
    const image = path.join(folder, 'tiny.iso');
    await ps2ml(['build', tiny.program, '-o', image, '--prompt', tiny.prompt, '--tokens', '8']);
    const { out: text } = await ps2ml(['run', image]);
    for (const place of ['mass:/PS2ML/', 'mass0:/', 'mc0:/PS2ML/'])
      assert.ok(text.startsWith(started(out, place).text.trimEnd()), place);
  });

  it('ends on a sentence when a file is missing there', async () => {
    const out = path.join(folder, 'stick');
    await ps2ml(['build', tiny.program, '--folder', out, '--prompt', tiny.prompt, '--tokens', '1']);
    const { text } = started(out, 'mass:/PS2ML/', ['RUN.BIN']);
    assert.equal(text, "Cannot open mass:/PS2ML/RUN.BIN. Copy the project's files next to the program.\n");
  });

  it('takes a project, and says which options have no use for it', async () => {
    cpSync(path.join(projectRoot, 'samples/tiny'), folder, { recursive: true });
    writeFileSync(
      path.join(folder, 'ps2ml.json'),
      '{ "model": "tiny.psnt", "prompts": ["Once", "The cat"] }',
    );
    const out = path.join(folder, 'stick');
    const built = await ps2ml(['build', path.join(folder, 'ps2ml.json'), '--folder', out, '--json']);
    assert.equal(built.code, 0, built.err);
    assert.deepEqual(readdirSync(out).sort(), files);
    assert.deepEqual([...(JSON.parse(built.out) as { files: string[] }).files].sort(), files);
    const wrong = await ps2ml(['build', tiny.program, '--folder', out, '-o', 'x.iso']);
    assert.deepEqual([wrong.code, /--folder cannot be used with --output/.test(wrong.err)], [2, true]);
  });
});
