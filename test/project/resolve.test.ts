import assert from 'node:assert/strict';
import fc from 'fast-check';
import { defaultDiscLayout, namedLayouts } from '../../model/plan/discLayout';
import { parseProject } from '../../project/parse';
import type { Project } from '../../project/project';
import { projectStatements } from '../../project/program/projectStatements';
import { requestOf, resolveRun, speakers, type Statements } from '../../project/program/resolve';
import { projectOf, resolveModel, type ResolverHost } from '../../project/program/resolveFile';

function projectFrom(fields: object): Project {
  const { project } = parseProject(JSON.stringify({ model: 'a.psnt', ...fields }));
  assert.ok(project);
  return project;
}

/** A place with these projects, by their folders. */
function hostOf(
  projects: Readonly<Record<string, object>>,
  settings: Statements = {},
  remembered: Statements = {},
): ResolverHost {
  return {
    projectsFor: () => Promise.resolve(Object.keys(projects)),
    readProject: (file) => Promise.resolve(projectFrom(projects[file] ?? {})),
    inProject: (file, path) => `${file}/${path}`,
    settings: () => Promise.resolve(settings),
    remembered: () => Promise.resolve(remembered),
  };
}

describe('resolver', () => {
  it('takes each answer from the first that says something, and says from whom', () => {
    const seeds = fc.record(Object.fromEntries(speakers.map((name) => [name, fc.option(fc.nat())])));
    fc.assert(
      fc.property(seeds, (said) => {
        const statements = Object.entries(said).map(([name, seed]) => [name, seed === null ? {} : { seed }]);
        const { seed } = resolveRun(Object.fromEntries(statements) as object);
        const from = speakers.find((name) => said[name] !== null);
        assert.deepEqual(seed, {
          value: from === undefined ? 1 : said[from],
          from: from ?? 'default',
        });
      }),
    );
  });

  it('has a default for all but tensor order, tokenizer and system message', () => {
    const request = requestOf('a.psnt', resolveRun({}));
    assert.equal(request.layout, defaultDiscLayout);
    assert.deepEqual(
      ['tokenizer', 'order', 'system', 'disc'].filter((name) => name in request),
      [],
    );
    assert.equal(request.chat, false);
    assert.equal(requestOf('a.psnt', resolveRun({ project: { system: 'Be brief.' } })).chat, true);
  });

  it('takes context and KV cache from the launch, else from the project', () => {
    const project = { context: 64, kvCache: 'int16' } as const;
    assert.deepEqual(
      [{}, { context: 32 }].map((launch) => {
        const { context, kvCache } = requestOf('a.psnt', resolveRun({ launch, project }));
        return [context, kvCache];
      }),
      [
        [64, 'int16'],
        [32, 'int16'],
      ],
    );
    const { context, kvCache } = requestOf('a.psnt', resolveRun({}));
    assert.deepEqual([context, kvCache], [undefined, 'f32']);
  });

  it('keeps the choice to see token ids apart from nothing chosen', () => {
    const { tokenizer } = resolveRun({ remembered: { tokenizer: null }, found: { tokenizer: 'beside.bin' } });
    assert.deepEqual(tokenizer, { value: null, from: 'remembered' });
  });

  it('lets a project without a layout and without sampling fall through to the settings', async () => {
    const settings = { layout: namedLayouts.resident, tokens: 7, order: 'scales-first' };
    const host = hostOf({ p: {} }, settings);
    const { project, answers } = await resolveModel('p/a.psnt', host);
    assert.equal(project?.file, 'p');
    assert.deepEqual(answers.layout, { value: namedLayouts.resident, from: 'setting' });
    assert.deepEqual(answers.tokens, { value: 7, from: 'setting' });
    assert.deepEqual(answers.order, { value: 'scales-first', from: 'setting' });
    assert.deepEqual(answers.topP, { value: 1, from: 'default' });
  });

  it('hears a project before the settings, and a launch before both', async () => {
    const fields = { layout: 'resident', sampling: { tokens: 3 }, disc: { type: 'cd' }, prompts: ['One'] };
    const host = hostOf({ p: fields }, { layout: defaultDiscLayout, tokens: 7 }, { prompt: 'Before' });
    const { answers } = await resolveModel('p/a.psnt', host, { tokens: 5 });
    assert.deepEqual(answers.layout, { value: namedLayouts.resident, from: 'project' });
    assert.deepEqual(answers.tokens, { value: 5, from: 'launch' });
    assert.equal(answers.disc.value.type, 'cd');
    assert.deepEqual(answers.prompt, { value: 'One', from: 'project' });
  });

  it('takes what the user chose since before the project, and what is remembered after all that is written', async () => {
    const remembered = { prompt: 'Before', tokenizer: 'kept.bin' };
    const host = hostOf({ p: { prompts: ['One'] } }, {}, remembered);
    const chosen = (model: string, { prompt }: Statements): Statements =>
      model === 'p/a.psnt' && prompt === 'One' ? { prompt: 'Newer' } : {};
    const ask = async (model: string, launch: Statements = {}) =>
      (await resolveModel(model, { ...host, chosen }, launch)).answers;
    assert.deepEqual((await ask('p/a.psnt')).prompt, { value: 'Newer', from: 'chosen' });
    assert.deepEqual((await ask('p/a.psnt')).tokenizer, { value: 'kept.bin', from: 'remembered' });
    assert.deepEqual((await ask('p/a.psnt', { prompt: 'Now' })).prompt, { value: 'Now', from: 'launch' });
    assert.deepEqual((await ask('q/b.psnt')).prompt, { value: 'Before', from: 'remembered' });
    const named = hostOf({ p: { tokenizer: 'own.bin' } }, {}, remembered);
    const { tokenizer } = (await resolveModel('p/a.psnt', named)).answers;
    assert.deepEqual(tokenizer, { value: 'p/own.bin', from: 'project' });
  });

  it('takes the project that is launched, although another one is found first', async () => {
    const host = hostOf({ p: { layout: 'streamed' }, q: { layout: 'resident', model: 'x.gguf' } });
    const { project, source, answers } = await resolveModel('q/build/x.psnt', host, {}, 'q');
    assert.equal(project?.file, 'q');
    assert.equal(source, 'q/x.gguf');
    assert.deepEqual(answers.layout, { value: namedLayouts.resident, from: 'project' });
    assert.equal((await resolveModel('p/a.psnt', host, {}, 'q')).project?.file, 'q');
    assert.equal((await resolveModel('z.psnt', host)).source, 'z.psnt');
  });

  it('finds the outermost project that puts the model on its disc, and no other', async () => {
    const host = hostOf({ p: { model: 'b.psnt' }, q: { model: 'models/a.gguf' }, r: {} });
    assert.equal((await projectOf('r/a.psnt', host))?.file, 'r');
    assert.equal((await projectOf('q/build/a.psnt', host))?.file, 'q');
    assert.equal(await projectOf('p/a.psnt', host), undefined);
    const { project, answers } = await resolveModel('p/a.psnt', hostOf({}, {}, { prompt: 'Before' }));
    assert.equal(project, undefined);
    assert.deepEqual(answers.prompt, { value: 'Before', from: 'remembered' });
    assert.deepEqual(answers.disc, { value: answers.disc.value, from: 'default' });
  });

  it('takes the outermost project, in the same depth the first by name, in whatever order they are found', async () => {
    const host = hostOf({ 'z/b/ps2ml.json': {}, 'z/a/ps2ml.json': {}, 'y/ps2ml.json': {} });
    const everywhere = { ...host, inProject: (_: string, path: string) => path };
    assert.equal((await projectOf('a.psnt', everywhere))?.file, 'y/ps2ml.json');
    const inner = { ...everywhere, projectsFor: () => Promise.resolve(['z/b/ps2ml.json', 'z/a/ps2ml.json']) };
    assert.equal((await projectOf('a.psnt', inner))?.file, 'z/a/ps2ml.json');
  });

  it('reads what was converted in the order that was written', () => {
    const converted = projectFrom({ model: 'a.gguf', order: 'scales-first' });
    const { order, tokenizer } = projectStatements(converted, (path) => `p/${path}`);
    assert.equal(order, undefined);
    assert.equal(tokenizer, 'p/a.gguf');
  });
});
