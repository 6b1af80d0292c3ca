import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { source as axeSource, type AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { projectRoot } from '../support/project';
import { viewThemes, type ThemeName } from './viewThemes';

const origin = 'http://views.test';

/** What a page has posted, and the state that it keeps; the extension's side of it. */
interface HostScope {
  readonly posted: unknown[];
}

/**
 * A view's own bundle in a real browser, under the policy that it has in VS Code, with the extension's side played by
 * the test.
 */
export class ViewPage {
  private constructor(readonly page: Page) {}

  /** @param name the folder of webviews/ @param state what the page kept from before a reload */
  static async open(
    browser: Browser,
    name: string,
    theme: ThemeName = 'dark',
    size = { width: 1100, height: 700 },
    state?: unknown,
  ): Promise<ViewPage> {
    const page = await browser.newPage({ viewport: size });
    await page.addInitScript({ content: `(${hostScript})(${JSON.stringify(state ?? null)})` });
    await page.route(`${origin}/**`, async (route) => {
      const file = new URL(route.request().url()).pathname.slice(1);
      if (file === 'index.html') {
        await route.fulfill({ contentType: 'text/html', body: html(name, theme) });
        return;
      }
      const body = await readFile(path.join(projectRoot, 'dist/webviews', path.basename(file)));
      await route.fulfill({ contentType: file.endsWith('.css') ? 'text/css' : 'text/javascript', body });
    });
    await page.goto(`${origin}/index.html`);
    return new ViewPage(page);
  }

  /** The extension says something. */
  async answer(message: unknown): Promise<void> {
    await this.page.evaluate((data) => {
      window.postMessage(data, '*');
    }, message);
  }

  /** The extension answers a pull. */
  async show(content: unknown, revision = 1): Promise<void> {
    await this.answer({ type: 'content', revision, content });
  }

  /** What the page has said to the extension, oldest first. */
  posted(): Promise<unknown[]> {
    return this.page.evaluate(() => (window as unknown as HostScope).posted);
  }

  /** What axe-core finds against the rules of WCAG 2.1 A and AA: the rule and the places. */
  async violations(): Promise<string[]> {
    await this.page.evaluate(axeSource);
    const { violations } = await this.page.evaluate(() =>
      (window as unknown as { axe: { run: (options: object) => Promise<AxeResults> } }).axe.run({
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'],
      }),
    );
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html: place }) => place).join(' ')}`);
  }

  close(): Promise<void> {
    return this.page.close();
  }
}

/** The extension's side, as text: what is compiled here may use helpers that the page does not have. */
const hostScript = `function (kept) {
  let state = kept ?? undefined;
  window.posted = [];
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => window.posted.push(structuredClone(message)),
    getState: () => state,
    setState: (next) => (state = next),
  });
}`;

function html(name: string, theme: ThemeName): string {
  const { bodyClass, variables } = viewThemes[theme];
  const rules = Object.entries(variables).map(([key, value]) => `--vscode-${key}: ${value};`);
  const policy = `default-src 'none'; script-src 'nonce-x'; style-src ${origin} 'nonce-x'; font-src ${origin}`;
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <meta property="csp-nonce" content="x">
    <title>${name}</title>
    <style nonce="x">:root { ${rules.join(' ')} } body { background: var(--vscode-editor-background); }</style>
    <link rel="stylesheet" href="${origin}/${name}.css">
  </head>
  <body class="${bodyClass}" data-page="${name}">
    <script nonce="x" src="${origin}/${name}.js"></script>
  </body>
</html>`;
}
