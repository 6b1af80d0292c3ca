import assert from 'node:assert/strict';
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { openModelFile } from '../../model/node/modelFile';
import { reportedProgram } from '../debug-adapter/own/reportedProgram';
import { versionOf } from '../runtime/toolchain';
import { DebugRun } from './debugRun';
import { until } from './wait';

describe('a program of one’s own', () => {
  let folder: string;
  let samples: string;
  let run: DebugRun | undefined;
  const file = (...names: string[]): string => path.join(folder, ...names);

  before(async () => {
    const workspace = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
    const extension = vscode.extensions.getExtension('ps2ml.ps2-ml');
    assert.ok(extension && workspace !== undefined);
    await extension.activate();
    samples = path.join(extension.extensionPath, 'samples');
    folder = path.join(workspace, 'own');
    await mkdir(file('models'), { recursive: true });
    // The model of the project, and another one that the workspace has elsewhere.
    for (const [from, to] of [
      ['tiny', '.'],
      ['stories', 'models'],
    ] as const)
      for (const ending of ['psnt', 'tokenizer.bin'])
        await copyFile(path.join(samples, from, `${from}.${ending}`), file(to, `${from}.${ending}`));
  });
  afterEach(async () => {
    await run?.stop();
    run = undefined;
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** Watches what the Debug Console is told. */
  function console(): { readonly text: () => string; readonly dispose: () => void } {
    let text = '';
    const tracker = vscode.debug.registerDebugAdapterTrackerFactory('ps2ml', {
      createDebugAdapterTracker: () => ({
        onDidSendMessage: (message: DebugProtocol.ProtocolMessage) => {
          const { event, body } = message as DebugProtocol.OutputEvent;
          if (event === 'output') text += body.output;
        },
      }),
    });
    return { text: () => text, dispose: () => void tracker.dispose() };
  }

  it('runs from ps2ml.json with "reads": "psnt", and stops before its first operation', async () => {
    await copyFile(path.join(samples, 'own-runtime', 'own.elf'), file('own.elf'));
    const elf = { file: 'own.elf', reads: 'psnt' };
    await writeFile(file('ps2ml.json'), JSON.stringify({ model: 'models/stories.psnt', elf }));
    const said = console();
    try {
      run = await DebugRun.start({ program: file('ps2ml.json') });
      assert.equal(run.state?.state, 'stopped');
      assert.equal(run.plan?.model, 'stories.psnt');
      assert.ok(run.plan.operations.some(({ id }) => id === 'L03.ffn.w2+add'));
      assert.match((await run.evaluate('keys.L00')).type ?? '', /^f32\[/);
      await run.step('ps2ml/stepToken');
      await run.step('ps2ml/stepToken');
      await until('the words', () => said.text().includes(' Once upon'), said.text);
    } finally {
      said.dispose();
    }
  });

  it('that runs another model than its session is shown with that of the workspace, as the views are', async function () {
    if (versionOf('mipsel-linux-gnu-gcc') === undefined) this.skip();
    const stories = file('models', 'stories.psnt');
    const { model, close } = await openModelFile(stories);
    const { dim, hiddenDim, layers, heads, kvHeads, vocabSize, seqLen: context } = model.config;
    await close();
    const told = { name: 'stories.psnt', dim, hiddenDim, layers, heads, kvHeads, vocabSize, context, crc: 0 };
    const elf = reportedProgram(folder, { lie: 'plain', model: told });
    const said = console();
    try {
      run = await DebugRun.start({
        ...{ program: file('tiny.psnt'), tokenizer: file('tiny.tokenizer.bin') },
        ...{ target: 'built-in', disc: { elf, reads: 'psnt' } },
      });
      await run.step('ps2ml/stepToken');
      assert.match(
        said.text(),
        /which has the name and the dimensions of .*models[\\/]stories\.psnt\. It is shown instead of tiny\.psnt: .*Its tokens are shown with stories\.tokenizer\.bin\./,
      );
    } finally {
      said.dispose();
    }
    assert.deepEqual([run.plan?.model, run.plan?.modelPath], ['stories.psnt', stories]);
    const place = (name: string): object => ({
      uri: vscode.Uri.file(name).toString(),
      matrix: 'layers.00.attn.wq',
    });
    await vscode.commands.executeCommand('ps2ml.revealInDisc', place(stories));
    await assert.rejects(async () => {
      await vscode.commands.executeCommand('ps2ml.revealInDisc', place(file('tiny.psnt')));
    }, /The views show a session of stories\.psnt\./);
  });
});
