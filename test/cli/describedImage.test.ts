// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import { DescribedImage } from '../../cli/describedImage';
import { consolePort } from '../../debug-adapter/targets/consolePort';
import { FileSource } from '../../disc/node/fileSource';
import { openAnyTokenizerFile } from '../../model/node/tokenizerFile';
import { openModel } from '../../model/openModel';
import type { DriveLogEntry } from '../../ps2/drive/drive';
import { startConsoleHere } from '../../ps2/node/consoleHere';
import { tiny } from '../debug-adapter/conversation';
import { ownElf, ownModel } from '../debug-adapter/own/ownConversation';
import { reportedProgram } from '../debug-adapter/own/reportedProgram';
import { eventsOf, opened } from '../model/trace/memoryTrace';
import { ps2ml } from './terminal';

describe('ps2ml run of an image whose program describes itself', function () {
  this.timeout(600_000);
  const folder = mkdtempSync(path.join(tmpdir(), 'ps2ml-own-'));
  let image: string;
  before(async () => (image = await imageOf('own', ownElf)));
  after(() => rmSync(folder, { recursive: true }));

  async function imageOf(name: string, elf: string): Promise<string> {
    const project = path.join(folder, name);
    mkdirSync(project);
    const text = JSON.stringify({ model: tiny.program, elf: { file: elf, reads: 'psnt' } });
    writeFileSync(path.join(project, 'ps2ml.json'), text);
    const iso = path.join(project, 'own.iso');
    const built = await ps2ml(['build', project, '-o', iso]);
    assert.equal(built.code, 0, built.err);
    return iso;
  }

  it('ends when the program reports its end, and records its tokens, operations and reads', async () => {
    const trace = path.join(folder, 'own.ps2trace');
    const { code, out, err } = await ps2ml(['run', image, '--json', '--seconds', '600', '--trace', trace]);
    assert.equal(code, 0, err);
    const told = JSON.parse(out) as { tokens: number[]; prompt: null; lost: object; seconds: number };
    assert.deepEqual([told.prompt, told.lost], [null, { events: 0, text: 0, log: 0 }]);
    assert.ok(told.tokens.length > 0 && told.tokens.every((id) => id < 357), String(told.tokens));
    assert.ok(told.seconds < 600);
    assert.match(err, /The program runs "MODEL\.PSN", which has the dimensions of MODEL\.PSN/);
    const shown = await ps2ml(['trace', trace]);
    assert.equal(shown.code, 0, shown.err);
    assert.match(shown.out, /\nL05\.ffn\.w2\+add +matmul +\d+/);
    assert.match(shown.out, /\nlayers\.02\.ffn\.w2 +\d+ +\d+ +\d+/);
  });

  it('has the text of its tokens with the tokenizer of its model', async () => {
    const words = await openAnyTokenizerFile(tiny.tokenizer);
    const elf = reportedProgram(folder, {
      lie: 'plain',
      passes: 2,
      waits: false,
      model: { name: 'MODEL.PSN' },
    });
    const spoken = await imageOf('words', elf);
    interface Told {
      readonly tokens: readonly number[];
      readonly tokenText: string | null;
    }
    const told = async (...more: string[]): Promise<Told & { err: string }> => {
      const { code, out, err } = await ps2ml(['run', spoken, '--json', ...more]);
      assert.equal(code, 0, err);
      return { ...(JSON.parse(out) as Told), err };
    };
    assert.equal((await told()).tokenText, null, 'none is known');

    const trace = path.join(folder, 'words.ps2trace');
    const named = await told('--tokenizer', tiny.tokenizer, '--trace', trace);
    assert.equal(named.tokenText, words.decode(named.tokens));
    assert.match(named.err, /\nTokenizer: tiny\.tokenizer\.bin\n/);
    const events = await eventsOf(await opened(new Uint8Array(readFileSync(trace))));
    const kept = events.flatMap((event) => (event.type === 'token' ? [event.text] : []));
    assert.deepEqual(
      kept,
      named.tokens.map((id) => new TextDecoder().decode(words.bytesOf(id))),
    );

    // The model's own file next to the image names its tokenizer, whatever it is called.
    const beside = path.dirname(spoken);
    copyFileSync(tiny.program, path.join(beside, 'mine.psnt'));
    copyFileSync(tiny.tokenizer, path.join(beside, 'mine.tokenizer.bin'));
    const found = await told();
    assert.equal(found.tokenText, named.tokenText);
    assert.match(found.err, /\nTokenizer: mine\.tokenizer\.bin\n/);
    const { out } = await ps2ml(['run', spoken]);
    assert.ok(out.includes(`Text of the ${found.tokens.length} reported tokens:\n${found.tokenText}`));

    const wrong = await ps2ml(['run', spoken, '--tokenizer', ownModel.tokenizer]);
    assert.equal(wrong.code, 1);
    assert.match(wrong.err, /stories\.tokenizer\.bin.* 1280 tokens/);
  });

  it('has the reads of the drive, sector by sector', async () => {
    const drive: DriveLogEntry[] = [];
    const client = startConsoleHere((report) => {
      drive.push(...report.drive);
      own.addDrive(report.drive);
    });
    const source = await FileSource.open(tiny.program);
    const model = await openModel(source, 'tiny.psnt');
    const own = new DescribedImage(consolePort(client), undefined, { own: { model } }, () => undefined);
    try {
      await client.ask('boot', { image, options: { discType: 'dvd' } });
      while (!(await own.look())) await client.ask('run', { maxCycles: 2_000_000 });
    } finally {
      await client.close();
      await source.close();
    }
    const reads = own.events.filter((event) => event.type === 'read');
    const reported = reads.flatMap(({ lba = 0, sectors }) => sectorsFrom(lba, sectors));
    const [first = -1] = reported;
    const done = drive.filter(({ purpose, error }) => purpose === 'program' && error === 0);
    const read = done.flatMap(({ lba, sectors }) => sectorsFrom(lba, sectors));
    assert.deepEqual(read.slice(read.indexOf(first)), reported);
    assert.ok(reads.some(({ seek }) => seek === true) && reads.some(({ seek }) => seek === false));
    const { plan } = own;
    assert.ok(plan);
    const used = new Set(reads.map((event) => plan.matrices[plan.reads[event.read]?.matrix ?? -1]?.name));
    for (const { name, type } of model.tensors) if (type === 'q8') assert.ok(used.has(name), name);
  });

  it('writes what is seen from outside of a program that says nothing', async () => {
    const elf = path.join(__dirname, '..', 'fixtures', 'ps2', 'clock.elf');
    const silent = await imageOf('silent', elf);
    const trace = path.join(folder, 'none.ps2trace');
    const run = await ps2ml(['run', silent, '--trace', trace, '--seconds', '2']);
    assert.equal(run.code, 0, run.err);
    const told = await ps2ml(['trace', trace, '--json']);
    assert.equal(told.code, 0, told.err);
  });

  it('ends with the program, when that reports no end', async () => {
    const elf = reportedProgram(folder, { lie: 'plain', passes: 2, ends: false, waits: false });
    const unended = await imageOf('unended', elf);
    const { code, out, err } = await ps2ml(['run', unended, '--json']);
    assert.equal(code, 0, err);
    assert.deepEqual((JSON.parse(out) as { tokens: number[] }).tokens, [100, 101]);
  });
});

const sectorsFrom = (lba: number, sectors: number): number[] =>
  Array.from({ length: sectors }, (_, index) => lba + index);
