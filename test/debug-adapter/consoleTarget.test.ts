// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import type { Program } from '../../project/program/program';
import { type LoadedProgram, loadProgram } from '../../project/program/load';
import { adjacentTokenizer, openFile } from '../../project/program/node/files';
import { parseLaunchArguments } from '../../debug-adapter/launch/launchArguments';
import { offsets, totalBytes } from '../../debug-adapter/mailbox/layout';
import { Words } from '../../debug-adapter/mailbox/words';
import type { RunUntil, Target, TargetEvent } from '../../debug-adapter/targets/target';
import { contentHash } from '../../model/contentHash';
import { MemorySource } from '../../disc/byteSource';
import { sectorBytes } from '../../disc/sector';
import { findFile, readVolume } from '../../disc/volume';
import { readElf } from '../../ee/elf';
import type { TraceEvent } from '../../model/trace/events';
import { Consoles, prebuiltElf } from './consoleTarget';
import { tiny } from './conversation';

type Settled = Extract<TargetEvent, { type: 'stopped' | 'ended' | 'failed' }>;

/** A target with everything that it has reported. */
class Driven {
  readonly events: TargetEvent[] = [];
  private wake: (event: Settled) => void = () => undefined;

  constructor(
    readonly target: Target,
    private readonly loaded: LoadedProgram,
  ) {
    target.onEvent((event) => {
      this.events.push(event);
      if (event.type === 'stopped' || event.type === 'ended' || event.type === 'failed') this.wake(event);
    });
  }

  launch(signal = new AbortController().signal, progress?: (message: string) => void): Promise<void> {
    return this.target.launch(this.loaded.run, signal, progress);
  }

  async go(until: RunUntil): Promise<Settled> {
    const settled = new Promise<Settled>((resolve) => (this.wake = resolve));
    await this.target.resume(until);
    return settled;
  }

  get trace(): TraceEvent[] {
    return this.events.flatMap((event) => (event.type === 'trace' ? event.events : []));
  }

  get cycles(): Promise<number> {
    return (async () => (await this.target.registers?.())?.cycles ?? assert.fail('no registers'))();
  }
}

describe('the built-in console as a target', function () {
  this.timeout(180_000);
  const consoles = new Consoles();
  const elf = readElf(new Uint8Array(readFileSync(prebuiltElf)), 'ps2ml.elf');
  const symbol = (name: string): number =>
    elf.symbols.find((candidate) => candidate.name === name)?.address ?? assert.fail(`no symbol ${name}`);
  let loaded: LoadedProgram;
  let open: Driven[] = [];

  before(async () => {
    const launch = parseLaunchArguments({ ...tiny, layout: 'streamed', tokens: 3 }, ['built-in']);
    const host = { openFile, adjacentTokenizer, targets: new Map(), log: () => undefined };
    loaded = await loadProgram(launch, host, () => undefined, new AbortController().signal);
  });
  afterEach(async () => {
    for (const { target } of open) await target.dispose();
    open = [];
  });
  after(async () => {
    await loaded.close();
    consoles.remove();
  });

  function create(program: Partial<Program> = {}): Driven {
    const driven = new Driven(consoles.target({ ...loaded.program, ...program }), loaded);
    open.push(driven);
    return driven;
  }
  const images = (): string[] => readdirSync(consoles.images).filter((name) => name.endsWith('.iso'));

  it('lets no time pass in a stop: the same commands give the same cycles', async () => {
    const script: RunUntil[] = [
      { kind: 'operation' },
      { kind: 'operations', operations: [40] },
      { kind: 'pass' },
    ];
    const runs: number[][] = [];
    for (const pauseMs of [0, 30]) {
      const driven = create();
      await driven.launch();
      const cycles = [await driven.cycles];
      for (const until of script) {
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
        await driven.go(until);
        cycles.push(await driven.cycles);
      }
      runs.push(cycles);
    }
    const [first = [], second] = runs;
    assert.deepEqual(second, first);
    assert.ok(first.every((value, index) => index === 0 || value > (first[index - 1] ?? 0)));
  });

  it('measures each read: its sectors on the disc, its time, and the seeks that the drive did', async () => {
    const driven = create();
    await driven.launch();
    assert.equal((await driven.go({ kind: 'end' })).type, 'ended');
    const [image = ''] = images();
    const bytes = new Uint8Array(readFileSync(path.join(consoles.images, image)));
    const volume = await readVolume(new MemorySource(bytes));
    const weights = findFile(volume, 'WEIGHTS.BIN')?.lba ?? assert.fail('no WEIGHTS.BIN');
    const { plan } = loaded.program;
    const reads = driven.trace.filter((event) => event.type === 'read');
    assert.ok(reads.length > plan.reads.length);
    for (const { read, sectors, lba, ms, seek } of reads) {
      assert.equal(lba, weights + (plan.reads[read]?.sector ?? NaN));
      assert.equal(sectors, plan.reads[read]?.sectors);
      assert.ok(ms !== undefined && ms > 0);
      assert.equal(typeof seek, 'boolean');
    }
    // Each pass begins with weights that lie before the last ones.
    assert.ok(reads.some(({ seek }) => seek) && reads.some(({ seek }) => seek === false));
    assert.ok(driven.trace.every((event) => event.type !== 'operation' || (event.ms ?? 0) > 0));

    // The mailbox counts by itself.
    const head = new Words(await driven.target.readMemory(symbol('ps2ml_mailbox'), 0x80));
    const [table, count] = [head.at(offsets.totalsAddress), head.at(offsets.totals)];
    const totals = new Words(await driven.target.readMemory(table, count * totalBytes));
    for (let matrix = 0; matrix < count; matrix++) {
      const own = reads.filter(({ read }) => (plan.reads[read]?.matrix ?? count - 1) === matrix);
      const sectors = own.reduce((sum, event) => sum + event.sectors, 0);
      const counted = [totals.at(matrix * totalBytes), totals.at(matrix * totalBytes + 4)];
      assert.deepEqual(counted, [own.length, sectors], `matrix ${matrix}`);
    }
  });

  it('measures how deep the stack gets: no stop stands lower, and what is below was never written', async () => {
    const driven = create();
    await driven.launch();
    const { stack } = loaded.program.plan;
    const depth = (): number =>
      Math.max(...driven.trace.flatMap((event) => (event.type === 'stack' ? [event.bytes] : [])));
    for (const until of ['operation', 'pass', 'end'] as const) {
      const registers = await driven.target.registers?.();
      const sp = Number(registers?.general.find(({ name }) => name === 'sp')?.value ?? assert.fail('no sp'));
      // The lowest words of a frame may be for functions that were not called.
      const frame = 64;
      assert.ok(sp < stack.end && stack.end - sp <= depth() + frame, `${stack.end - sp} of ${depth()} bytes`);
      await driven.go({ kind: until });
    }
    const below = await driven.target.readMemory(stack.start, stack.end - stack.start - depth());
    assert.equal(new Set(below).size, 1);
    // Of 64 KiB a tenth is far more than its functions need.
    assert.ok(depth() > 128 && depth() < 6554, `${depth()} bytes`);
  });

  it('measures from outside what the program measures itself, at each stop and at the end', async () => {
    const driven = create();
    await driven.launch();
    const { stack } = loaded.program.plan;
    const said = async (): Promise<number> => {
      const address = symbol('ps2ml_mailbox') + offsets.stackBytes;
      return new Words(await driven.target.readMemory(address, 4)).at(0);
    };
    const measured = (): number =>
      driven.trace.reduce((most, event) => (event.type === 'stack' ? Math.max(most, event.bytes) : most), 0);
    for (const until of ['operation', 'pass', 'operation', 'end'] as const) {
      assert.equal(await said(), measured(), until);
      await driven.go({ kind: until });
    }
    assert.equal(await said(), measured());
    assert.equal(driven.trace.filter(({ type }) => type === 'counters').length, 1);
    // Each depth is told once, whoever saw it.
    const told = driven.trace.flatMap((event) => (event.type === 'stack' ? [event.bytes] : []));
    assert.deepEqual(
      told,
      [...new Set(told)].sort((a, b) => a - b),
    );

    const poked = create();
    await poked.launch();
    await poked.target.writeMemory?.(stack.end - 4096, Uint8Array.of(1));
    await poked.go({ kind: 'operation' });
    const depth = new Words(
      await poked.target.readMemory(symbol('ps2ml_mailbox') + offsets.stackBytes, 4),
    ).at(0);
    assert.equal(depth, 4096);
  });

  it('pauses a run and takes breakpoints while it runs', async () => {
    const driven = create();
    await driven.launch();
    const settled = driven.go({ kind: 'end' });
    await driven.target.pause();
    const paused = await settled;
    assert.deepEqual([paused.type, paused.type === 'stopped' && paused.reason], ['stopped', 'pause']);
    const next = driven.go({ kind: 'end' });
    await driven.target.setBreakpoints([50]);
    const stopped = await next;
    assert.ok(stopped.type === 'stopped' && stopped.reason === 'breakpoint');
    assert.equal(stopped.position.operation, 50);
  });

  it('says where the program crashed, in which function, and with which registers', async () => {
    const driven = create();
    await driven.launch();
    const place = symbol('execute');
    assert.equal(await driven.target.writeMemory?.(place, Uint8Array.of(0xff, 0xff, 0xff, 0xff)), 4);
    const end = await driven.go({ kind: 'end' });
    assert.ok(end.type === 'failed');
    assert.match(end.message, /^The program crashed in execute \(0x[0-9A-F]{8}\): .*ffffffff/i);
    assert.match(end.message, /\nCalled from \w+\+0x[0-9a-f]+\. Registers: pc 0x[0-9A-F]{8}, ra 0x/);
  });

  it('computes with what is written into a buffer at a stop', async () => {
    const results: string[] = [];
    for (const value of [0, 2]) {
      const driven = create();
      await driven.launch();
      await driven.go({ kind: 'operation' });
      const { plan } = loaded.program;
      const [, norm] = plan.operations;
      const input = norm?.inputs[0]?.address ?? assert.fail('no input');
      const output = norm?.output.address ?? assert.fail('no output');
      if (value !== 0)
        await driven.target.writeMemory?.(input, new Uint8Array(new Float32Array([value]).buffer));
      await driven.go({ kind: 'operation' });
      results.push(Buffer.from(await driven.target.readMemory(output, 16)).toString('hex'));
    }
    assert.notEqual(results[0], results[1]);
  });

  it('builds an image once, tells how far it is, and uses it again', async () => {
    const messages: string[] = [];
    for (const name of images()) assert.match(name, /^[0-9a-f]{32}\.iso$/);
    const before = images();
    await create().launch(new AbortController().signal, (message) => messages.push(message));
    assert.deepEqual(images(), before);
    assert.ok(messages.some((message) => /^Packing the weights: \d+ %$/.test(message)));
    assert.ok(!messages.some((message) => message.startsWith('Writing')));
  });

  it('stops building when it is cancelled, and leaves nothing behind', async () => {
    const own = new Consoles();
    try {
      const controller = new AbortController();
      const target = own.target(loaded.program);
      const launch = target.launch(loaded.run, controller.signal, (message) => {
        if (message.startsWith('Writing')) controller.abort(new Error('The launch was cancelled.'));
      });
      await assert.rejects(launch, /The launch was cancelled/);
      assert.deepEqual(readdirSync(own.images), []);
      await target.dispose();
    } finally {
      own.remove();
    }
  });

  it('is refused for IEEE arithmetic, which no console has', () => {
    for (const target of ['built-in', 'pcsx2', 'ps2link']) {
      assert.throws(
        () => parseLaunchArguments({ ...tiny, arithmetic: 'ieee', target }, [target, 'reference']),
        /only EE arithmetic.*"target": "reference"/,
      );
    }
  });

  for (const [file, words] of [
    ['PLAN.BIN', /PLAN\.BIN: .*CRC-32/],
    ['RUN.BIN', /RUN\.BIN: .*CRC-32/],
    ['TOKENS.BIN', /TOKENS\.BIN/],
    ['WEIGHTS.BIN', /WEIGHTS\.BIN.*(CRC-32|damaged)/],
  ] as const) {
    it(`says in words that ${file} of an image is damaged, and does not use the image again`, async () => {
      await create().launch();
      const [image = ''] = images();
      const imagePath = path.join(consoles.images, image);
      const bytes = new Uint8Array(readFileSync(imagePath));
      const found = findFile(await readVolume(new MemorySource(bytes)), file);
      assert.ok(found);
      for (let at = found.lba * sectorBytes + 64; at < found.lba * sectorBytes + found.size; at += 64)
        bytes[at] = (bytes[at] ?? 0) ^ 0x55;
      await replaceImage(imagePath, bytes);
      const driven = create();
      const failure = await driven.launch().then(
        () => driven.go({ kind: 'end' }).then((end) => (end.type === 'failed' ? end.message : end.type)),
        (error: unknown) => String(error),
      );
      assert.match(failure, words);
      await create().launch();
    });
  }

  it('says in words that an image is damaged before anything runs', async () => {
    await create().launch();
    const [image = ''] = images();
    const imagePath = path.join(consoles.images, image);
    const bytes = new Uint8Array(readFileSync(imagePath));
    bytes.fill(0, 16 * sectorBytes, 17 * sectorBytes);
    await replaceImage(imagePath, bytes);
    await assert.rejects(create().launch(), /Not an ISO 9660 image/);
    await create().launch();
  });

  it('builds an image again that is not what was built', async () => {
    await create().launch();
    const [image = ''] = images();
    const imagePath = path.join(consoles.images, image);
    const whole = readFileSync(imagePath);
    writeFileSync(imagePath, Uint8Array.from(whole).fill(0, 16 * sectorBytes, 17 * sectorBytes));
    await create().launch();
    assert.ok(readFileSync(imagePath).equals(whole));
  });

  /** Another image with a hash that fits, as if it had been built so. */
  async function replaceImage(image: string, bytes: Uint8Array): Promise<void> {
    writeFileSync(image, bytes);
    writeFileSync(image.replace(/\.iso$/, '.sha256'), await contentHash(new MemorySource(bytes)));
  }

  it('says in words that the program is damaged', async () => {
    const file = path.join(consoles.images, 'cut.elf');
    const whole = readFileSync(prebuiltElf);
    const damages: [bytes: Uint8Array, words: RegExp][] = [
      [whole.subarray(0, 5000), /cut\.elf: .*truncated or damaged/],
      [Buffer.concat([Buffer.from('MZ'), whole.subarray(2)]), /this is not an ELF file/],
      [overwritten(whole, fileOffsetOf('main_entry'), 0), /crashed|mailbox|going on|go on/],
    ];
    for (const [bytes, words] of damages) {
      writeFileSync(file, bytes);
      const own = new Consoles(file);
      try {
        const target = own.target(loaded.program);
        await assert.rejects(target.launch(loaded.run, new AbortController().signal), words);
        await target.dispose();
      } finally {
        own.remove();
      }
    }
  });

  function fileOffsetOf(name: string): number {
    const address = symbol(name);
    const segment = elf.segments.find(
      (candidate) => candidate.address <= address && address < candidate.address + candidate.fileBytes,
    );
    assert.ok(segment);
    return segment.fileOffset + address - segment.address;
  }

  /** A jump to itself where a function begins, or other words. */
  function overwritten(bytes: Uint8Array, offset: number, word: number): Uint8Array {
    const copy = Uint8Array.from(bytes);
    const branchToItself = 0x1000ffff;
    new DataView(copy.buffer).setUint32(offset, word === 0 ? branchToItself : word, true);
    return copy;
  }
});
