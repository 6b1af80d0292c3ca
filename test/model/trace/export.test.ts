import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Window } from 'happy-dom';
import { ramBytes } from '../../../common/ram';
import type { TraceEvent } from '../../../model/trace/events';
import { exportFormats } from '../../../model/trace/export/formats';
import type { TraceInfo } from '../../../model/trace/file/info';
import type { TraceFile } from '../../../model/trace/file/reader';
import { measuredRun } from '../../extension/measuredRun';
import { projectRoot } from '../../support/project';
import { eventsOf, opened, sampleInfo, traceBytes } from './memoryTrace';

const hostile = `</script><img src=x onerror="alert(1)">&amp;'"\u202e\u0000`;

interface Drawn {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts?: number;
  readonly dur?: number;
  readonly s?: string;
  readonly cat?: string;
  readonly args?: Readonly<Record<string, unknown>>;
}

/** Fields that each phase has in the Trace Event Format, with their types; `ts` and `dur` are microseconds. */
const phases: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  X: { name: 'string', cat: 'string', ts: 'number', dur: 'number', pid: 'number', tid: 'number' },
  i: { name: 'string', cat: 'string', ts: 'number', s: 'string', pid: 'number', tid: 'number' },
  M: { name: 'string', args: 'object', pid: 'number', tid: 'number' },
};

/** What of an event is not as the format says. */
function formatFaults(event: Drawn): string[] {
  const wanted = phases[event.ph];
  if (wanted === undefined) return [`phase ${event.ph}`];
  const values = event as unknown as Readonly<Record<string, unknown>>;
  const known = [...Object.keys(wanted), 'ph', 'args'];
  return [
    ...Object.entries(wanted).flatMap(([name, type]) => (typeof values[name] === type ? [] : [name])),
    ...Object.keys(values).filter((name) => !known.includes(name)),
    ...['ts', 'dur'].filter((name) => Number(values[name] ?? 0) < 0),
    ...(event.ph === 'i' && !['g', 'p', 't'].includes(event.s ?? '') ? ['s'] : []),
  ];
}

/** Complete events of one thread must lie one in the other or one behind the other. */
function assertNested(bars: readonly Drawn[]): void {
  const slack = 1e-3;
  const end = ({ ts = 0, dur = 0 }: Drawn): number => ts + dur;
  const sorted = bars.toSorted((a, b) => (a.ts ?? 0) - (b.ts ?? 0) || end(b) - end(a));
  const open: Drawn[] = [];
  for (const bar of sorted) {
    while (open.length > 0 && end(open.at(-1) as Drawn) <= (bar.ts ?? 0) + slack) open.pop();
    const around = open.at(-1);
    assert.ok(
      around === undefined || end(bar) <= end(around) + slack,
      `${bar.name} at ${bar.ts} ends behind ${around?.name}`,
    );
    open.push(bar);
  }
}

describe('exports of a trace', () => {
  let info: TraceInfo;
  let run: readonly TraceEvent[];
  let trace: TraceFile;
  before(async () => {
    info = await sampleInfo();
    run = withClock(measuredRun(info.plan, 3));
    trace = await opened(await traceBytes(info, run));
  });

  const exported = async (id: string, what: TraceFile = trace): Promise<string> => {
    const format = exportFormats.find((candidate) => candidate.id === id) ?? assert.fail(`no format ${id}`);
    let text = '';
    for await (const piece of format.write(what)) text += piece;
    return text;
  };
  const hostileTrace = async (): Promise<TraceFile> => {
    const plan = {
      ...info.plan,
      model: hostile,
      matrices: info.plan.matrices.map((matrix) => ({ ...matrix, name: `=${hostile},${matrix.index}` })),
      operations: info.plan.operations.map((operation) => ({ ...operation, id: hostile })),
      regions: info.plan.regions.map((region) => ({ ...region, name: hostile })),
      forecast: {
        ...info.plan.forecast,
        rows: info.plan.forecast.rows.map((row) => ({ ...row, name: hostile })),
      },
    };
    const events = run.map((event) => (event.type === 'token' ? { ...event, text: hostile } : event));
    const settings = [{ name: hostile, value: hostile }];
    return opened(await traceBytes({ ...info, name: hostile, writer: hostile, settings, plan }, events));
  };

  it('draw every operation, read, pass and token where and as long as it was, by the rules of the format', async () => {
    const file = JSON.parse(await exported('perfetto')) as {
      displayTimeUnit: string;
      traceEvents: Drawn[];
      otherData: Record<string, unknown>;
    };
    assert.ok(['ms', 'ns'].includes(file.displayTimeUnit));
    const events = file.traceEvents;
    for (const event of events) {
      assert.equal(typeof event.name, 'string');
      assert.ok(Number.isInteger(event.pid) && Number.isInteger(event.tid));
      if (event.ph === 'M') {
        assert.ok(['process_name', 'thread_name'].includes(event.name));
        assert.equal(typeof event.args?.['name'], 'string');
        continue;
      }
      assert.ok(Number.isFinite(event.ts) && (event.ts ?? -1) >= 0 && typeof event.cat === 'string');
      if (event.ph === 'X') assert.ok((event.dur ?? -1) >= 0);
      else assert.deepEqual([event.ph, event.s], ['i', 't']);
    }
    const operations = run.filter((event) => event.type === 'operation');
    const drawn = events.filter(({ ph, tid, cat }) => ph === 'X' && tid === 1 && cat !== 'pass');
    assert.deepEqual(
      drawn.map(({ name, ts, dur }) => [name, ts, dur]),
      operations.map(({ operation, at = NaN, ms = NaN }) => [
        info.plan.operations[operation]?.id,
        at * 1000,
        ms * 1000,
      ]),
    );
    assert.equal(
      events.filter(({ cat }) => cat === 'read').length,
      run.filter(({ type }) => type === 'read').length,
    );
    assert.deepEqual(
      events.filter(({ cat }) => cat === 'token').map(({ name }) => name),
      ['word 0', 'word 1', 'word 2'],
    );
    // What lies in one row is one within the other or one behind the other.
    const passes = events.filter(({ cat }) => cat === 'pass');
    assert.equal(passes.length, 3);
    for (const inner of drawn) {
      const around = passes.filter(
        ({ ts = 0, dur = 0 }) =>
          ts <= (inner.ts ?? 0) && (inner.ts ?? 0) + (inner.dur ?? 0) <= ts + dur + 1e-6,
      );
      assert.equal(around.length, 1, `${inner.name} at ${inner.ts}`);
    }
  });

  it('draw real runs of the console by the rules of the format: fields, units, and rows whose bars nest', async () => {
    for (const version of ['1.0', '1.1']) {
      const name = `test/fixtures/trace/version-${version}-console.ps2trace`;
      const real = await opened(new Uint8Array(readFileSync(path.join(projectRoot, name))));
      const file = JSON.parse(await exported('perfetto', real)) as {
        traceEvents: Drawn[];
        otherData: Record<string, unknown>;
      };
      assert.ok(Object.values(file.otherData).every((value) => typeof value === 'string'));
      const rows = new Map<number, Drawn[]>();
      for (const event of file.traceEvents) {
        assert.deepEqual(formatFaults(event), [], JSON.stringify(event));
        if (event.ph === 'X') rows.set(event.tid, [...(rows.get(event.tid) ?? []), event]);
      }
      assert.deepEqual([...rows.keys()].sort(), [1, 2]);
      for (const bars of rows.values()) assertNested(bars);
      // Microseconds: the last bar ends where the run's clock stood.
      const ends = (rows.get(1) ?? []).map(({ ts = 0, dur = 0 }) => ts + dur);
      const clock = (await eventsOf(real)).map((event) =>
        event.type === 'operation' ? (event.at ?? 0) + (event.ms ?? 0) : 0,
      );
      const [drawnEnd, runEnd] = [Math.max(...ends), Math.max(...clock) * 1000];
      assert.ok(Math.abs(drawnEnd - runEnd) < 1, `${drawnEnd} and ${runEnd} µs`);
    }
  });

  it('draw a run without a clock one behind the other, and refuse one without any times in words', async () => {
    const bare = await opened(await traceBytes(info, measuredRun(info.plan, 2)));
    const { traceEvents } = JSON.parse(await exported('perfetto', bare)) as { traceEvents: Drawn[] };
    let end = 0;
    const drawn = traceEvents.filter(({ ph, tid, cat }) => ph === 'X' && tid === 1 && cat !== 'pass');
    assert.ok(drawn.length > 0);
    for (const { ts = 0, dur = 0 } of drawn) {
      assert.ok(Math.abs(ts - end) < 1e-6);
      end = ts + dur;
    }
    const counted = await opened(await traceBytes(info, [{ type: 'operation', pass: 0, operation: 0 }]));
    await assert.rejects(
      exported('perfetto', counted),
      /has no times, because the built-in console does not measure time\. /,
    );
  });

  it('write CSV that reads back cell by cell, whatever the names hold', async () => {
    const texts = run.map((event) =>
      event.type === 'token' ? { ...event, text: ['=1+1', 'a "b", c', ' x\n'][event.pass] ?? '' } : event,
    );
    const rows = parseCsv(await exported('csv', await opened(await traceBytes(info, texts))));
    const [head = [], ...body] = rows;
    assert.equal(body.length, run.length);
    assert.ok(rows.every((row) => row.length === head.length));
    const column = (name: string): number => head.indexOf(name);
    const ofType = (type: string): string[][] => body.filter((row) => row[column('type')] === type);
    assert.deepEqual(
      ofType('token').map((row) => row[column('text')]),
      ["'=1+1", 'a "b", c', ' x\n'],
      'a spreadsheet takes none of them for a formula',
    );
    const reads = run.filter((event) => event.type === 'read');
    assert.deepEqual(
      ofType('read').map((row) => [Number(row[column('sectors')]), Number(row[column('ms')])]),
      reads.map(({ sectors, ms }) => [sectors, ms]),
    );
    for (const table of ['disc', 'operations', 'passes', 'ram']) {
      const [names = [], ...lines] = parseCsv(await exported(`csv-${table}`, await hostileTrace()));
      assert.ok(lines.length > 0 && lines.every((line) => line.length === names.length), table);
      assert.ok(!lines.flat().some((cell) => /^[=+@]/.test(cell)), table);
    }
    const disc = parseCsv(await exported('csv-disc'));
    const sectors = disc[0]?.indexOf('sectors_read') ?? -1;
    const sum = disc.slice(1).reduce((total, row) => total + Number(row[sectors]), 0);
    assert.equal(
      sum,
      reads.reduce((total, read) => total + read.sectors, 0),
    );
  });

  it('write a report that holds every string as text alone, and a policy that runs and loads nothing', async () => {
    const page = await exported('html', await hostileTrace());
    const window = new Window({ settings: { disableCSSFileLoading: true } });
    window.document.write(page);
    const { document } = window;
    assert.equal(
      document.querySelectorAll('script, img, link, iframe, object, [onerror], [style]').length,
      0,
    );
    assert.ok(document.querySelector('h1')?.textContent.includes('<img src=x onerror="alert(1)">&amp;'));
    const policy = document.querySelector('meta[http-equiv]')?.getAttribute('content') ?? '';
    const style = document.querySelector('style')?.textContent ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    assert.equal(policy, `default-src 'none'; style-src 'sha256-${hash}'`);
    assert.ok(!/https?:/.test(page), 'nothing is linked');
    await window.happyDOM.close();
  });

  it('write a report whose tables add up', async () => {
    const window = new Window();
    window.document.write(await exported('html'));
    const tables = [...window.document.querySelectorAll('table')].map((table) => ({
      name: table.querySelector('caption')?.textContent ?? '',
      last: [
        ...(table
          .querySelectorAll('tbody tr')
          [table.querySelectorAll('tbody tr').length - 1]?.querySelectorAll('td') ?? []),
      ].map((cell) => cell.textContent),
    }));
    assert.deepEqual(
      tables.map(({ name }) => name),
      ['Time of each pass', 'Disc reads', 'Time of each operation', 'RAM'],
    );
    assert.equal(tables[3]?.last.at(-1), ramBytes.toLocaleString('en-US'));
    const sectors = (await eventsOf(trace)).reduce(
      (sum, event) => sum + (event.type === 'read' ? event.sectors : 0),
      0,
    );
    assert.equal(tables[1]?.last[3], sectors.toLocaleString('en-US'));
    await window.happyDOM.close();
  });
});

/** The same events on a clock: each begins where the one before has ended. */
function withClock(events: readonly TraceEvent[]): TraceEvent[] {
  let now = 100;
  return events.map((event) => {
    if (event.type !== 'operation' && event.type !== 'pass' && event.type !== 'token') return event;
    const at = now;
    if (event.type === 'operation') now += event.ms ?? 0;
    return { ...event, at };
  });
}

/** Reads CSV by RFC 4180, independent of what wrote it. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  const pattern = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  let row: string[] = [];
  for (const [, quoted, plain = '', separator] of text.matchAll(pattern)) {
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (separator === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
