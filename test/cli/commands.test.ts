// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import type { TextReport } from '../../model/convert/textReport';
import { byteCharacters } from '../../model/tokenizer/huggingface/byteLevel';
import { renderListing } from '../../model/plan/listing';
import type { Plan } from '../../model/plan/plan';
import type { PsntDescription } from '../../model/psnt/describe';
import { tokensBytesOf } from '../../image/bootFiles';
import { openTokenizerFile } from '../../model/node/tokenizerFile';
import { openModelFile } from '../../model/node/modelFile';
import { compilePlan } from '../../model/plan/compile';
import { Consoles } from '../debug-adapter/consoleTarget';
import { referenceInProcess, tiny } from '../debug-adapter/conversation';
import { sharedPath } from '../support/shared';
import { ps2ml } from './terminal';

describe('ps2ml', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(path.join(tmpdir(), 'ps2ml-cli-'))));
  after(() => rmSync(folder, { recursive: true }));

  it('says how it is called, on standard output when asked and on standard error when called wrongly', async () => {
    const asked = await ps2ml(['--help']);
    assert.deepEqual([asked.code, asked.err], [0, '']);
    for (const command of ['inspect', 'convert', 'plan', 'run', 'demo']) {
      assert.ok(asked.out.includes(`ps2ml ${command}`));
      const help = await ps2ml([command, '--help']);
      assert.equal(help.code, 0);
      assert.ok(help.out.startsWith(`ps2ml ${command}`));
    }
    assert.deepEqual(await ps2ml([]), { code: 2, out: '', err: asked.out });
    assert.equal((await ps2ml(['fly'])).code, 2);
    assert.match((await ps2ml(['--version'])).out, /^\d+\.\d+\.\d+\n$/);
  });

  it('leaves with 2 and one sentence when the call is wrong', async () => {
    const calls: [args: string[], message: RegExp][] = [
      [['inspect'], /FILE is missing/],
      [['inspect', 'a', 'b'], /Unexpected argument "b"/],
      [['inspect', 'a', '--frob'], /Unknown option '--frob'/],
      [['convert', 'a'], /-o FILE is missing/],
      [['plan', 'a', '--json', '--listing'], /cannot be used together/],
      [['run', 'a', '--tokens', 'x'], /--tokens is "x", expected a number from 1/],
      [['run', 'a', '--tokens', '1.5'], /--tokens is 1.5, expected a whole number/],
      [['run', 'a', '--arithmetic', 'vax'], /--arithmetic is "vax", expected ee or ieee/],
      [['demo', 'a'], /Unexpected argument "a"/],
      [['demo', '--target', 'abacus'], /--target is "abacus", expected reference/],
    ];
    for (const [args, message] of calls) {
      const { code, out, err } = await ps2ml(args);
      assert.deepEqual([code, out], [2, ''], args.join(' '));
      assert.match(err, message);
      assert.match(err, /^ps2ml [^\n]+\n$/);
    }
  });

  it('leaves with 1 and one sentence when the input is at fault', async () => {
    const cut = path.join(folder, 'cut.psnt');
    writeFileSync(cut, readFileSync(tiny.program).subarray(0, 30));
    for (const command of ['inspect', 'plan', 'run']) {
      for (const [file, message] of [
        ['/no/such.psnt', /\/no\/such\.psnt: file not found/],
        [cut, /cut\.psnt/],
      ] as const) {
        const { code, out, err } = await ps2ml([command, file]);
        assert.deepEqual([code, out], [1, ''], command);
        assert.match(err, message);
        assert.match(err, /^ps2ml [^\n]+\n$/);
      }
    }
  });

  it('inspect prints one JSON object with header, layout and matrices', async () => {
    const { code, out } = await ps2ml(['inspect', tiny.program, '--json']);
    assert.equal(code, 0);
    const description = JSON.parse(out) as PsntDescription;
    assert.equal(description.version, 3);
    assert.equal(description.quantization, 'q8');
    assert.equal(description.header.dim, 64);
    assert.equal(description.layout.order, 'resident-first');
    const end = description.matrices.reduce((most, { offset, bytes }) => Math.max(most, offset + bytes), 0);
    assert.equal(end, readFileSync(tiny.program).length, 'the matrices reach the end of the file');
    const text = (await ps2ml(['inspect', tiny.program])).out;
    for (const { name } of description.matrices) assert.ok(text.includes(name));
  });

  it('reads a .psnt in the order that is asked for, or says why it cannot', async () => {
    const asked = ['--order', 'resident-first'];
    const usual = (await ps2ml(['plan', tiny.program])).out;
    assert.equal((await ps2ml(['plan', tiny.program, ...asked])).out, usual);
    const found = JSON.parse(
      (await ps2ml(['inspect', tiny.program, ...asked, '--json'])).out,
    ) as PsntDescription;
    assert.match(found.layout.evidence.join(' '), /requested/);
    const target = path.join(folder, 'ordered.psnt');
    for (const command of [['plan'], ['run'], ['convert', '-o', target], ['inspect']]) {
      const { code, err } = await ps2ml([...command, tiny.program, '--order', 'alphabetical']);
      assert.equal(code, 1);
      assert.match(err, /the requested tensor order/);
    }
  });

  it('inspect shows the header of a damaged file and fails all the same', async () => {
    const damaged = path.join(folder, 'damaged.psnt');
    writeFileSync(damaged, readFileSync(tiny.program).subarray(0, 5000));
    const { code, out, err } = await ps2ml(['inspect', damaged, '--json']);
    assert.equal(code, 1);
    assert.equal((JSON.parse(out) as PsntDescription).header.n_layers, 6);
    assert.match(err, /damaged\.psnt/);
  });

  it('convert writes a .psnt whole or not at all', async () => {
    const target = path.join(folder, 'again.psnt');
    const { code, err } = await ps2ml(['convert', tiny.program, '-o', target]);
    assert.equal(code, 0);
    assert.match(err, /^Wrote .*again\.psnt/);
    assert.deepEqual(readFileSync(target), readFileSync(tiny.program), 'Q8 weights are copied');

    const before = readdirSync(folder).sort();
    const stop = new AbortController();
    stop.abort(new Error('stopped'));
    const stopped = await ps2ml(['convert', tiny.program, '-o', path.join(folder, 'new.psnt')], {
      signal: stop.signal,
    });
    assert.equal(stopped.code, 1);
    assert.match(stopped.err, /stopped/);
    assert.deepEqual(readdirSync(folder).sort(), before);
  });

  it('convert writes other types and says what they cost', async () => {
    const target = path.join(folder, 'tiny-q4.psnt');
    const { code, out, err } = await ps2ml([
      'convert',
      tiny.program,
      '-o',
      target,
      '--type',
      'q4',
      '--context',
      '64',
      '--report',
    ]);
    assert.equal(code, 0, err);
    const written = JSON.parse((await ps2ml(['inspect', target, '--json'])).out) as PsntDescription;
    assert.deepEqual([written.version, written.quantization, written.header.seq_len], [3, 'q4', 64]);
    assert.match(out, /^layers\.00\.attn\.wq +q4g32 +[\d.]+e-\d+ +[\d.]+e-\d+ +\d+\.\d/m);
    const wrong = await ps2ml(['convert', tiny.program, '-o', target, '--type', 'q4', '--psnt-version', '1']);
    assert.equal(wrong.code, 1);
    assert.match(wrong.err, /version 1 with q4, expected version 2 or 3/);
    assert.equal((await ps2ml(['convert', tiny.program, '-o', target, '--type', 'q5'])).code, 2);
  });

  it('convert says what it changed in what the model says of a text', async () => {
    const target = path.join(folder, 'tiny-text.psnt');
    const text = path.join(folder, 'text.txt');
    writeFileSync(text, 'Once upon a time there was a console.');
    const asked = ['convert', tiny.program, '-o', target, '--type', 'q4', '--report-text', text];
    const { code, out, err } = await ps2ml(asked);
    assert.equal(code, 0, err);
    assert.match(out, /^tokens predicted +\d+$/m);
    const { text: report } = JSON.parse((await ps2ml([...asked, '--json'])).out) as { text: TextReport };
    assert.ok(
      report.positions > 5 && report.meanKl > 0 && report.perplexityAfter !== report.perplexityBefore,
    );
    const alone = path.join(folder, 'alone');
    mkdirSync(alone);
    const source = path.join(alone, 'm.psnt');
    copyFileSync(tiny.program, source);
    const without = await ps2ml(['convert', source, '-o', path.join(alone, 'n.psnt'), '--report-text', text]);
    assert.deepEqual([without.code, without.out], [1, '']);
    assert.match(without.err, /No tokenizer with \d+ tokens next to m\.psnt\. Choose one with --tokenizer\./);
  });

  it('run writes the prompt as a message by the chat template of the tokenizer', async () => {
    const { model, close } = await openModelFile(tiny.program);
    const { vocabSize } = model.config;
    await close();
    const pieces = ['<|end|>', '<|user|>', '<|answer|>', ...byteCharacters];
    const vocab = Object.fromEntries(
      Array.from({ length: vocabSize }, (_, id) => [pieces[id] ?? `unused ${id}`, id]),
    );
    const special = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };
    const json = {
      added_tokens: pieces.slice(0, 3).map((content, id) => ({ id, content, ...special })),
      pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
      decoder: { type: 'ByteLevel' },
      model: { type: 'BPE', vocab, merges: [] },
    };
    const template =
      "{% for m in messages %}{{ '<|user|>' + m.content + '<|end|>' }}{% endfor %}{% if add_generation_prompt %}{{ '<|answer|>' }}{% endif %}";
    const chat = mkdtempSync(path.join(folder, 'chat-'));
    const tokenizer = path.join(chat, 'tokenizer.json');
    writeFileSync(tokenizer, JSON.stringify(json));
    const args = ['run', tiny.program, '--tokenizer', tokenizer, '--prompt', 'Hi', '--tokens', '2', '--json'];
    const without = await ps2ml([...args, '--chat']);
    assert.equal(without.code, 1);
    assert.match(without.err, /no chat template\. Use a prompt without chat/);
    writeFileSync(path.join(chat, 'tokenizer_config.json'), JSON.stringify({ chat_template: template }));
    const id = (character: string): number => vocab[character] ?? assert.fail(character);
    const said = JSON.parse((await ps2ml([...args, '--chat'])).out) as { prompt: number[] };
    assert.deepEqual(said.prompt, [1, id('H'), id('i'), 0, 2]);
    const told = JSON.parse((await ps2ml([...args, '--system', 'A'])).out) as { prompt: number[] };
    assert.deepEqual(told.prompt, [1, id('A'), 0, 1, id('H'), id('i'), 0, 2]);
  });

  it('plan prints the listing, the tables, or all of it as JSON', async () => {
    const { model, close } = await openModelFile(tiny.program);
    const tokensBytes = tokensBytesOf(await openTokenizerFile(tiny.tokenizer, model));
    const plan = compilePlan(model, { tokensBytes });
    await close();
    assert.equal((await ps2ml(['plan', tiny.program, '--listing'])).out, renderListing(plan).text);
    const { out } = await ps2ml(['plan', tiny.program, '--json']);
    const plain = JSON.parse(out) as Plan;
    assert.deepEqual(plain.operations, JSON.parse(JSON.stringify(plan.operations)));
    const tables = (await ps2ml(['plan', tiny.program])).out;
    assert.match(tables, /^all .* 33,554,432 {2}100\.0 %$/m, 'the RAM map adds up');
    const disc = new RegExp(`^all +${plan.weightsFile.sectors} `, 'm');
    assert.match(tables, disc, 'the disc table adds up to WEIGHTS.BIN');
    assert.match(
      tables,
      /^Tokenizer: tiny\.tokenizer\.bin \(found next to the model\)\. Layout: resident \(default\)\. Disc: DVD \(default\)\.$/m,
    );
  });

  it('plans the context and the KV cache that are asked for, and says what a longer prompt needs', async () => {
    const options = ['--context', '40', '--kv-cache', 'int16', '--arithmetic-version', '2'];
    const plan = JSON.parse((await ps2ml(['plan', tiny.program, ...options, '--json'])).out) as Plan;
    assert.deepEqual([plan.config.seqLen, plan.modelContext, plan.kvCache], [40, 128, 'int16']);
    assert.equal(plan.arithmetic, 2);
    const { out } = await ps2ml(['plan', tiny.program, ...options]);
    assert.match(out, /: fits with a context of 40 of 128 positions \(up to 128 fit\); reads /);
    const prompt = ['--prompt', 'Once upon a time '.repeat(5), '--tokens', '1'];
    const run = await ps2ml(['run', tiny.program, ...prompt, ...options]);
    assert.equal(run.code, 1);
    assert.match(
      run.err,
      /The prompt has \d+ tokens, but the plan has room for 40 \(tiny\.psnt has a context of 128\)\. Set "context" to \d+ or more, or leave it out: up to 128 fit\.\n$/,
    );
  });

  it('run takes the prompt as token ids', async () => {
    const call = ['run', tiny.program, '--tokens', '2', '--json'];
    const { out } = await ps2ml([...call, '--prompt-ids', '2,5, 7']);
    assert.deepEqual((JSON.parse(out) as { prompt: number[] }).prompt, [2, 5, 7]);
    const bad = await ps2ml([...call, '--prompt-ids', '2,x']);
    assert.deepEqual([bad.code, /"x" is not a token id/.test(bad.err)], [2, true]);
    const both = await ps2ml([...call, '--prompt-ids', '2', '--prompt', 'Once']);
    assert.deepEqual([both.code, /cannot be used with --prompt/.test(both.err)], [2, true]);
    const large = await ps2ml([...call, '--prompt-ids', '999999']);
    assert.deepEqual(
      [large.code, /Token 999999 of the prompt is not in the vocabulary/.test(large.err)],
      [1, true],
    );
  });

  it('run prints the text on standard output and what there is to say on standard error', async () => {
    const text = await ps2ml(['run', tiny.program, '--prompt', 'Once', '--tokens', '3']);
    assert.equal(text.code, 0);
    assert.match(text.out, /^( [a-z]+){3}\n$/);
    assert.match(text.err, /^Tokenizer: tiny\.tokenizer\.bin\n3 tokens in \d+ passes: length\.\n$/);
    const { out } = await ps2ml(['run', tiny.program, '--prompt', 'Once', '--tokens', '3', '--json']);
    const result = JSON.parse(out) as { text: string; tokens: number[]; end: string };
    assert.equal(`${result.text}\n`, text.out);
    assert.equal(result.tokens.length, 3);
    assert.equal(result.end, 'length');
  });

  it('run says which context it has when that of the model does not fit, or a shorter one is asked for', async () => {
    const said = async (...options: string[]): Promise<string> =>
      (await ps2ml(['run', tiny.program, '--prompt', 'Once', '--tokens', '1', ...options])).err;
    const short = /^tiny\.psnt runs with a context of 40 of 128 positions \(up to 128 fit\)\.$/m;
    assert.match(await said('--context', '40'), short);
    assert.doesNotMatch(await said(), /context/);
    const long = path.join(folder, 'long.psnt');
    const bytes = readFileSync(tiny.program);
    // The KV cache of 200,000 positions alone is larger than the RAM.
    bytes.writeUInt32LE(200_000, 44);
    writeFileSync(long, bytes);
    const { code, err } = await ps2ml(['run', long, '--prompt-ids', '2,5', '--tokens', '1']);
    assert.equal(code, 0, err);
    assert.match(
      err,
      /^long\.psnt runs with a context of [\d,]+ of 200,000 positions \([\d,]+ with "kvCache": "int16"\)\.$/m,
    );
  });

  it('run in IEEE arithmetic on the float32 source tells the story that its author published', async function () {
    const model = sharedPath('models/stories260K.bin');
    const tokenizer = sharedPath('models/tok512.bin');
    const readme = sharedPath('models/README.md');
    if (model === undefined || tokenizer === undefined || readme === undefined) {
      console.log('      skipped: ../shared/models is not there');
      return this.skip();
    }
    const story = readFileSync(readme, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('> '))
      .map((line) => line.slice(2))
      .join('\n');
    const args = ['run', model, '--tokenizer', tokenizer, '--arithmetic', 'ieee', '--tokens', '257'];
    const { out } = await ps2ml(args);
    assert.equal(out.trim(), story);
  });

  it('stops a run at once when it is interrupted', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error('stopped')), 200);
    const { code, err } = await ps2ml(['run', tiny.program, '--tokens', '100'], { signal: stop.signal });
    assert.deepEqual([code, err], [1, 'Tokenizer: tiny.tokenizer.bin\nps2ml run: stopped.\n']);
  });
});

describe('ps2ml demo', () => {
  it('stops at the first layer, steps, lets the model write, and adds up disc and RAM', async () => {
    const { code, out } = await ps2ml(['demo', '--tokens', '3']);
    assert.equal(code, 0);
    const places = [...out.matchAll(/=> +\d+ {2}(\S+)/g)].map((match) => match[1]);
    assert.deepEqual(places, ['embed', 'L00', 'L00.attn.norm', 'L00.attn.q', 'L00.attn.k', 'L01', 'embed']);
    assert.match(out, /Last result\n {4}L00\.attn\.q {2}f32\[8×128\] mean/);
    assert.match(out, /Text so far: "[ ,a-z]+"/);
    assert.match(out, /> continue\n(?:,| [a-z]+){2}\n/);

    // Four passes: one of the prompt's nine positions without a token, then three with one.
    const [, table = ''] = /Disc reads of this run[^\n]*\n([\s\S]*?)\n\n/.exec(out) ?? [];
    const rows = table.split('\n').map((line) => line.split(/ {2,}/));
    const wq = rows.find(([name]) => name === 'layers.00.attn.wq');
    assert.equal(wq?.[2], '1', 'it stays in RAM');
    assert.match(out, /^all +33,554,432 {2}100\.0 %$/m);
  });

  it('shows the same on the built-in console as on the reference engine', async () => {
    const consoles = new Consoles();
    try {
      const targets = new Map([
        ['built-in', consoles.target],
        ['reference', referenceInProcess],
      ]);
      const onConsole = await ps2ml(['demo', '--tokens', '2'], { targets });
      const onEngine = await ps2ml(['demo', '--tokens', '2', '--target', 'reference'], { targets });
      assert.equal(onConsole.code, 0);
      assert.match(onConsole.out, /on the built-in console over the Debug Adapter Protocol/);
      const [text, table, rest] = sections(onConsole.out.replaceAll('built-in console', 'reference engine'));
      const [textOfEngine, tableOfEngine, restOfEngine] = sections(onEngine.out);
      assert.deepEqual([text, rest], [textOfEngine, restOfEngine]);
      const counts = (rows: string[][]): string[][] => {
        const head = rows[0] ?? [];
        const columns = ['matrix', 'sectors on disc', 'reads', 'sectors read', 'bytes read'].map((name) =>
          head.indexOf(name),
        );
        assert.ok(!columns.includes(-1));
        return rows.map((row) => columns.map((column) => row[column] ?? ''));
      };
      assert.deepEqual(counts(table), counts(tableOfEngine), 'the drive did what the plan says');
      assert.deepEqual(
        (table[0] ?? []).filter((name) => !(tableOfEngine[0] ?? []).includes(name)),
        ['LBA', 'seeks', 'ms', 'MB/s'],
        'what only a drive can tell',
      );
    } finally {
      consoles.remove();
    }
  });

  it('ends cleanly when it is interrupted', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error('stopped')), 500);
    const { code, err } = await ps2ml(['demo', '--tokens', '100'], { signal: stop.signal });
    assert.equal(code, 1);
    assert.match(err, /ps2ml demo: stopped\.\n$/);
  });

  it('names what is wrong with a model', async () => {
    const { code, err } = await ps2ml(['demo', '--model', '/no/such.psnt']);
    assert.deepEqual([code, err], [1, 'ps2ml demo: Cannot open /no/such.psnt: file not found.\n']);
  });
});

/** What a demo prints before its disc table, the cells of the table, and what comes after. */
function sections(out: string): [string, string[][], string] {
  const [whole = '', table = ''] = /Disc reads of this run[^\n]*\n([\s\S]*?)\n\n/.exec(out) ?? [];
  const [before = '', after = ''] = out.split(whole);
  const lines = table.split('\n');
  // Columns are set to the right: a cell ends where its heading does.
  const head = lines[0] ?? '';
  const ends = [...head.matchAll(/\S+(?: \S+)*/g)].map((cell) => cell.index + cell[0].length);
  const rows = lines.map((line) =>
    ends.map((end, column) => {
      const start = column === 0 ? 0 : (ends[column - 1] ?? 0);
      const stop = column === 0 ? line.search(/ {2,}/) : end;
      return line.slice(column === 1 ? line.search(/ {2,}/) : start, stop).trim();
    }),
  );
  return [before, rows, after];
}
