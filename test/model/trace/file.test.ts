import assert from 'node:assert/strict';
import fc from 'fast-check';
import { namedLayouts, type DiscLayout } from '../../../model/plan/discLayout';
import { crc32 } from '../../../model/plan/crc32';
import type { TraceEvent } from '../../../model/trace/events';
import type { TraceInfo } from '../../../model/trace/file/info';
import { TraceFileError } from '../../../model/trace/file/error';
import { TraceWriter } from '../../../model/trace/file/writer';
import { RunTotals } from '../../../model/trace/runTotals';
import { measuredRun } from '../../extension/measuredRun';
import { eventsOf, MemorySink, opened, sampleInfo, traceBytes } from './memoryTrace';

describe('trace files', () => {
  let info: TraceInfo;
  let run: TraceEvent[];
  let bytes: Uint8Array;
  before(async () => {
    info = await sampleInfo();
    run = [...measuredRun(info.plan, 12), { type: 'end', reason: 'length' }];
    bytes = await traceBytes(info, run);
  });

  it('give back the layout of a run, also in the words of earlier versions', async () => {
    const former: unknown = { resident: 'fill', shared: 'kept', order: 'use', placement: 'inner' };
    for (const layout of [former as DiscLayout, namedLayouts.resident]) {
      const trace = await opened(await traceBytes({ ...info, plan: { ...info.plan, layout } }, []));
      assert.deepEqual(trace.info.plan.layout, namedLayouts.resident);
    }
  });

  it('give back any event, bit for bit', async () => {
    const id = fc.nat({ max: 0xffff_fffe });
    const ms = fc
      .double({ min: 0, noNaN: true, noDefaultInfinity: true, maxExcluded: false })
      .filter((value) => !Object.is(value, -0));
    const times = fc.record({ ms, at: ms }, { requiredKeys: [], noNullPrototype: true });
    const at = fc.record({ at: ms }, { requiredKeys: [], noNullPrototype: true });
    const share = fc.double({ min: 0, max: 1, noNaN: true }).filter((value) => !Object.is(value, -0));
    const event: fc.Arbitrary<TraceEvent> = fc.oneof(
      fc.tuple(id, id, id, fc.boolean(), at).map(([pass, first, count, tail, time]) => ({
        type: 'pass' as const,
        pass,
        first,
        count,
        tail,
        ...time,
      })),
      fc
        .tuple(id, id, times)
        .map(([pass, operation, time]) => ({ type: 'operation' as const, pass, operation, ...time })),
      fc
        .tuple(
          fc.oneof(fc.constant(-1), id),
          id,
          id,
          times,
          fc.record({ lba: id, seek: fc.boolean() }, { requiredKeys: [], noNullPrototype: true }),
        )
        .map(([pass, read, sectors, time, place]) => ({
          type: 'read' as const,
          pass,
          read,
          sectors,
          ...place,
          ...time,
        })),
      fc
        .tuple(
          id,
          id,
          id,
          at,
          fc.record({ text: fc.string({ unit: 'grapheme' }) }, { requiredKeys: [], noNullPrototype: true }),
        )
        .map(([pass, position, token, time, text]) => ({
          type: 'token' as const,
          pass,
          position,
          id: token,
          ...time,
          ...text,
        })),
      fc
        .tuple(
          id,
          id,
          share,
          fc.array(
            fc.record(
              { id, probability: share, text: fc.string({ unit: 'grapheme' }) },
              { requiredKeys: ['id', 'probability'], noNullPrototype: true },
            ),
          ),
        )
        .map(([pass, position, probability, candidates]) => ({
          type: 'odds' as const,
          pass,
          position,
          probability,
          candidates,
        })),
      fc.constantFrom('stop id', 'length', 'context').map((reason) => ({ type: 'end' as const, reason })),
      fc.tuple(id, id, id).map(([events, text, log]) => ({ type: 'lost' as const, events, text, log })),
      id.map((bytes) => ({ type: 'stack' as const, bytes })),
      fc
        .array(
          fc.record(
            { matrix: id, reads: id, sectors: fc.maxSafeNat(), bytes: fc.maxSafeNat(), retries: id, ms },
            { requiredKeys: ['reads', 'sectors', 'bytes', 'retries', 'ms'], noNullPrototype: true },
          ),
        )
        .map((rows) => ({ type: 'counters' as const, rows })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(event), async (events) => {
        assert.deepEqual(await eventsOf(await opened(await traceBytes(info, events))), events);
      }),
      { numRuns: 50 },
    );
  });

  it('say all that is needed without the model', async () => {
    const trace = await opened(bytes);
    assert.deepEqual(trace.info, JSON.parse(JSON.stringify(info)));
    assert.match(trace.info.plan.listing.text ?? '', /L00\.attn\.q/);
    assert.deepEqual(await eventsOf(trace), run);
    const totals = new RunTotals(info.plan);
    totals.add(run);
    assert.deepEqual(trace.totals, totals.toJSON());
    assert.deepEqual([trace.incomplete, trace.dropped], [undefined, 0]);
    for (const pass of [-1, 0, 7]) {
      assert.deepEqual(
        await trace.eventsOfPass(pass),
        run.filter((event) => 'pass' in event && event.pass === pass),
      );
    }
  });

  it('cut anywhere behind their tables, show what stands before the cut and say where it is', async () => {
    const tables = 16 + 12 + new DataView(bytes.buffer).getUint32(20, true);
    for (const left of [
      tables,
      tables + 3,
      tables + 5000,
      bytes.length - 5000,
      bytes.length - 12,
      bytes.length - 1,
    ]) {
      const trace = await opened(bytes.subarray(0, left));
      assert.match(
        trace.incomplete ?? '',
        /^run\.ps2trace is incomplete: at offset \d+ is [^\n]+ is shown\.$/,
      );
      const events = await eventsOf(trace);
      assert.deepEqual(events, run.slice(0, events.length), 'the beginning, in order');
      const totals = new RunTotals(info.plan);
      totals.add(events);
      assert.deepEqual(trace.totals, totals.toJSON(), 'totals of what is there');
    }
    await assert.rejects(
      opened(bytes.subarray(0, tables - 1)),
      /at offset 16 is the end of the file after \d+ bytes/,
    );
    await assert.rejects(opened(bytes.subarray(0, 7)), /at offset 0 is the end of the file after 7 bytes/);
  });

  it('damaged in any byte, are refused in one sentence or shown up to the damage', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: bytes.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        async (at, flip) => {
          const damaged = Uint8Array.from(bytes);
          damaged[at] = (damaged[at] ?? 0) ^ flip;
          const trace = await opened(damaged).catch((error: unknown) => error);
          // A higher minor version is none of our business; everything else is found.
          if (at === 10 || at === 11) return;
          if (trace instanceof Error) {
            assert.ok(trace instanceof TraceFileError, String(trace));
            assert.match(trace.message, /^run\.ps2trace: at offset \d+ is [^\n]+, expected [^\n]+\.$/);
          } else
            assert.match((trace as { incomplete?: string }).incomplete ?? '', /is incomplete: at offset/);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('with contents that cannot be under a right checksum, are refused in one sentence with the offset', async () => {
    const offsets = chunkOffsets(bytes);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...offsets),
        fc.nat(),
        fc.nat({ max: 255 }),
        async ({ start, length }, place, value) => {
          if (length === 0) return;
          const forged = Uint8Array.from(bytes);
          forged[start + 8 + (place % length)] = value;
          const end = start + 8 + length;
          new DataView(forged.buffer).setUint32(end, crc32(forged.subarray(start, end)), true);
          try {
            const trace = await opened(forged);
            await eventsOf(trace);
          } catch (error) {
            assert.ok(error instanceof TraceFileError, String(error));
            assert.match(error.message, /^run\.ps2trace: at offset \d+ is [^\n]+\.$/);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('of another major version, or something else, are refused with what to do', async () => {
    const newer = Uint8Array.from(bytes);
    newer[8] = 9;
    await assert.rejects(opened(newer), /at offset 8 is version 9\.4, expected 1\.x: update PS2 ML\.$/);
    const other = new Uint8Array(100).fill(0x41);
    await assert.rejects(opened(other), /at offset 0 is "AAAAAAAA", expected "PS2MTRAC"/);
    await assert.rejects(opened(new Uint8Array()), /at offset 0 is the end of the file after 0 bytes/);
  });

  it('stay small: a thousand tokens keep to the limit, and the totals lose nothing', async () => {
    const limit = 200_000;
    const sink = new MemorySink();
    const writer = new TraceWriter(info, sink, limit);
    const totals = new RunTotals(info.plan);
    let all = 0;
    for (const events of passesOf(measuredRun(info.plan, 1000))) {
      writer.add(events);
      totals.add(events);
      all += events.length;
    }
    await writer.finish();
    const file = sink.bytes;
    assert.ok(file.length < limit + 1_000_000, `${file.length} bytes`);
    const trace = await opened(file);
    assert.deepEqual(trace.totals, JSON.parse(JSON.stringify(totals)));
    assert.equal(trace.totals.tokens, 1000);
    const kept = (await eventsOf(trace)).length;
    assert.ok(trace.dropped > 0);
    assert.equal(kept + trace.dropped, all);
  });

  it('are written as they happen: of a thousand tokens never more than a piece waits in memory', async () => {
    const sink = new MemorySink();
    const writer = new TraceWriter(info, sink);
    let [events, waiting] = [0, 0];
    for (const pass of passesOf(measuredRun(info.plan, 1000))) {
      const before = sink.lengths.length;
      writer.add(pass);
      events += pass.length;
      // What the writer sends, it sends at once.
      await Promise.resolve();
      await Promise.resolve();
      waiting = sink.lengths.length > before ? 0 : waiting + pass.length;
      assert.ok(waiting < 3000, `${waiting} events wait`);
    }
    const [, , ...pieces] = sink.lengths;
    assert.ok(pieces.length > 100 && pieces.every((length) => length < 40_000), 'pieces of a chunk each');
    await writer.finish();
    assert.equal((await eventsOf(await opened(sink.bytes))).length, events);
  });

  it('pass on what goes wrong with writing them', async () => {
    const writer = new TraceWriter(info, { write: () => Promise.reject(new Error('the disc is full')) });
    writer.add(run);
    await assert.rejects(writer.finish(), /the disc is full/);
  });
});

function chunkOffsets(bytes: Uint8Array): { start: number; length: number }[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const chunks: { start: number; length: number }[] = [];
  for (let start = 16; start < bytes.length;) {
    const length = view.getUint32(start + 4, true);
    chunks.push({ start, length });
    start += 12 + length;
  }
  return chunks;
}

/** The events of a run in pieces of a pass. */
function passesOf(run: readonly TraceEvent[]): TraceEvent[][] {
  const pieces: TraceEvent[][] = [[]];
  for (const event of run) {
    if (event.type === 'pass') pieces.push([]);
    pieces.at(-1)?.push(event);
  }
  return pieces;
}
