import assert from 'node:assert/strict';
import { traceContent } from '../../extension/trace/traceContent';
import { milliseconds } from '../../webviews/common/numbers';
import type { OpenedTrace, TraceContent } from '../../webviews/messages/trace';
import { measuredRun } from '../extension/measuredRun';
import { driveWith } from '../../debug-adapter/session/sessionDrive';
import { opened, sampleInfo, traceBytes } from '../model/trace/memoryTrace';
import { all, enterBrowser, FakeHost, freshBody, one, press, texts, type } from './page';

describe('the editor of traces', () => {
  let leaveBrowser: () => void;
  let trace: OpenedTrace;
  let compared: OpenedTrace;
  before(async () => {
    const sample = await sampleInfo();
    const info = { ...sample, plan: { ...sample.plan, drive: driveWith('dvd') } };
    const bytes = await traceBytes(info, measuredRun(info.plan, 4));
    const file = await opened(bytes);
    trace = await traceContent(file, bytes.length);
    const slow = measuredRun(info.plan, 4).map((event) =>
      event.type === 'operation' && event.operation === 3 ? { ...event, ms: (event.ms ?? 0) * 2 } : event,
    );
    compared = await traceContent(await opened(await traceBytes(info, slow)), bytes.length, file);
    leaveBrowser = enterBrowser();
  });
  after(() => leaveBrowser());

  async function show(
    content: TraceContent,
    host = new FakeHost(),
  ): Promise<{ host: FakeHost; root: HTMLElement }> {
    const root = freshBody();
    (await import('../../webviews/trace/traceView.js')).startTrace(root, host);
    host.answer({ type: 'content', revision: 1, content });
    return { host, root };
  }
  const tab = (root: HTMLElement, title: string): HTMLElement => {
    const found = all(root, '[role=tab]').find(({ textContent }) => textContent === title);
    return found ?? assert.fail(`no tab ${title}`);
  };
  const panel = (root: HTMLElement): HTMLElement => one(root, '[role=tabpanel]:not([hidden])');

  it('says what was run, what is missing of it, and where its time went', async () => {
    const notes = ['12 events were lost.'];
    const { root } = await show({ fileName: 'a.ps2trace', trace: { ...trace, notes } });
    assert.equal(one(root, 'h1').textContent, 'a run');
    const text = panel(root).textContent;
    assert.match(text, /12 events were lost\./);
    assert.match(text, /ms in total: disc [\d.]+ % · matmul [\d.]+ %/);
    assert.match(text, /Last token: "word 3" \d+ ms = disc /);
    assert.match(text, /Measured onbuilt-in console/);
    const table = one(panel(root), 'table');
    assert.equal(table.getAttribute('aria-label'), 'Constants of the drive');
    assert.match(
      panel(root).textContent,
      /Drive: DVD 4xThe model: the drive model of PCSX2, .* Fitted to \d+ reads; error/,
    );
    assert.match(table.textContent, /speed at the edge, MB\/s5\.530\d\.\d{3}/);
    assert.match(table.textContent, /long seek, ms100\.000not measured/);
  });

  it('has a table for disc, operations, tokens and RAM whose last lines add up', async () => {
    const { root } = await show({ fileName: 'a.ps2trace', trace });
    const footer = (title: string): string => {
      tab(root, title).click();
      return one(panel(root), '.table-foot').textContent;
    };
    const number = (value: number): string => value.toLocaleString('en');
    assert.ok(footer('Disc Reads').includes(number(trace.disc.reduce((sum, { bytes }) => sum + bytes, 0))));
    assert.ok(
      footer('Operations').includes(number(trace.operations.reduce((sum, { runs }) => sum + runs, 0))),
    );
    const waits = trace.operations.reduce((sum, { discMs = 0 }) => sum + discMs, 0);
    assert.ok(waits > 0 && footer('Operations').includes(milliseconds(waits)));
    assert.ok(footer('Tokens').includes('4 passes'));
    assert.ok(footer('RAM').includes(number(trace.totalBytes)));
  });

  it('cannot compare before there is a baseline; then shows the rows that differ, and how', async () => {
    const { host, root } = await show({ fileName: 'a.ps2trace', trace });
    assert.ok(tab(root, 'Comparison').hasAttribute('disabled'));
    const button = (text: string): HTMLElement =>
      all(root, 'button').find(({ textContent }) => textContent === text) ?? assert.fail(text);
    assert.equal(button('End Comparison').hidden, true);
    button('Compare…').click();
    const asked = host.sent.at(-1) as { id: number; name: string };
    assert.equal(asked.name, 'compare');
    host.answer({ type: 'result', id: asked.id, result: null });
    host.answer({ type: 'content', revision: 2, content: { fileName: 'a.ps2trace', trace: compared } });
    assert.equal(tab(root, 'Comparison').getAttribute('aria-selected'), 'true');
    assert.match(panel(root).textContent, /Compared with run\.ps2trace: 3 of \d+ figures differ\./);
    const rows = texts(all(panel(root), '.table-rows [role=row]'));
    assert.equal(rows.length, 3);
    assert.ok(rows.every((row) => row.includes('▲ +')));
    assert.ok(rows.some((row) => row.includes('L00.attn.k')));
    assert.equal(button('End Comparison').hidden, false);
  });

  it('says why an action failed, and nothing of what a user has called off', async () => {
    const { host, root } = await show({ fileName: 'a.ps2trace', trace });
    all(root, 'button')
      .find(({ textContent }) => textContent === 'Show Listing')
      ?.click();
    const { id } = host.sent.at(-1) as { id: number };
    host.answer({ type: 'refused', id, message: 'a.ps2trace has no listing.' });
    await new Promise((resolve) => setTimeout(resolve, 0));
    assert.equal(one(root, '.trace-status').textContent, 'a.ps2trace has no listing.');
  });

  it('walks its tabs by arrow keys, and remembers pane and filter over a reload', async () => {
    const { host, root } = await show({ fileName: 'a.ps2trace', trace });
    tab(root, 'Summary').focus();
    press(tab(root, 'Summary'), 'ArrowRight');
    press(tab(root, 'Disc Reads'), 'ArrowRight');
    assert.equal(tab(root, 'Operations').getAttribute('aria-selected'), 'true');
    type(panel(root), 'L00.attn.q');
    assert.equal(all(panel(root), '.table-rows [role=row]').length, 1);
    const again = await show({ fileName: 'a.ps2trace', trace }, host);
    assert.equal(tab(again.root, 'Operations').getAttribute('aria-selected'), 'true');
    assert.equal(all(panel(again.root), '.table-rows [role=row]').length, 1);
  });

  it('shows why a file cannot be opened, and text of a file as text', async () => {
    const bad = '<img src=x onerror="window.broken = true">';
    const { root } = await show({ fileName: bad, problem: `${bad}: at offset 0 is …` });
    assert.equal(one(root, '[role=alert]').textContent, `${bad}: at offset 0 is …`);
    assert.equal(one(root, '.trace-body').hidden, true);
    const hostile = {
      ...trace,
      name: bad,
      facts: [{ name: bad, value: bad }],
      notes: [bad],
      operations: trace.operations.map((operation) => ({ ...operation, id: bad })),
    };
    const shown = await show({ fileName: bad, trace: hostile });
    tab(shown.root, 'Operations').click();
    assert.equal(all(shown.root, 'img').length, 0);
    assert.ok(shown.root.textContent.includes(bad));
  });

  it('ignores what is no content', async () => {
    const { host, root } = await show({ fileName: 'a.ps2trace', trace });
    for (const content of [null, {}, { fileName: 1 }, { fileName: 'b', trace: { name: 'b' } }]) {
      host.answer({ type: 'content', revision: 3, content });
    }
    assert.equal(one(root, 'h1').textContent, 'a run');
  });
});
