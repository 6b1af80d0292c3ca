import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ImageTrace, mailboxOf, tracedImage } from '../../cli/imageTrace';
import { consolePort } from '../../debug-adapter/targets/consolePort';
import { MemorySource } from '../../disc/byteSource';
import { FileSource } from '../../disc/node/fileSource';
import { fileOfImage, findFile, readVolume } from '../../disc/volume';
import { readElf } from '../../ee/elf';
import { SymbolTable } from '../../ee/symbols';
import { crc32 } from '../../model/plan/crc32';
import { planHeader } from '../../model/plan/format/header';
import type { TraceEvent } from '../../model/trace/events';
import { startConsoleHere } from '../../ps2/node/consoleHere';
import { tiny } from '../debug-adapter/conversation';
import { ps2ml } from './terminal';

describe('the trace of an image', function () {
  this.timeout(120_000);
  let folder: string;
  let image: string;
  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'ps2ml-image-look-'));
    image = path.join(folder, 'tiny.iso');
    const built = await ps2ml(['build', tiny.program, '-o', image, '--prompt', tiny.prompt, '--tokens', '2']);
    assert.equal(built.code, 0, built.err);
  });
  after(() => rmSync(folder, { recursive: true }));

  /** Runs an image; looks each time so many cycles have passed. */
  async function traceOf(cyclesBetweenLooks: number, file = image): Promise<TraceEvent[]> {
    return (await runOf(cyclesBetweenLooks, file)).events;
  }

  async function runOf(
    cyclesBetweenLooks: number,
    image: string,
  ): Promise<{ events: TraceEvent[]; lost: ImageTrace['lost'] }> {
    const source = await FileSource.open(image);
    const events: TraceEvent[] = [];
    const client = startConsoleHere((report) => trace?.addDrive(report.drive));
    let trace: ImageTrace | undefined;
    try {
      const volume = await readVolume(source);
      const { program } = await client.ask('boot', { image, options: { arguments: ['menu=no'] } });
      const found = findFile(volume, program) ?? assert.fail('no program');
      const elf = readElf(await fileOfImage(source, found).read(0, found.size), program);
      const block = mailboxOf(new SymbolTable(elf.symbols), program);
      const traced = await tracedImage(image, source, volume, 'instructions');
      trace = new ImageTrace(consolePort(client), block, traced, (more) => events.push(...more));
      for (;;) {
        const { end } = await client.ask('run', { maxCycles: cyclesBetweenLooks });
        await trace.look();
        if (end.kind === 'budget') continue;
        // An image is looked at once more when its program is over.
        await trace.look();
        return { events, lost: trace.lost };
      }
    } finally {
      await client.close();
      await source.close();
    }
  }

  it('says that an image was built for other floats than the console has', async () => {
    const older = path.join(folder, 'older.iso');
    const bytes = new Uint8Array(readFileSync(image));
    const file = findFile(await readVolume(new MemorySource(bytes)), 'PLAN.BIN') ?? assert.fail('no plan');
    const plan = bytes.subarray(file.lba * 2048, file.lba * 2048 + file.size);
    const view = new DataView(plan.buffer, plan.byteOffset);
    for (const [field, value] of [['eeFloats', 1] as const, ['crc', 0] as const])
      view.setUint32(planHeader.offsetOf(field), value, true);
    view.setUint32(planHeader.offsetOf('crc'), crc32(plan), true);
    writeFileSync(older, bytes);
    const trace = path.join(folder, 'older.ps2trace');
    const [now, then] = [
      await ps2ml(['run', image, '--trace', trace]),
      await ps2ml(['run', older, '--trace', trace]),
    ];
    assert.deepEqual([now.code, then.code], [0, 0], then.err);
    const warning =
      /older\.iso was built for EE-float revision 1, the built-in console computes with 2: .*\. Build the image again\./;
    assert.match(then.err, warning);
    assert.doesNotMatch(now.err, /EE-float/);
  });

  it('has what the program reported before the first look', async () => {
    const early = await traceOf(1_000_000);
    const late = await traceOf(1_000_000_000);
    // The stack and the odds are read from memory at a look.
    const told = (events: readonly TraceEvent[]): object[] =>
      events
        .filter(({ type }) => type !== 'stack' && type !== 'odds')
        .map((event) => ({ ...event, at: undefined }));
    assert.ok(told(late).length > 100);
    assert.deepEqual(told(late), told(early));
  });

  it('says what its ring has lost, and no token is among it', async () => {
    const long = path.join(folder, 'long.iso');
    const built = await ps2ml(['build', tiny.program, '-o', long, '--prompt', tiny.prompt, '--tokens', '70']);
    assert.equal(built.code, 0, built.err);
    const { events, lost } = await runOf(10_000_000_000, long);
    assert.ok(lost.events > 0, 'nothing was lost');
    const tokens = events.filter((event) => event.type === 'token');
    assert.equal(tokens.length, 70);
    assert.ok(tokens[0]?.at === undefined, 'the first came from memory');
    const gaps = tokens.filter(({ position }, index) => position !== (tokens[0]?.position ?? NaN) + index);
    assert.deepEqual(gaps, []);
  });

  it('says each depth of the stack and the counters of the run once', async () => {
    const events = await traceOf(2_000_000);
    const depths = events.flatMap((event) => (event.type === 'stack' ? [event.bytes] : []));
    assert.ok(depths.length > 0);
    assert.deepEqual(
      depths,
      [...new Set(depths)].sort((a, b) => a - b),
    );
    assert.equal(events.filter(({ type }) => type === 'counters').length, 1);
  });
});
