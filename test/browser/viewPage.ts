import path from 'node:path';
import axe from 'axe-core';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { projectRoot } from '../support/project';
import { themes, type ThemeName } from './themes';

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
  readonly errors: string[] = [];

  private constructor(readonly page: Page) {
    page.on('pageerror', (error) => this.errors.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(message.text());
    });
  }

  static async open(browser: Browser, name: string, options: ViewPageOptions = {}): Promise<ViewPage> {
    const { theme = 'dark', width = 1200, height = 320, isReducedMotion = false, state } = options;
    const { script, style } = await bundleOf(name);
    const page = await browser.newPage({
      viewport: { width, height },
      reducedMotion: isReducedMotion ? 'reduce' : 'no-preference',
    });
    const view = new ViewPage(page);
    const variables = Object.entries(themes[theme].colours).map(
      ([key, value]) => `--vscode-${key}: ${value};`,
    );
    await page.setContent(`<!DOCTYPE html><html lang="en"><head><title>${name}</title>
      <style>:root { ${variables.join(' ')} --vscode-font-family: sans-serif; --vscode-font-size: 13px;
        --vscode-editor-font-family: monospace; }
        body { background: var(--vscode-panel-background); }</style>
      </head><body data-page="${name}" class="${themes[theme].class}"></body></html>`);
    await page.addStyleTag({ content: style });
    await page.addScriptTag({ content: hostScript(state ?? null) });
    await page.addScriptTag({ content: script });
    return view;
  }

  /** Shows a content as the extension would. */
  async show(content: unknown): Promise<void> {
    await this.post({ type: 'content', revision: ++this.revision, content });
  }

  async post(message: unknown): Promise<void> {
    await this.page.evaluate((data) => window.postMessage(data, '*'), message);
    await this.page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
  }

  /** Everything that the page has said. */
  sent(): Promise<readonly Sent[]> {
    return this.page.evaluate(() => (globalThis as unknown as { testHost: { sent: Sent[] } }).testHost.sent);
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

  /** What axe-core finds wrong, one line each. */
  async violations(): Promise<readonly string[]> {
    await this.page.evaluate(axe.source);
    return this.page.evaluate(async () => {
      const { axe: inPage } = globalThis as unknown as {
        axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      };
      const { violations } = await inPage.run();
      return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
    });
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

/** What VS Code gives a page. A text, because functions of tests carry names that pages do not know. */
const hostScript = (state: unknown): string => `
  globalThis.__name = (value) => value;
  globalThis.testHost = { sent: [], state: ${JSON.stringify(state)} };
  globalThis.acquireVsCodeApi = () => ({
    postMessage: (message) => testHost.sent.push(structuredClone(message)),
    getState: () => testHost.state,
    setState: (next) => { testHost.state = JSON.parse(JSON.stringify(next)); },
  });`;
