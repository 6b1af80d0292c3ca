import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { forecastFacts } from '../../extension/views/facts';
import { figuresTabs, tabNames } from '../../extension/views/figuresTabs';
import type { TraceStore } from '../../extension/traceStore';
import type { FiguresTab } from '../../webviews/messages/figures';
import { launchBrowser } from '../support/browser';
import { tokensContent } from '../../extension/views/tokens';
import { discContent, measuredStore, ramContentOf, subjectOf, timeContent } from './contents';
import { ViewPage } from './viewPage';

/** Widths of the panel in windows of 1,400 and 1,100 pixels beside a side bar. */
const sizes = [
  [1044, 256],
  [744, 190],
] as const;

describe('the view "PS2 ML" with its tabs', function () {
  this.timeout(60_000);
  let browser: Browser;
  let store: TraceStore;
  let contents: Readonly<Record<FiguresTab, { readonly subject: object }>>;
  before(async () => {
    browser = await launchBrowser();
    store = measuredStore(8);
    contents = {
      tokens: tokensContent(subjectOf(store), store),
      disc: discContent(store),
      ram: ramContentOf(store),
      time: timeContent(store),
    };
  });
  after(() => browser.close());

  const opened = async (use: (view: ViewPage) => Promise<void>, state?: unknown): Promise<unknown> => {
    const view = await ViewPage.open(browser, 'figures', { width: 1044, height: 256, state });
    await view.serve({ facts: () => forecastFacts(store) });
    await use(view);
    assert.deepEqual(view.errors, []);
    const kept = await view.state();
    await view.close();
    return kept;
  };
  const shownTab = (view: ViewPage): Promise<string> =>
    view.page.getByRole('tablist', { name: 'PS2 ML' }).getByRole('tab', { selected: true }).innerText();
  const fill = async (view: ViewPage): Promise<void> => {
    for (const tab of tabNames) {
      await view.bring(tab);
      await view.show(contents[tab]);
    }
  };
  /** The tabs that have asked for content since they were last asked about. */
  const pulls = async (view: ViewPage): Promise<readonly unknown[]> =>
    view.page.evaluate<unknown[]>(
      `testHost.sent.splice(0).filter(({ message }) => message.type === 'pull').map(({ tab }) => tab)`,
    );

  it('is one tab stop, walked by arrow keys, and says which tab is shown', async () => {
    await opened(async (view) => {
      await view.bring('disc');
      const shown: string[] = [];
      for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight', 'End', 'Home', 'ArrowLeft']) {
        await view.page.keyboard.press(key);
        shown.push(await shownTab(view));
      }
      assert.deepEqual(shown, ['RAM', 'Time', 'Tokens', 'Time', 'Tokens', 'Time']);
      const stops = view.page.getByRole('tablist', { name: 'PS2 ML' }).locator('[tabindex="0"]');
      assert.equal(await stops.count(), 1);
      assert.equal(await view.page.locator('[role=tabpanel]:visible').getAttribute('id'), 'panel-view-time');
    });
  });

  it('says which tab has come to the front, also when that waits for nothing new', async () => {
    await opened(async (view) => {
      await fill(view);
      await view.bring('disc');
      await view.bring('ram');
      const shown = await view.page.evaluate<unknown[]>(
        `testHost.sent.filter(({ message }) => message.type === 'shown').map(({ tab }) => tab)`,
      );
      assert.deepEqual(shown.slice(-2), ['disc', 'ram']);
    });
  });

  it('pulls for the tab in front alone', async () => {
    await opened(async (view) => {
      await fill(view);
      await pulls(view);
      for (const tab of tabNames) await view.post({ type: 'content', revision: 99, content: contents[tab] });
      view.tab = 'disc';
      await view.show(contents.disc);
      assert.deepEqual([...new Set(await pulls(view))], ['time']);
      await view.bring('disc');
      assert.deepEqual([...new Set(await pulls(view))], ['disc']);
    });
  });

  it('says in each tab and at each size what a token costs, whole', async () => {
    await opened(async (view) => {
      await fill(view);
      for (const [width, height] of sizes)
        for (const tab of tabNames) {
          await view.page.setViewportSize({ width, height });
          await view.bring(tab);
          const figures = view.page.locator('.subject-figures:visible');
          assert.match(
            await figures.innerText(),
            /^[\d,.]+ ms, [\d.]+ MiB read per token · RAM [\d.]+ of 32\.0 MiB$/,
          );
          const name = view.page.locator('.subject-line:visible');
          const [box, before] = [await figures.boundingBox(), await name.boundingBox()];
          assert.ok(box !== null && before !== null);
          assert.ok(box.x + box.width <= width && before.x + before.width <= box.x + 1, `${tab}, ${width}`);
          assert.ok((await view.overflow()) <= 0, `${tab}, ${width}`);
          await view.screenshot(`panel-${tab}-${width}`);
        }
    });
  });

  it('writes every number with separators and a true minus', async () => {
    await opened(async (view) => {
      await fill(view);
      for (const tab of tabNames) {
        await view.bring(tab);
        const text = await view.page.locator(`#panel-view-${tab}`).innerText();
        // Addresses and names of files have their own form.
        const plain = text.replace(/0x[0-9A-F]+|\S+\.\S*[a-z]\S*/g, '');
        assert.deepEqual(
          plain.match(/(?<![\d.,])\d{4,}(?![\d,])|(?<!\S)-\d/g) ?? [],
          [],
          figuresTabs[tab].title,
        );
      }
    });
  });

  it('follows a link to another tab once, and is there again after a reload', async () => {
    const link = { serial: Date.now(), tab: 'ram', matrix: 'layers.00.attn.wk' };
    const linked = { ...contents.disc, subject: { ...contents.disc.subject, focus: link } };
    const kept = await opened(async (view) => {
      await fill(view);
      await view.bring('disc');
      await view.show(linked);
      assert.equal(await shownTab(view), 'RAM');
      await view.bring('time');
      view.tab = 'time';
      await view.show({ ...contents.time, subject: linked.subject });
      assert.equal(await shownTab(view), 'Time');
    });
    await opened(async (view) => {
      assert.equal(await shownTab(view), 'Time');
      await view.page.getByText('from before the reload').waitFor({ state: 'attached' });
      view.tab = 'time';
      await view.show({ ...contents.time, subject: linked.subject });
      assert.equal(await shownTab(view), 'Time', 'the link was followed before the reload');
    }, kept);
  });
});
