import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser';
import { scenes, type Scene } from './scenes';
import { ViewPage } from './viewPage';

/** More stops than any page has. */
const mostStops = 70;

/** What can be used by a mouse, and so must be reached by keys. */
const controls = `button, select, textarea, input, summary, vscode-text-field, vscode-link, [tabindex="0"]`;

interface Stop {
  /** Index among the controls; -1 for what is none, such as the page itself. */
  readonly control: number;
  readonly name: string;
  readonly isMarked: boolean;
}

/** Notes the controls in sight that Tab must reach: all but those that arrow keys of a group reach. */
const noteControls = `globalThis.controls = [...document.querySelectorAll(${JSON.stringify(controls)})].filter(
  (control) => !control.disabled && control.getAttribute('tabindex') !== '-1' && control.checkVisibility(),
)`;

/** The control that has the focus, its name, and whether that is seen. */
const readStop = `(() => {
  let active = document.activeElement;
  const control = globalThis.controls.indexOf(active);
  const named = active;
  while (active.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  const labels = [...(active.labels ?? [])].map((label) => label.textContent).join(' ');
  const name = [named.getAttribute('aria-label'), labels, named.textContent].find((text) => text?.trim()) ?? '';
  const isLabelled = named.hasAttribute('aria-labelledby');
  const { outlineStyle, outlineWidth } = getComputedStyle(active);
  const framed = named.shadowRoot?.querySelector('.root, .control') ?? active;
  const ring = getComputedStyle(document.documentElement).getPropertyValue('--vscode-focusBorder');
  const probe = document.createElement('i');
  probe.style.color = ring;
  document.body.append(probe);
  const isFramed = getComputedStyle(framed).borderTopColor === getComputedStyle(probe).color;
  probe.remove();
  return {
    control,
    name: isLabelled ? 'labelled' : name.trim(),
    isMarked: isFramed || (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0),
  };
})()`;

describe('every page by keys alone', function () {
  this.timeout(180_000);
  let browser: Browser;
  let all: readonly Scene[];
  before(async () => {
    browser = await launchBrowser();
    all = await scenes();
  });
  after(() => browser.close());

  const withScene = async (name: string, use: (view: ViewPage) => Promise<void>): Promise<void> => {
    const scene = all.find((one) => one.name === name) ?? assert.fail(`no scene ${name}`);
    const view = await ViewPage.open(browser, scene.page, { width: 1000, height: scene.height });
    await scene.show(view);
    await use(view);
    assert.deepEqual(view.errors, []);
    await view.close();
  };

  it('reaches each control of each pane by Tab, by its name, with the focus in sight', async () => {
    for (const { name } of all)
      await withScene(name, async ({ page }) => {
        await page.evaluate(noteControls);
        const wanted = await page.evaluate<number>('globalThis.controls.length');
        // Without a picture there is only a sentence.
        assert.ok(wanted > 0 || name === 'television without a session', name);
        // From the beginning, wherever the scene has left the focus.
        await page.evaluate('document.activeElement?.blur(); getSelection()?.setPosition(document.body, 0)');
        const reached = new Set<number>();
        for (let stops = 0; stops < mostStops && reached.size < wanted; stops++) {
          await page.keyboard.press('Tab');
          const stop = await page.evaluate<Stop>(readStop);
          if (stop.control < 0) continue;
          reached.add(stop.control);
          assert.notEqual(stop.name, '', `${name}: stop ${stops} has no name`);
          assert.ok(stop.isMarked, `${name}: the focus on "${stop.name.slice(0, 40)}" is not seen`);
        }
        const missed = await page.evaluate<string[]>(
          `globalThis.controls.filter((_, i) => ![${[...reached].join()}].includes(i)).map((one) => one.outerHTML.slice(0, 90))`,
        );
        assert.deepEqual(missed, [], `${name}: not reached by Tab`);
      });
  });

  it('walks the tabs of a page by arrow keys, Home and End', async () => {
    await withScene('inspector header', async ({ page }) => {
      await page.getByRole('tab', { name: 'Header' }).focus();
      const chosen = (): Promise<string> => page.locator('[role=tab][aria-selected=true]').innerText();
      for (const [key, tab] of [
        ['ArrowRight', 'Matrices'],
        ['End', 'Tokenizer'],
        ['ArrowRight', 'Header'],
        ['ArrowLeft', 'Tokenizer'],
        ['Home', 'Header'],
      ] as const) {
        await page.keyboard.press(key);
        assert.equal(await chosen(), tab);
      }
    });
  });

  it('compares: chooses all fields, filters, sorts and walks the matrices', async () => {
    await withScene('compare', async ({ page }) => {
      const box = page.getByRole('checkbox', { name: 'Only fields that differ' });
      await box.focus();
      const fields = page.locator('.compare-fields tbody tr');
      const few = await fields.count();
      await page.keyboard.press('Space');
      assert.ok((await fields.count()) > few);
      await page.locator('.filter-bar vscode-text-field').focus();
      await page.keyboard.type('attn.wq');
      await page.locator('.table-row').nth(2).waitFor();
      assert.equal(await page.locator('.table-row').count(), 3);
      const change = page.getByRole('columnheader', { name: 'Change' });
      await change.focus();
      await page.keyboard.press('Enter');
      assert.equal(await change.getAttribute('aria-sort'), 'descending');
      await page.locator('.table-row').first().focus();
      await page.keyboard.press('End');
      assert.match(await page.locator('.table-row:focus').innerText(), /layers\.02\.attn\.wq/);
    });
  });

  it('tokenises a text and looks a token up', async () => {
    await withScene('tokenizer', async ({ page }) => {
      await page.locator('textarea').focus();
      await page.keyboard.press('Control+A');
      await page.keyboard.type('the end');
      await page.getByText(/^3 tokens/).waitFor();
      await page.locator('.trial .table-row').first().focus();
      await page.keyboard.press('End');
      assert.match(await page.locator('.trial .table-row:focus').innerText(), /end/);
      await page.locator('.look-up input').focus();
      await page.keyboard.press('Control+A');
      await page.keyboard.type('kind:special');
      await page.getByText('2 tokens', { exact: true }).waitFor();
    });
  });

  it('moves over the heat map, zooms and goes to the bytes', async () => {
    await withScene('inspector values', async ({ page }) => {
      const map = page.locator('.heat-frame');
      const place = page.locator('.heat-status');
      await map.focus();
      const before = await place.innerText();
      await page.keyboard.press('ArrowDown');
      assert.notEqual(await place.innerText(), before);
      const label = await map.getAttribute('aria-label');
      await page.keyboard.press('+');
      await page.waitForFunction(
        (old) => document.querySelector('.heat-frame')?.getAttribute('aria-label') !== old,
        label,
      );
      await page.keyboard.press('0');
      await page.waitForFunction(
        (old) => document.querySelector('.heat-frame')?.getAttribute('aria-label') === old,
        label,
      );
      await page.keyboard.press('Enter');
      await page.locator('.byte:focus').waitFor();
    });
  });

  it('shows more of the RAM over time, and asks what if', async () => {
    await withScene('ram over time', async ({ page }) => {
      const box = page.getByRole('checkbox', { name: 'Show free RAM' });
      await box.focus();
      await page.keyboard.press('Space');
      assert.ok(await box.isChecked());
    });
    await withScene('disc what if', async ({ page }) => {
      await page.getByLabel('Storage').focus();
      const before = await page.locator('summary').innerText();
      await page.keyboard.press('ArrowDown');
      assert.notEqual(await page.locator('summary').innerText(), before);
    });
  });
});
