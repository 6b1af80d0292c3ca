/**
 * A whole VS Code with the packaged extension, driven in a headless browser the way a person would: by mouse and keys.
 * Each wait has a name and ends when nothing changes any more (test/support/wait.ts), so that a failure says what did not come.
 */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Frame, Locator, Page } from 'playwright-core';
import { startHost, type Host } from '../../scripts/host.mjs';
import { launchBrowser } from '../support/browser';
import { figuresTabs } from '../../extension/views/figuresTabs';
import type { FiguresTab } from '../../webviews/messages/figures';
import { projectRoot } from '../support/project';
import { limits, waitFor, type Wait } from '../support/wait';

const screenshots = path.join(projectRoot, 'out/screenshots');

/** What a workbench is opened with. */
export interface WorkbenchOptions {
  /** The packaged extension. */
  readonly vsix: string;
  /** The folder to open. */
  readonly folder: string;
  /** User settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** What would only disturb a test. */
const testSettings = {
  'workbench.tips.enabled': false,
  'workbench.reduceMotion': 'on',
  'git.enabled': false,
  'debug.console.acceptSuggestionOnEnter': 'off',
  // A view that takes the focus a moment late would close the palette, or the question that a command asks, unseen.
  'workbench.quickOpen.closeOnFocusLost': false,
};

/** Tells texts apart that are too long to quote. */
function checksum(text = ''): string {
  let sum = 0;
  for (let at = 0; at < text.length; at++) sum = (Math.imul(sum, 31) + text.charCodeAt(at)) >>> 0;
  return `${text.length} characters, ${sum.toString(16)}`;
}

export class Workbench {
  /** Errors in the code of pages, which nothing on the screen would show. */
  readonly pageErrors: string[] = [];

  private constructor(
    readonly page: Page,
    /** The folder that is open. */
    readonly folder: string,
    private readonly host: Host,
    private readonly browser: Browser,
  ) {
    page.on('pageerror', (error) => this.pageErrors.push(error.message));
  }

  /** Starts server and browser and waits until the workbench is all there. */
  static async open(options: WorkbenchOptions): Promise<Workbench> {
    const host = await startHost({ vsix: options.vsix, settings: { ...testSettings, ...options.settings } });
    let browser: Browser | undefined;
    try {
      browser = await launchBrowser();
      const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
      page.setDefaultTimeout(limits.noProgressMs);
      const workbench = new Workbench(page, options.folder, host, browser);
      await page.goto(`${host.url}?folder=${encodeURIComponent(options.folder)}`);
      // A file that is opened earlier opens as text and not in its custom editor.
      for (const mark of ['code/LifecyclePhase/Eventually', 'code/didHandleExtensionPoint/customEditors'])
        await workbench.until(`the workbench has reached ${mark}`, () =>
          page.evaluate((name) => performance.getEntriesByName(name).length > 0, mark),
        );
      return workbench;
    } catch (error) {
      await browser?.close();
      await host.dispose();
      throw error;
    }
  }

  /** The folder of its own that the server keeps everything in. */
  get home(): string {
    return this.host.home;
  }

  /** Ends browser and server. */
  async close(): Promise<void> {
    await this.browser.close();
    await this.host.dispose();
  }

  /** Reloads the window, as its command does, which keeps what is open. What was open comes back a while later. */
  async reload(): Promise<void> {
    await this.page.evaluate(() => document.documentElement.setAttribute('data-before-reload', ''));
    await this.command('Developer: Reload Window');
    const isNew = (): boolean => !document.documentElement.hasAttribute('data-before-reload');
    await this.until('the window reloaded', () => this.page.evaluate(isNew));
  }

  /** Asks again and again until there is an answer: a frame may go away while it is asked, and the next round finds the new one. */
  async until<T>(name: string, ask: Wait<T>['ask']): Promise<T> {
    try {
      return await waitFor({ name, ask, look: () => this.shown() });
    } catch (error) {
      await this.screenshot(`failed ${name}`);
      throw error;
    }
  }

  /** What the window shows and has loaded, the pages in it included. */
  private async shown(): Promise<unknown> {
    const workbench = await this.page.evaluate(() => ({
      tabs: Array.from(document.querySelectorAll('.tabs-container .tab'), (tab) => tab.textContent),
      focus: document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.className,
      text: document.body.textContent,
      loaded: performance.getEntries().length,
    }));
    const pages = await Promise.all(
      this.page
        .frames()
        .slice(1)
        .map((frame) => frame.evaluate(() => document.body.textContent).catch(() => undefined)),
    );
    const { text, ...rest } = workbench;
    return { messages: await this.messages(), ...rest, text: checksum(text), pages: pages.map(checksum) };
  }

  /** Waits for one thing on the page, and names it when it does not come. */
  async see(name: string, locator: Locator): Promise<Locator> {
    await this.until(name, async () => (await locator.count()) > 0 && (await locator.first().isVisible()));
    return locator.first();
  }

  /** Writes `out/screenshots/NAME.png`. */
  async screenshot(name: string): Promise<void> {
    await mkdir(screenshots, { recursive: true });
    const file = `${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.png`;
    await this.page.screenshot({ path: path.join(screenshots, file) });
  }

  /** The row of a file in the Explorer, once it stays where it is: files that were just made move those behind them. */
  async explorerRow(name: string): Promise<Locator> {
    const explorer = this.page.locator('.explorer-folders-view');
    // The first stop of a session opens Run and Debug in its place.
    await this.until('the Explorer', async () => {
      if (await explorer.isVisible()) return true;
      await this.press('Control+Shift+E');
      return false;
    });
    const rows = explorer.locator(`.monaco-list-row[aria-label^="${name}"]`);
    const row = await this.see(`${name} in the Explorer`, rows);
    let before: number | undefined;
    await this.until(`${name} at rest in the Explorer`, async () => {
      const at = (await row.boundingBox())?.y;
      const rests = at !== undefined && at === before;
      before = at;
      return rests;
    });
    return row;
  }

  /**
   * Chooses in the menu that a right click on a file in the Explorer opens. The menu is opened again while it lacks the
   * item: some depend on what the extension finds in the folder after it has started.
   */
  async explorerMenu(name: string, item: string): Promise<void> {
    const row = await this.explorerRow(name);
    const menu = this.page.locator('.monaco-menu');
    const isFocused = async (): Promise<boolean> =>
      /(^| )focused( |$)/.test((await row.getAttribute('class')) ?? '');
    await this.until(`the menu of ${name}`, async () => {
      await row.click({ button: 'right', timeout: limits.attemptMs });
      await menu.first().waitFor({ timeout: limits.attemptMs });
      const entry = menu.locator('.action-label', { hasText: item });
      if ((await isFocused()) && (await entry.count()) > 0) return true;
      // The item is not there yet, or the row moved under the pointer, and the menu is that of another file.
      await this.press('Escape');
      return false;
    });
    await this.chooseInMenu(item);
  }

  /** Chooses in the menu behind the three dots of the editor in front. */
  async editorMenu(item: string): Promise<void> {
    const dots = this.page.locator('.part.editor .editor-actions [aria-label^="More Actions"]');
    await (await this.see('the menu of the editor', dots)).click();
    await this.chooseInMenu(item);
  }

  private async chooseInMenu(item: string): Promise<void> {
    const entry = this.page.locator('.monaco-menu .action-label', { hasText: item });
    await this.see(`"${item}" in the menu`, entry);
    // A menu that has only just opened takes no click yet.
    await this.until(`the menu with "${item}" closed`, async () => {
      if ((await entry.count()) === 0) return true;
      await entry.first().click({ timeout: limits.attemptMs });
      return false;
    });
  }

  /** Gives the dialog for opening or saving a file a path. */
  async answerFileDialog(title: string, path: string): Promise<void> {
    const dialog = this.page.locator('.quick-input-widget', { hasText: title });
    await this.see(`the dialog "${title}"`, dialog);
    const input = dialog.locator('.quick-input-box input');
    // The dialog looks up the folder it begins with, and every path it is given, and writes into its box when it has done so: what
    // is in the box counts only once it has stayed there.
    await this.until(`the dialog "${title}" closed`, async () => {
      if (!(await dialog.isVisible())) return true;
      if (await this.staysIn(input, path)) await input.press('Enter', { timeout: limits.attemptMs });
      else await input.fill(path, { timeout: limits.attemptMs });
      return false;
    });
  }

  private async staysIn(input: Locator, value: string): Promise<boolean> {
    for (let look = 0; look < 5; look++) {
      if ((await input.inputValue({ timeout: limits.attemptMs })) !== value) return false;
      await this.page.waitForTimeout(limits.pollMs);
    }
    return true;
  }

  /** Opens a link as the system would. */
  async openLink(link: string): Promise<void> {
    await this.startCommand('Developer: Open URL');
    const question = this.page.locator('.quick-input-widget', { hasText: 'URL to open' });
    const input = (await this.see('the question for a link', question)).locator('.quick-input-box input');
    await input.fill(link);
    await input.press('Enter');
    await this.until('the question for a link gone', async () => !(await question.isVisible()));
  }

  /** Answers the dialog that asks about something. */
  async answerDialog(about: string, button: string): Promise<void> {
    const dialog = this.page.locator('.monaco-dialog-box', { hasText: about });
    await this.see(`a question about ${about}`, dialog);
    await dialog.locator('.monaco-button', { hasText: button }).click();
    await this.until(`the question about ${about} closed`, async () => !(await dialog.isVisible()));
  }

  /** Opens a file of the workspace by a double click in the Explorer. */
  async openFile(name: string): Promise<void> {
    await this.until(`the tab of ${name}`, async () => {
      await (await this.explorerRow(name)).dblclick({ timeout: limits.attemptMs });
      await this.tab(name).first().waitFor({ timeout: limits.effectMs });
      return true;
    });
  }

  /** The tab of an editor. */
  tab(name: string): Locator {
    return this.page.locator('.tabs-container .tab', { hasText: name });
  }

  /** Presses keys, one after the other, in playwright's words (`F5`, `Control+Shift+P`). */
  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Opens the command palette, finds a command by its title and takes it, with keys alone. */
  private async startCommand(title: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget .quick-input-box input');
    await this.until('the command palette', async () => {
      // The page of an editor that is just loading or closing swallows keys.
      await this.press('F1');
      await input.waitFor({ timeout: limits.attemptMs });
      return true;
    });
    // Typed into the palette itself, whatever takes the focus meanwhile.
    await input.fill(`>${title}`);
    const first = this.page.locator('.quick-input-list .monaco-list-row').first();
    await this.until(`the command "${title}" first in the palette`, async () =>
      (await first.getAttribute('aria-label'))?.includes(title),
    );
    await input.press('Enter');
  }

  /** Runs a command by its title from the command palette. */
  async command(title: string): Promise<void> {
    await this.startCommand(title);
    const palette = this.page.locator('.quick-input-widget .monaco-list-row', { hasText: title });
    await this.until('the command palette closed', async () => !(await palette.first().isVisible()));
  }

  /** Takes the first entry of a list to pick from whose text has these words. */
  async choose(title: string, words: string): Promise<void> {
    const box = this.page.locator('.quick-input-widget', { hasText: title });
    await this.see(`the list "${title}"`, box);
    const row = box.locator('.quick-input-list .monaco-list-row', { hasText: words });
    await (await this.see(`"${words}" in the list "${title}"`, row)).click();
  }

  /** A tab of the view "PS2 ML" in the panel, brought to the front. */
  async figures(tab: FiguresTab): Promise<Frame> {
    const frame = await this.webview('figures');
    const button = frame.getByRole('tab', { name: figuresTabs[tab].title, exact: true });
    await this.until(`the tab ${tab}`, async () => {
      if ((await button.getAttribute('aria-selected')) === 'true') return true;
      await button.click({ timeout: limits.attemptMs });
      return false;
    });
    await this.until(`text in the tab ${tab}`, async () => {
      const text = await frame.locator(`#panel-view-${tab}`).innerText();
      return text.trim() !== '';
    });
    return frame;
  }

  /**
   * The content of one of the extension's pages (a folder of webviews/), once it has any text.
   * @param tab the one tab of figures that an editor shows.
   */
  async webview(name: string, tab?: FiguresTab): Promise<Frame> {
    return this.until(`the page ${name}`, async () => {
      for (const frame of this.page.frames()) {
        if (!frame.url().includes('/fake.html')) continue;
        const { found, only, text } = await frame.evaluate(() => ({
          found: document.body.dataset['page'],
          only: document.body.dataset['tab'],
          text: document.body.innerText,
        }));
        if (found === name && only === tab && text.trim() !== '') return frame;
      }
      return undefined;
    });
  }

  /** Sets or clears a breakpoint by a click left of the number of a listing line that is in sight. */
  async clickBreakpoint(id: string): Promise<void> {
    const marks = this.page.locator('.glyph-margin-widgets .codicon-debug-breakpoint');
    const before = await marks.count();
    await this.until(`a change of the breakpoints at ${id}`, async () => {
      // An editor that is drawn anew has no place for a moment.
      const line = await this.listingLine(id).first().boundingBox();
      const numbers = await this.page.locator('.margin-view-overlays .line-numbers').first().boundingBox();
      if (line === null || numbers === null) return false;
      // The glyph margin is the strip left of the numbers.
      await this.page.mouse.click(numbers.x - 12, line.y + line.height / 2);
      for (let look = 0; look < 30; look++) {
        if ((await marks.count()) !== before) return true;
        await this.page.waitForTimeout(limits.pollMs);
      }
      return false;
    });
  }

  /** The text of the line that the cursor of the editor in front stands on. */
  async cursorLine(): Promise<string | undefined> {
    return this.page.evaluate(() => {
      const editor = document.querySelector('.editor-group-container.active .monaco-editor');
      const top = editor?.querySelector('.cursors-layer .cursor')?.getBoundingClientRect().top;
      if (top === undefined) return undefined;
      return Array.from(editor?.querySelectorAll('.view-lines .view-line') ?? [])
        .find((line) => Math.abs(line.getBoundingClientRect().top - top) < 4)
        ?.textContent.replaceAll('\u00a0', ' ')
        .trim();
    });
  }

  /** The line of text in the listing that begins with an operation's or a layer's id. */
  listingLine(id: string): Locator {
    // The editor writes spaces that do not break.
    return this.page
      .locator('.view-line')
      .filter({ hasText: new RegExp(`^${id.replaceAll('.', '\\.')}[\\s\\u00a0]`) });
  }

  /** Waits until the session has stopped before the operation or layer `id`, and the editor shows it. */
  async stoppedBefore(id: string): Promise<void> {
    await this.until(`a stop before ${id}`, async () => (await this.stoppedLine())?.split(' ')[0] === id);
  }

  /** Clicks a button of the debug toolbar, by the beginning of its label. */
  async debugButton(label: string): Promise<void> {
    const button = this.page.locator(`.debug-toolbar .action-label[aria-label^="${label}"]`);
    await (await this.see(`"${label}" in the debug toolbar`, button)).click();
  }

  /** The text of the line that the session stopped at, as the editor shows it; undefined while there is none. */
  async stoppedLine(): Promise<string | undefined> {
    return this.page.evaluate(() => {
      const top = document.querySelector('.debug-top-stack-frame-line')?.getBoundingClientRect().top;
      if (top === undefined) return undefined;
      // The mark and the text lie in layers of their own, one above the other.
      return Array.from(document.querySelectorAll('.view-lines .view-line'))
        .find((line) => Math.abs(line.getBoundingClientRect().top - top) < 4)
        ?.textContent.replaceAll('\u00a0', ' ')
        .trim();
    });
  }

  /** Opens a tab of the panel. */
  async showPanel(title: string): Promise<void> {
    const tab = this.page.locator('.part.panel .composite-bar .action-item', { hasText: title });
    await (await this.see(`the panel's tab ${title}`, tab)).click();
  }

  /** Makes the window higher and draws the panel up, so that its views have room for rows. */
  async enlargePanel(): Promise<void> {
    const { page } = this;
    await page.setViewportSize({ width: 1400, height: 1300 });
    const top = async (): Promise<number> => (await page.locator('.part.panel').boundingBox())?.y ?? NaN;
    await this.until('the panel drawn up', async () => {
      const at = await top();
      for (const sash of await page.locator('.monaco-sash.horizontal').all()) {
        const box = await sash.boundingBox();
        if (box === null || Math.abs(box.y + box.height / 2 - at) > 8) continue;
        await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
        await page.mouse.down();
        await page.mouse.move(box.x + box.width / 2, 600, { steps: 5 });
        await page.mouse.up();
      }
      return (await top()) < 700;
    });
  }

  /** The names of the frames in the Call Stack view, innermost first. */
  async callStack(): Promise<string[]> {
    const rows = this.page.locator('.debug-call-stack .monaco-list-row .stack-frame .label');
    return rows.allInnerTexts();
  }

  /** The rows of the Variables view, as text. */
  async variables(): Promise<string[]> {
    const rows = await this.page.locator('.debug-variables .monaco-list-row').allInnerTexts();
    return rows.map((row) => row.replace(/\s+/g, ' ').trim());
  }

  /** Opens a scope or a variable of the Variables view, unless it is open. */
  async expandVariable(name: string): Promise<void> {
    const row = this.page.locator('.debug-variables .monaco-list-row', { hasText: name }).first();
    await this.see(`"${name}" in the Variables view`, row);
    if ((await row.getAttribute('aria-expanded')) === 'true') return;
    await row.locator('.monaco-tl-twistie').click();
    await this.until(`"${name}" open`, async () => (await row.getAttribute('aria-expanded')) === 'true');
  }

  /** The text of the Debug Console that is in sight. */
  async consoleText(): Promise<string> {
    return (await this.page.locator('.repl .monaco-list-row').allInnerTexts()).join('\n');
  }

  /** What VS Code says in dialogs and notifications. */
  async messages(): Promise<string[]> {
    const texts = await this.page
      .locator('.monaco-dialog-box, .notification-list-item-message')
      .allInnerTexts();
    return texts.map((text) => text.replace(/\s+/g, ' ').trim());
  }
}
