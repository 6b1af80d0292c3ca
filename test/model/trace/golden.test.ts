import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { traceVersion } from '../../../model/trace/file/format';
import { planHashOf } from '../../../model/trace/file/info';
import { RunTotals } from '../../../model/trace/runTotals';
import { totalMs } from '../../../model/trace/timeSplit';
import { projectRoot } from '../../support/project';
import { eventsOf, opened } from './memoryTrace';

const folder = path.join(projectRoot, 'test/fixtures/trace');

/** What the traces of each version say, as it was when they were written. They are never written again. */
const golden: Readonly<Record<string, { events: number; sectors: number; ms: number; lost: number }>> = {
  'version-1.0-console.ps2trace': { events: 448, sectors: 518, ms: 930.61, lost: 3 },
  'version-1.0-reference.ps2trace': { events: 446, sectors: 518, ms: 0, lost: 0 },
};

describe('traces of every version of the format', () => {
  it('are kept, also of the present one', () => {
    assert.deepEqual(readdirSync(folder).sort(), Object.keys(golden).sort());
    const { major, minor } = traceVersion;
    assert.ok(Object.keys(golden).some((name) => name.startsWith(`version-${major}.${minor}-`)));
  });

  for (const [name, wanted] of Object.entries(golden)) {
    it(`open: ${name}`, async () => {
      const trace = await opened(new Uint8Array(readFileSync(path.join(folder, name))));
      const { info, totals } = trace;
      assert.deepEqual([trace.incomplete, trace.dropped], [undefined, 0]);
      assert.equal(info.plan.model, 'tiny.psnt');
      assert.deepEqual(info.settings[0], { name: 'prompt', value: 'The' });
      assert.equal(info.created, '2026-11-22T20:00:00.000Z');
      assert.equal(info.planHash, 'a4b2d2dad0510b04');
      assert.equal(await planHashOf(info.plan), info.planHash);
      assert.match(info.plan.modelHash ?? '', /^5e2cb63861bfedd7[0-9a-f]{48}$/);
      const events = await eventsOf(trace);
      const sectors = totals.reads.reduce((sum, read) => sum + read.sectors, 0);
      assert.deepEqual(
        {
          events: events.length,
          sectors,
          ms: Number(totalMs(totals.times.total).toFixed(2)),
          lost: totals.lost.events,
        },
        wanted,
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
