import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { MemorySource } from '../../disc/byteSource';
import { inspectFile } from '../../extension/inspector/inspectorContent';
import type { InspectorContent } from '../../webviews/messages/inspector';
import { projectRoot } from '../support/project';
import { all, enterBrowser, FakeHost, freshBody, one, texts, type } from './page';

async function show(content: InspectorContent): Promise<{ host: FakeHost; root: HTMLElement }> {
  const root = freshBody();
  const host = new FakeHost();
  // Not before there is a browser: the control library looks for one as soon as it is loaded.
  (await import('../../webviews/inspector/inspectorView.js')).startInspector(root, host);
  host.answer({ type: 'content', revision: 1, content });
  return { host, root };
}

/** Clicks a tab. */
function open(root: ParentNode, title: string): void {
  const tab = all(root, '[role=tab]').find(({ textContent }) => textContent === title);
  assert.ok(tab, `no tab ${title}`);
  tab.click();
}

describe('inspector page', () => {
  let leave: () => void;
  let sample: InspectorContent;
  let damaged: InspectorContent;
  let zeroedBytes: Uint8Array;
  before(async () => {
    const bytes = new Uint8Array(await readFile(path.join(projectRoot, 'samples/tiny/tiny.psnt')));
    ({ content: sample } = await inspectFile(new MemorySource(bytes), 'tiny.psnt'));
    ({ content: damaged } = await inspectFile(new MemorySource(bytes.subarray(0, 500)), 'tiny.psnt'));
    // The second half of a file that was not downloaded completely.
    zeroedBytes = bytes.slice().fill(0, bytes.length / 2);
    leave = enterBrowser();
  });
  after(() => leave());

  it('shows name, forecast, header, layout and matrices under headings', async () => {
    const { root } = await show(sample);
    assert.equal(one(root, 'h1').textContent, 'tiny.psnt');
    assert.deepEqual(texts(all(root, '.header h2')), ['Header', 'Tensor order']);
    assert.ok(one(root, '[data-forecast]').textContent.endsWith(sample.forecast?.sentence ?? '?'));
    assert.equal(all(root, '.fields tbody tr').length, sample.fields.length);
    for (const heading of all(root, '.fields th'))
      assert.match(heading.getAttribute('scope') ?? '', /^(?:col|row)$/);
    for (const section of all(root, '.pane')) {
      assert.ok(one(root, `#${section.getAttribute('aria-labelledby') ?? ''}`));
    }
  });

  it('adds up what the filter leaves', async () => {
    const { root } = await show(sample);
    open(root, 'Matrices');
    type(root, 'ffn.w2');
    const bytes = sample.matrices
      .filter(({ name }) => name.includes('ffn.w2'))
      .reduce((sum, row) => sum + row.bytes, 0);
    assert.equal(all(root, '.matrices .table-foot .cell').at(-2)?.textContent, bytes.toLocaleString('en'));
  });

  it('says what is wrong with a broken file and shows what could be read', async () => {
    const { root } = await show(damaged);
    assert.equal(one(root, '.title [role=alert]').textContent, damaged.problem);
    assert.equal(all(root, '.fields tbody tr').length, 15);
    assert.equal(one(root, '#tab-matrices').hasAttribute('disabled'), true);
    assert.equal(all(root, '[data-forecast]').length, 0);
  });

  it('lists signs of damage before the header, with their bytes, and only where there are some', async () => {
    const { content: zeroed } = await inspectFile(new MemorySource(zeroedBytes), 'tiny.psnt');
    const { root } = await show(zeroed);
    assert.deepEqual(texts(all(root, '.header h2')), ['Signs of damage', 'Header', 'Tensor order']);
    const section = one(root, '.header section[aria-labelledby=damage-heading]');
    assert.equal(one(section, 'h2').id, 'damage-heading');
    const items = texts(all(section, 'li'));
    assert.deepEqual(items, zeroed.damage);
    assert.match(items[0] ?? '', /bytes? [\d,]+/);
    assert.equal(all((await show(sample)).root, '#damage-heading').length, 0);
  });

  it('offers another order beside the one that was found', async () => {
    const { root } = await show(sample);
    const link = one(root, 'vscode-link[href="command:ps2ml.chooseOrder"]');
    assert.equal(link.textContent, 'Choose Another Tensor Order…');
  });

  it('never takes text of a file for markup', async () => {
    const name = '<img src=x onerror=alert(1)>';
    const { root } = await show({ ...sample, fileName: name, problem: name });
    assert.equal(one(root, 'h1').textContent, name);
    assert.equal(all(root, 'img').length, 0);
  });

  it('replaces everything when the file changes', async () => {
    const { host, root } = await show(sample);
    host.answer({ type: 'content', revision: 2, content: damaged });
    assert.equal(all(root, '.title [role=alert]').length, 1);
    host.answer({ type: 'content', revision: 3, content: sample });
    assert.equal(all(root, '.title [role=alert]').length, 0);
    open(root, 'Matrices');
    assert.equal(one(root, '.matrices').hidden, false);
    const groups = new Set(sample.matrices.map(({ layer }) => layer)).size;
    const grid = one(root, '.matrices [role=treegrid]');
    assert.equal(grid.getAttribute('aria-rowcount'), String(sample.matrices.length + groups + 2));
  });
});
