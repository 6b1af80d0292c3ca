import assert from 'node:assert/strict';
import { runCostsOf } from '../../../extension/languages/runCosts';
import { Costs, meanOf, readCosts, type RunCosts } from '../../../language-server/listing/costs';
import { hintsOf, lensesOf } from '../../../language-server/listing/annotations';
import { formatMs } from '../../../language-server/listing/factTable';
import { ListingDocument } from '../../../language-server/listing/document';
import { hoverOf } from '../../../language-server/listing/hover';
import { ListedPlan } from '../../../language-server/listing/plans';
import { forecastPass } from '../../../language-server/listing/forecast';
import { renderListing } from '../../../model/plan/listing';
import { samplePlan } from '../../support/sample';
import { streamed } from '../../support/streamed';

const run = (model: string, listing?: string): RunCosts => ({
  model,
  ...(listing !== undefined && { listing }),
  source: 'built-in console',
  operations: [
    { id: 'embed', count: 2, ms: 1, discMs: 0 },
    { id: 'L00.attn.q', count: 2, ms: 6, discMs: 5 },
    { id: 'L00.attn.k', count: 0, ms: 0, discMs: 0 },
  ],
});
const whole = { start: { line: 0, character: 0 }, end: { line: 1e6, character: 0 } };

describe('the costs of a run', () => {
  it('belong to a listing, else to the model of that name, and the oldest go', () => {
    const costs = new Costs();
    costs.add(run('a.psnt', 'ps2ml:/1/a.ps2ml'));
    costs.add(run('b.psnt'));
    assert.ok(costs.of('ps2ml:/1/a.ps2ml', undefined));
    assert.equal(costs.of('ps2ml:/2/a.ps2ml', 'a.psnt'), undefined);
    assert.ok(costs.of('file:///b.ps2ml', 'b.psnt'));
    for (let i = 0; i < 8; i++) costs.add(run(`${i}.psnt`));
    assert.equal(costs.of('ps2ml:/1/a.ps2ml', undefined), undefined);
  });

  it('are taken from a notification that has them, and from no other', () => {
    assert.deepEqual(readCosts(run('a.psnt', 'x')), run('a.psnt', 'x'));
    for (const wrong of [undefined, null, 3, {}, { model: 'a', source: 'b' }, { ...run('a'), source: 4 }])
      assert.equal(readCosts(wrong), undefined);
    const damaged = {
      ...run('a'),
      operations: [null, 3, { id: 'x' }, { id: 'y', count: -1, ms: 0, discMs: 0 }],
    };
    assert.deepEqual(readCosts(damaged)?.operations, []);
  });

  it('are means over the passes, and none where nothing was measured', () => {
    assert.deepEqual(meanOf(run('a').operations[1]), { ms: 3, discMs: 2.5 });
    assert.equal(meanOf(run('a').operations[2]), undefined);
  });

  it('stand above the pass and the layers that were measured, and behind operations', async () => {
    const listing = new ListingDocument(renderListing(await samplePlan()).text);
    const titles = lensesOf(listing, run('tiny.psnt')).map(({ command }) => command?.title);
    assert.deepEqual(titles, [
      '3.50 ms per pass, disc 2.50 ms (built-in console)',
      '3.00 ms per pass, disc 2.50 ms (built-in console)',
    ]);
    assert.deepEqual(lensesOf(listing, undefined), []);
    const hints = hintsOf(listing, undefined, run('tiny.psnt'), whole);
    assert.deepEqual(
      hints.map(({ label }) => label),
      ['0.50 ms', '3.00 ms'],
    );
  });

  it('come from what a session measured, the disc’s part never longer than the whole', () => {
    const plan = {
      model: 'tiny.psnt',
      provenance: 'built-in console',
      listing: { lines: 3, uri: 'ps2ml:/0/tiny.ps2ml' },
      operations: [
        { id: 'a', index: 0 },
        { id: 'b', index: 1 },
      ],
      reads: [
        { index: 0, preload: true, neededBy: 0 },
        { index: 1, preload: false, neededBy: 0 },
        { index: 2, preload: false, neededBy: 1 },
      ],
    } as unknown as Parameters<typeof runCostsOf>[0];
    const read = (ms: number) => ({ count: 1, sectors: 1, ms });
    const reads = [read(100), read(2), read(9)];
    const measured = runCostsOf(plan, {
      operations: [
        { count: 2, ms: 8 },
        { count: 1, ms: 5 },
      ],
      reads,
    });
    assert.deepEqual(measured?.operations, [
      { id: 'a', count: 2, ms: 8, discMs: 2 },
      { id: 'b', count: 1, ms: 5, discMs: 5 },
    ]);
    assert.equal(measured.listing, 'ps2ml:/0/tiny.ps2ml');
    assert.equal(runCostsOf(plan, { operations: [{ count: 2 }, { count: 1 }], reads }), undefined);
  });
});

const dvd = { type: 'dvd', placement: 'inner' } as const;

describe('a hover’s forecast', () => {
  it('is the sum of what the operations are expected to take', async () => {
    const plan = await samplePlan(streamed);
    const listing = new ListingDocument(renderListing(plan).text);
    const place = listing.placeAt({ line: 4, character: 1 });
    assert.ok(place?.kind === 'pass');
    const listed = new ListedPlan(plan, [], dvd, 'Layout: streamed (default).');
    const { contents } = hoverOf(place, { listing, listed, costs: undefined }) ?? {};
    const { discMs, computeMs } = forecastPass(plan, dvd);
    const total = [...discMs, ...computeMs].reduce((sum, ms) => sum + ms, 0);
    assert.ok(JSON.stringify(contents).includes(`${formatMs(total)} per token`), JSON.stringify(contents));
    assert.match(JSON.stringify(contents), /Planned with \| Layout: streamed \(default\)\./);
  });
});

describe('the forecast of a token', () => {
  it('waits where the plan reads and nowhere else', async () => {
    const plan = await samplePlan(streamed);
    const { discMs, computeMs, storage } = forecastPass(plan, dvd);
    assert.equal(storage.id, 'dvd');
    for (const { index } of plan.operations) {
      const reads = plan.reads.some(({ preload, neededBy }) => !preload && neededBy === index);
      assert.equal((discMs[index] ?? 0) > 0, reads);
      assert.ok((computeMs[index] ?? 0) > 0);
    }
  });
});
