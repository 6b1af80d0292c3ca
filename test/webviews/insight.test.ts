import assert from 'node:assert/strict';
import { forecastFacts } from '../../extension/views/facts';
import { discContent, measuredStore, ramContentOf } from '../browser/contents';
import { compilePlan } from '../../model/plan/compile';
import { namedLayouts, planOptionsOf } from '../../model/plan/discLayout';
import { layoutInsight } from '../../model/plan/layoutInsight';
import { shapeOfPlan } from '../../model/plan/whatIf';
import { describedModel } from '../support/randomModel';
import { waitFor } from '../support/wait';
import type { TraceStore } from '../../extension/traceStore';
import type { ForecastFacts } from '../../webviews/messages/figures';
import { all, enterBrowser, FakeHost, freshBody, one, texts } from './page';

const atOnce = (): Promise<void> => Promise.resolve();

interface Asked {
  readonly id: number;
  readonly name: string;
  readonly argument: unknown;
}

describe('what the layout costs and could gain', () => {
  let leave: () => void;
  let store: TraceStore;
  let facts: ForecastFacts;
  before(() => {
    store = measuredStore(3);
    facts = forecastFacts(store);
    leave = enterBrowser();
  });
  after(() => leave());

  const asked = (host: FakeHost, name: string): Asked[] =>
    (host.sent as Asked[]).filter((message) => message.name === name);
  /** Answers each question for the facts. */
  const answer = async (host: FakeHost, result: ForecastFacts): Promise<void> => {
    for (const { id } of asked(host, 'facts')) host.answer({ type: 'result', id, result });
    await waitFor({
      name: 'what the layout costs',
      ask: () => Promise.resolve(document.querySelector('.insight:not([hidden])') !== null),
      look: () => Promise.resolve(document.body.textContent),
    });
  };
  const shown = async (
    tab: 'disc' | 'ram',
    given: ForecastFacts,
    more: object = {},
  ): Promise<{ root: HTMLElement; host: FakeHost }> => {
    const root = freshBody();
    const host = new FakeHost();
    if (tab === 'ram') (await import('../../webviews/ram/ramView.js')).startRam({ root, host });
    else (await import('../../webviews/discReads/discReadsView.js')).startDiscReads({ root, host });
    const content = { ...(tab === 'ram' ? ramContentOf(store) : discContent(store)), ...more };
    host.answer({ type: 'content', revision: 1, content });
    await answer(host, given);
    return { root, host };
  };
  const whatIf = async (given: ForecastFacts): Promise<{ root: HTMLElement }> => {
    const { root, host } = await shown('disc', given);
    all(root, '[role=tab]')
      .find(({ textContent }) => textContent === 'What If')
      ?.click();
    await answer(host, given);
    return { root };
  };
  const buttons = (root: HTMLElement): string[] =>
    texts(all(root, '.insight button').filter((button) => !button.hidden));

  for (const tab of ['disc', 'ram'] as const)
    it(`is in sight with its button in the tab ${tab}, and applies`, async () => {
      const { root, host } = await shown(tab, facts);
      const insight = await layoutInsight(facts, atOnce);
      assert.ok(insight?.better);
      assert.match(
        one(root, '.insight').textContent,
        /^Layout: [\d,.]+ → [\d,.]+ ms per token, [\d.]+ % less/,
      );
      assert.deepEqual(buttons(root), ['Apply Best Layout']);
      one(root, '.insight button:not([hidden])').click();
      assert.deepEqual(asked(host, 'applyLayout')[0]?.argument, {
        layout: insight.better.layout,
        presentMs: insight.present.ms,
        layoutMs: insight.better.result.ms,
      });
    });

  it('offers to run after a layout was applied, and nothing better than the best', async () => {
    const best = (await layoutInsight(facts, atOnce))?.better?.layout;
    assert.ok(best);
    const applied = { layout: best, sentences: ['Forecast: 9 → 1 ms.'] };
    const { root, host } = await shown('disc', { ...facts, layout: best }, { applied });
    assert.match(one(root, '.insight').textContent, /^Best layout: [\d,.]+ ms per token/);
    assert.deepEqual(buttons(root), ['Run']);
    one(root, '.insight button:not([hidden])').click();
    assert.equal(asked(host, 'run').length, 1);
  });

  it('offers to stream where nothing is read for a token, unless the run is under way', async () => {
    const best = (await layoutInsight(facts, atOnce))?.better?.layout;
    assert.ok(best);
    const resident = { ...facts, layout: best };
    const { root, host } = await shown('disc', resident);
    assert.deepEqual(buttons(root), ['Run Streamed']);
    one(root, '.insight button:not([hidden])').click();
    assert.deepEqual(asked(host, 'runStreamed')[0]?.argument, null);
    const { root: running } = await shown('disc', resident);
    const { subject } = discContent(store);
    host.answer({
      type: 'content',
      revision: 2,
      content: { ...discContent(store), subject: { ...subject, state: 'running' } },
    });
    assert.deepEqual(buttons(running), []);
  });

  it('is decided in one place: What If offers what the line offers', async () => {
    const { root } = await whatIf(facts);
    const apply = all(root, '.what-if button').find(({ textContent }) => textContent === 'Apply Best Layout');
    assert.equal(apply?.hasAttribute('disabled'), false);
    const gain = /[\d,.]+ → [\d,.]+ ms per token, [\d.]+ % less/;
    assert.equal(
      gain.exec(one(root, '.what-if-verdict').textContent)?.[0],
      gain.exec(one(root, '.insight').textContent)?.[0],
    );
  });

  it('says where shared layers are read twice because there is too little RAM to read them once', async () => {
    const { config } = facts.shape;
    const large = { dim: 1024, hiddenDim: 2880, kvDim: 256, headDim: 128, seqLen: 16_384 };
    const wide = { ...config, ...large, layers: 4, uniqueLayers: 2 };
    const arena = { start: 0x180000, end: 0x180000 + 24 * 2 ** 20 };
    const layout = namedLayouts.resident;
    const plan = compilePlan(describedModel(wide), { ...planOptionsOf(layout), arena });
    const short = { ...facts, layout, shape: shapeOfPlan(plan) };
    const said = 'shared layers are read twice, because there is too little RAM to read them once';
    const { root } = await whatIf(short);
    assert.ok(one(root, '.insight > span').textContent.endsWith(`; ${said}`));
    assert.ok(texts(all(root, '.what-if-results > p')).includes(`In this layout, ${said}.`));
    const { root: plain } = await whatIf({ ...short, layout: namedLayouts.streamed });
    assert.ok(!plain.textContent.includes(said), 'not what was asked for');
  });

  it('offers no layout in other words that costs the same', async () => {
    // What the best layout comes to, in words that are not its own.
    const best = (await layoutInsight(facts, atOnce))?.better?.layout;
    assert.ok(best);
    const layout = { ...best, cacheMiB: 31 };
    assert.equal((await layoutInsight({ ...facts, layout }, atOnce))?.better, undefined);
    const { root } = await whatIf({ ...facts, layout });
    const apply = all(root, '.what-if button').find(({ textContent }) => textContent === 'Apply Best Layout');
    assert.equal(apply?.hasAttribute('disabled'), true);
    assert.match(one(root, '.what-if-verdict').textContent, /^The current layout is the best: /);
  });
});
