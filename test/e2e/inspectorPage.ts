import type { Frame, Locator } from 'playwright-core';
import type { Workbench } from './workbench';

/** The inspector in front, as a person looks at it. */
export class InspectorPage {
  constructor(private readonly workbench: () => Workbench) {}

  /** Its page. */
  frame(): Promise<Frame> {
    return this.workbench().webview('inspector');
  }

  /** Shows a pane by its tab. */
  async show(pane: string): Promise<Locator> {
    const page = await this.frame();
    await page.getByRole('tab', { name: pane }).click();
    const panel = page.getByRole('tabpanel', { name: pane });
    await this.workbench().until(`the pane ${pane}`, () => panel.isVisible());
    return panel;
  }

  /** Waits until its head says something. */
  titled(words: string): Promise<boolean> {
    return this.workbench().until(`"${words}" in the title`, async () =>
      (await (await this.frame()).locator('.title').innerText()).includes(words),
    );
  }

  /** Waits until a matrix is selected in the pane in front. */
  selected(matrix: string): Promise<boolean> {
    return this.workbench().until(`${matrix} selected`, async () => {
      const rows = (await this.frame()).locator('#panel-matrices .table-row[aria-selected=true]:visible');
      return (await rows.count()) === 1 && (await rows.innerText()).startsWith(`${matrix}\n`);
    });
  }

  /** Waits until the Bytes pane is in front and explains something. */
  explains(words: string): Promise<boolean> {
    return this.workbench().until(`an explanation of ${words}`, async () => {
      const explanation = (await this.frame()).locator('.explanation:visible');
      return (await explanation.count()) === 1 && (await explanation.innerText()).includes(words);
    });
  }

  /** Waits for a notification, and clears it away. */
  async isTold(words: RegExp): Promise<void> {
    const workbench = this.workbench();
    await workbench.until(`the message ${String(words)}`, async () =>
      (await workbench.messages()).some((text) => words.test(text)),
    );
    const item = workbench.page.locator('.notification-list-item', { hasText: words });
    await item.hover();
    await item.locator('.action-label[aria-label^="Clear Notification"]').click();
  }
}
