// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { prebuiltElf } from '../debug-adapter/consoleTarget';
import { tiny } from '../debug-adapter/conversation';
import { ps2ml } from './terminal';

function run(command: string, ...words: string[]): Buffer {
  const { status, stdout, stderr, error } = spawnSync(command, words, { maxBuffer: 1 << 26 });
  assert.ifError(error);
  assert.equal(status, 0, `${command} ${words.join(' ')}: ${stderr.toString()}`);
  return stdout;
}

/** Names of an image's files in the order of their sectors, as isoinfo finds them. */
function filesInOrder(image: string): string[] {
  const rows = run('isoinfo', '-l', '-i', image)
    .toString()
    .matchAll(/\[\s*(\d+) 00\]\s+(\S+);1/g);
  return [...rows].sort((a, b) => Number(a[1]) - Number(b[1])).map(([, , name = '']) => name);
}

describe('ps2ml and projects', function () {
  this.timeout(180_000);
  let parent: string;
  let folder: string;
  const file = (...names: string[]): string => path.join(folder, ...names);
  const project = (value: unknown): void => writeFileSync(file('ps2ml.json'), JSON.stringify(value));
  const build = (...options: string[]) => ps2ml(['build', folder, ...options]);

  beforeEach(async () => {
    parent = mkdtempSync(path.join(tmpdir(), 'ps2ml-project-'));
    folder = path.join(parent, 'story');
    mkdirSync(folder);
    copyFileSync(tiny.program, file('tiny.psnt'));
    copyFileSync(tiny.tokenizer, file('tiny.tokenizer.bin'));
    assert.equal((await ps2ml(['new', folder, '--model', file('tiny.psnt')])).code, 0);
  });
  afterEach(() => rmSync(parent, { recursive: true }));

  it('plan and run take what the options leave open from the project that names the model', async () => {
    project({ model: 'tiny.psnt', layout: 'resident', sampling: { tokens: 3 }, prompts: ['One day'] });
    const read = async (...options: string[]): Promise<number> => {
      const { out, err } = await ps2ml(['plan', file('tiny.psnt'), '--json', ...options]);
      assert.equal(err, '');
      return (JSON.parse(out) as { forecast: { sectorsPerPass: number } }).forecast.sectorsPerPass;
    };
    assert.equal(await read(), 0);
    assert.ok((await read('--layout', 'streamed')) > 0);
    assert.equal(await read('--layout', 'fill'), 0);
    const words = await ps2ml(['plan', file('tiny.psnt')]);
    assert.match(words.out, / Layout: resident \(from ps2ml\.json\)\. Disc: DVD \(default\)\.$/m);
    const options = await ps2ml(['plan', file('tiny.psnt'), '--layout', 'resident,outer', '--json']);
    const { resolved } = JSON.parse(options.out) as { resolved: Record<string, { from: string } | null> };
    assert.deepEqual(
      Object.entries(resolved).map(([name, answer]) => [name, answer?.from]),
      [
        ['tokenizer', 'found'],
        ['layout', 'launch'],
        ['disc', 'default'],
      ],
    );
    const wrong = await ps2ml(['plan', file('tiny.psnt'), '--layout', 'fill,streamed']);
    assert.equal(wrong.code, 2);
    assert.match(wrong.err, /--layout: "fill" and "streamed" contradict each other/);
    const run = await ps2ml(['run', file('tiny.psnt'), '--json']);
    const told = JSON.parse(run.out) as { tokens: unknown[]; prompt: unknown[] };
    assert.equal(told.tokens.length, 3);
    const plain = await ps2ml(['run', file('tiny.psnt'), '--json', '--prompt', 'One day', '--tokens', '2']);
    const other = JSON.parse(plain.out) as typeof told;
    assert.deepEqual(other.prompt, told.prompt);
    assert.deepEqual(other.tokens, told.tokens.slice(0, 2));
  });

  it('run and demo find the tokenizer next to the file that the project converts, as build does', async () => {
    mkdirSync(file('models'));
    copyFileSync(file('tiny.psnt'), file('models/story.bin'));
    copyFileSync(file('tiny.tokenizer.bin'), file('models/story.tokenizer.bin'));
    project({ model: 'models/story.bin', conversion: { type: 'q4' }, prompts: ['One day'] });
    const built = await build();
    assert.equal(built.code, 0, built.err);
    const made = file('build/story.psnt');
    const run = await ps2ml(['run', made, '--tokens', '2', '--json']);
    assert.equal(run.code, 0, run.err);
    const { prompt } = JSON.parse(run.out) as { readonly prompt: readonly number[] };
    assert.equal(prompt.length, 8);
    // A demo starts with the project's prompt too: 4 registers and 8 tokens need more than one pass of 8 positions.
    const demo = await ps2ml(['demo', '--model', made, '--tokens', '2']);
    assert.equal(demo.code, 0, demo.err);
    assert.match(demo.out, /^Stopped before L00, positions 0–7$/m);
  });

  it('new makes a project with the sample, or another model, that builds, and never replaces a file', async () => {
    const made = path.join(parent, 'made');
    assert.equal((await ps2ml(['new', made])).code, 0);
    assert.deepEqual(readdirSync(made).sort(), [
      '.gitignore',
      'ps2ml.json',
      'stories.psnt',
      'stories.tokenizer.bin',
    ]);
    assert.equal((await ps2ml(['build', made])).code, 0);
    assert.ok(existsSync(path.join(made, 'build', 'stories.iso')));
    const model = path.join(made, 'stories.psnt');
    writeFileSync(model, 'mine');
    rmSync(path.join(made, 'ps2ml.json'));
    const again = await ps2ml(['new', made]);
    assert.equal(again.code, 1);
    assert.match(again.err, /stories\.psnt already exists and was not changed/);
    assert.equal(readFileSync(model, 'utf8'), 'mine');
    assert.ok(!existsSync(path.join(made, 'ps2ml.json')));
    const other = path.join(parent, 'other');
    assert.equal((await ps2ml(['new', other, '--model', tiny.program, '--prompt', 'The "end"'])).code, 0);
    assert.equal((await ps2ml(['build', other])).code, 0);
    assert.ok(existsSync(path.join(other, 'build', 'tiny.iso')));
  });

  it('build makes the image once, says why it makes it again, and runs on the console', async () => {
    assert.match((await build()).err, /^Building build\/tiny\.iso: it did not exist\.$/m);
    const first = readFileSync(file('build/tiny.iso'));
    assert.equal((await build()).err, 'build/tiny.iso is up to date.\n');
    // Saved again without a change.
    cpSync(file('tiny.psnt'), file('copy'));
    copyFileSync(file('copy'), file('tiny.psnt'));
    assert.equal((await build()).err, 'build/tiny.iso is up to date.\n');

    const settings = { model: 'tiny.psnt', prompts: ['Once upon a time'], sampling: { tokens: 2 } };
    project(settings);
    assert.match((await build()).err, /^Building build\/tiny\.iso: "sampling" has changed\.$/m);
    assert.ok(!readFileSync(file('build/tiny.iso')).equals(first));
    const played = await ps2ml(['run', file('build/tiny.iso')]);
    const reference = await ps2ml(['run', tiny.program, '--prompt', 'Once upon a time', '--tokens', '2']);
    assert.ok(played.out.startsWith(`Once upon a time${reference.out}`), played.out);

    writeFileSync(file('build/tiny.iso'), 'cut');
    assert.match((await build()).err, /it was changed by another program/);
    // Without spaces and comments it is still the same project.
    writeFileSync(file('ps2ml.json'), `// A word\n${JSON.stringify(settings, undefined, 4)}`);
    assert.equal((await build()).err, 'build/tiny.iso is up to date.\n');
  });

  it('build puts code, region, volume and further files on the disc, the model last', async () => {
    writeFileSync(file('notes.txt'), 'some notes\n');
    const large = Buffer.alloc(400_000, 7);
    writeFileSync(file('a large file.dat'), large);
    project({
      model: 'tiny.psnt',
      disc: { type: 'cd', code: 'SLES_500.01', volume: 'STORY' },
      files: ['notes.txt', { file: 'a large file.dat', name: 'LARGE.DAT' }],
    });
    const { code, out, err } = await build('--json');
    assert.equal(code, 0, err);
    const image = file('build/tiny.iso');
    assert.deepEqual(filesInOrder(image), [
      'SYSTEM.CNF',
      'SLES_500.01',
      'PLAN.BIN',
      'RUN.BIN',
      'TOKENS.BIN',
      'NOTES.TXT',
      'LARGE.DAT',
      'WEIGHTS.BIN',
    ]);
    assert.match(run('isoinfo', '-d', '-i', image).toString(), /Volume id: STORY\n/);
    assert.equal(
      run('isoinfo', '-i', image, '-x', '/SYSTEM.CNF;1').toString(),
      'BOOT2 = cdrom0:\\SLES_500.01;1\r\nVER = 1.00\r\nVMODE = PAL\r\n',
    );
    run('xorriso', '-osirrox', 'on', '-indev', image, '-extract', '/', path.join(parent, 'out'));
    assert.ok(readFileSync(path.join(parent, 'out', 'LARGE.DAT')).equals(large));
    assert.equal(readFileSync(path.join(parent, 'out', 'NOTES.TXT'), 'utf8'), 'some notes\n');
    const said = JSON.parse(out) as {
      disc: string;
      volume: string;
      serial: string;
      files: { path: string }[];
    };
    assert.deepEqual([said.disc, said.volume, said.serial], ['cd', 'STORY', 'SLES_500.01']);
    assert.equal(said.files.length, 8);
    writeFileSync(file('notes.txt'), 'other notes\n');
    assert.match((await build()).err, /^Building build\/tiny\.iso: NOTES\.TXT has changed\.$/m);
  });

  it('build puts the raw model on the disc of another program, and the plan where that is what it reads', async () => {
    copyFileSync(prebuiltElf, file('own.elf'));
    project({ model: 'tiny.psnt', elf: 'own.elf' });
    assert.equal((await build()).code, 0);
    const image = file('build/tiny.iso');
    assert.deepEqual(filesInOrder(image), ['SYSTEM.CNF', 'PSML_000.01', 'MODEL.PSN']);
    assert.ok(run('isoinfo', '-i', image, '-x', '/MODEL.PSN;1').equals(readFileSync(tiny.program)));
    assert.ok(run('isoinfo', '-i', image, '-x', '/PSML_000.01;1').equals(readFileSync(prebuiltElf)));
    project({ model: 'tiny.psnt', elf: { file: 'own.elf', reads: 'plan' } });
    assert.equal((await build()).code, 0);
    assert.equal(filesInOrder(image).at(-1), 'WEIGHTS.BIN');
    writeFileSync(file('own.elf'), 'no program');
    assert.match((await build()).err, /ps2ml\.json:1:28: error: .*own\.elf/);
  });

  it('build converts a model that is no PSNT, and only when it has changed', async () => {
    copyFileSync(file('tiny.psnt'), file('story.bin'));
    project({ model: 'story.bin', tokenizer: 'tiny.tokenizer.bin', conversion: { type: 'q4' } });
    const first = await build();
    assert.equal(first.code, 0, first.err);
    assert.match(first.err, /^Building build\/story\.psnt: it did not exist\.$/m);
    assert.match(first.err, /^Building build\/story\.iso: it did not exist\.$/m);
    const inspected = await ps2ml(['inspect', file('build/story.psnt'), '--json']);
    assert.equal((JSON.parse(inspected.out) as { quantization: string }).quantization, 'q4');
    assert.equal((await build()).err, 'build/story.psnt is up to date.\nbuild/story.iso is up to date.\n');
    project({ model: 'story.bin', tokenizer: 'tiny.tokenizer.bin' });
    const again = await build();
    assert.match(again.err, /^Building build\/story\.psnt: conversion has changed\.$/m);
    assert.match(again.err, /^Building build\/story\.iso: story\.psnt has changed\.$/m);
  });

  it('build keeps to the RAM budget, and to the medium, with the numbers', async () => {
    project({ model: 'tiny.psnt', ram: { budgetKiB: 128 } });
    const small = await build();
    assert.equal(small.code, 1);
    assert.match(
      small.err,
      /ps2ml\.json:1:41: error: tiny\.psnt does not fit with a context of 32: it needs [\d.]+ KiB, but only 128\.0 KiB .* Raise the RAM budget, or use a smaller model\./,
    );
    project({ model: 'tiny.psnt', ram: { budgetKiB: 1024 }, layout: { weights: 'resident' } });
    assert.equal((await build()).code, 0);
    await ps2ml(['clean', folder]);
    writeFileSync(file('film.dat'), '');
    truncateSync(file('film.dat'), 740_000_000);
    project({ model: 'tiny.psnt', disc: { type: 'cd' }, files: ['film.dat'] });
    const full = await build();
    assert.equal(full.code, 1);
    assert.match(
      full.err,
      /ps2ml\.json:1:\d+: error: The files do not fit on a CD: \d+ sectors needed, 360000 available .* The largest file is FILM\.DAT with 740000000 bytes/,
    );
    assert.deepEqual(readdirSync(file('build')), ['.ps2ml'], 'only the hashes of its sources');
  });

  it('build asks before files from elsewhere go on the disc, and refuses them where it cannot', async () => {
    writeFileSync(path.join(parent, 'secret.txt'), 'mine');
    symlinkSync(path.join(parent, 'secret.txt'), file('innocent.txt'));
    for (const files of [['../secret.txt'], ['innocent.txt'], [path.join(parent, 'secret.txt')]]) {
      project({ model: 'tiny.psnt', files });
      const refused = await build();
      assert.equal(refused.code, 1);
      assert.match(
        refused.err,
        /"files" puts .*secret\.txt on the disc, from outside the project's folder\. .*--allow-outside/,
      );
      assert.ok(!existsSync(file('build', 'tiny.iso')));
    }
    const asked: string[] = [];
    const answers = [false, true];
    const ask = (question: string): Promise<boolean> => {
      asked.push(question);
      return Promise.resolve(answers.shift() ?? false);
    };
    assert.equal((await ps2ml(['build', folder], { ask })).code, 1);
    assert.equal((await ps2ml(['build', folder], { ask })).code, 0);
    assert.equal(asked.length, 2);
    assert.equal((await build('--allow-outside')).code, 0);
    writeFileSync(file('notes.txt'), 'own');
    project({ model: 'tiny.psnt', files: ['notes.txt'] });
    assert.equal((await build()).code, 0, 'its own need no question');
  });

  it('says where a ps2ml.json beside the model cannot be read, and goes on without it', async () => {
    writeFileSync(file('ps2ml.json'), '{\n  "model": "tiny.psnt",\n  "layout" "resident"\n}\n');
    for (const call of [['plan'], ['run', '--tokens', '1', '--prompt', 'Once'], ['inspect']]) {
      const [name = '', ...options] = call;
      const { code, err } = await ps2ml([name, file('tiny.psnt'), ...options]);
      assert.equal(code, 0, err);
      assert.match(err, /^Warning: the project in .*story is not used: ps2ml\.json:3:12: error: .*$/m);
    }
  });

  it('clean removes what killed builds have left', async () => {
    assert.equal((await build()).code, 0);
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    writeFileSync(file('build', `.tiny.iso.${dead}-0123abcd.tmp`), 'half');
    writeFileSync(file('build', `.tiny.iso.${process.pid}-0123abcd.tmp`), 'of a living one');
    assert.equal((await ps2ml(['clean', folder])).code, 0);
    assert.deepEqual(readdirSync(file('build')), [`.tiny.iso.${process.pid}-0123abcd.tmp`]);
  });

  it('clean removes what was built and nothing else', async () => {
    await build();
    writeFileSync(file('build', 'mine.txt'), '');
    assert.equal((await ps2ml(['clean', folder])).err, 'Removed build/tiny.iso.\n');
    assert.deepEqual(readdirSync(file('build')), ['mine.txt']);
    assert.match((await ps2ml(['clean', folder])).err, /Nothing to clean in build/);
  });

  it('says in one line what is wrong, and where', async () => {
    const said = async (text: string, ...options: string[]): Promise<string> => {
      writeFileSync(file('ps2ml.json'), text);
      const { code, err } = await build(...options);
      assert.equal(code, options.length > 0 ? 2 : 1);
      return err;
    };
    assert.match(
      await said('{\n  "model": "tiny.psnt",\n  "target": "ps3"\n}'),
      /ps2ml\.json:3:13: error: "target" is "ps3"/,
    );
    assert.match(await said('{\n  "model": "no.psnt" }'), /ps2ml\.json:2:12: error: .*no\.psnt/);
    assert.match(await said('{ "model": "tiny.psnt", "tokenizer": "no.bin" }'), /: error: .*no\.bin/);
    assert.match(await said('{ "model": "tiny.psnt", "files": ["no.txt"] }'), /: error: .*no\.txt/);
    assert.match(
      await said('{ "model": "tiny.psnt" }', '--prompt', 'x'),
      /--prompt cannot be used with a project/,
    );
    rmSync(file('ps2ml.json'));
    const missing = await ps2ml(['clean', folder]);
    assert.match(missing.err, /Cannot read .*ps2ml\.json: a project is a folder with a ps2ml\.json\./);
  });

  it('build names the tokenizers that fit where none is named after the model', async () => {
    copyFileSync(file('tiny.tokenizer.bin'), file('tok-a.bin'));
    copyFileSync(file('tiny.tokenizer.bin'), file('tok-b.bin'));
    rmSync(file('tiny.tokenizer.bin'));
    project({ model: 'tiny.psnt', prompts: ['Once'] });
    const { code, err } = await build();
    assert.equal(code, 1);
    assert.match(
      err,
      /^ps2ml build: ps2ml\.json:1:10: error: tok-a\.bin, tok-b\.bin have the vocabulary of tiny\.psnt, and none of them is named after it\. Name the model's tokenizer: "tokenizer" in ps2ml\.json.*\n$/m,
    );
    project({ model: 'tiny.psnt', tokenizer: 'tok-b.bin', prompts: ['Once'] });
    const named = await build();
    assert.equal(named.code, 0, named.err);
  });

  it('build makes the image again when a file beside the tokenizer changes what it says', async () => {
    const start = ['<unk>', '<s>', '</s>', 'a'];
    const words = Array.from({ length: 300 }, (_, id) => start[id] ?? `w${id}`);
    const tokenizer = {
      added_tokens: [{ id: 2, content: '</s>', special: true }],
      model: { type: 'BPE', vocab: Object.fromEntries(words.map((word, id) => [word, id])), merges: [] },
    };
    rmSync(file('tiny.tokenizer.bin'));
    writeFileSync(file('tokenizer.json'), JSON.stringify(tokenizer));
    project({ model: 'tiny.psnt', prompts: ['a'] });
    const first = await build();
    assert.equal(first.code, 0, first.err);
    assert.equal((await build()).err, 'build/tiny.iso is up to date.\n');
    writeFileSync(file('generation_config.json'), '{ "eos_token_id": 2 }');
    const again = await build();
    assert.match(again.err, /generation_config\.json is new/);
    assert.equal((await build()).err, 'build/tiny.iso is up to date.\n');
  });

  it('leaves nothing half-written when it is stopped', async () => {
    const stop = new AbortController();
    const stopped = ps2ml(['build', folder], { signal: stop.signal });
    stop.abort();
    assert.equal((await stopped).code, 1);
    assert.deepEqual(
      existsSync(file('build')) ? readdirSync(file('build')).filter((name) => name !== '.ps2ml') : [],
      [],
    );
  });
});
