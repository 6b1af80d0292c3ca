import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FileReads } from '../../image/contents/readSums';
import type { RamContents } from '../../debug-adapter/watch/ramContents';
import { discReadsContent } from '../../extension/views/discReads';
import { ramContent } from '../../extension/views/ram';
import { summaryOf } from '../../extension/views/summary';
import { TraceStore } from '../../extension/traceStore';
import { traceContent } from '../../extension/trace/traceContent';
import { exportFormats } from '../../model/trace/export/formats';
import { discReadRows } from '../../model/trace/discRows';
import type { SessionRegion } from '../../model/trace/session';
import { openPsnt } from '../../model/psnt/file';
import { MemorySource } from '../../disc/byteSource';
import { memoryDisc } from '../../ps2/drive/disc';
import { Console } from '../../ps2/console/console';
import { readElf } from '../../ee/elf';
import { isDiscReadsContent } from '../../webviews/guards/discReadsGuard';
import { isRamContent } from '../../webviews/guards/ramGuard';
import { isTraceContent } from '../../webviews/guards/traceGuard';
import { memoryFile } from '../disc/files';
import { opened } from '../model/trace/memoryTrace';
import { finish, programFile } from '../ps2/program';
import { ps2ml } from './terminal';
import { modelImage, tinyBytes } from '../debug-adapter/watch/modelImage';

interface MatrixReads {
  readonly file: string;
  readonly name: string;
  readonly kind: string;
  readonly lba: number;
  readonly bytes: number;
  readonly reads: number;
  readonly shareOfRead: number;
  readonly sectors: number;
  readonly bytesRead: number;
  readonly bytesCovered: number;
  readonly ms: number;
}

interface Told {
  readonly reads: readonly FileReads[];
  readonly models: readonly {
    readonly file: string;
    readonly order: string | null;
    readonly problem: string | null;
  }[];
  readonly matrices: readonly MatrixReads[];
  readonly ram: {
    readonly regions: readonly SessionRegion[];
    readonly contents: readonly RamContents[];
    readonly overlaps: readonly string[];
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** The same program on a console of its own: what its drive has counted, and its memory. */
function drivenConsole(image: Uint8Array): Console {
  const console = Console.boot(memoryDisc(image), { discType: 'cd' });
  assert.equal(finish(console).kind, 'exit');
  return console;
}

describe('a program of somebody else on the built-in console', function () {
  this.timeout(60_000);
  let folder: string;
  let image: string;
  let bytes: Uint8Array;
  const trace = (): string => path.join(folder, 'own.ps2trace');
  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'ps2ml-own-'));
    image = path.join(folder, 'own.iso');
    bytes = await modelImage();
    writeFileSync(image, bytes);
  });
  after(() => rmSync(folder, { recursive: true }));

  const written = async (name: string, content: Uint8Array): Promise<string> => {
    const file = path.join(folder, name);
    writeFileSync(file, content);
    return Promise.resolve(file);
  };
  const told = async (file = image, ...more: string[]): Promise<Told> => {
    const { code, out, err } = await ps2ml(['run', file, '--json', ...more]);
    assert.equal(code, 0, err);
    return JSON.parse(out) as Told;
  };

  it('has its reads told by matrix, and they add up to the drive', async () => {
    const { reads, models, matrices } = await told();
    assert.deepEqual(models, [{ file: 'MODEL.PSN', order: 'resident-first', problem: null }]);
    const { driveTotals } = drivenConsole(bytes);
    const drive = driveTotals.program.sectors + driveTotals.directory.sectors;
    assert.equal(sum(reads.map(({ sectors }) => sectors)), drive);
    const ofModel = reads.find(({ file }) => file === 'MODEL.PSN');
    assert.ok(ofModel);
    assert.equal(sum(matrices.map(({ sectors }) => sectors)), ofModel.sectors);
    assert.equal(sum(matrices.map(({ bytesRead }) => bytesRead)), ofModel.bytes);
    assert.ok(Math.abs(sum(matrices.map(({ ms }) => ms)) - ofModel.ms) < 1e-6);
    // The program has read the whole file once, and parts of it again.
    const { tensors } = await openPsnt(new MemorySource(tinyBytes()), 'tiny.psnt');
    for (const { name, bytes: size } of tensors) {
      const row = matrices.find((one) => one.name === name);
      assert.deepEqual([row?.bytes, row?.bytesCovered], [size, size], name);
    }
    // Sectors 5 to 11 and 20 to 22 three times more, the last one twice more, and one range of bytes.
    const again = sum(matrices.map(({ bytesRead, bytesCovered }) => bytesRead - bytesCovered));
    assert.equal(again, (3 * (7 + 3) + 1 + 2) * 2048);
    const w1 = matrices.find(({ name }) => name === 'layers.00.ffn.w1');
    assert.ok(w1 && w1.reads === 4 && w1.shareOfRead > 0.6 && w1.shareOfRead < 0.7);
  });

  it('has tables, advice and RAM in its text', async () => {
    const { out } = await ps2ml(['run', image]);
    assert.match(out, /\nReads of MODEL\.PSN by matrix \(resident-first\)\nmatrix +LBA +bytes +reads +each/);
    assert.match(out, /^layers\.00\.ffn\.w1 +289 +11,696 +4 +64 % +100 % /m);
    assert.match(out, /\nMost read: 10 of 31\nmatrix +reads +each/);
    assert.match(out, /\nAdvice\n {2}28 % of the bytes of the model .* had been read before/);
    assert.match(out, /^stack +0x00102040/m);
    assert.match(out, /^layers\.00\.ffn\.w1\[53 % from byte 584, in slot\] /m);
  });

  it('has its RAM told as it is', async () => {
    const { ram } = await told();
    const console = drivenConsole(bytes);
    const elf = readElf(programFile('model'), 'model.elf');
    let next = 0;
    for (const { start, end } of ram.regions) {
      assert.equal(start, next);
      next = end;
    }
    assert.equal(next, 32 << 20);
    const [slot, stack] = ['slot', 'stack'].map((name) => elf.symbols.find((one) => one.name === name));
    assert.ok(slot && stack);
    assert.equal(ram.regions.find(({ kind }) => kind === 'stack')?.start, stack.address);
    assert.ok(ram.contents.some(({ name, start }) => name === 'scratch' && start > 0));
    assert.deepEqual(ram.overlaps, []);
    // What is named as a tensor is that tensor, byte for byte.
    const { tensors } = await openPsnt(new MemorySource(tinyBytes()), 'tiny.psnt');
    let checked = 0;
    for (const { name, start, end, from, object, changedBytes } of ram.contents) {
      const found = tensors.find((tensor) => tensor.name === from?.content);
      if (found === undefined || from === undefined) continue;
      const first = found.offset + from.offset;
      const then = tinyBytes().subarray(first, first + end - start);
      const now = console.read(start, end - start);
      const differ = now.filter((byte, index) => byte !== then[index]).length;
      assert.equal(changedBytes, differ, name);
      assert.equal(differ > 0, name === 'embedding[25 % changed since]');
      assert.equal(object === 'slot', start >= slot.address && start < slot.address + slot.bytes);
      checked++;
    }
    assert.ok(checked > 30);
  });

  it('has a trace that the views and ps2ml trace show as the drive counted', async () => {
    const { code, err } = await ps2ml(['run', image, '--trace', trace()]);
    assert.equal(code, 0, err);
    const file = await opened(new Uint8Array(readFileSync(trace())));
    assert.deepEqual([file.incomplete, file.dropped, file.version.minor], [undefined, 0, 4]);
    const { plan } = file.info;
    assert.deepEqual(plan.program, { name: 'SLUS_123.45', notes: [] });
    const { driveTotals } = drivenConsole(bytes);
    const drive = driveTotals.program.sectors + driveTotals.directory.sectors;
    const rows = discReadRows(plan, file.totals);
    assert.equal(sum(rows.map(({ sectors }) => sectors)), drive);
    assert.equal(sum(rows.map(({ pieces }) => pieces?.readBytes ?? 0)), drive * 2048);
    const { matrices } = await told();
    for (const { name, reads, sectors, bytesRead, bytesCovered } of matrices) {
      const row = rows.find((one) => one.name === name);
      assert.deepEqual([row?.reads, row?.sectors], [reads, sectors], name);
      assert.deepEqual(row?.pieces, {
        bytes: row?.pieces?.bytes,
        readBytes: bytesRead,
        coveredBytes: bytesCovered,
      });
    }
    const store = await TraceStore.open(file, 'own');
    const subject = {
      name: 'own',
      state: 'ended',
      provenance: 'built-in',
      passes: 0,
      tokens: 0,
      summary: summaryOf(store, []),
      isProgram: true,
    } as const;
    const disc = discReadsContent(subject, plan, store);
    assert.ok(isDiscReadsContent(disc));
    assert.equal(sum(disc.rows.map(({ sectorsRead }) => sectorsRead)), drive);
    assert.equal(sum(disc.rows.map(({ bytesRead }) => bytesRead)), drive * 2048);
    assert.equal(sum(disc.rows.map(({ sectors = 0 }) => sectors)), disc.fileSectors);
    const w1 = disc.rows.find(({ name }) => name === 'layers.00.ffn.w1');
    assert.deepEqual([w1?.kind, w1?.reads, w1?.repeats, w1?.resident], ['matrix', 4, 2, false]);
    assert.ok(isRamContent(ramContent(subject, plan, 0)));
    const content = await traceContent(file, 1000);
    assert.ok(isTraceContent({ fileName: 'own.ps2trace', trace: content }));
    assert.ok(content.facts.every(({ name }) => name !== 'Tokens'));
    for (const format of exportFormats) {
      let text = '';
      for await (const piece of format.write(file)) text += piece;
      assert.ok(text.length > 20, format.id);
      if (format.id === 'perfetto' || format.id === 'csv')
        assert.match(text, /53 % of layers\.00\.ffn\.w1/, format.id);
    }
    const shown = await ps2ml(['trace', trace()]);
    assert.equal(shown.code, 0, shown.err);
    assert.match(shown.out, /^SLUS_123\.45 \(own\.iso\): the program SLUS_123\.45 without a plan, watched/);
    assert.match(shown.out, /^layers\.00\.ffn\.w1 +289 +11,696 +4 +64 % +100 % /m);
    assert.match(shown.out, /^not known +0x00080000/m);
    const same = await ps2ml(['trace', trace(), '--baseline', trace(), '--budget', 'matrix.sectors <= +0%']);
    assert.equal(same.code, 0, same.err);
  });

  it('has each of several models named, and a damaged one told by file', async () => {
    const model = tinyBytes();
    const two = await written('two.iso', await modelImage(model, [memoryFile('OTHER.PSN', model)]));
    const { models, matrices, reads } = await told(two);
    assert.deepEqual(
      models.map(({ file, problem }) => [file, problem]),
      [
        ['MODEL.PSN', null],
        ['OTHER.PSN', null],
      ],
    );
    for (const file of ['MODEL.PSN', 'OTHER.PSN']) {
      const own = matrices.filter((row) => row.file === file);
      assert.ok(own.some(({ name }) => name === `${file}: embedding`));
      assert.equal(
        sum(own.map(({ sectors }) => sectors)),
        reads.find((row) => row.file === file)?.sectors,
        file,
      );
    }
    const cut = await written('cut.iso', await modelImage(model.subarray(0, 100_000)));
    const damaged = await told(cut);
    assert.match(damaged.models[0]?.problem ?? '', /^MODEL\.PSN: the file size is 100000 bytes, expected /);
    assert.deepEqual(damaged.matrices, []);
    assert.ok(damaged.reads.some(({ file, sectors }) => file === 'MODEL.PSN' && sectors > 0));
    const text = await ps2ml(['run', cut]);
    assert.match(text.out, /\nMODEL\.PSN: the file size .* Its reads are shown by file\.\n/);
    const zeros = new Uint8Array(model.length);
    zeros.set(model.subarray(0, 60));
    const unclear = await written('unclear.iso', await modelImage(zeros));
    assert.match((await told(unclear)).models[0]?.problem ?? '', /more than one tensor order fits/);
    const named = await told(unclear, '--order', 'llama2c-order');
    assert.deepEqual(named.models[0], { file: 'MODEL.PSN', order: 'llama2c-order', problem: null });
  });

  it('leaves a trace when its time is up or it is interrupted', async () => {
    const short = path.join(folder, 'short.ps2trace');
    const { code, err } = await ps2ml(['run', image, '--trace', short, '--seconds', '0.1']);
    assert.equal(code, 124, err);
    const file = await opened(new Uint8Array(readFileSync(short)));
    assert.ok(file.totals.reads.length > 0 && file.incomplete === undefined);
    const stop = new AbortController();
    const stopped = path.join(folder, 'stopped.ps2trace');
    setTimeout(() => stop.abort(new Error('stopped')), 200);
    const run = await ps2ml(['run', image, '--trace', stopped, '--seconds', '100000'], {
      signal: stop.signal,
    });
    // A fast machine is done before.
    assert.ok(run.code === 0 || run.err.includes('stopped'), run.err);
  });
});
