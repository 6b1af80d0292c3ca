import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { driveFacts } from '../../../model/trace/driveFacts';
import { discReadRows } from '../../../model/trace/discRows';
import { traceVersion } from '../../../model/trace/file/format';
import { planHashOf } from '../../../model/trace/file/info';
import { operationWaits } from '../../../model/trace/operationWaits';
import { RunTotals } from '../../../model/trace/runTotals';
import { totalMs } from '../../../model/trace/timeSplit';
import { projectRoot } from '../../support/project';
import { eventsOf, opened } from './memoryTrace';

const folder = path.join(projectRoot, 'test/fixtures/trace');

interface Golden {
  readonly planHash: string;
  readonly created: string;
  readonly events: number;
  readonly sectors: number;
  readonly ms: number;
  readonly lost: number;
  /** Since version 1.1: what lay in the drive, and how deep the stack got. */
  readonly disc?: string;
  readonly stack?: number;
  /** Since version 1.3: the EE-float revision. */
  readonly eeFloats?: number;
  /** Since version 1.4: tokens that it is known of how likely they were, and the prompt. */
  readonly odds?: number;
}

const version10 = { planHash: 'a4b2d2dad0510b04', created: '2026-11-22T20:00:00.000Z' };
const version11 = { planHash: '184a808456968fc6', created: '2026-11-23T03:30:00.000Z' };

/** What the traces of each version say, as it was when they were written. They are never written again. */
const golden: Readonly<Record<string, Golden>> = {
  'version-1.0-console.ps2trace': { ...version10, events: 448, sectors: 518, ms: 930.61, lost: 3 },
  'version-1.0-reference.ps2trace': { ...version10, events: 446, sectors: 518, ms: 0, lost: 0 },
  'version-1.1-console.ps2trace': {
    ...version11,
    ...{ events: 450, sectors: 518, ms: 930.61, lost: 3, disc: 'dvd', stack: 672 },
  },
  'version-1.1-reference.ps2trace': { ...version11, events: 446, sectors: 518, ms: 0, lost: 0 },
  'version-1.2-built-in.ps2trace': {
    ...version11,
    ...{ events: 450, sectors: 518, ms: 930.61, lost: 3, disc: 'dvd', stack: 672 },
  },
  'version-1.2-reference.ps2trace': { ...version11, events: 446, sectors: 518, ms: 0, lost: 0 },
  'version-1.3-built-in.ps2trace': {
    ...version11,
    created: '2026-11-30T22:02:57.836Z',
    ...{ events: 449, sectors: 518, ms: 930.61, lost: 0, disc: 'dvd', stack: 672, eeFloats: 2 },
  },
  'version-1.3-reference.ps2trace': {
    ...version11,
    created: '2026-11-30T22:02:56.450Z',
    ...{ events: 446, sectors: 518, ms: 0, lost: 0, eeFloats: 2 },
  },
  'version-1.4-built-in.ps2trace': {
    ...version11,
    created: '2026-12-01T08:02:31.427Z',
    ...{ events: 451, sectors: 518, ms: 926.25, lost: 0, disc: 'dvd', stack: 752, eeFloats: 2, odds: 2 },
  },
  'version-1.4-reference.ps2trace': {
    ...version11,
    created: '2026-12-01T08:02:36.430Z',
    ...{ events: 448, sectors: 518, ms: 0, lost: 0, eeFloats: 2, odds: 2 },
  },
};

/** Since version 1.4: of a program without a plan. */
const programs = ['version-1.4-program.ps2trace'];

describe('traces of every version of the format', () => {
  it('are kept, also of the present one', () => {
    const names = [...Object.keys(golden), ...programs].sort();
    assert.deepEqual(readdirSync(folder).sort(), names);
    const { major, minor } = traceVersion;
    assert.ok(names.some((name) => name.startsWith(`version-${major}.${minor}-`)));
  });

  for (const name of programs)
    it(`open: ${name}`, async () => {
      const trace = await opened(new Uint8Array(readFileSync(path.join(folder, name))));
      const { info, totals, incomplete } = trace;
      const { plan } = info;
      assert.equal(incomplete, undefined);
      assert.deepEqual(plan.program, { name: 'SLUS_123.45', notes: [] });
      assert.deepEqual(
        [plan.model, plan.provenance, plan.config?.dim, plan.drive?.disc],
        ['own.iso', 'built-in', 64, 'cd'],
      );
      assert.deepEqual(info.settings[1], { name: 'MODEL.PSN', value: 'resident-first' });
      assert.deepEqual([plan.operations, plan.listing], [[], { lines: 0 }]);
      const rows = discReadRows(plan, totals);
      const w1 = rows.find(({ name: row }) => row === 'layers.00.ffn.w1');
      const pieces = { bytes: 11_696, readBytes: 30_128, coveredBytes: 11_696 };
      assert.deepEqual([w1?.reads, w1?.sectors, w1?.pieces], [4, 15, pieces]);
      assert.equal(
        rows.reduce((sum, { sectors }) => sum + sectors, 0),
        119,
      );
      const stack = plan.regions.find(({ kind }) => kind === 'stack');
      assert.deepEqual(stack, { name: 'stack', kind: 'stack', start: 0x102040, end: 0x10a040 });
      assert.ok(plan.regions.some(({ kind }) => kind === 'unknown'));
      const again = new RunTotals(plan);
      for await (const some of trace.events()) again.add(some);
      assert.deepEqual(again.toJSON(), totals, 'the totals of the file are those of its events');
    });

  for (const [name, wanted] of Object.entries(golden)) {
    const { planHash, created, disc, stack, eeFloats = 1, odds = 0, ...sums } = wanted;
    it(`open: ${name}`, async () => {
      const trace = await opened(new Uint8Array(readFileSync(path.join(folder, name))));
      const { info, totals } = trace;
      assert.deepEqual([trace.incomplete, trace.dropped], [undefined, 0]);
      assert.equal(info.plan.model, 'tiny.psnt');
      assert.equal(info.plan.provenance, name.endsWith('-reference.ps2trace') ? 'reference' : 'built-in');
      assert.deepEqual(info.settings[0], { name: 'prompt', value: 'The' });
      assert.equal(info.created, created);
      assert.equal(info.planHash, planHash);
      assert.equal(info.eeFloats, eeFloats);
      assert.deepEqual([info.plan.drive?.disc, totals.stackBytes], [disc, stack]);
      const waits = operationWaits(info.plan, totals).reduce((sum, ms) => sum + ms, 0);
      const { disc: waited } = totals.times.total;
      assert.ok(Math.abs(waits - waited) <= 1e-6 * waited, `${waits} ms of operations, ${waited} of passes`);
      const drive = await driveFacts(trace);
      assert.equal(drive?.medium, disc === undefined ? undefined : 'DVD 4x');
      assert.equal(await planHashOf(info.plan), info.planHash);
      assert.match(info.plan.modelHash ?? '', /^5e2cb63861bfedd7[0-9a-f]{48}$/);
      const events = await eventsOf(trace);
      assert.equal(events.filter(({ type }) => type === 'odds').length, odds);
      const prompt = info.plan.prompt?.map(({ text }) => text).join('');
      assert.equal(prompt?.endsWith('The'), odds > 0 ? true : undefined);
      const sectors = totals.reads.reduce((sum, read) => sum + read.sectors, 0);
      assert.deepEqual(
        {
          events: events.length,
          sectors,
          ms: Number(totalMs(totals.times.total).toFixed(2)),
          lost: totals.lost.events,
        },
        sums,
      );
      assert.deepEqual([totals.tokens, totals.passes], [2, 3]);
      const text = events.flatMap((event) => (event.type === 'token' ? [event.text] : []));
      assert.deepEqual(text, [' sang', ' sang']);
      const again = new RunTotals(info.plan);
      again.add(events);
      assert.deepEqual(again.toJSON(), totals, 'the totals of the file are those of its events');
    });
  }
});
