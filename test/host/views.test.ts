import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { DebugRun } from './debugRun';
import { until } from './wait';

const sample = (): vscode.Uri => {
  const extension = vscode.extensions.getExtension('ps2ml.ps2-ml');
  assert.ok(extension);
  return vscode.Uri.joinPath(extension.extensionUri, 'samples', 'tiny', 'tiny.psnt');
};

describe('links between the places of a model', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('lead to the line of the first operation that uses a matrix', async () => {
    const uri = sample().toString();
    await vscode.commands.executeCommand('ps2ml.revealOperation', { uri, matrix: 'layers.01.ffn.w2' });
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.languageId, 'ps2ml-listing');
    const line = editor.document.lineAt(editor.selection.active.line).text;
    assert.match(line, /^L\d+\.ffn\.w2 .*layers\.01\.ffn\.w2/);
  });

  it('refuse what names no model', async () => {
    await assert.rejects(async () => {
      await vscode.commands.executeCommand('ps2ml.revealInDisc', { matrix: 'embedding' });
    }, /Expected \{ uri, matrix\?, operation\?, pass\? \}/);
  });

  it('open each tab as an editor, once', async () => {
    for (const view of ['Tokens', 'Disc', 'Ram', 'Time', 'Ram']) {
      await vscode.commands.executeCommand(`ps2ml.open${view}`);
    }
    const titles = (): string[] =>
      vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label)).sort();
    // The editor tells of its tabs a moment later.
    await until('four editors', () => titles().length >= 4);
    assert.deepEqual(titles(), ['Disc', 'RAM', 'Time', 'Tokens']);
  });
});

describe('a layout', () => {
  let run: DebugRun | undefined;
  afterEach(() => run?.stop());

  it('leaves breakpoints at their operations when it changes, and when it is taken back', async () => {
    const settings = vscode.workspace.getConfiguration('ps2ml');
    const change = (layout: unknown): Thenable<void> =>
      settings.update('layout', layout, vscode.ConfigurationTarget.Workspace);
    const listing = async (): Promise<vscode.TextDocument> => {
      await vscode.commands.executeCommand('ps2ml.showForwardPass', sample());
      const document = vscode.window.activeTextEditor?.document;
      assert.equal(document?.languageId, 'ps2ml-listing');
      return document;
    };
    /** The operations at the breakpoints of a listing. */
    const stops = (document: vscode.TextDocument): string[] =>
      vscode.debug.breakpoints.flatMap((breakpoint) =>
        breakpoint instanceof vscode.SourceBreakpoint &&
        breakpoint.location.uri.toString() === document.uri.toString()
          ? [document.lineAt(breakpoint.location.range.start.line).text.trim().split(' ')[0] ?? '']
          : [],
      );
    const first = await listing();
    assert.match(first.uri.path, /^\/Forward Pass\/tiny\.ps2ml$/);
    const line = first
      .getText()
      .split('\n')
      .findIndex((text) => /^\s*L01\.attn\.k /.test(text));
    assert.ok(line > 0);
    vscode.debug.addBreakpoints([
      new vscode.SourceBreakpoint(new vscode.Location(first.uri, new vscode.Position(line, 0))),
    ]);
    await until('the breakpoint', () => stops(first).length === 1);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    try {
      for (const layout of ['streamed', { weights: 'streamed', placement: 'outer' }, undefined]) {
        await change(layout);
        const changed = await listing();
        await until('the breakpoint moved', () => stops(changed).length === 1);
        assert.deepEqual(stops(changed), ['L01.attn.k']);
        await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      }
    } finally {
      await change(undefined);
      vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
    }
  });

  it('comes from the settings, and the listing of the session is the one that it gives', async () => {
    const settings = vscode.workspace.getConfiguration('ps2ml');
    await settings.update('layout', { weights: 'streamed' }, vscode.ConfigurationTarget.Workspace);
    try {
      run = await DebugRun.start({ program: sample().fsPath, target: 'reference', tokens: 2 });
      assert.equal(run.plan?.layout?.weights, 'streamed');
      assert.ok(run.plan.forecast.sectorsPerPass > 0);
      const { uri } = run.plan.listing;
      assert.ok(uri !== undefined);
      const listing = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri, true));
      const [frame] = await run.frames();
      assert.equal(listing.lineAt((frame?.line ?? 1) - 1).text.split(' ')[0], frame?.name);
    } finally {
      await settings.update('layout', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });
});
