import assert from 'node:assert/strict';
import { copyFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { DebugRun } from './debugRun';
import { done, until } from './wait';

describe('projects', () => {
  let folder: string;
  const file = (...names: string[]): string => path.join(folder, ...names);
  const project = (text: string): Promise<void> => writeFile(file('ps2ml.json'), text);

  before(async () => {
    folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    const extension = vscode.extensions.getExtension('ps2ml.ps2-ml');
    assert.ok(extension && folder !== '');
    await extension.activate();
    for (const name of ['tiny.psnt', 'tiny.tokenizer.bin'])
      await copyFile(path.join(extension.extensionPath, 'samples', 'tiny', name), file(name));
    await project('{ "model": "tiny.psnt" }');
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const name of ['build', 'ps2ml.json', 'tiny.psnt', 'tiny.tokenizer.bin'])
      await rm(file(name), { recursive: true, force: true });
  });

  /** Runs a task and gives its exit code once it has ended. */
  async function run(name: string, isStopped = false): Promise<number | undefined> {
    const tasks = await vscode.tasks.fetchTasks({ type: 'ps2ml' });
    const task = tasks.find((candidate) => candidate.name === name);
    assert.ok(task, tasks.map((candidate) => candidate.name).join(', '));
    let ended: { readonly exitCode: number | undefined } | undefined;
    const listener = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
      if (execution.task.name === name) ended = { exitCode };
    });
    try {
      const execution = await done(`the start of the task ${name}`, vscode.tasks.executeTask(task));
      if (isStopped) execution.terminate();
      const built = (): Promise<unknown> =>
        readdir(file('build'), { recursive: true }).catch((): string[] => []);
      return (await until(`the end of the task ${name}`, () => ended, built)).exitCode;
    } finally {
      listener.dispose();
    }
  }

  it('offer every part of their build as a task', async () => {
    const tasks = await vscode.tasks.fetchTasks({ type: 'ps2ml' });
    assert.deepEqual(tasks.map(({ name }) => name).sort(), ['clean', 'convert', 'image', 'plan', 'runtime']);
    assert.ok(tasks.every(({ source, detail }) => source === 'PS2 ML' && detail !== undefined));
  });

  it('are built and cleaned by tasks', async () => {
    assert.equal(await run('image'), 0);
    assert.equal(await run('plan'), 0);
    assert.deepEqual((await readdir(file('build'))).sort(), ['.ps2ml', 'tiny.iso', 'tiny.ps2ml']);
    assert.equal(await run('clean'), 0);
    assert.ok(!(await readdir(folder)).includes('build'));
  });

  it('show what is wrong where it is, in ps2ml.json', async () => {
    await project('{\n  "model": "tiny.psnt",\n  "disc": { "type": "vhs" }\n}\n');
    assert.equal(await run('image'), 1);
    const uri = vscode.Uri.file(file('ps2ml.json'));
    // Problems come after the end of the task.
    const found = await until('the problem in ps2ml.json', () =>
      vscode.languages.getDiagnostics(uri).find(({ message }) => message.includes('"disc.type" is "vhs"')),
    );
    assert.deepEqual([found.range.start.line, found.range.start.character], [2, 20]);
    await project('{ "model": "tiny.psnt" }');
    assert.equal(await run('image'), 0);
  });

  it('leave nothing half-written when a task is ended', async () => {
    const image = file('build', 'tiny.iso');
    assert.equal(await run('image'), 0);
    const whole = await readFile(image);
    await run('clean');
    // Whether the build is done before it is ended is a matter of moments; the image is there whole or not at all.
    const code = await run('image', true);
    const left = await readdir(file('build'), { recursive: true }).catch((): string[] => []);
    assert.deepEqual(
      left.filter((name) => name.endsWith('.tmp')),
      [],
    );
    assert.equal(left.includes('tiny.iso'), code === 0, `exit code ${String(code)}`);
    if (code === 0) assert.ok(whole.equals(await readFile(image)));
  });

  for (const request of ['launch', 'attach'])
    it(`refuse a faulty ps2ml.json at F5 (${request}), and run once it is mended while the message still stands`, async () => {
      const program = file('ps2ml.json');
      const start = {
        type: 'ps2ml',
        request,
        name: 'a faulty project',
        program,
        target: 'reference',
        tokens: 1,
      };
      await project('{ "model": "tiny.psnt", "disc": { "type": "vhs" } }');
      const refused = await done('the refusal', vscode.debug.startDebugging(undefined, start));
      assert.equal(refused, false);
      assert.equal(vscode.debug.activeDebugSession, undefined);
      await project('{ "model": "tiny.psnt" }');
      const run = await DebugRun.start({ program, target: 'reference', tokens: 1, stopOnEntry: true });
      assert.equal(run.plan?.model, 'tiny.psnt');
      await run.stop();
    });

  it('run with a prompt that was chosen in the window, until ps2ml.json sets another one', async () => {
    const program = file('ps2ml.json');
    const projectWith = (prompt: string): Promise<void> =>
      project(JSON.stringify({ model: 'tiny.psnt', prompts: [prompt] }));
    const promptOfRun = async (): Promise<unknown> => {
      const run = await DebugRun.start({ program, target: 'reference', tokens: 1, stopOnEntry: true });
      const prompt: unknown = vscode.debug.activeDebugSession?.configuration['prompt'];
      await run.stop();
      return prompt;
    };
    await projectWith('The cat');
    assert.equal(await promptOfRun(), 'The cat');
    await projectWith('A dog');
    // The box proposes the last prompt, which is accepted here.
    let isAnswered = false;
    const answered = vscode.commands.executeCommand('ps2ml.changePrompt').then(() => (isAnswered = true));
    await until('the box to be accepted', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return isAnswered || undefined;
    });
    await answered;
    assert.equal(await promptOfRun(), 'The cat', 'the choice is newer than the project');
    await projectWith('A bird');
    assert.equal(await promptOfRun(), 'A bird', 'the project is newer than the choice');
  });

  it('give ps2ml.json comments and a schema', async () => {
    const document = await vscode.workspace.openTextDocument(file('ps2ml.json'));
    assert.equal(document.languageId, 'jsonc');
  });
});
