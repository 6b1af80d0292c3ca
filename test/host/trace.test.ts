import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { MemorySource } from '../../disc/byteSource';
import type { TraceEvent } from '../../model/trace/events';
import { openTrace, type TraceFile } from '../../model/trace/file/reader';
import { DebugRun } from './debugRun';
import { done, until } from './wait';

describe('the trace of a session', () => {
  let folder: string;
  let run: DebugRun;
  const sample = (name: string): string => {
    const extension = vscode.extensions.getExtension('ps2ml.ps2-ml');
    assert.ok(extension);
    return vscode.Uri.joinPath(extension.extensionUri, 'samples', 'tiny', name).fsPath;
  };
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ps2ml-traces-'));
    run = await DebugRun.start({
      name: 'a traced run',
      program: sample('tiny.psnt'),
      target: 'reference',
      tokenizer: sample('tiny.tokenizer.bin'),
      prompt: 'Once upon a time',
      tokens: 2,
      stopOnEntry: true,
    });
  });
  after(async () => {
    await run.stop();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await rm(folder, { recursive: true, force: true });
  });

  const target = (name: string): vscode.Uri => vscode.Uri.file(path.join(folder, name));
  const save = (uri: vscode.Uri): Thenable<unknown> =>
    vscode.commands.executeCommand('ps2ml.saveTrace', { target: uri });
  const open = async ({ fsPath }: vscode.Uri): Promise<TraceFile> =>
    openTrace(new MemorySource(new Uint8Array(await readFile(fsPath))), path.basename(fsPath));
  const eventsOf = async (trace: TraceFile): Promise<TraceEvent[]> => {
    const all: TraceEvent[] = [];
    for await (const events of trace.events()) all.push(...events);
    return all;
  };
  const plain = (events: readonly TraceEvent[]): unknown => JSON.parse(JSON.stringify(events));

  it('is saved while the run stands in the middle, and opens in its editor', async () => {
    await run.step('ps2ml/stepLayer');
    await save(target('middle.ps2trace'));
    const trace = await open(target('middle.ps2trace'));
    assert.equal(trace.incomplete, undefined);
    assert.equal(trace.info.name, 'a traced run');
    assert.ok(
      trace.info.settings.some(({ name, value }) => name === 'prompt' && value === 'Once upon a time'),
    );
    assert.match(trace.info.plan.listing.text ?? '', /L00\.attn\.q/);
    assert.deepEqual(plain(await eventsOf(trace)), plain(run.trace));
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    assert.ok(input instanceof vscode.TabInputCustom);
    assert.equal(input.viewType, 'ps2ml.trace');
  });

  it('has everything once the run is over, and is compared and exported', async () => {
    await run.step('continue');
    await save(target('end.ps2trace'));
    const trace = await open(target('end.ps2trace'));
    assert.deepEqual(plain(await eventsOf(trace)), plain(run.trace));
    assert.equal(trace.totals.tokens, 2);
    await vscode.commands.executeCommand('ps2ml.compareTrace', { baseline: target('middle.ps2trace') });
    await vscode.commands.executeCommand('ps2ml.exportTrace', { format: 'csv', target: target('end.csv') });
    const csv = await readFile(target('end.csv').fsPath, 'utf8');
    assert.equal(csv.split('\r\n').length, run.trace.length + 2);
    assert.deepEqual((await readdir(folder)).sort(), ['end.csv', 'end.ps2trace', 'middle.ps2trace']);
  });

  it('stays known when one of two editors that show it is closed', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const trace = target('middle.ps2trace');
    const editors = (): vscode.Tab[] => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs);
    for (const column of [vscode.ViewColumn.One, vscode.ViewColumn.Two])
      await vscode.commands.executeCommand('vscode.openWith', trace, 'ps2ml.trace', column);
    await until('two editors', () => editors().length === 2);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await until('one editor in front', () => editors().length === 1 && editors()[0]?.isActive);
    const csv = target('middle.csv');
    await done(
      'the export',
      vscode.commands.executeCommand('ps2ml.exportTrace', { format: 'csv', target: csv }),
    );
    assert.match(await readFile(csv.fsPath, 'utf8'), /^\S/);
  });
});
