// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import type { FileReads } from '../../image/contents/readSums';
import { MemorySource } from '../../disc/byteSource';
import { fileOfImage, findFile, readVolume } from '../../disc/volume';
import { tiny } from '../debug-adapter/conversation';
import { openModelFile } from '../../model/node/modelFile';
import { readStoredRows, tensorOf } from '../../model/tensorRows';
import { Consoles, prebuiltElf } from '../debug-adapter/consoleTarget';
import type { TraceFile } from '../../model/trace/file/reader';
import { eventsOf, opened } from '../model/trace/memoryTrace';
import { programFile, testImage } from '../ps2/program';
import { ps2ml } from './terminal';

const sampling = ['--prompt', 'Once upon a time', '--tokens', '4'];

describe('ps2ml and disc images', function () {
  this.timeout(180_000);
  let folder: string;
  let image: string;
  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'ps2ml-image-'));
    image = path.join(folder, 'tiny.iso');
    const { code, out, err } = await ps2ml(['build', tiny.program, '-o', image, ...sampling]);
    assert.deepEqual([code, out], [0, '']);
    assert.match(err, /Packing the weights: 100 %\n(.*\n)*Writing the image: 100 %\n/);
    assert.match(err, /\nWrote .*tiny\.iso: [\d.]+ MiB for a DVD, boots PSML_000\.01\.\n$/);
  });
  after(() => rmSync(folder, { recursive: true }));

  it('where finds the bits of a weight, in both arrangements', async () => {
    const { model, close } = await openModelFile(tiny.program);
    const images = [path.join(folder, 'rows.iso'), image] as const;
    const built = await ps2ml([
      ...['build', tiny.program, '-o', images[0], '--arithmetic-version', '1', '--layout', 'streamed'],
      ...sampling,
    ]);
    assert.equal(built.code, 0, built.err);
    const found: Record<string, unknown>[] = [];
    for (const [version, file] of images.entries()) {
      const bytes = readFileSync(file);
      for (const [name, row, column] of [
        ['layers.00.attn.wq', 5, 3],
        ['layers.01.ffn.w2', 30, 41],
        ['embedding', 301, 6],
      ] as const) {
        const place = ['--matrix', name, '--row', String(row), '--column', String(column)];
        const { code, out, err } = await ps2ml(['where', file, ...place, '--json']);
        assert.equal(code, 0, err);
        const where = JSON.parse(out) as Record<
          'imageOffset' | 'lba' | 'fileOffset' | 'shift' | 'bits',
          number
        >;
        const { values } = await readStoredRows(model, tensorOf(model, name), row, 1);
        assert.deepEqual([where.shift, where.bits], [0, 8]);
        assert.equal(where.lba, Math.floor(where.imageOffset / 2048));
        const byte = bytes[where.imageOffset] ?? 0;
        assert.equal(version === 0 ? (byte << 24) >> 24 : byte - 128, values[column], name);
        found.push(where);
      }
    }
    await close();
    rmSync(images[0]);
    assert.deepEqual(
      found.map(({ ramAddress }) => ramAddress === null),
      [true, true, false, false, false, false],
      'streamed, but for the embedding; then all resident',
    );
    const text = await ps2ml(['where', image, '--matrix', 'norm', '--row', '0', '--column', '1']);
    assert.match(text.out, /32, a float of four bytes/);
    for (const [args, code, message] of [
      [['--matrix', 'wq', '--row', '0', '--column', '0'], 1, /no matrix "wq"\. Matrices: /],
      [['--matrix', 'norm', '--row', '1', '--column', '0'], 1, /norm has no row 1: its rows are 0 to 0\./],
      [['--matrix', 'norm', '--row', '0', '--column', '9999'], 1, /norm has no column 9999: /],
      [['--matrix', 'norm', '--row', '0'], 2, /--column is missing/],
      [['--row', '0'], 2, /--matrix NAME is missing/],
    ] as const) {
      const wrong = await ps2ml(['where', image, ...args]);
      assert.equal(wrong.code, code);
      assert.match(wrong.err, message);
    }
  });

  it('run writes the logits of each token as a NumPy array, alike on engine and console', async () => {
    const consoles = new Consoles();
    const read = async (target: string): Promise<Buffer> => {
      const file = path.join(folder, `${target}.npy`);
      const call = ['run', tiny.program, '--prompt-ids', '2,5', '--tokens', '3', '--json'];
      const { code, out, err } = await ps2ml(
        [...call, '--target', target, '--logits', file],
        target === 'built-in' ? { targets: new Map([[target, consoles.target]]) } : {},
      );
      assert.equal(code, 0, err);
      const { tokens } = JSON.parse(out) as { tokens: number[] };
      const bytes = readFileSync(file);
      rmSync(file);
      const start = 10 + bytes.readUInt16LE(8);
      assert.deepEqual([...bytes.subarray(0, 8)], [0x93, ...Buffer.from('NUMPY'), 1, 0]);
      assert.equal(start % 64, 0);
      const shape = /'descr': '<f4', 'fortran_order': False, 'shape': \((\d+), (\d+)\)/.exec(
        bytes.toString('latin1', 10, start),
      );
      const [rows, cols] = [Number(shape?.[1]), Number(shape?.[2])];
      assert.equal(rows, tokens.length);
      assert.equal(bytes.length, start + rows * cols * 4);
      const largest = tokens.map((_, row) => {
        const values = Array.from({ length: cols }, (__, id) =>
          bytes.readFloatLE(start + (row * cols + id) * 4),
        );
        return values.indexOf(Math.max(...values));
      });
      assert.deepEqual(largest, tokens, 'greedy');
      return bytes;
    };
    try {
      assert.ok((await read('reference')).equals(await read('built-in')));
    } finally {
      consoles.remove();
    }
  });

  it('build puts the files of a run on a disc that boots', async () => {
    const volume = await readVolume(new MemorySource(new Uint8Array(readFileSync(image))));
    const names = ['SYSTEM.CNF', 'PSML_000.01', 'PLAN.BIN', 'RUN.BIN', 'TOKENS.BIN', 'WEIGHTS.BIN'];
    assert.deepEqual(volume.files.map(({ path: name }) => name).sort(), names.sort());
    assert.equal(findFile(volume, 'PSML_000.01')?.size, readFileSync(prebuiltElf).length);
  });

  it('build --wait has the program wait for a debugger, as RUN.BIN says it', async () => {
    const waiting = path.join(folder, 'waiting.iso');
    assert.equal((await ps2ml(['build', tiny.program, '-o', waiting, '--wait', '1234'])).code, 0);
    const source = new MemorySource(new Uint8Array(readFileSync(waiting)));
    const run = findFile(await readVolume(source), 'RUN.BIN');
    assert.ok(run);
    const bytes = await fileOfImage(source, run).read(0, 64);
    assert.equal(new DataView(bytes.buffer, bytes.byteOffset).getUint32(56, true), 1234);
    assert.equal((await ps2ml(['build', tiny.program, '-o', waiting, '--wait', 'long'])).code, 2);
    rmSync(waiting);
  });

  it('build --json names every file and its place; two builds are alike', async () => {
    const again = path.join(folder, 'again.iso');
    const options = [
      '--model',
      tiny.program,
      '-o',
      again,
      '--disc',
      'cd',
      '--serial',
      'ABCD_123.45',
      '--json',
    ];
    const { code, out } = await ps2ml(['build', ...options, ...sampling]);
    assert.equal(code, 0);
    const built = JSON.parse(out) as { bytes: number; disc: string; files: { name: string; lba: number }[] };
    const bytes = new Uint8Array(readFileSync(again));
    assert.deepEqual([built.bytes, built.disc], [bytes.length, 'cd']);
    const volume = await readVolume(new MemorySource(bytes));
    for (const { name, lba } of built.files) assert.equal(findFile(volume, name)?.lba, lba);
    assert.ok(findFile(volume, 'ABCD_123.45'));
    await ps2ml(['build', tiny.program, '-o', again, ...sampling]);
    assert.ok(Buffer.compare(readFileSync(again), readFileSync(image)) === 0);
  });

  it('run boots an image: the text of the reference engine, and a table that adds up to the drive', async () => {
    const { code, out, err } = await ps2ml(['run', image]);
    assert.equal(code, 0, err);
    const reference = await ps2ml(['run', tiny.program, ...sampling]);
    assert.ok(out.startsWith(`Once upon a time${reference.out}`), out);
    assert.match(out, /\nDisc reads \(simulated: built-in console, DVD\)\nfile .*ms +MB\/s +share\n/);
    const json = await ps2ml(['run', image, '--json']);
    const { text, seconds, reads, ...told } = JSON.parse(json.out) as {
      text: string;
      seconds: number;
      reads: FileReads[];
    };
    assert.ok(out.startsWith(text));
    const ids = JSON.parse((await ps2ml(['run', tiny.program, ...sampling, '--json'])).out) as {
      prompt: number[];
      tokens: number[];
    };
    assert.deepEqual(told, {
      program: 'PSML_000.01',
      prompt: ids.prompt,
      tokens: ids.tokens,
      lost: { events: 0, text: 0, log: 0 },
      medium: 'dvd',
      mediumFrom: 'image',
      timing: 'instructions',
    });
    assert.equal(ids.tokens.length, 4);
    const volume = await readVolume(new MemorySource(new Uint8Array(readFileSync(image))));
    const weights = reads.find(({ file }) => file === 'WEIGHTS.BIN');
    assert.ok(weights);
    assert.equal(weights.lba, findFile(volume, 'WEIGHTS.BIN')?.lba);
    assert.ok(weights.ms > 0 && weights.ms < seconds * 1000 && weights.seeks > 0);
    const all = reads.reduce((sum, { sectors }) => sum + sectors, 0);
    assert.match(out, new RegExp(`^all .* ${all.toLocaleString('en-US')} `, 'm'));
  });

  it('run times an image as the medium that it was built for, and others by their size', async () => {
    interface Timed {
      readonly medium: string;
      readonly mediumFrom: string;
      readonly tokens: readonly number[] | null;
      readonly reads: readonly FileReads[];
    }
    const timed = async (file: string): Promise<Timed> =>
      JSON.parse((await ps2ml(['run', file, '--json'])).out) as Timed;
    const cd = path.join(folder, 'cd.iso');
    await ps2ml(['build', tiny.program, '-o', cd, ...sampling, '--disc', 'cd']);
    const unmarked = path.join(folder, 'unmarked.iso');
    const bytes = readFileSync(image);
    bytes.fill(0, 16 * 2048 + 883, 16 * 2048 + 883 + 16);
    writeFileSync(unmarked, bytes);
    const [asDvd, asCd, bySize] = [await timed(image), await timed(cd), await timed(unmarked)];
    const told = ({ medium, mediumFrom }: Timed): string => `${medium} from ${mediumFrom}`;
    assert.deepEqual([asDvd, asCd, bySize].map(told), ['dvd from image', 'cd from image', 'cd from size']);
    assert.deepEqual([asCd.tokens, bySize.tokens], [asDvd.tokens, asDvd.tokens]);
    const ms = ({ reads }: Timed): number => reads.reduce((sum, read) => sum + read.ms, 0);
    assert.ok(ms(asDvd) < ms(asCd), `${ms(asDvd)} ms of a DVD, ${ms(asCd)} ms of a CD`);
    assert.equal(ms(bySize), ms(asCd));
    assert.match(
      (await ps2ml(['run', unmarked])).out,
      /\nDisc reads \(simulated: built-in console, CD by its size\)\n/,
    );
    rmSync(cd);
    rmSync(unmarked);
  });

  it('run of an image whose program is not ours tells no tokens, and --seconds ends it', async () => {
    const foreign = path.join(folder, 'foreign.iso');
    writeFileSync(foreign, await testImage(programFile('endless')));
    const { code, out, err } = await ps2ml(['run', foreign, '--json', '--seconds', '0.02']);
    assert.equal(code, 124, err);
    const { text, prompt, tokens, medium, mediumFrom } = JSON.parse(out) as Record<string, unknown>;
    assert.deepEqual([text, prompt, tokens, medium, mediumFrom], ['still here\n', null, null, 'cd', 'image']);
    assert.match(err, /^PSML_000\.01 did not end within 0\.02 s of console time\.\n$/);
    rmSync(foreign);
  });

  it('run --trace of an image writes what the model’s own trace on the console says', async () => {
    const consoles = new Consoles();
    const traces = mkdtempSync(path.join(tmpdir(), 'ps2ml-image-trace-'));
    try {
      const targets = new Map([['built-in', consoles.target]]);
      const file = path.join(traces, 'image.ps2trace');
      const { code, out, err } = await ps2ml(['run', image, '--trace', file]);
      assert.equal(code, 0, err);
      assert.match(out, /^Once upon a time/);
      const own = path.join(traces, 'model.ps2trace');
      const call = ['run', tiny.program, ...sampling, '--target', 'built-in', '--trace', own];
      assert.equal((await ps2ml(call, { targets })).code, 0);
      const [ofImage, ofModel] = await Promise.all(
        [file, own].map(async (name) => opened(new Uint8Array(readFileSync(name)))),
      );
      assert.ok(ofImage && ofModel);
      assert.equal(ofImage.incomplete, undefined);
      assert.deepEqual(ofImage.info.plan.operations, ofModel.info.plan.operations);
      assert.deepEqual(ofImage.info.plan.listing.text, ofModel.info.plan.listing.text);
      assert.equal(ofImage.info.planHash, ofModel.info.planHash);
      const told = async (trace: TraceFile): Promise<string[]> =>
        (await eventsOf(trace)).flatMap((event) => {
          // What is looked at now and then, or once at the end.
          if (event.type === 'counters' || event.type === 'stack') return [];
          return [
            JSON.stringify({ ...event, at: undefined, ms: undefined, lba: undefined, seek: undefined }),
          ];
        });
      assert.deepEqual(await told(ofImage), await told(ofModel));
      assert.equal(ofImage.totals.stackBytes, ofModel.totals.stackBytes);
      // The image says what it was built for, a session what it is.
      assert.deepEqual([ofImage.info.plan.drive?.disc, ofModel.info.plan.drive?.disc], ['dvd', 'dvd']);
      assert.ok(
        ofImage.totals.times.passes.length > 0 && ofImage.totals.reads.every(({ count }) => count > 0),
      );
    } finally {
      consoles.remove();
      rmSync(traces, { recursive: true });
    }
  });

  it('a call that is wrong, a model that is not there and a damaged image are said in one sentence', async () => {
    const damaged = path.join(folder, 'damaged.iso');
    const bytes = readFileSync(image);
    const plan = findFile(await readVolume(new MemorySource(new Uint8Array(bytes))), 'PLAN.BIN');
    bytes.fill(0x55, (plan?.lba ?? 0) * 2048 + 600, (plan?.lba ?? 0) * 2048 + 900);
    writeFileSync(damaged, bytes);
    const cut = path.join(folder, 'cut.iso');
    writeFileSync(cut, bytes.subarray(0, 100_000));
    const calls: [args: string[], code: number, words: RegExp][] = [
      [['build', tiny.program], 2, /-o IMAGE is missing/],
      [['build', tiny.program, '--model', 'b', '-o', 'x'], 2, /given twice/],
      [['build', tiny.program, '-o', 'x', '--disc', 'vhs'], 2, /--disc is "vhs", expected dvd or cd/],
      [
        ['build', tiny.program, '-o', 'x', '--serial', 'me'],
        2,
        /--serial is "me", expected four capital letters/,
      ],
      [['build', '/no/such.psnt', '-o', 'x'], 1, /file not found/],
      [['build', tiny.program, '-o', '/no/such/x.iso'], 1, /its folder does not exist/],
      [['run', '/no/such.iso'], 1, /file not found/],
      [['run', damaged], 1, /PLAN\.BIN: .*CRC-32/],
      [['run', cut], 1, /damaged or truncated/],
      // Nothing that is given is ignored.
      [['run', cut, '--tokens', '3'], 2, /--tokens has no use for a disc image, which has its own settings/],
      [
        ['run', cut, '--target', 'reference'],
        2,
        /--target has no use for a disc image.*takes --json, --seconds, --timing, --trace/,
      ],
      [['run', '--serve-ps2link', '127.0.0.1', '--tokens', '3'], 2, /--tokens has no use for a console that/],
      [['run', '--serve-ps2link', '127.0.0.1', folder], 2, /--serve-ps2link needs a disc image/],
    ];
    for (const [args, code, words] of calls) {
      const found = await ps2ml(args);
      assert.equal(found.code, code, args.join(' '));
      assert.match(found.err, words);
      assert.ok((found.err.match(/^ps2ml /gm) ?? []).length === 1, found.err);
    }
    assert.deepEqual(readdirSync(folder).sort(), ['again.iso', 'cut.iso', 'damaged.iso', 'tiny.iso']);
  });

  it('stops at once when it is interrupted, and leaves no image behind', async () => {
    const output = path.join(folder, 'never.iso');
    const signal = AbortSignal.abort(new Error('stopped'));
    const built = await ps2ml(['build', tiny.program, '-o', output], { signal });
    assert.deepEqual([built.code, built.err.endsWith('ps2ml build: stopped.\n')], [1, true]);
    assert.ok(!readdirSync(folder).includes('never.iso'));
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error('stopped')), 30);
    const run = await ps2ml(['run', image], { signal: stop.signal });
    assert.deepEqual([run.code, run.err], [1, 'ps2ml run: stopped.\n']);
  });
});
