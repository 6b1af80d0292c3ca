import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { journey } from './journey';

/** What has the focus inside a page: its role and its text. */
async function focused(page: Frame): Promise<{ readonly role: string | null; readonly text: string }> {
  return page.evaluate(() => ({
    role: document.activeElement?.getAttribute('role') ?? document.activeElement?.localName ?? null,
    text: (
      document.activeElement?.getAttribute('aria-label') ??
      document.activeElement?.textContent ??
      ''
    ).trim(),
  }));
}

// The same work for someone who uses no mouse and needs strong contrast.
journey(
  'a session with the keyboard alone, in high contrast',
  { 'workbench.colorTheme': 'Default High Contrast' },
  (workbench) => {
    /** Presses Tab until the focus inside a page is where it is wanted. */
    async function tabTo(
      page: Frame,
      what: string,
      wanted: (role: string | null, text: string) => boolean,
    ): Promise<void> {
      for (let presses = 0; presses < 30; presses++) {
        const { role, text } = await focused(page);
        if (wanted(role, text)) return;
        await workbench().press('Tab');
      }
      await workbench().screenshot(`failed tab to ${what}`);
      throw new Error(`30 times Tab did not reach ${what}.`);
    }

    /** Moves by arrow keys from tab to tab of the panel. */
    async function chooseTab(page: Frame, title: string): Promise<void> {
      for (let presses = 0; presses < 4; presses++) {
        if ((await focused(page)).text === title) return;
        await workbench().press('ArrowRight');
      }
      throw new Error(`Arrow keys did not reach the tab ${title}.`);
    }

    it('shows in high contrast', async () => {
      await workbench().see('a high contrast theme', workbench().page.locator('.monaco-workbench.hc-black'));
    });

    it('opens a model from the Explorer', async () => {
      await workbench().press('Control+Shift+E');
      const row = workbench().page.locator('.explorer-folders-view .monaco-list-row.focused');
      await workbench().until('the focus on tiny.psnt', async () => {
        if (
          (await row.count()) > 0 &&
          (await row.first().getAttribute('aria-label'))?.startsWith('tiny.psnt')
        )
          return true;
        await workbench().press('ArrowDown');
        return false;
      });
      await workbench().press('Enter');
      await workbench().webview('inspector');
    });

    it('reaches the matrices of the inspector and moves along them', async () => {
      const page = await workbench().webview('inspector');
      await tabTo(page, 'the tabs', (role) => role === 'tab');
      await workbench().press('ArrowRight');
      await tabTo(page, 'the rows of the matrices', (role) => role === 'row' || role === 'gridcell');
      const first = await focused(page);
      await workbench().press('ArrowDown');
      const second = await focused(page);
      assert.notEqual(second.text, first.text, 'the arrow key did not move');
      await workbench().screenshot('inspector in high contrast');
    });

    it('starts with F5 from inside the inspector', async () => {
      await workbench().press('F5');
      await workbench().stoppedBefore('embed');
    });

    it('steps over, into and out', async () => {
      await workbench().press('F10');
      await workbench().stoppedBefore('L00');
      await workbench().press('F11');
      await workbench().stoppedBefore('L00.attn.norm');
      await workbench().press('F10');
      await workbench().stoppedBefore('L00.attn.q');
      await workbench().press('Shift+F11');
      await workbench().stoppedBefore('L01');
    });

    it('sets a breakpoint and runs to it', async () => {
      await workbench().press('Control+1', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'F9');
      await workbench().see(
        'the breakpoint',
        workbench().page.locator('.glyph-margin-widgets .codicon-debug-breakpoint'),
      );
      await workbench().press('F5');
      await workbench().stoppedBefore('L01.attn.k');
    });

    it('reads the tab Disc and filters it', async () => {
      await workbench().command('Focus on PS2 ML View');
      const page = await workbench().webview('figures');
      await tabTo(page, 'the tabs', (role) => role === 'tab');
      await chooseTab(page, 'Disc');
      await tabTo(page, 'the filter', (role) => role === 'vscode-text-field');
      await workbench().page.keyboard.type('ffn.w2');
      await tabTo(page, 'the rows', (role) => role === 'row' || role === 'gridcell');
      const { text } = await focused(page);
      assert.match(text, /ffn\.w2/);
      await workbench().screenshot('disc in high contrast');
    });

    it('walks the regions of RAM', async () => {
      await workbench().command('Focus on PS2 ML View');
      const page = await workbench().webview('figures');
      await tabTo(page, 'the tabs', (role) => role === 'tab');
      await chooseTab(page, 'RAM');
      await tabTo(page, 'the bar', (role) => role === 'option');
      await workbench().press('End');
      assert.match((await focused(page)).text, /0x01EE0000/i);
      await workbench().press('Home');
      assert.match((await focused(page)).text, /0x00000000/);
      await workbench().screenshot('RAM in high contrast');
    });

    it('stops the session', async () => {
      await workbench().press('Shift+F5');
      await workbench().until(
        'the end of the session',
        async () => !(await workbench().page.locator('.debug-toolbar').isVisible()),
      );
    });

    it('has caused no error on the way', async () => {
      assert.deepEqual(workbench().pageErrors, []);
      assert.deepEqual(await workbench().messages(), []);
    });
  },
);
