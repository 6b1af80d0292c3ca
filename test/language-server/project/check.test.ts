import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { Cancelled } from '../../../language-server/project/finding';
import { actionsOf } from '../../../language-server/project/fixes';
import { projectRoot } from '../../support/project';
import { llama2cFile, MemoryFiles } from '../memoryFiles';
import { check, codesOf, fixed, fixOf, only, projectUri, sampleFile } from './projects';

const tiny = { 'tiny.psnt': sampleFile('tiny.psnt'), 'tiny.tokenizer.bin': sampleFile('tiny.tokenizer.bin') };
const elf = (name: string): Uint8Array => new Uint8Array(readFileSync(path.join(projectRoot, name)));
const ours = elf('runtime/prebuilt/ps2ml.elf');

/** 22 layers with a long context: more keys and values than RAM holds. */
const long = llama2cFile({
  dim: 256,
  hiddenDim: 512,
  layers: 22,
  heads: 8,
  kvHeads: 4,
  vocabSize: 512,
  seqLen: 2048,
});
/** A gigabyte of weights and a short context. */
const large = llama2cFile({
  dim: 2048,
  hiddenDim: 5504,
  layers: 20,
  heads: 16,
  kvHeads: 2,
  vocabSize: 512,
  seqLen: 64,
});

/** The bytes that a message names, as `1.5 MiB` or `2.0 KiB`. */
function bytesIn(text: string, before: RegExp): number {
  const match = new RegExp(`${before.source}([\\d.,]+) (MiB|KiB|bytes|MB)`).exec(text);
  assert.ok(match, text);
  const unit = { MiB: 2 ** 20, KiB: 1024, bytes: 1, MB: 1e6 }[match[2] ?? ''] ?? NaN;
  return Number((match[1] ?? '').replaceAll(',', '')) * unit;
}

describe('the check of a project', () => {
  it('finds nothing in one that is right', async () => {
    const project = {
      model: 'tiny.psnt',
      prompts: ['Once upon a time'],
      files: [{ file: 'tiny.psnt', name: 'A.BIN' }],
    };
    assert.deepEqual(await check(new MemoryFiles(tiny), project), []);
  });

  it('marks an old word, and offers the present one', async () => {
    const project = { model: 'tiny.psnt', target: 'console' };
    const finding = only(await check(new MemoryFiles(tiny), project), 'old-word');
    assert.deepEqual([finding.severity, finding.place], ['hint', 'target']);
    assert.equal(finding.message, '"console" is called "built-in" now.');
    const text = fixed(project, fixOf(finding, /^Change to "built-in"$/));
    assert.deepEqual(JSON.parse(text), { model: 'tiny.psnt', target: 'built-in' });
    assert.deepEqual(await check(new MemoryFiles(tiny), text), []);
  });

  it('says what is wrong in the text, at its place', async () => {
    const text = '{ "model": "tiny.psnt", "disc": { "type": "bluray" } }';
    const [finding, ...others] = await check(new MemoryFiles(tiny), text);
    assert.deepEqual(others, []);
    assert.deepEqual(finding?.place, { offset: text.indexOf('"bluray"'), length: 8 });
    assert.match(finding.message, /"disc.type" is "bluray", expected "dvd" or "cd"/);
  });

  describe('of its files', () => {
    it('misses a model, a tokenizer, further files and a program that are not there', async () => {
      const project = { model: 'a.psnt', files: ['B.BIN'], elf: 'c.elf' };
      const findings = await check(new MemoryFiles({ 'D.BIN': 'x' }), project);
      assert.deepEqual(
        findings.map(({ code, severity, place }) => [code, severity, place]),
        [
          ['missing', 'error', 'files.0'],
          ['missing', 'error', 'elf'],
          ['missing', 'error', 'model'],
        ],
      );
      const tokenizer = await check(new MemoryFiles(tiny), { model: 'tiny.psnt', tokenizer: 'x.bin' });
      assert.equal(only(tokenizer, 'missing').place, 'tokenizer');
    });

    it('offers the file that differs in case, or lies elsewhere, and only that', async () => {
      const files = new MemoryFiles(tiny);
      const project = { model: 'models/Tiny.psnt' };
      const missing = only(await check(files, project), 'missing');
      assert.deepEqual(await check(files, fixed(project, fixOf(missing, /^Change to tiny\.psnt$/))), []);
      fixOf(only(await check(files, { model: 'tin.psnt' }), 'missing'), /^Change to tiny\.psnt$/);
      assert.deepEqual(only(await check(files, { model: 'other.psnt' }), 'missing').fixes, []);
    });

    it('refuses a folder where a file is wanted, and takes what it may not look at as it is', async () => {
      const files = new MemoryFiles({ ...tiny, 'stuff/a.txt': 'x' });
      const found = await check(files, { model: 'tiny.psnt', files: [{ file: 'stuff', name: 'A' }] });
      assert.match(only(found, 'missing').message, /stuff is a folder, expected a file/);
      const outside = await check(files, { model: 'tiny.psnt', files: ['../../ELSE.BIN'] });
      assert.deepEqual(outside, []);
    });

    it('says why a file is no model', async () => {
      const found = await check(new MemoryFiles({ 'a.psnt': 'hello, world' }), { model: 'a.psnt' });
      assert.match(only(found, 'model').message, /a\.psnt: the file is text starting with "hello, world"/);
    });

    it('knows that a program is yet to be built', async () => {
      const files = new MemoryFiles({ ...tiny, 'src/Makefile': '' });
      const found = await check(files, { model: 'tiny.psnt', elf: { file: 'a.elf', make: 'src' } });
      assert.equal(only(found, 'missing').severity, 'information');
    });
  });

  describe('of the program', () => {
    const withElf = (bytes: Uint8Array) =>
      check(new MemoryFiles({ ...tiny, 'own.elf': bytes }), {
        model: 'tiny.psnt',
        elf: { file: 'own.elf', reads: 'plan' },
      });

    it('finds the mailbox of ours, and misses it in another', async () => {
      assert.deepEqual(await withElf(ours), []);
      const finding = only(await withElf(elf('test/fixtures/ps2/disc.elf')), 'mailbox');
      assert.equal(finding.severity, 'warning');
      assert.match(finding.message, /own\.elf has no mailbox/);
    });

    it('does not guess about one without symbols', async () => {
      const stripped = ours.slice();
      // No section headers: e_shoff, e_shnum and e_shstrndx are 0.
      stripped.fill(0, 32, 36);
      stripped.fill(0, 48, 52);
      assert.deepEqual(codesOf(await withElf(stripped)), ['symbols']);
    });

    it('refuses what is no program', async () => {
      assert.match(only(await withElf(new Uint8Array(64)), 'elf').message, /own\.elf: starts with/);
    });
  });

  describe('of the tokenizer', () => {
    it('refuses one of another vocabulary, and offers the one that fits', async () => {
      const other = llama2cTokenizer(10);
      const files = new MemoryFiles({ ...tiny, 'other.bin': other });
      const project = { model: 'tiny.psnt', tokenizer: 'other.bin' };
      const finding = only(await check(files, project), 'vocabulary');
      assert.match(finding.message, /the vocabulary is 10 tokens, expected the 357 tokens of tiny\.psnt/);
      const fix = fixOf(finding, /^Use tiny\.tokenizer\.bin: it has the model's 357 tokens$/);
      assert.deepEqual(await check(files, fixed(project, fix)), []);
    });

    it('offers none where none fits', async () => {
      const files = new MemoryFiles({ 'tiny.psnt': tiny['tiny.psnt'], 'other.bin': llama2cTokenizer(10) });
      const finding = only(await check(files, { model: 'tiny.psnt', tokenizer: 'other.bin' }), 'vocabulary');
      assert.deepEqual(finding.fixes, []);
    });

    it('names the tokenizers that fit where none is named after the model', async () => {
      const files = new MemoryFiles({
        'tiny.psnt': tiny['tiny.psnt'],
        'tok-a.bin': tiny['tiny.tokenizer.bin'],
        'tok-b.bin': tiny['tiny.tokenizer.bin'],
      });
      const finding = only(await check(files, { model: 'tiny.psnt' }), 'no-tokenizer');
      assert.deepEqual([finding.severity, finding.place], ['warning', 'model']);
      assert.equal(
        finding.message,
        'tok-a.bin, tok-b.bin have the vocabulary of tiny.psnt, and none of them is named after it. Name the model\'s tokenizer as "tokenizer"; until then text is shown as token ids.',
      );
      assert.deepEqual(await check(files, { model: 'tiny.psnt', tokenizer: 'tok-b.bin' }), []);
    });

    it('says when there is none at all, and of a prompt that leaves no room', async () => {
      const none = await check(new MemoryFiles({ 'tiny.psnt': tiny['tiny.psnt'] }), { model: 'tiny.psnt' });
      assert.equal(only(none, 'no-tokenizer').severity, 'information');
      const prompts = ['Once', 'Once upon a time '.repeat(60)];
      const found = await check(new MemoryFiles(tiny), { model: 'tiny.psnt', prompts });
      assert.equal(only(found, 'prompt').place, 'prompts.1');
    });
  });

  describe('of the RAM', () => {
    const files = new MemoryFiles({ ...tiny, 'long.bin': long });

    it('says by how much a model is too large and why, and which context fits, to the position', async () => {
      const project = { model: 'long.bin', context: 2048 };
      const finding = only(await check(files, project), 'ram');
      assert.equal(finding.place, 'context');
      assert.match(
        finding.message,
        /more than is available to the program \(29\.4 MiB\): KV cache [\d.]+ MiB, /,
      );
      const needs = bytesIn(finding.message, /needs /);
      assert.ok(
        Math.abs(needs - bytesIn(finding.message, /RAM, /) - bytesIn(finding.message, /program \(/)) <
          2 ** 18,
      );
      const fix = fixOf(finding, /^Reduce "context" to [\d,]+$/);
      assert.ok('changes' in fix);
      const [change] = fix.changes;
      assert.equal(change?.field, 'context');
      const context = Number(change.value);
      assert.ok(context > 256);
      assert.ok(!codesOf(await check(files, fixed(project, fix))).includes('ram'));
      const step = { ...project, context: context + 1 };
      assert.ok(codesOf(await check(files, step)).includes('ram'));
    });

    it('finds nothing wrong with a context that the plan can choose, and proposes int16 where that fits', async () => {
      assert.ok(!codesOf(await check(files, { model: 'long.bin' })).includes('ram'));
      const project = { model: 'long.bin', context: 1400 };
      const fix = fixOf(only(await check(files, project), 'ram'), /^Store keys and values as int16: fits$/);
      assert.ok(!codesOf(await check(files, fixed(project, fix))).includes('ram'));
    });

    it('saves with Q4 exactly what it says', async () => {
      const project = { model: 'long.bin', context: 2048 };
      const finding = only(await check(files, project), 'ram');
      const fix = fixOf(finding, /Q4 for all matrices saves .* still .* too large/);
      const after = only(await check(files, fixed(project, fix)), 'ram');
      const saved = bytesIn(finding.message, /RAM, /) - bytesIn(after.message, /RAM, /);
      assert.ok(Math.abs(saved - bytesIn(fix.title, /saves /)) < 2 ** 17, `${saved} for ${fix.title}`);
      assert.ok(Math.abs(bytesIn(fix.title, /still /) - bytesIn(after.message, /RAM, /)) < 1);
      assert.ok(!after.fixes.some(({ title }) => title.includes('Q4')));
    });

    it('names the budget that fits, and no smaller one fits', async () => {
      const project = { model: 'tiny.psnt', context: 128, ram: { budgetKiB: 256 } };
      const finding = only(await check(files, project), 'ram');
      assert.equal(finding.place, 'ram.budgetKiB');
      assert.match(finding.message, /more than the limit of "budgetKiB" \(256\.0 KiB\)/);
      const fix = fixOf(finding, /^Raise the budget to [\d,]+ KiB$/);
      assert.deepEqual(await check(files, fixed(project, fix)), []);
      assert.ok('changes' in fix);
      const budgetKiB = Number(fix.changes[0]?.value) - 8;
      assert.deepEqual(codesOf(await check(files, { ...project, ram: { budgetKiB } })), ['ram']);
    });

    it('has nothing against shared layers that are read twice because there is too little RAM', async () => {
      const project = {
        ...{ model: 'tiny.psnt', context: 128 },
        ...{ layout: { sharedLayers: 'readOnce' }, ram: { budgetKiB: 256 } },
      };
      const finding = only(await check(files, project), 'ram');
      const fix = fixOf(finding, /^Raise the budget to \d+ KiB$/);
      const enough = fixed(project, fix);
      assert.deepEqual(await check(files, enough), []);
      const [{ value: budget } = assert.fail('no change')] = 'changes' in fix ? fix.changes : [];
      const less = { ...project, ram: { budgetKiB: Number(budget) - 4 } };
      assert.equal(only(await check(files, less), 'ram').severity, 'error');
    });

    it('leaves to a conversion what a PSNT cannot change by its project', async () => {
      const findings = await check(files, { model: 'tiny.psnt', context: 128, ram: { budgetKiB: 256 } });
      const fix = fixOf(only(findings, 'ram'), /^Q4 for all matrices .*; converts the model$/);
      assert.deepEqual('conversion' in fix && fix.conversion, { type: 'q4' });
    });

    it('says of a context that the model has not what it has', async () => {
      const findings = await check(files, { model: 'long.bin', conversion: { context: 4096 } });
      assert.equal(only(findings, 'model').place, 'conversion.context');
    });
  });

  describe('of the layout', () => {
    it('marks the words of earlier versions, and writes the new ones without touching the rest', async () => {
      const text = `{ "model": "tiny.psnt", // here
  "layout": { "resident": "fill", /* once */ "shared": "kept", "placement": "outer" } }`;
      const findings = await check(new MemoryFiles(tiny), text);
      assert.deepEqual(codesOf(findings), ['former-layout', 'former-layout']);
      assert.ok(findings.every(({ severity }) => severity === 'hint'));
      const [first] = findings;
      assert.match(
        first?.message ?? '',
        /"layout.resident" is now called "weights": write "weights": "resident"/,
      );
      const document = TextDocument.create(projectUri, 'jsonc', 1, text);
      const none = { range: { start: document.positionAt(0), end: document.positionAt(0) }, message: '' };
      const edits = findings
        .flatMap((finding) => actionsOf(document, finding, none, false))
        .flatMap(({ edit }) => edit?.changes?.[projectUri] ?? []);
      const fixedText = TextDocument.applyEdits(document, edits);
      assert.equal(
        fixedText,
        text
          .replace('"resident": "fill"', '"weights": "resident"')
          .replace('"shared": "kept"', '"sharedLayers": "readOnce"'),
      );
      assert.deepEqual(await check(new MemoryFiles(tiny), fixedText), []);
    });

    it('refuses two statements that contradict each other, at the former one', async () => {
      const text = '{ "model": "tiny.psnt", "layout": { "weights": "streamed", "resident": "fill" } }';
      const [problem, former] = await check(new MemoryFiles(tiny), text);
      assert.match(
        problem?.message ?? '',
        /"layout.weights" is "streamed" but "layout.resident", its former/,
      );
      assert.deepEqual(problem?.place, { offset: text.indexOf('"fill"'), length: 6 });
      assert.deepEqual(former?.fixes, []);
    });
  });

  describe('of the disc', () => {
    it('says by how much an image is too large for a CD, and makes it a DVD', async () => {
      const files = new MemoryFiles({ ...tiny, 'FILM.PSS': { start: new Uint8Array(), size: 800_000_000 } });
      const project = { model: 'tiny.psnt', files: ['FILM.PSS'], disc: { type: 'cd' } };
      const finding = only(await check(files, project), 'disc');
      assert.match(
        finding.message,
        /than a CD holds \(737\.3 MB\); the largest file is FILM\.PSS with 800 MB/,
      );
      assert.deepEqual(await check(files, fixed(project, fixOf(finding, /^Change to DVD \(18 %/))), []);
      assert.deepEqual(await check(files, { ...project, disc: { type: 'dvd' } }), []);
    });

    it('saves with Q4 what it says', async () => {
      const files = new MemoryFiles({ 'large.bin': large });
      const project = { model: 'large.bin', disc: { type: 'cd' } };
      const finding = only(await check(files, project), 'disc');
      const fix = fixOf(finding, /Q4 saves [\d.,]+ MB, ffn\.w\* alone [\d.,]+ MB, and fits/);
      assert.ok(!codesOf(await check(files, fixed(project, fix))).includes('disc'));
      // Q8 keeps a byte and Q4 five bits a weight of the feed-forward block: 20 layers of 3 matrices.
      const weights = 20 * 3 * 2048 * 5504;
      const alone = bytesIn(fix.title, /alone /);
      assert.ok(Math.abs(alone - (weights * 3) / 8) < weights / 100, `${alone}`);
    });
  });

  it('reads a file that has not changed once, and ends when it is no longer wanted', async () => {
    const files = new MemoryFiles(tiny);
    await check(files, { model: 'tiny.psnt', tokenizer: 'tiny.tokenizer.bin' });
    assert.equal(files.opened, 2);
    let pauses = 0;
    const stop = (): Promise<void> => (++pauses > 1 ? Promise.reject(new Cancelled()) : Promise.resolve());
    await assert.rejects(check(files, { model: 'tiny.psnt' }, stop), Cancelled);
  });

  it('comes to an end whatever is typed', async () => {
    const files = new MemoryFiles(tiny);
    const text = JSON.stringify({
      model: 'tiny.psnt',
      prompts: ['x'],
      disc: { type: 'cd' },
      ram: { budgetKiB: 900 },
    });
    await fc.assert(
      fc.asyncProperty(
        fc.nat(text.length),
        fc.nat(12),
        fc.string({ maxLength: 4 }),
        async (at, length, typed) => {
          await check(files, text.slice(0, at) + typed + text.slice(at + length));
        },
      ),
      { numRuns: 60 },
    );
  });
});

/** A tokenizer of llama2.c with so many tokens of one letter. */
function llama2cTokenizer(count: number): Uint8Array {
  const bytes = new Uint8Array(4 + count * 9);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 1, true);
  for (let i = 0; i < count; i++) {
    view.setUint32(4 + i * 9 + 4, 1, true);
    bytes[4 + i * 9 + 8] = 0x61 + i;
  }
  return bytes;
}
