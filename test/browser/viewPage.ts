import path from 'node:path';
import axe from 'axe-core';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { isRecord } from '../../common/guards';
import type { FiguresTab } from '../../webviews/messages/figures';
import { figuresTabs, tabNames } from '../../extension/views/figuresTabs';
import { projectRoot } from '../support/project';
import { pageHtml } from '../../extension/webview/pageHtml';
import { RequestServer, type RequestHandlers } from '../../extension/webview/requestServer';
import { themeOf, type ThemeName } from './themes';

export interface ViewPageOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  readonly isReducedMotion?: boolean;
  /** What the page has kept from before. */
  readonly state?: unknown;
}

/** What the page says to the extension. */
interface Sent {
  readonly type: string;
  readonly id?: number;
  readonly name?: string;
  readonly argument?: unknown;
}

/** A page of the extension in a real browser, with the extension's side of it at hand. */
export class ViewPage {
  private revision = 0;
  /** The tab of the figures that messages are from and to. */
  tab: FiguresTab | undefined;
  readonly errors: string[] = [];

  private constructor(readonly page: Page) {
    page.on('pageerror', (error) => this.errors.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(message.text());
    });
  }

  /** @param name of a page, or of one of the tabs of figures, as its editor shows it. */
  static async open(browser: Browser, name: string, options: ViewPageOptions = {}): Promise<ViewPage> {
    const tab = tabNames.find((one) => one === name);
    const pageName = tab === undefined ? name : 'figures';
    const { theme = 'dark', width = 1200, height = 320, isReducedMotion = false, state } = options;
    const { script, style } = await bundleOf(pageName);
    const page = await browser.newPage({
      viewport: { width, height },
      reducedMotion: isReducedMotion ? 'reduce' : 'no-preference',
    });
    const view = new ViewPage(page);
    view.tab = tab;
    const files = new Map([
      ['/', { contentType: 'text/html', body: htmlOf(pageName, tab, theme, state) }],
      ['/page.js', { contentType: 'text/javascript', body: script }],
      ['/page.css', { contentType: 'text/css', body: style }],
      ['/controls.js', { contentType: 'text/javascript', body: (await bundleOf('controls')).script }],
    ]);
    await page.route(`${origin}/**`, (route) => {
      const file = files.get(new URL(route.request().url()).pathname);
      return file === undefined ? route.abort() : route.fulfill(file);
    });
    await page.goto(`${origin}/`);
    return view;
  }

  /** Changes the theme as VS Code does: while the page is open. */
  async setTheme(name: ThemeName): Promise<void> {
    await this.page.evaluate(themeScript(name));
    await this.frame();
  }

  /** Answers the page's questions as the extension does. */
  async serve(handlers: RequestHandlers): Promise<void> {
    const server = new RequestServer(handlers, (message) => void this.post(message));
    await this.page.exposeFunction('toExtension', (message: unknown) => server.receive(innerOf(message)));
  }

  /** Brings a tab of the figures to the front, which the messages are about from then on. */
  async bring(tab: FiguresTab): Promise<void> {
    this.tab = tab;
    await this.page.getByRole('tab', { name: figuresTabs[tab].title, exact: true }).click();
  }

  /** Shows a content as the extension would. */
  async show(content: unknown): Promise<void> {
    await this.post({ type: 'content', revision: ++this.revision, content });
  }

  async post(message: unknown): Promise<void> {
    const sent = this.tab === undefined ? message : { tab: this.tab, message };
    await this.page.evaluate((data) => window.postMessage(data, '*'), sent);
    await this.frame();
  }

  /** Waits until the page has drawn. */
  async frame(): Promise<void> {
    await this.page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
  }

  /** Everything that the page has said. */
  async sent(): Promise<readonly Sent[]> {
    const sent = await this.page.evaluate(
      () => (globalThis as unknown as { testHost: { sent: unknown[] } }).testHost.sent,
    );
    return sent.map((message) => innerOf(message) as Sent);
  }

  /** The questions of a name. */
  async asked(name: string): Promise<readonly Sent[]> {
    return (await this.sent()).filter((message) => message.type === 'request' && message.name === name);
  }

  /** Answers the last question of a name. */
  async answer(name: string, result: unknown): Promise<void> {
    const last = (await this.asked(name)).at(-1);
    if (last === undefined) throw new Error(`The page has not asked for ${name}.`);
    await this.post({ type: 'result', id: last.id, result });
  }

  state(): Promise<unknown> {
    return this.page.evaluate(
      () => (globalThis as unknown as { testHost: { state: unknown } }).testHost.state,
    );
  }

  /** What axe-core finds against any of its rules, one line each. */
  async violations(): Promise<readonly string[]> {
    // Half a megabyte, so each page is given it once.
    if (!(await this.page.evaluate(() => 'axe' in globalThis))) await this.page.evaluate(axe.source);
    return this.page.evaluate(async () => {
      const { axe: inPage } = globalThis as unknown as {
        axe: {
          run: (options: object) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
        };
      };
      const { violations } = await inPage.run({ resultTypes: ['violations'] });
      return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
    });
  }

  /** From now on, notes what a screen reader would be told of. */
  async listen(): Promise<void> {
    await this.page.evaluate(listenScript);
  }

  /** What a screen reader was told of since `listen`, in order. */
  announcements(): Promise<readonly string[]> {
    return this.page.evaluate(
      () => (globalThis as unknown as { announcements: readonly string[] }).announcements,
    );
  }

  /** By how many CSS pixels the page is wider than its window. */
  overflow(): Promise<number> {
    return this.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  }

  /** Controls and texts that are cut off, or for which one must scroll sideways; one line each. */
  clipped(): Promise<readonly string[]> {
    return this.page.evaluate(clippedScript);
  }

  /** Tables in sight that have too little room for three of their rows, by their labels. */
  squeezed(): Promise<readonly string[]> {
    return this.page.evaluate(() =>
      Array.from(document.querySelectorAll('.table-viewport'))
        .filter((rows) => rows.checkVisibility() && rows.clientHeight < Math.min(66, rows.scrollHeight))
        .map((rows) => rows.parentElement?.getAttribute('aria-label') ?? ''),
    );
  }

  /** What moves by itself, or would when it changes: animations, transitions and smooth scrolling; one line each. */
  moving(): Promise<readonly string[]> {
    return this.page.evaluate(movingScript);
  }

  /** Elements in the page. */
  nodes(): Promise<number> {
    return this.page.evaluate(() => document.querySelectorAll('*').length);
  }

  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({ path: path.join(projectRoot, 'out/screenshots', `${name}.png`) });
  }

  async close(): Promise<void> {
    await this.page.close();
  }
}

/** A message without the tab that it is from. */
function innerOf(message: unknown): unknown {
  return isRecord(message) && 'tab' in message ? message['message'] : message;
}

const bundles = new Map<string, Promise<{ readonly script: string; readonly style: string }>>();

/** A page's script and style sheet, bundled as scripts/build.mjs does. */
function bundleOf(name: string): Promise<{ readonly script: string; readonly style: string }> {
  const known = bundles.get(name);
  if (known !== undefined) return known;
  const made = bundle(name);
  bundles.set(name, made);
  return made;
}

async function bundle(name: string): Promise<{ readonly script: string; readonly style: string }> {
  const { outputFiles } = await build({
    absWorkingDir: projectRoot,
    entryPoints: [`webviews/${name}/main.ts`],
    outdir: 'out',
    bundle: true,
    write: false,
    keepNames: true,
    platform: 'browser',
    format: 'iife',
    target: 'chrome120',
  });
  const text = (kind: string): string =>
    outputFiles.find(({ path: file }) => file.endsWith(kind))?.text ?? '';
  return { script: text('.js'), style: text('.css') };
}

/** Each change of a live region that is in sight of a screen reader, unless the region says that it is not done. */
const listenScript = `{
  globalThis.announcements = [];
  const note = (records) => {
    const changed = new Set();
    for (const { target } of records) {
      const element = target instanceof Element ? target : target.parentElement;
      const region = element?.closest('[role=status], [role=alert], [aria-live]');
      if (region) changed.add(region);
    }
    for (const region of changed) {
      const isOff = region.getAttribute('aria-live') === 'off' || region.getAttribute('aria-busy') === 'true';
      const isHidden = !region.checkVisibility();
      if (!isOff && !isHidden && region.textContent.trim() !== '') announcements.push(region.textContent);
    }
  };
  new MutationObserver(note).observe(document.body, { subtree: true, childList: true, characterData: true });
}`;

/**
 * What reaches out of the window, or sideways out of what it lies in. Tables of figures and the bytes have two
 * directions and may be scrolled in both; cells that end in an ellipsis have the whole as their title.
 */
const clippedScript = `(() => {
  const things = 'button, input, select, textarea, summary, label, vscode-text-field, vscode-link, p, h1, h2, h3, li, .fields :is(th, td)';
  const isCut = (thing) => {
    const { right, left, width } = thing.getBoundingClientRect();
    if (width === 0 || !thing.checkVisibility() || thing.closest('.visually-hidden, .table, .hex, table:not(.fields)')) return false;
    for (let around = thing.parentElement; around; around = around.parentElement) {
      const box = around.getBoundingClientRect();
      const isOut = right > box.right + 1 || left < box.left - 1;
      if (isOut && getComputedStyle(around).overflowX !== 'visible') return true;
    }
    return right > innerWidth + 1 || left < -1;
  };
  return [...document.querySelectorAll(things)].filter(isCut).map((thing) => thing.outerHTML.slice(0, 100));
})()`;

/** Looks into the shadows of the control library too. */
const movingScript = `(() => {
  const all = (root) => [...root.querySelectorAll('*')].flatMap((one) => [one, ...(one.shadowRoot ? all(one.shadowRoot) : [])]);
  const lasts = (times) => times.split(',').some((time) => parseFloat(time) > 0);
  const moves = (one) => {
    const { animationName, animationDuration, transitionDuration, scrollBehavior } = getComputedStyle(one);
    const isAnimated = animationName !== 'none' && lasts(animationDuration);
    return isAnimated || lasts(transitionDuration) || scrollBehavior === 'smooth';
  };
  const running = document.getAnimations().map(({ animationName }) => 'running: ' + animationName);
  return [...running, ...all(document).filter(moves).map((one) => one.outerHTML.slice(0, 100))];
})()`;

/** Where the page's files are served. */
const origin = 'https://page.test';
const nonce = 'nonce';

/** The extension's own HTML, and before its script what VS Code gives a page: theme, style, messages and state. */
function htmlOf(name: string, tab: FiguresTab | undefined, theme: ThemeName, state: unknown): string {
  const html = pageHtml({
    name,
    title: tab ?? name,
    ...(tab !== undefined && { tab }),
    scriptUri: `${origin}/page.js`,
    styleUri: `${origin}/page.css`,
    cspSource: origin,
    nonce,
  });
  return html.replace(
    '<script ',
    () => `<style nonce="${nonce}">${defaultStyle}</style>
      <script nonce="${nonce}">${themeScript(theme)}${hostScript(state ?? null)}</script><script `,
  );
}

/** Sets a theme, as a text, because functions of tests carry names that pages do not know. */
const themeScript = (name: ThemeName): string => `{
  const { bodyClass, variables } = ${JSON.stringify(themeOf(name))};
  document.documentElement.removeAttribute('style');
  for (const [key, value] of Object.entries(variables))
    document.documentElement.style.setProperty('--vscode-' + key, value);
  document.body.className = bodyClass;
}`;

/** What of VS Code's own style for pages shows in these. */
const defaultStyle = `
  html { background: var(--vscode-editor-background);
    &:has([data-page='figures']) { background: var(--vscode-panel-background); }
    scrollbar-color: var(--vscode-scrollbarSlider-background) var(--vscode-editor-background); }
  @layer vscode-default {
    body { background-color: transparent; color: var(--vscode-editor-foreground); margin: 0; padding: 0 20px;
      font-family: var(--vscode-font-family); font-weight: var(--vscode-font-weight);
      font-size: var(--vscode-font-size); }
    a { color: var(--vscode-textLink-foreground); }
    a:focus, input:focus, select:focus, textarea:focus {
      outline: 1px solid -webkit-focus-ring-color; outline-offset: -1px; }
  }`;

/** The functions that VS Code gives a page. */
const hostScript = (state: unknown): string => `
  globalThis.__name = (value) => value;
  globalThis.testHost = { sent: [], state: ${JSON.stringify(state).replaceAll('<', '\\u003c')} };
  globalThis.acquireVsCodeApi = () => ({
    postMessage: (message) => {
      testHost.sent.push(structuredClone(message));
      globalThis.toExtension?.(message);
    },
    getState: () => testHost.state,
    setState: (next) => { testHost.state = JSON.parse(JSON.stringify(next)); },
  });`;
