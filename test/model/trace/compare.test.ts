import assert from 'node:assert/strict';
import { BudgetError, overBudget, parseBudget } from '../../../model/trace/compare/budget';
import { changeOf, compareTraces, type Comparison } from '../../../model/trace/compare/compare';
import { namedLayouts } from '../../../model/plan/discLayout';
import { metrics, metricTitles } from '../../../model/trace/compare/quantities';
import type { TraceEvent } from '../../../model/trace/events';
import type { TraceInfo } from '../../../model/trace/file/info';
import type { TraceFile } from '../../../model/trace/file/reader';
import { totalMs } from '../../../model/trace/timeSplit';
import { measuredRun } from '../../extension/measuredRun';
import { opened, sampleInfo, traceBytes } from './memoryTrace';

describe('the comparison of traces', () => {
  let info: TraceInfo;
  let baseline: TraceFile;
  const trace = async (events: readonly TraceEvent[]): Promise<TraceFile> =>
    opened(await traceBytes(info, events));
  const operationOf = (id: string): number =>
    info.plan.operations.findIndex((operation) => operation.id === id);

  beforeEach(async () => {
    info = await sampleInfo();
    baseline = await trace(measuredRun(info.plan, 4));
  });

  /** The same run, but one operation takes so many milliseconds more, each time. */
  const slower = (id: string, ms: number): Promise<TraceFile> =>
    trace(
      measuredRun(info.plan, 4).map((event) =>
        event.type === 'operation' && event.operation === operationOf(id)
          ? { ...event, ms: (event.ms ?? 0) + ms }
          : event,
      ),
    );
  const changedRows = ({ rows }: Comparison): (string | undefined)[][] =>
    rows.filter((row) => row.baseline !== row.current).map(({ metric, row }) => [metric, row]);

  it('finds nothing between a run and itself', () => {
    const comparison = compareTraces(baseline, baseline);
    assert.deepEqual(changedRows(comparison), []);
    assert.deepEqual(comparison.differences, []);
    const found = new Set(comparison.rows.map(({ metric }) => metric));
    assert.deepEqual([...found].sort(), Object.keys(metrics).sort(), 'every metric is measured in this run');
  });

  it('counts what the tables show', () => {
    const { rows } = compareTraces(baseline, baseline);
    const value = (metric: string, row?: string): number | undefined =>
      rows.find((candidate) => candidate.metric === metric && candidate.row === row)?.current;
    assert.equal(value('ms-per-token'), totalMs(baseline.totals.times.total) / 4);
    assert.equal(value('bytes-per-token'), info.plan.forecast.sectorsPerPass * 2048);
    const wq = info.plan.forecast.rows.find(({ name }) => name === 'layers.00.attn.wq');
    assert.equal(value('matrix.reads', 'layers.00.attn.wq'), wq?.readsPerPass);
    assert.equal(value('matrix.sectors', 'layers.00.attn.wq'), wq?.sectorsPerPass);
  });

  it('names the rows that became slower, and what they add up to', async () => {
    const after = await slower('L01.attn.q', 7);
    const comparison = compareTraces(baseline, after);
    assert.deepEqual(changedRows(comparison), [
      ['ms-per-token', undefined],
      ['matmul-ms-per-token', undefined],
      ['operation.ms', 'L01.attn.q'],
    ]);
    const row = comparison.rows.find(({ row }) => row === 'L01.attn.q');
    assert.ok(row);
    assert.ok(Math.abs((row.current ?? 0) - (row.baseline ?? 0) - 7) < 1e-9);
    assert.ok((changeOf(row) ?? 0) > 0);
  });

  it('says that quotients and roots of an older release differ', async () => {
    const { eeFloats, ...older } = JSON.parse(JSON.stringify(info)) as TraceInfo;
    assert.equal(eeFloats, 2);
    const old = await opened(await traceBytes(older as TraceInfo, measuredRun(info.plan, 4)));
    assert.equal(old.info.eeFloats, 1, 'a trace without the field');
    assert.deepEqual(compareTraces(old, baseline).differences, [
      'The baseline is from EE-float revision 1, this run from 2: in EE arithmetic their quotients and roots differ in the last bit.',
    ]);
  });

  it('says how the plans differ, and counts what is not read as nothing', async () => {
    const [first] = info.plan.matrices.filter(({ name }) => name === 'layers.00.attn.wq');
    const plan = {
      ...info.plan,
      layout: namedLayouts.resident,
      reads: info.plan.reads.map((read) =>
        read.matrix === first?.index ? { ...read, preload: true } : read,
      ),
    };
    const other = await opened(await traceBytes({ ...info, planHash: '0', plan }, measuredRun(plan, 4)));
    const { rows, differences } = compareTraces(other, baseline);
    assert.ok(
      differences.some((text) => /^The plans differ: the layout is .* in the baseline, /.test(text)),
      differences.join(' '),
    );
    assert.ok(differences.some((text) => /the number of matrices in RAM is \d+ in the baseline/.test(text)));
    const reads = rows.find(({ metric, row }) => metric === 'matrix.reads' && row === first?.name);
    assert.deepEqual([reads?.baseline, (reads?.current ?? 0) > 0], [0, true]);
  });

  it('has a title for every metric', () => {
    assert.deepEqual(Object.keys(metricTitles), Object.keys(metrics));
  });

  it('says what makes runs hard to compare', async () => {
    const other = await opened(
      await traceBytes({ ...info, planHash: '0', settings: [{ name: 'prompt', value: 'x' }] }, []),
    );
    assert.deepEqual(compareTraces(other, baseline).differences, [
      'The plans differ in details that change none of the figures above.',
      'The prompts or the sampling differ.',
      'The baseline generated 0 tokens, this run 4.',
    ]);
  });

  it('holds a run to its budget: the rows that are over it, with what was allowed', async () => {
    const after = await slower('L01.attn.q', 7);
    const { rows } = compareTraces(baseline, after);
    const over = (text: string): string[] =>
      overBudget(rows, parseBudget(text, 'budget'), true).map(
        ({ row, rule }) => `${row.row ?? row.metric}: ${rule.text}`,
      );
    assert.deepEqual(over('+0%'), ['ms-per-token: +0%', 'matmul-ms-per-token: +0%', 'L01.attn.q: +0%']);
    assert.deepEqual(over('+100000%'), []);
    assert.deepEqual(over('operation.ms@L01.* <= +5% # a comment\nmatrix.ms <= +1%'), [
      'L01.attn.q: operation.ms@L01.* <= +5%',
    ]);
    assert.deepEqual(over('operation.ms@L02.* <= +0%'), []);
    assert.deepEqual(over('operation.ms@*.attn.q<=+0%, lost-events<=0'), [
      'L01.attn.q: operation.ms@*.attn.q<=+0%',
    ]);
    assert.deepEqual(over('ram-bytes <= 1'), ['ram-bytes: ram-bytes <= 1']);
    assert.deepEqual(over('ram-bytes <= 33554432'), []);
    const [first] = overBudget(rows, parseBudget('ms-per-token <= 10', 'budget'), true);
    assert.equal(first?.allowed, 10);
  });

  it('says in one sentence what is wrong with a budget', () => {
    const { rows } = compareTraces(baseline, baseline);
    const cases: [text: string, words: RegExp][] = [
      ['', /^b has no rules/],
      ['# nothing', /^b has no rules/],
      ['ms-per-token', /^b, line 1 is "ms-per-token", expected METRIC <= NUMBER/],
      ['300', /^b, line 1 is "300"/],
      ['\nms-per-token <= 5 ms', /^b, line 2 is "ms-per-token <= 5 ms"/],
      ['joy <= 3', /^Unknown metric "joy" in b, line 1\. Metrics: ms-per-token, /],
      ['toString <= 3', /metric "toString"|is "toString <= 3"/],
      ['operation.ms@L99.* <= 3', /^Rule "operation\.ms@L99\.\* <= 3" matches nothing/],
    ];
    for (const [text, words] of cases) {
      assert.throws(
        () => overBudget(rows, parseBudget(text, 'b'), true),
        (error) => error instanceof BudgetError && words.test(error.message) && !error.message.includes('\n'),
        text,
      );
    }
    assert.throws(() => overBudget(rows, parseBudget('+5%', 'b'), false), /needs --baseline/);
  });
});
