import assert from 'node:assert/strict';
import { discReadsContent, type PlanFigures } from '../../extension/views/discReads';
import { ramContent } from '../../extension/views/ram';
import { TraceStore } from '../../extension/traceStore';
import { sessionPlanOf } from '../../debug-adapter/session/sessionPlan';
import { namedLayouts } from '../../model/plan/discLayout';
import { forecastDisc } from '../../model/plan/forecast';
import { sessionBuffersOf } from '../../model/trace/buffers';
import { renderListing } from '../../model/plan/listing';
import type { Plan } from '../../model/plan/plan';
import { noTime, totalMs } from '../../model/trace/timeSplit';
import type { SessionPlan } from '../../model/trace/session';
import type { DiscReadsContent } from '../../webviews/messages/discReads';
import type { Subject } from '../../webviews/messages/subject';
import { samplePlan } from '../support/sample';
import { measuredRun } from './measuredRun';
import { someSummary } from '../support/summary';

const subject: Subject = {
  name: 'tiny.psnt',
  state: 'file',
  provenance: 'forecast',
  passes: 0,
  tokens: 0,
  summary: someSummary,
};
const nothing = { reads: [] };
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('figures of the views', () => {
  let plan: Plan;
  let figures: PlanFigures;
  let session: SessionPlan;
  before(async () => {
    plan = await samplePlan(namedLayouts.streamed);
    figures = { ...plan, forecast: forecastDisc(plan), buffers: sessionBuffersOf(plan) };
    session = sessionPlanOf(plan, renderListing(plan), {}, 'reference');
  });

  const bytesOf = ({ rows }: DiscReadsContent): number => sum(rows.map(({ bytes }) => bytes));

  it('name every matrix of the plan once, and their bytes add up to WEIGHTS.BIN', () => {
    const content = discReadsContent(subject, figures, nothing);
    const names = content.rows.filter(({ kind }) => kind === 'matrix').map(({ name }) => name);
    const expected = plan.matrices.filter(({ index }) => plan.reads.some(({ matrix }) => matrix === index));
    assert.deepEqual(names.toSorted(), expected.map(({ name }) => name).toSorted());
    assert.equal(bytesOf(content), plan.weightsFile.bytes);
    assert.equal(sum(content.rows.map(({ sectors }) => sectors ?? 0)), plan.weightsFile.sectors);
    assert.equal(content.rows.filter(({ kind }) => kind === 'padding').length, 1);
  });

  it('forecast per token exactly what the reads of one pass take', () => {
    const content = discReadsContent(subject, figures, nothing);
    const inPass = plan.reads.filter(({ preload }) => !preload);
    assert.equal(
      sum(content.rows.map(({ bytesPerToken }) => bytesPerToken)),
      sum(inPass.map(({ sectors }) => sectors * 2048)),
    );
    assert.equal(sum(content.rows.map(({ readsPerToken }) => readsPerToken)), inPass.length);
    for (const row of content.rows) {
      assert.equal(row.reads, 0);
      assert.equal(row.bytesRead, 0);
      assert.ok(!row.resident || row.bytesPerToken === 0);
    }
  });

  it('are the same for a file and for a session before its first read', () => {
    const store = new TraceStore('Debug tiny.psnt', session);
    assert.deepEqual(
      discReadsContent(subject, session, store).rows,
      discReadsContent(subject, figures, nothing).rows,
    );
    assert.deepEqual(ramContent(subject, session, 0), ramContent(subject, figures, 0));
  });

  it('count what a session reads, pass by pass', () => {
    const store = new TraceStore('Debug tiny.psnt', session);
    const read = (pass: number, preload: boolean): void =>
      store.add(
        session.reads
          .filter((item) => item.preload === preload)
          .map(({ index, sectors }) => ({ type: 'read' as const, pass, read: index, sectors })),
      );
    read(-1, true);
    for (const pass of [0, 1, 2]) {
      store.add([{ type: 'pass', pass, first: pass, count: 1, tail: true }]);
      read(pass, false);
      store.add([{ type: 'token', pass, position: pass, id: 7 }]);
    }
    const content = discReadsContent(subject, session, store);
    assert.equal(store.passes, 3);
    assert.equal(store.tokens, 3);
    for (const row of content.rows.filter(({ kind }) => kind === 'matrix')) {
      assert.equal(row.reads, row.resident ? 1 : 3 * row.readsPerToken, row.name);
    }
    const sectors = sum(session.reads.map((item) => item.sectors * (item.preload ? 1 : 3)));
    assert.equal(sum(content.rows.map(({ bytesRead }) => bytesRead)), sectors * 2048);
  });

  it('lose nothing of what was measured: rows, reads, operations and passes add up to the same', () => {
    const events = measuredRun(session, 3);
    const store = new TraceStore('Debug tiny.psnt', session);
    store.add(events);
    const reads = events.filter((event) => event.type === 'read');
    const { rows } = discReadsContent(subject, session, store);
    const close = (actual: number, expected: number): void =>
      assert.ok(Math.abs(actual - expected) < 1e-6, `${actual} is not ${expected}`);

    close(sum(rows.map(({ ms }) => ms ?? 0)), sum(reads.map(({ ms }) => ms ?? 0)));
    assert.equal(sum(rows.map((row) => row.reads)), reads.length);
    assert.equal(sum(rows.map((row) => row.sectorsRead)), sum(reads.map(({ sectors }) => sectors)));
    assert.equal(sum(rows.map((row) => row.bytesRead)), sum(reads.map(({ sectors }) => sectors * 2048)));
    assert.equal(
      sum(rows.map((row) => row.repeats)),
      reads.length - new Set(reads.map(({ read }) => read)).size,
    );
    for (const row of rows.filter(({ kind }) => kind === 'matrix')) {
      const own = session.reads.filter(({ matrix }) => session.matrices[matrix ?? -1]?.name === row.name);
      assert.equal(row.lba, 1000 + Math.min(...own.map(({ sector }) => sector)), row.name);
    }

    const { total, passes } = store.times;
    const operations = sum(events.map((event) => (event.type === 'operation' ? (event.ms ?? 0) : 0)));
    close(totalMs(total), operations);
    close(sum(store.operations.map(({ ms }) => ms ?? 0)), operations);
    close(sum(passes.map(({ split }) => totalMs(split))), operations);
    close(total.disc, sum(reads.map(({ pass, ms }) => (pass < 0 ? 0 : (ms ?? 0)))));
  });

  it('count a seek where a read does not begin at the end of the one before', () => {
    const store = new TraceStore('Debug tiny.psnt', session);
    const read = (lba: number, seek?: boolean) => ({
      type: 'read' as const,
      pass: 0,
      read: 2,
      sectors: 4,
      ms: 1,
      lba,
      ...(seek !== undefined && { seek }),
    });
    store.add([read(100), read(104), read(100)]);
    assert.equal(store.reads[2]?.seeks, 1);
    // The target knows better.
    store.add([read(104, true), read(7, false)]);
    assert.equal(store.reads[2].seeks, 2);
    assert.equal(store.reads[2].lba, 100);
  });

  it('show nothing as measured that was only counted', () => {
    const store = new TraceStore('Debug tiny.psnt', session);
    store.add(session.reads.map(({ index, sectors }) => ({ type: 'read', pass: 0, read: index, sectors })));
    store.add([{ type: 'operation', pass: 0, operation: 0 }]);
    store.add([{ type: 'token', pass: 0, position: 1, id: 3 }]);
    for (const row of discReadsContent(subject, session, store).rows)
      assert.deepEqual([row.lba, row.seeks, row.ms], [undefined, undefined, undefined]);
    assert.deepEqual(store.times, { passes: [], dropped: 0, total: noTime });
  });

  it('survive events of another plan', () => {
    const store = new TraceStore('other', session);
    store.add([{ type: 'read', pass: 0, read: 1_000_000, sectors: 4 }]);
    store.add([{ type: 'end', reason: 'length' }]);
    assert.equal(sum(store.reads.map(({ count }) => count)), 0);
  });

  it('cover the whole RAM without gap or overlap', () => {
    const { regions, totalBytes } = ramContent(subject, figures, 0);
    assert.equal(totalBytes, 32 * 1024 * 1024);
    let end = 0;
    for (const region of regions) {
      assert.equal(region.start, end, region.name);
      ({ end } = region);
    }
    assert.equal(end, totalBytes);
  });

  it('say what lies inside the regions: each buffer in one, without overlap, in order', () => {
    const { regions, buffers } = ramContent(subject, session, 0);
    const names = new Set(buffers.map(({ name }) => name));
    for (const { name } of plan.buffers) assert.ok(names.has(name), name);
    for (const matrix of plan.matrices) {
      const own = buffers.filter(({ name }) => name === matrix.name || name.startsWith(`${matrix.name}[`));
      assert.equal(sum(own.map(({ rows }) => rows ?? 0)), matrix.resident ? matrix.rows : 0, matrix.name);
    }
    let end = 0;
    for (const buffer of buffers) {
      assert.ok(buffer.start >= end, `${buffer.name} overlaps what lies before it`);
      ({ end } = buffer);
      const homes = regions.filter((region) => region.start <= buffer.start && buffer.end <= region.end);
      assert.equal(homes.length, 1, buffer.name);
    }
  });
});
