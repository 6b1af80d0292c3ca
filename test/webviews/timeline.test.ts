import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sessionPlanOf } from '../../debug-adapter/session/sessionPlan';
import { TraceStore } from '../../extension/traceStore';
import { namedLayouts } from '../../model/plan/discLayout';
import { renderListing } from '../../model/plan/listing';
import type { PassTime } from '../../model/trace/passTimes';
import { noTime, timeParts, totalMs } from '../../model/trace/timeSplit';
import type { Subject } from '../../webviews/messages/subject';
import type { TimelineContent } from '../../webviews/messages/timeline';
import { barStep, layOutTimeline } from '../../webviews/timeline/timelineLayout';
import { measuredRun } from '../extension/measuredRun';
import { samplePlan } from '../support/sample';
import { all, enterBrowser, FakeHost, freshBody, one, press, texts, type } from './page';
import { someSummary } from '../support/summary';

const subject: Subject = {
  name: 'Debug tiny.psnt',
  state: 'stopped',
  provenance: 'built-in',
  passes: 4,
  tokens: 4,
  summary: someSummary,
};

describe('layout of the timeline', () => {
  const ms = fc.double({ min: 0, max: 1e5, noNaN: true });
  const passes = fc
    .array(fc.record({ disc: ms, matmul: ms, attention: ms, rest: ms }), { minLength: 1, maxLength: 60 })
    .map((splits) => splits.map((split, pass): PassTime => ({ pass, split })));

  it('stacks each pass without gap, all in one proportion, inside the chart', () => {
    fc.assert(
      fc.property(passes, fc.integer({ min: 10, max: 800 }), (list, width) => {
        const height = 100;
        const { first, count, parts, scaleMs } = layOutTimeline(list, width, height, -1);
        assert.equal(parts.length, count * timeParts.length);
        assert.equal(first + count, list.length);
        for (let bar = 0; bar < count; bar++) {
          const own = parts.slice(bar * timeParts.length, (bar + 1) * timeParts.length);
          const split = list[first + bar]?.split ?? noTime;
          let ground = height;
          for (const { part, x, y, height: partHeight } of own) {
            assert.equal(x, bar * barStep);
            assert.ok(Math.abs(y + partHeight - ground) < 1e-6);
            if (scaleMs > 0) assert.ok(Math.abs(partHeight - (split[part] / scaleMs) * height) < 1e-6);
            ground = y;
          }
          assert.ok(ground > -1e-6);
        }
        const most = Math.max(...list.slice(first).map(({ split }) => totalMs(split)));
        assert.equal(scaleMs, most);
      }),
    );
  });

  it('has the selected pass in sight', () => {
    fc.assert(
      fc.property(passes, fc.nat(59), fc.integer({ min: 10, max: 400 }), (list, wish, width) => {
        const selected = Math.min(wish, list.length - 1);
        const { first, count } = layOutTimeline(list, width, 50, selected);
        assert.ok(selected >= first && selected < first + count);
      }),
    );
  });
});

describe('Timeline', () => {
  let leave: () => void;
  let content: TimelineContent;
  before(async () => {
    const plan = await samplePlan(namedLayouts.streamed);
    const store = new TraceStore(subject.name, sessionPlanOf(plan, renderListing(plan), {}, 'built-in'));
    store.add(measuredRun(store.plan, 4));
    const { passes, dropped, total } = store.times;
    content = { subject, passes, dropped, total };
    leave = enterBrowser();
  });
  after(() => leave());

  const nothing = (of: Partial<Subject>): TimelineContent => ({
    subject: { ...subject, ...of },
    passes: [],
    dropped: 0,
    total: noTime,
  });

  const show = async (
    shown?: TimelineContent,
    host = new FakeHost(),
  ): Promise<{ host: FakeHost; root: HTMLElement }> => {
    const root = freshBody();
    // Not before there is a browser: the control library looks for one as soon as it is loaded.
    (await import('../../webviews/timeline/timelineView.js')).startTimeline({ root, host });
    if (shown !== undefined) host.answer({ type: 'content', revision: 1, content: shown });
    return { host, root };
  };
  const numbers = (line: HTMLElement): number[] =>
    texts([...line.children])
      .slice(2, 7)
      .map((text) => Number(text.replaceAll(',', '')));

  it('says every pass in its table: token, positions and parts that make up the whole', async () => {
    const { root } = await show(content);
    const rows = all(root, '.table-row');
    assert.equal(rows.length, 4);
    rows.forEach((row, index) => {
      const cells = texts([...row.children]);
      assert.deepEqual(
        [...cells.slice(0, 2), cells.at(-1)],
        [String(index), `"word ${index}"`, String(index)],
      );
      const [total = NaN, ...parts] = numbers(row);
      // Each is rounded to three digits by itself.
      assert.ok(Math.abs(total - parts.reduce((sum, part) => sum + part, 0)) < 1.5, texts([row]).join());
    });
    const [foot = NaN] = numbers(one(root, '.table-foot'));
    assert.ok(Math.abs(foot - totalMs(content.total)) <= 0.5);
    assert.equal(texts(all(root, '.table-foot .cell'))[1], 'All passes');
  });

  it('names its chart and points to the table', async () => {
    const { root } = await show(content);
    assert.match(one(root, '.timeline-canvas').getAttribute('aria-label') ?? '', /^Time of 4 passes .*table/);
    assert.deepEqual(texts(all(root, '.timeline-legend li')), [...timeParts]);
  });

  it('is walked and sorted by keys, and finds a token', async () => {
    const { root, host } = await show(content);
    all(root, '.table-row')[0]?.focus();
    press(document.activeElement as Element, 'End');
    assert.equal((document.activeElement as HTMLElement).dataset['key'], '3');
    assert.match(JSON.stringify(host.state), /"selected":"3"/);
    type(root, '2"');
    assert.deepEqual(
      all(root, '.table-row').map((row) => row.dataset['key']),
      ['2'],
    );
  });

  it('selects the pass whose bar is clicked', async () => {
    const { root } = await show({ ...content, passes: content.passes.slice(0, 1) });
    one(root, '.timeline-canvas').dispatchEvent(new MouseEvent('click', { bubbles: true }));
    assert.equal(one(root, '.table-row').getAttribute('aria-selected'), 'true');
  });

  it('says how many passes are only in the totals', async () => {
    const { root } = await show({ ...content, dropped: 7 });
    assert.match(one(root, '.view-note').textContent, /last 4 passes shown, 7 more in the totals/);
    assert.equal(texts(all(root, '.table-foot .cell'))[1], '4 passes shown');
  });

  it('says what to do where nothing is measured', async () => {
    for (const [of, words] of [
      [{ state: 'file', provenance: 'forecast' }, /Press F5/],
      [{ provenance: 'reference' }, /Choose the target "built-in"/],
      [{ provenance: 'forecast' }, /Step an operation/],
    ] as const) {
      const { root } = await show(nothing(of));
      assert.match(one(root, '.timeline-advice').textContent, words);
      assert.equal(one(root, '.timeline-chart').hidden, true);
      assert.ok(
        one(root, '.table-frame').closest('[hidden]'),
        'the table is hidden, itself or with its pane',
      );
    }
    const { root, host } = await show();
    host.answer({ type: 'empty', revision: 0 });
    assert.match(one(root, '.empty p').textContent, /Debug a model/);
  });

  it('shows nothing that is not what it must be, and text never as markup', async () => {
    const { root, host } = await show();
    const bad = { ...content, passes: [{ pass: 0, split: { disc: 1 } }] };
    host.answer({ type: 'content', revision: 1, content: bad });
    assert.equal(all(root, '.table-row').length, 0);
    const [pass] = content.passes;
    assert.ok(pass);
    const token = { position: 1, id: 2, text: '<img src=x>' };
    host.answer({ type: 'content', revision: 1, content: { ...content, passes: [{ ...pass, token }] } });
    assert.equal(one(root, '.table-row').children[1]?.textContent, '"<img src=x>"');
    assert.equal(all(root, 'img').length, 0);
  });

  it('stays quick with a thousand passes', async () => {
    const [pass] = content.passes;
    assert.ok(pass);
    const passes = Array.from({ length: 1000 }, (_, index) => ({ ...pass, pass: index }));
    const { root } = await show({ ...content, passes });
    assert.ok(all(root, '.table-row').length < 50);
    assert.equal(one(root, '.table').getAttribute('aria-rowcount'), '1002');
  });
});
