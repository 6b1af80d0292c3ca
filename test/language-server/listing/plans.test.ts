import assert from 'node:assert/strict';
import { tokensBytesOf } from '../../../image/bootFiles';
import { planOf } from '../../../project/program/plan';
import { MemorySource } from '../../../disc/byteSource';
import { ListedPlans, modelsOf } from '../../../language-server/listing/plans';
import { openModel, openTokenizer } from '../../../model/openModel';
import { renderListing } from '../../../model/plan/listing';
import { folderUri, MemoryFiles } from '../memoryFiles';
import { sampleFile } from '../project/projects';

const model = sampleFile('tiny.psnt');
const tokenizer = sampleFile('tiny.tokenizer.bin');
const uri = `ps2ml:/0/tiny.ps2ml?${encodeURIComponent(`${folderUri}tiny.psnt`)}`;
const plansOf = (files: MemoryFiles, settings: Readonly<Record<string, unknown>> = {}): ListedPlans =>
  new ListedPlans({ files, setting: (name) => Promise.resolve(settings[name]) });

describe('the plan behind a listing', () => {
  it('has every address that a session of the model has', async () => {
    const files = new MemoryFiles({ 'tiny.psnt': model, 'tiny.tokenizer.bin': tokenizer });
    const listed = await plansOf(files).planOf(uri, '');
    const opened = await openModel(new MemorySource(model), 'tiny.psnt');
    const words = await openTokenizer(new MemorySource(tokenizer), 'tiny.tokenizer.bin');
    const session = planOf(opened, { tokensBytes: tokensBytesOf(words) });
    assert.deepEqual(listed?.plan.buffers, session.buffers);
    assert.deepEqual(listed.plan.matrices, session.matrices);
    assert.notDeepEqual(listed.plan.buffers, planOf(opened).buffers);
  });

  it('follows the settings, and is compiled once for the same bytes', async () => {
    const files = new MemoryFiles({ 'tiny.psnt': model });
    const plans = plansOf(files, { layout: { weights: 'resident' } });
    const listed = await plans.planOf(uri, '');
    assert.ok(listed?.plan.matrices.every(({ resident }) => resident));
    const { opened } = files;
    assert.equal(await plans.planOf(uri, ''), listed);
    assert.equal(files.opened, opened);
  });

  it('is that of a line only when the line is the plan’s own', async () => {
    const listed = await plansOf(new MemoryFiles({ 'tiny.psnt': model })).planOf(uri, '');
    assert.ok(listed);
    const line = renderListing(listed.plan)
      .text.split('\n')
      .find((text) => text.startsWith('L00.attn.q '));
    assert.equal(listed.operation('L00.attn.q', line ?? '')?.id, 'L00.attn.q');
    assert.equal(listed.operation('L00.attn.q', `${line ?? ''} x`), undefined);
    assert.equal(listed.operation('L99', ''), undefined);
  });

  it('is looked for beside a listing that is a file, and above one that was built', () => {
    const text = '# Forward pass of tiny.psnt\n';
    assert.deepEqual(modelsOf('file:///a/x.ps2ml', text), ['file:///a/tiny.psnt']);
    assert.deepEqual(modelsOf('file:///a/build/x.ps2ml', text), [
      'file:///a/build/tiny.psnt',
      'file:///a/tiny.psnt',
    ]);
    assert.deepEqual(modelsOf('file:///a/x.ps2ml', '# Forward pass of ../../etc/passwd\n'), []);
    assert.deepEqual(modelsOf('file:///a/x.ps2ml', 'pass'), []);
    assert.deepEqual(modelsOf('untitled:x', text), []);
  });

  it('is none when the model is not there or is none', async () => {
    assert.equal(await plansOf(new MemoryFiles()).planOf(uri, ''), undefined);
    assert.equal(await plansOf(new MemoryFiles({ 'tiny.psnt': 'hello' })).planOf(uri, ''), undefined);
  });
});
