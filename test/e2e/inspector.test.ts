import assert from 'node:assert/strict';
import { journey } from './journey';

// Every pane of the inspector, as a person opens them one after the other.
journey('the inspector', {}, (workbench) => {
  const tab = async (title: string): Promise<void> => {
    const page = await workbench().webview('inspector');
    await page.getByRole('tab', { name: title }).click();
    await workbench().until(`the pane ${title}`, () =>
      page.getByRole('tabpanel', { name: title }).isVisible(),
    );
  };

  it('opens', async () => {
    await workbench().openFile('tiny.psnt');
    const page = await workbench().webview('inspector');
    assert.equal(await page.getByRole('tab').count(), 6);
    await workbench().screenshot('inspector header');
    for (const title of ['Matrices', 'Bytes', 'Values', 'Forecast', 'Tokenizer']) {
      await tab(title);
      await page.waitForTimeout(1000);
      if (title === 'Tokenizer') {
        await page.locator('textarea').fill('Once upon a time\nthere was <b>bold</b> text.');
        await page.waitForTimeout(700);
      }
      await workbench().screenshot(`inspector ${title}`);
    }
    await workbench().openFile('tiny.tokenizer.bin');
    await workbench().webview('tokenizer');
    await workbench().page.waitForTimeout(1000);
    await workbench().screenshot('tokenizer');
  });
});
