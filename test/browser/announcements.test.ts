import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { forecastFacts } from '../../extension/views/facts';
import type { TraceStore } from '../../extension/traceStore';
import { launchBrowser } from '../support/browser';
import { discContent, measuredStore, ramContentOf, subjectOf, timeContent } from './contents';
import { doctorContent } from './doctorContent';
import { scenes, type Scene } from './scenes';
import { ViewPage } from './viewPage';

/** Updates of a run that goes on: as many as a view gets in three seconds. */
const updates = 30;

// What a screen reader is told must be little: the end of what was asked for, not each step on the way.
describe('live announcements', function () {
  this.timeout(180_000);
  let browser: Browser;
  let all: readonly Scene[];
  let store: TraceStore;
  before(async () => {
    browser = await launchBrowser();
    all = await scenes();
    store = measuredStore(8);
  });
  after(() => browser.close());

  const opened = async (name: string, use: (view: ViewPage) => Promise<void>): Promise<void> => {
    const view = await ViewPage.open(browser, name, { height: 600 });
    await use(view);
    assert.deepEqual(view.errors, []);
    await view.close();
  };
  const sceneOf = (name: string): Scene =>
    all.find((scene) => scene.name === name) ?? assert.fail(`no scene ${name}`);

  /** The content of a run that has come so far. */
  const running = (content: (run: TraceStore) => { subject: object }, passes: number): object => ({
    ...content(store),
    subject: subjectOf(store, { state: 'running', passes, tokens: passes, factsKey: '1:running' }),
  });

  for (const [name, tabs, content] of [
    ['disc', ['Matrices', 'Reads', 'What If'], discContent],
    ['ram', ['Regions', 'Over Time', 'What Fits'], ramContentOf],
    ['time', [], timeContent],
  ] as const)
    it(`are none while a run goes on: ${name}`, async () => {
      await opened(name, async (view) => {
        await view.serve({ facts: () => forecastFacts(store) });
        await view.show(running(content, 0));
        await view.page.locator('.table-row').nth(1).click();
        for (const tab of tabs) {
          await view.page.getByRole('tab', { name: tab }).click();
          await view.page.waitForTimeout(100);
        }
        await view.listen();
        for (let passes = 1; passes <= updates; passes++) await view.show(running(content, passes));
        assert.deepEqual(await view.announcements(), []);
        await view.show(content(store));
        assert.ok((await view.announcements()).length <= 1, 'at the end, the last token at most');
      });
    });

  it('are one for each question what if', async () => {
    await opened('disc', async (view) => {
      await view.serve({ facts: () => forecastFacts(store) });
      await view.show(discContent(store));
      await view.page.getByRole('tab', { name: 'What If' }).click();
      await view.page.locator('.layouts').waitFor();
      await view.listen();
      await view.page.getByLabel('Storage').selectOption('usb');
      assert.equal((await view.announcements()).length, 1);
    });
  });

  it('are the result of a comparison, not each matrix', async () => {
    const { show } = sceneOf('compare');
    await opened('compare', async (view) => {
      await view.listen();
      await show(view);
      await view.page.getByText(/compared, \d+ equal/).waitFor();
      const told = await view.announcements();
      assert.ok(told.length === 1 && /matrices compared, \d+ equal/.test(told[0] ?? ''), told.join(' | '));
    });
  });

  it('are not the progress of reading every value', async () => {
    const { show } = sceneOf('inspector values');
    await opened('inspector', async (view) => {
      await show(view);
      await view.listen();
      await view.page.getByRole('button', { name: 'Exact' }).click();
      const asked = (await view.asked('values')).at(-1);
      for (let done = 0; done < updates; done++)
        await view.post({ type: 'progress', id: asked?.id, done, total: updates });
      await view.page.getByRole('button', { name: 'Exact' }).isDisabled();
      assert.deepEqual(await view.announcements(), []);
    });
  });

  it('are the result of the Doctor, not each check', async () => {
    await opened('doctor', async (view) => {
      const { lines } = doctorContent;
      await view.listen();
      for (let done = 0; done <= lines.length; done++) {
        const shown = lines.map(({ status = 'ok', ...line }, i) => (i < done ? { ...line, status } : line));
        await view.show({ lines: shown });
      }
      assert.equal((await view.announcements()).length, 1);
    });
  });

  it('are how many rows a filter leaves, once for each text', async () => {
    await opened('time', async (view) => {
      await view.show(timeContent(store));
      await view.page.locator('.filter-bar vscode-text-field').click();
      await view.listen();
      await view.page.keyboard.type('word 3');
      const told = await view.announcements();
      assert.ok(told.length <= 6 && /^\d of 8 passes$/.test(told.at(-1) ?? ''), told.join(' | '));
    });
  });
});
