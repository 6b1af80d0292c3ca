// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Consoles } from '../debug-adapter/consoleTarget';
import { referenceInProcess, tiny } from '../debug-adapter/conversation';
import { eventsOf, opened } from '../model/trace/memoryTrace';
import { ps2ml } from './terminal';

describe('ps2ml and traces', function () {
  this.timeout(180_000);
  const consoles = new Consoles();
  const targets = new Map([
    ['built-in', consoles.target],
    ['reference', referenceInProcess],
  ]);
  let folder: string;
  before(() => (folder = mkdtempSync(path.join(tmpdir(), 'ps2ml-trace-'))));
  after(() => {
    rmSync(folder, { recursive: true });
    consoles.remove();
  });

  const sampling = ['--prompt', 'Once upon a time', '--tokens', '3'];
  const record = async (target: string): Promise<{ file: string; out: string; err: string }> => {
    const file = path.join(folder, `${target}.ps2trace`);
    const call = ['run', tiny.program, ...sampling, '--target', target, '--trace', file];
    const { code, out, err } = await ps2ml(call, { targets });
    assert.equal(code, 0, err);
    return { file, out, err };
  };

  it('a run on any target writes the same events, with times where there are some', async () => {
    const plain: unknown[] = [];
    for (const target of ['reference', 'built-in']) {
      const { file, out, err } = await record(target);
      assert.match(err, /^Wrote .*\.ps2trace\. Open it in VS Code or with ps2ml trace\.$/m);
      const trace = await opened(new Uint8Array(readFileSync(file)));
      assert.equal(trace.incomplete, undefined);
      const events = await eventsOf(trace);
      const text = events.flatMap((event) => (event.type === 'token' ? [event.text] : [])).join('');
      assert.equal(`${text}\n`, out, 'tokens say what was written');
      // What only a machine has.
      const counted = events.filter(({ type }) => type !== 'counters' && type !== 'stack');
      plain.push(
        counted.map((event) => {
          if (event.type === 'token') return { ...event, at: undefined };
          return { ...event, ms: undefined, at: undefined, lba: undefined, seek: undefined };
        }),
      );
      const isTimed = events.some((event) => event.type === 'operation' && event.ms !== undefined);
      assert.equal(isTimed, target === 'built-in');
    }
    assert.deepEqual(JSON.stringify(plain[0]), JSON.stringify(plain[1]));
  });

  it('trace shows the tables, or all of it as JSON', async () => {
    const { file } = await record('built-in');
    const { code, out, err } = await ps2ml(['trace', file]);
    assert.deepEqual([code, err], [0, '']);
    assert.match(out, /^tiny\.psnt \(built-in console\): 3 tokens, \d+ passes in [\d,.]+ ms/);
    assert.match(out, /\nDisc reads \(simulated: built-in console\)\nmatrix +LBA /);
    assert.match(out, /\nDrive: DVD 4x \(the drive model of PCSX2, .*\)\nconstant +model +fitted\n/);
    const speed = /\nspeed at the edge, MB\/s +([\d.]+) +([\d.]+)\n/.exec(out)?.slice(1).map(Number) ?? [];
    assert.equal(speed[0], 5.53);
    assert.ok(Math.abs((speed[1] ?? NaN) / 5.5296 - 1) < 0.005, `${speed[1]} MB/s`);
    assert.match(out, /\nFitted to \d+ reads; error 0\.\d+ ms per read on average, -?0\.\d+ % in total\.\n/);
    assert.match(
      out,
      /\nStack: at most \d{3} of 65,536 bytes used \(measured\); [\d,]+ bytes of guard left\.\n/,
    );
    assert.match(out, /\nL00\.attn\.q +matmul +\d+ /);
    assert.match(out, /\n +\d+ +\d+ +" [a-z]+" +[\d.]+ /, 'a pass with its token');
    assert.match(out, /\nall +33,554,432 {2}100\.0 %\n$/);
    const json = JSON.parse((await ps2ml(['trace', file, '--json'])).out) as {
      version: string;
      plan: { operations: unknown[] };
      totals: { operations: unknown[]; tokens: number };
    };
    assert.deepEqual([json.version, json.totals.tokens], ['1.4', 3]);
    assert.equal(json.totals.operations.length, json.plan.operations.length);
  });

  it('an interrupted run leaves what it did; a damaged trace and a missing one are said in one sentence', async () => {
    const file = path.join(folder, 'stopped.ps2trace');
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error('stopped')), 150);
    const call = ['run', tiny.program, '--tokens', '100', '--target', 'reference', '--trace', file];
    const stopped = await ps2ml(call, { targets, signal: stop.signal });
    assert.deepEqual([stopped.code, stopped.err.endsWith('ps2ml run: stopped.\n')], [1, true]);
    assert.equal((await ps2ml(['trace', file])).code, 0);

    const cut = path.join(folder, 'cut.ps2trace');
    writeFileSync(cut, readFileSync(file).subarray(0, -40));
    const shown = await ps2ml(['trace', cut]);
    assert.equal(shown.code, 0);
    assert.match(shown.err, /^cut\.ps2trace is incomplete: at offset \d+ is [^\n]+\n$/);
    writeFileSync(cut, 'no trace at all, but a text');
    for (const [name, words] of [
      [cut, /cut\.ps2trace: at offset 0 is "no trace", expected "PS2MTRAC"/],
      [path.join(folder, 'none.ps2trace'), /file not found/],
    ] as const) {
      const { code, out, err } = await ps2ml(['trace', name]);
      assert.deepEqual([code, out], [1, '']);
      assert.match(err, words);
      assert.match(err, /^ps2ml trace: [^\n]+\n$/);
    }
    assert.ok(
      readdirSync(folder).every((name) => name.endsWith('.ps2trace')),
      'nothing half-written',
    );
  });

  it('compares two runs, and leaves with 1 and the rows when a budget is exceeded', async () => {
    const { file } = await record('built-in');
    const longer = path.join(folder, 'longer.ps2trace');
    const call = [
      'run',
      tiny.program,
      '--prompt',
      'Once',
      '--tokens',
      '6',
      '--target',
      'built-in',
      '--trace',
      longer,
    ];
    assert.equal((await ps2ml(call, { targets })).code, 0);
    const compared = await ps2ml(['trace', longer, '--baseline', file]);
    assert.deepEqual([compared.code, compared.err], [0, '']);
    assert.match(compared.out, /^longer\.ps2trace against built-in\.ps2trace: \d+ of \d+ figures differ\.\n/);
    assert.match(compared.out, /\nThe baseline generated 3 tokens, this run 6\.\n/);
    assert.match(
      compared.out,
      /\nms-per-token +[\d.]+ +[\d.]+ +−[\d.]+ %\n/,
      'a shorter prompt for more tokens',
    );

    const kept = await ps2ml(['trace', longer, '--budget', 'lost-events <= 0, ms-per-token <= 100000']);
    assert.deepEqual(
      [kept.code, kept.out],
      [0, 'Within budget: lost-events <= 0, ms-per-token <= 100000.\n'],
    );
    const budget = path.join(folder, 'budget.txt');
    writeFileSync(budget, '# what this project allows\nms-per-token <= 1\noperation.ms@L00.attn.q <= +1%\n');
    const over = await ps2ml(['trace', file, '--baseline', longer, '--budget', budget]);
    assert.equal(over.code, 1);
    assert.match(over.out, /\nOver budget\n.*\nms-per-token .* 1 +ms-per-token <= 1\n/);
    assert.match(over.err, /^ps2ml trace: built-in\.ps2trace exceeds its budget in \d figures?\.\n$/);
    const json = await ps2ml(['trace', file, '--budget', 'ms-per-token <= 1', '--json']);
    assert.equal(json.code, 1);
    const { over: rows } = JSON.parse(json.out) as { over: { row: { metric: string }; allowed: number }[] };
    assert.deepEqual(
      rows.map(({ row, allowed }) => [row.metric, allowed]),
      [['ms-per-token', 1]],
    );
    for (const wrong of [
      ['--budget', 'joy <= 1'],
      ['--budget', '+5%'],
    ]) {
      const { code, err } = await ps2ml(['trace', file, ...wrong]);
      assert.equal(code, 2);
      assert.match(err, /^ps2ml trace: [^\n]+\n$/);
    }
  });

  it('exports what it is asked for, to a file or to standard output', async () => {
    const { file } = await record('built-in');
    const report = path.join(folder, 'report.html');
    const written = await ps2ml(['trace', file, '--export', 'html', '-o', report]);
    assert.deepEqual([written.code, written.out, written.err], [0, '', `Wrote ${report}.\n`]);
    assert.match(readFileSync(report, 'utf8'), /^<!DOCTYPE html>\n/);
    const perfetto = await ps2ml(['trace', file, '--export', 'perfetto']);
    const { traceEvents } = JSON.parse(perfetto.out) as { traceEvents: unknown[] };
    assert.ok(traceEvents.length > 100);
    const { file: counted } = await record('reference');
    const refused = await ps2ml(['trace', counted, '--export', 'perfetto', '-o', report]);
    assert.equal(refused.code, 1);
    assert.match(
      refused.err,
      /^ps2ml trace: reference\.ps2trace has no times, because the reference engine does not measure time/,
    );
    assert.match(readFileSync(report, 'utf8'), /^<!DOCTYPE html>\n/, 'the older file is as it was');
    assert.equal((await ps2ml(['trace', file, '--export', 'png'])).code, 2);
    assert.equal((await ps2ml(['trace', file, '-o', report])).code, 2);
  });
});
