import assert from 'node:assert/strict';
import fc from 'fast-check';
import { defaultDiscLayout, namedLayouts } from '../../model/plan/discLayout';
import { parseProject } from '../../project/parse';
import type { Project } from '../../project/project';
import { parseLaunchArguments } from '../../debug-adapter/launch/launchArguments';
import type { DiscSettings } from '../../image/discSettings';
import { originLine, originTexts } from '../../project/program/origins';
import { projectLaunch, projectStatements } from '../../project/program/projectStatements';
import { requestOf, resolveRun, speakers, type Statements } from '../../project/program/resolve';
import { projectOf, resolveModel, usedProjects, type ResolverHost } from '../../project/program/resolveFile';

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

  const settingsOfAll: Required<Omit<Statements, 'disc'>> & { readonly disc: DiscSettings } = {
    tokenizer: 't.bin',
    order: 'scales-first',
    layout: namedLayouts.resident,
    ram: { budgetKiB: 20_000 },
    context: 64,
    kvCache: 'int16',
    arithmeticVersion: 2,
    disc: {
      type: 'cd',
      code: 'SLES_500.00',
      region: 'ntsc',
      volume: 'STORY',
      files: [{ file: 'a.txt', name: 'A.TXT' }],
      elf: 'own.elf',
    },
    prompt: 'One',
    chat: true,
    system: 'Be brief.',
    arithmetic: 'ieee',
    tokens: 7,
    temperature: 0.5,
    topK: 3,
    topP: 0.9,
    repetitionPenalty: 1.1,
    noRepeatNgram: 2,
    seed: 7,
  };

  for (const [field, value] of Object.entries(settingsOfAll)) {
    it(`takes ${field} from the setting if the project leaves it out`, async () => {
      const { answers } = await resolveModel('p/a.psnt', hostOf({ p: {} }, settingsOfAll));
      if (field !== 'disc') {
        assert.deepEqual(answers[field as keyof typeof answers], { value, from: 'setting' });
        return;
      }
      assert.deepEqual(answers.disc.value, { ...settingsOfAll.disc, image: 'p/build/a.debug.iso' });
      assert.deepEqual(answers.discType, { value: 'cd', from: 'setting' });
      assert.equal(originTexts({ answers }, undefined).disc, 'from the settings');
    });
  }

  it('takes each setting of the disc that a project leaves out from its default', async () => {
    const { answers } = await resolveModel('p/a.psnt', hostOf({ p: { disc: { code: 'SLES_500.00' } } }));
    assert.deepEqual(answers.discType, { value: 'dvd', from: 'default' });
    assert.equal(originTexts({ answers }, undefined).disc, 'default');
    const { type, code, region, volume, files } = answers.disc.value;
    assert.deepEqual([type, code, region, volume, files], ['dvd', 'SLES_500.00', 'pal', 'PS2ML', []]);
    assert.equal(answers.disc.from, 'project');
  });

  it('keeps the difference between a chat that is off and one that is not set', async () => {
    const chatOf = async (project: object) =>
      (await resolveModel('p/a.psnt', hostOf({ p: project }, {}, { chat: true }))).answers.chat;
    assert.deepEqual(await chatOf({}), { value: true, from: 'remembered' });
    assert.deepEqual(await chatOf({ chat: false, system: 'Be brief.' }), { value: false, from: 'project' });
    const { answers } = await resolveModel('p/a.psnt', hostOf({ p: { system: 'Be brief.' } }));
    assert.deepEqual(answers.chat, { value: true, from: 'project' });
  });

  it('launches a project without a target on the default for its arithmetic', () => {
    const launch = projectLaunch(projectFrom({}), (path) => path);
    assert.deepEqual(Object.keys(launch).sort(), ['disc', 'program', 'stopOnEntry']);
    const { target } = parseLaunchArguments({ ...launch, arithmetic: 'ieee' }, ['built-in', 'reference']);
    assert.equal(target, 'reference');
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

  const byFolder = (projects: Readonly<Record<string, object>>): ResolverHost => ({
    ...hostOf(projects),
    inProject: (file, path) => `${file.replace(/ps2ml\.json$/, '')}${path}`,
  });

  it('names the projects of the same depth that refer to the model, too', async () => {
    const same = { model: '/m/a.psnt' };
    const host = {
      ...hostOf({
        'w/b/ps2ml.json': same,
        'w/a/ps2ml.json': same,
        'w/c/ps2ml.json': {},
        'w/a/x/ps2ml.json': same,
      }),
      inProject: (_: string, path: string) => path,
    };
    const resolved = await resolveModel('/m/a.psnt', host);
    assert.deepEqual(resolved.project?.tied, ['w/b/ps2ml.json']);
    const tie = 'Several projects refer to this model: a/ps2ml.json is used, b/ps2ml.json is ignored.';
    const origins = originTexts(resolved, undefined);
    assert.equal(origins.tie, tie);
    assert.ok(originLine({ layout: defaultDiscLayout }, origins).endsWith(` ${tie}`));
    const launched = parseLaunchArguments({ program: 'a.psnt', __origins: origins }, ['built-in']);
    assert.equal(launched.origins.tie, tie);
    const named = await resolveModel('/m/a.psnt', host, {}, 'w/b/ps2ml.json');
    assert.equal(originTexts(named, undefined).tie, undefined);
  });

  it('searches the outermost 20 projects of a workspace, and those in the folder of the model and above', async () => {
    const many = Array.from({ length: 25 }, (_, i) => `w/${String.fromCharCode(97 + i)}/ps2ml.json`);
    const projects = Object.fromEntries(
      [...many.toReversed(), 'w/y/models/ps2ml.json'].map((file) => [file, {}]),
    );
    const host = { ...byFolder(projects), projectsFor: () => Promise.resolve(Object.keys(projects)) };
    const read: string[] = [];
    const counting: ResolverHost = {
      ...host,
      readProject: (file) => {
        read.push(file);
        return host.readProject(file);
      },
    };
    assert.equal((await projectOf('w/y/a.psnt', counting))?.file, 'w/y/ps2ml.json');
    assert.deepEqual(read, [...many.slice(0, 20), 'w/y/ps2ml.json']);
    assert.equal((await projectOf('w/y/models/a.psnt', host))?.file, 'w/y/models/ps2ml.json');
    assert.equal(await projectOf('w/z.psnt', host), undefined);
    assert.deepEqual(usedProjects(Object.keys(projects)), many.slice(0, 20));
  });

  it('passes over a project that cannot be read, and refuses it when it is launched itself', async () => {
    const host = byFolder({ 'w/a/ps2ml.json': {}, 'w/b/ps2ml.json': {} });
    const passed: string[] = [];
    const withoutLog: ResolverHost = {
      ...host,
      readProject: (file) =>
        file === 'w/a/ps2ml.json' ? Promise.reject(new Error('no permission')) : host.readProject(file),
    };
    const damaged: ResolverHost = {
      ...withoutLog,
      passedOver: (file, error) => void passed.push(`${file}: ${String(error)}`),
    };
    assert.equal((await projectOf('w/b/a.psnt', damaged))?.file, 'w/b/ps2ml.json');
    assert.deepEqual(passed, ['w/a/ps2ml.json: Error: no permission']);
    await assert.rejects(resolveModel('w/b/a.psnt', damaged, {}, 'w/a/ps2ml.json'), /no permission/);
    await assert.rejects(projectOf('w/b/a.psnt', withoutLog), /no permission/);
  });

  it('reads what was converted in the order that was written', () => {
    const converted = projectFrom({ model: 'a.gguf', order: 'scales-first' });
    const { order, tokenizer } = projectStatements(converted, (path) => `p/${path}`);
    assert.equal(order, undefined);
    assert.equal(tokenizer, 'p/a.gguf');
  });
});
