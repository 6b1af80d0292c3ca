import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { discReadsContent } from '../../extension/views/discReads';
import { ramContent } from '../../extension/views/ram';
import { timelineContent } from '../../extension/views/timeline';
import { traceContent } from '../../extension/trace/traceContent';
import { TraceStore } from '../../extension/traceStore';
import type { TraceFile } from '../../model/trace/file/reader';
import { timelineAdvice } from '../../webviews/timeline/timelineAdvice';
import type { Subject } from '../../webviews/messages/subject';
import { opened } from '../model/trace/memoryTrace';
import { projectRoot } from '../support/project';
import { all, enterBrowser, FakeHost, freshBody, one, texts } from './page';

const subject: Subject = {
  name: 'SLUS_123.45 (own.iso)',
  state: 'ended',
  provenance: 'built-in',
  passes: 0,
  tokens: 0,
  summary: { takenBytes: 400_000, totalBytes: 33_554_432, unknownBytes: 33_154_432 },
  isProgram: true,
};

describe('the views of a program without a plan', () => {
  let leave: () => void;
  let trace: TraceFile;
  let store: TraceStore;
  before(async () => {
    const file = path.join(projectRoot, 'test/fixtures/trace/version-1.4-program.ps2trace');
    trace = await opened(new Uint8Array(readFileSync(file)));
    store = await TraceStore.open(trace, subject.name);
    leave = enterBrowser();
  });
  after(() => leave());

  const disabled = (root: HTMLElement): string[] =>
    all(root, '.tab[disabled]').map(({ textContent }) => textContent);

  it('Disc Reads says how much a read brings and how much was read', async () => {
    const root = freshBody();
    const host = new FakeHost();
    (await import('../../webviews/discReads/discReadsView.js')).startDiscReads({ root, host });
    const content = discReadsContent(subject, store.plan, store);
    host.answer({ type: 'content', revision: 1, content });
    const heads = texts(all(root, '[role="columnheader"]'));
    for (const head of ['Each', 'Covered', 'Share', 'Repeats'])
      assert.ok(
        heads.some((text) => text.startsWith(head)),
        heads.join(),
      );
    assert.ok(!heads.some((text) => text.startsWith('Per token')));
    const row = all(root, '[role="row"]').find(({ textContent }) =>
      textContent.startsWith('layers.00.ffn.w1'),
    );
    assert.match(row?.textContent ?? '', /64.*%.*100.*%/);
    assert.equal(one(root, '.subject-note').textContent, 'ended, a program without a plan');
    assert.equal(one(root, '.subject-figures').textContent, 'RAM 0.4 of 32.0 MiB known');
    assert.match(one(root, '.view-note').textContent, /238\.0 KiB read/);
    assert.deepEqual(disabled(root), ['Reads', 'What If']);
  });

  it('RAM says what is known and what lies where', async () => {
    const root = freshBody();
    const host = new FakeHost();
    (await import('../../webviews/ram/ramView.js')).startRam({ root, host });
    host.answer({ type: 'content', revision: 1, content: ramContent(subject, store.plan, 0) });
    assert.match(one(root, '.view-note').textContent, /of 32\.0 MiB known$/);
    assert.equal(all(root, '.region[data-kind="unknown"]').length, 4);
    assert.equal(all(root, '.region[data-kind="stack"]').length, 1);
    assert.deepEqual(disabled(root), ['Over Time', 'What Fits']);
  });

  it('Timeline says why it is empty', () => {
    const content = timelineContent(subject, store, undefined, []);
    assert.match(timelineAdvice(content), /^This program has no plan, so its operations/);
  });

  it('the editor of its trace has the reads, and no tab for operations', async () => {
    const root = freshBody();
    const host = new FakeHost();
    (await import('../../webviews/trace/traceView.js')).startTrace(root, host);
    const content = { fileName: 'own.ps2trace', trace: await traceContent(trace, 24_000) };
    host.answer({ type: 'content', revision: 1, content });
    assert.deepEqual(disabled(root), ['Operations', 'Tokens', 'Comparison']);
    assert.match(one(root, '.summary').textContent, /ms of disc reads/);
    assert.match(one(root, '.summary').textContent, /ProgramSLUS_123\.45/);
    (all(root, '.tab').find(({ textContent }) => textContent === 'Disc Reads') ?? assert.fail()).click();
    const heads = texts(all(root, '[role="columnheader"]'));
    assert.ok(
      heads.some((text) => text.startsWith('Covered')),
      heads.join(),
    );
  });
});
