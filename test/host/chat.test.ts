import assert from 'node:assert/strict';
import { copyFile, mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { tenMillionConfig } from '../../bench/tenMillion';
import type { ModelConfig } from '../../model/model';
import { originalSampling } from '../../model/tokenizer/originalChat';
import type { TraceEvent } from '../../model/trace/events';
import { smallExport, writeExportFolder } from '../support/exportFolder';
import { sharedPath } from '../support/shared';
import { DebugRun } from './debugRun';
import { done, until } from './wait';

/** What a session without debugging reports, until it ends. */
class ToldRun implements vscode.Disposable {
  text = '';
  configuration: vscode.DebugConfiguration | undefined;
  private hasEnded = false;
  private readonly tokens: number[] = [];
  private readonly subscriptions = [
    vscode.debug.onDidReceiveDebugSessionCustomEvent(({ session, event, body }) => {
      this.configuration = session.configuration;
      if (event === 'ps2ml/trace')
        for (const one of (body as { events: readonly TraceEvent[] }).events)
          if (one.type === 'token') this.tokens.push(one.id);
      if (event === 'ps2ml/state') this.hasEnded = (body as { state: string }).state === 'ended';
    }),
    vscode.debug.registerDebugAdapterTrackerFactory('ps2ml', {
      createDebugAdapterTracker: () => ({
        onDidSendMessage: (message: DebugProtocol.ProtocolMessage) => {
          const { event, body } = message as DebugProtocol.OutputEvent;
          if (event === 'output' && body.category === 'stdout') this.text += body.output;
        },
      }),
    }),
  ];

  /** The tokens of the answer, once it has ended. */
  async answer(): Promise<readonly number[]> {
    await until(
      'the end of the answer',
      () => this.hasEnded,
      () => this.tokens.length,
    );
    await until('the end of the session', () => vscode.debug.activeDebugSession === undefined);
    return [...this.tokens];
  }

  dispose(): void {
    for (const one of this.subscriptions) one.dispose();
  }
}

describe('a conversation', () => {
  const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('ps2ml');
  let tenMillion: string;
  let folder: string;
  let told: ToldRun;
  let hasTokenizer = false;

  const chat = (file: string, message = 'Hello world'): Promise<unknown> =>
    done(
      'the start of the conversation',
      vscode.commands.executeCommand('ps2ml.chat', vscode.Uri.file(file), message),
    );
  const psnt = (): string => path.join(folder, 'tiny-export-q8.psnt');

  before(async function () {
    const tokenizer = sharedPath('models/brandon-8k.tokenizer.model');
    if (tokenizer === undefined) {
      console.log('      skipped: ../shared/models is not there');
      this.skip();
    }
    hasTokenizer = true;
    const workspace = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
    assert.ok(workspace);
    const exported = async (name: string, config: ModelConfig): Promise<string> => {
      const made = path.join(workspace, name);
      await mkdir(made);
      writeExportFolder(made, config);
      await copyFile(tokenizer, path.join(made, 'tokenizer.model'));
      return made;
    };
    tenMillion = await exported('brandon-tiny-10m', tenMillionConfig);
    folder = await exported('tiny-export', smallExport);
    await settings().update('tokens', 3, vscode.ConfigurationTarget.Workspace);
  });
  after(async () => {
    if (!hasTokenizer) return;
    await settings().update('tokens', undefined, vscode.ConfigurationTarget.Workspace);
    for (const made of [tenMillion, folder]) await rm(made, { recursive: true, force: true });
  });
  beforeEach(() => (told = new ToldRun()));
  afterEach(() => told.dispose());

  it('starts from an export folder by one command, on the built-in console, as its author samples', async () => {
    const made = path.join(tenMillion, 'brandon-tiny-10m-q8.psnt');
    assert.equal(await chat(tenMillion), true);
    const tokens = await told.answer();
    assert.equal(tokens.length, 3);
    assert.notEqual(told.text, '', 'the Debug Console shows the answer');
    const { configuration } = told;
    assert.equal(configuration?.['chat'], true);
    assert.equal(configuration['prompt'], 'Hello world');
    assert.equal(configuration['target'], undefined, 'it is the default target');
    assert.equal(configuration['internalConsoleOptions'], 'openOnSessionStart');
    assert.equal(configuration['program'], made);

    const reference = await DebugRun.start({
      ...{ program: made, target: 'reference', tokens: 3, stopOnEntry: true },
      ...{ chat: true, prompt: 'Hello world', sampling: originalSampling },
    });
    await reference.step('continue');
    const expected = reference.trace.flatMap((event) => (event.type === 'token' ? [event.id] : []));
    await reference.stop();
    assert.deepEqual(tokens, expected, 'the console writes the tokens of the engine');
  });

  it('uses the converted file again until the model changes', async () => {
    assert.equal(await chat(folder), true);
    await told.answer();
    const { mtimeMs } = await stat(psnt());
    assert.equal(await chat(folder, 'Again'), true);
    await told.answer();
    assert.equal((await stat(psnt())).mtimeMs, mtimeMs, 'it was not converted again');
    assert.equal(await chat(psnt(), 'From the file'), true);
    await told.answer();
    await rm(psnt());
    const weights = path.join(folder, 'model.safetensors');
    await utimes(weights, new Date(), new Date());
    assert.equal(await chat(folder, 'Changed'), true);
    await told.answer();
    assert.ok((await stat(psnt())).mtimeMs > mtimeMs, 'it was converted again');
  });

  it('uses the file that "Convert to PSNT…" wrote, of any type', async () => {
    const target = path.join(folder, 'mine.psnt');
    const conversion = { source: folder, target, type: 'q4' };
    assert.ok(await vscode.commands.executeCommand('ps2ml.convert', conversion));
    assert.equal(await chat(folder), true);
    await told.answer();
    assert.equal(path.basename(String(told.configuration?.['program'])), 'mine.psnt');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('has the tokenizer of the model that was converted, wherever the converted file is', async () => {
    const other = path.join(folder, 'elsewhere');
    await mkdir(other);
    const conversion = { source: folder, target: path.join(other, 'x.psnt'), type: 'q8' };
    assert.ok(await vscode.commands.executeCommand('ps2ml.convert', conversion));
    assert.equal(await chat(folder), true);
    await told.answer();
    const { configuration } = told;
    assert.deepEqual(
      [configuration?.['program'], configuration?.['tokenizer']],
      [conversion.target, path.join(folder, 'tokenizer.model')],
    );
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('is refused without a tokenizer and without a chat template', async () => {
    const other = path.join(folder, 'other');
    await mkdir(other);
    await copyFile(psnt(), path.join(other, 'model.psnt'));
    const before = await readdir(other);
    assert.equal(await chat(path.join(other, 'model.psnt')), false);
    // The pieces of his tokenizer, with other names in the places of the control pieces.
    const bytes = await readFile(path.join(folder, 'tokenizer.model'), 'latin1');
    const renamed = bytes.replace('<|im_start|>', '<|xx_start|>').replace('<|im_end|>', '<|xx_end|>');
    await writeFile(path.join(other, 'tokenizer.model'), renamed, 'latin1');
    assert.equal(await chat(path.join(other, 'model.psnt')), false);
    assert.equal(vscode.debug.activeDebugSession, undefined);
    assert.deepEqual(await readdir(other), [...before, 'tokenizer.model']);
  });
});
