import assert from 'node:assert/strict';
import { discReadsContent, type PlanFigures } from '../../extension/views/discReads';
import { ramContent } from '../../extension/views/ram';
import { TraceStore } from '../../extension/traceStore';
import { sessionPlanOf } from '../../debug-adapter/sessionPlan';
import { forecastDisc } from '../../model/plan/forecast';
import { renderListing } from '../../model/plan/listing';
import type { Plan } from '../../model/plan/plan';
import type { SessionPlan } from '../../model/trace/session';
import type { DiscReadsContent, Subject } from '../../webviews/messages';
import { samplePlan } from '../support/sample';

const subject: Subject = { name: 'tiny.psnt', state: 'file', provenance: 'forecast', passes: 0, tokens: 0 };
const nothing = { readCounts: [], readSectors: [] };
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('figures of the views', () => {
  let plan: Plan;
  let figures: PlanFigures;
  let session: SessionPlan;
  before(async () => {
    plan = await samplePlan();
    figures = { ...plan, forecast: forecastDisc(plan) };
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
    assert.deepEqual(ramContent(subject, session), ramContent(subject, plan));
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

  it('survive events of another plan', () => {
    const store = new TraceStore('other', session);
    store.add([{ type: 'read', pass: 0, read: 1_000_000, sectors: 4 }]);
    store.add([{ type: 'end', reason: 'length' }]);
    assert.equal(sum(store.readCounts), 0);
  });

  it('cover the whole RAM without gap or overlap', () => {
    const { regions, totalBytes } = ramContent(subject, plan);
    assert.equal(totalBytes, 32 * 1024 * 1024);
    let end = 0;
    for (const region of regions) {
      assert.equal(region.start, end, region.name);
      ({ end } = region);
    }
    assert.equal(end, totalBytes);
  });
});
