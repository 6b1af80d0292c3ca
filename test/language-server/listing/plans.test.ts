import assert from 'node:assert/strict';
import { tokensBytesOf } from '../../../image/bootFiles';
import { namedLayouts } from '../../../model/plan/discLayout';
import { planOf } from '../../../project/program/plan';
import { MemorySource } from '../../../disc/byteSource';
import { WorkspaceProjects } from '../../../language-server/files/workspaceProjects';
import { ListedPlans, modelsOf, type ListedPlan } from '../../../language-server/listing/plans';
import { openModel, openTokenizer } from '../../../model/openModel';
import { renderListing } from '../../../model/plan/listing';
import { folderUri, MemoryFiles } from '../memoryFiles';
import { sampleFile } from '../project/projects';

const model = sampleFile('tiny.psnt');
const tokenizer = sampleFile('tiny.tokenizer.bin');
const uri = `ps2ml:/0/tiny.ps2ml?${encodeURIComponent(`${folderUri}tiny.psnt`)}`;
const plansOf = (files: MemoryFiles, settings: Readonly<Record<string, unknown>> = {}): ListedPlans =>
  new ListedPlans({
    files,
    log: () => undefined,
    projects: () => new WorkspaceProjects(files, () => [folderUri]).all(),
    setting: (name) => Promise.resolve(settings[name]),
  });

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

  it('is that of the project that names the model, with the settings behind it', async () => {
    const settings = { layout: 'resident', 'psnt.order': 'automatic' };
    const planned = async (project: object): Promise<ListedPlan> => {
      const text = JSON.stringify({ model: 'tiny.psnt', ...project });
      const files = new MemoryFiles({ 'tiny.psnt': model, 'ps2ml.json': text });
      const listed = await plansOf(files, settings).planOf(uri, '');
      assert.ok(listed);
      return listed;
    };
    const opened = await openModel(new MemorySource(model), 'tiny.psnt');
    const resident = planOf(opened, { layout: namedLayouts.resident });
    assert.deepEqual((await planned({})).plan.reads, resident.reads);
    assert.deepEqual((await planned({ model: 'other.psnt', layout: 'streamed' })).plan.reads, resident.reads);
    const streamed = await planned({ layout: 'streamed', ram: { budgetKiB: 1024 } });
    assert.deepEqual(
      streamed.plan.reads,
      planOf(opened, { layout: namedLayouts.streamed, ram: { budgetKiB: 1024 } }).reads,
    );
    assert.equal(streamed.plan.arena.end - streamed.plan.arena.start, 1024 * 1024);
  });

  it('is that of a project elsewhere in the workspace that names the model; of several, of the outermost', async () => {
    const projectsOf = async (projects: Readonly<Record<string, object>>): Promise<string | undefined> => {
      const texts = Object.entries(projects).map(([name, project]) => [name, JSON.stringify(project)]);
      const files = new MemoryFiles({
        'models/tiny.psnt': model,
        ...(Object.fromEntries(texts) as Record<string, string>),
      });
      const inFolder = uri.replace('tiny.psnt', 'models%2Ftiny.psnt');
      return (await plansOf(files).planOf(inFolder, ''))?.forecast.storage.id;
    };
    const cd = { model: '../../models/tiny.psnt', disc: { type: 'cd' } };
    const dvd = { ...cd, disc: { type: 'dvd' } };
    assert.equal(await projectsOf({ 'games/a/ps2ml.json': cd }), 'cd');
    assert.equal(await projectsOf({ 'games/a/ps2ml.json': { ...cd, model: 'x.psnt' } }), 'dvd');
    assert.equal(await projectsOf({ 'games/a/ps2ml.json': dvd, 'games/b/ps2ml.json': cd }), 'dvd');
    const outer = { ...cd, model: '../models/tiny.psnt' };
    assert.equal(await projectsOf({ 'games/a/ps2ml.json': dvd, 'z/ps2ml.json': outer }), 'cd');
    const beside = { ...dvd, model: 'tiny.psnt' };
    assert.equal(
      await projectsOf({ 'models/ps2ml.json': beside, 'ps2ml.json': { ...cd, model: 'models/tiny.psnt' } }),
      'cd',
    );
  });

  it('is forecast for the disc that a session would read, a DVD unless its project says otherwise', async () => {
    const storageOfProject = async (project?: object): Promise<string | undefined> => {
      const files = { 'tiny.psnt': model, ...(project && { 'ps2ml.json': JSON.stringify(project) }) };
      return (await plansOf(new MemoryFiles(files)).planOf(uri, ''))?.forecast.storage.id;
    };
    assert.equal(await storageOfProject(), 'dvd');
    assert.equal(await storageOfProject({ model: 'tiny.psnt', disc: { type: 'cd' } }), 'cd');
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
