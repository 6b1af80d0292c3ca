import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { reportUri } from '../../extension/convert/reportDocuments';
import { convertFile } from '../../model/convert/node/convertFile';

describe('converting', () => {
  let folder: string;
  let source: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ps2ml-convert-'));
    const extension = vscode.extensions.getExtension('ps2ml.ps2-ml');
    assert.ok(extension);
    source = vscode.Uri.joinPath(extension.extensionUri, 'samples', 'tiny', 'tiny.psnt').fsPath;
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const convert = (values: object): Thenable<unknown> =>
    vscode.commands.executeCommand('ps2ml.convert', values);

  it('writes what the converter writes, opens it, and can say what it cost', async () => {
    const target = path.join(folder, 'tiny-q4.psnt');
    const bytes = await convert({ source, target, type: 'q4' });
    const expected = path.join(folder, 'expected.psnt');
    await convertFile(source, expected, { quantization: 'q4' });
    const written = await readFile(target);
    assert.equal(bytes, written.length);
    assert.ok(written.equals(await readFile(expected)));
    assert.equal(written.readInt32LE(8), 4);

    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    assert.ok(input instanceof vscode.TabInputCustom);
    assert.equal(input.viewType, 'ps2ml.inspector');
    assert.equal(input.uri.fsPath, target);

    const report = await vscode.workspace.openTextDocument(reportUri({ source, target }));
    assert.equal(report.languageId, 'markdown');
    assert.match(report.getText(), /^# tiny-q4\.psnt\n/);
    assert.match(report.getText(), /^\| layers\.00\.attn\.wq +\| q4g32 +\|/m);
  });

  it('leaves nothing behind when the source is no model', async () => {
    const notes = path.join(folder, 'notes.bin');
    await writeFile(notes, 'These are notes and no model at all, however long one reads them.');
    const before = await readdir(folder);
    assert.equal(await convert({ source: notes, target: path.join(folder, 'notes.psnt') }), undefined);
    assert.deepEqual(await readdir(folder), before);
  });
});

describe('the order of tensors', () => {
  it('of the setting is the one that the forward pass is read in', async () => {
    const extension = vscode.extensions.getExtension('ps2ml.ps2-ml');
    assert.ok(extension);
    const model = vscode.Uri.joinPath(extension.extensionUri, 'samples', 'tiny', 'tiny.psnt');
    const listingWith = async (order: string | undefined): Promise<string | undefined> => {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await vscode.workspace
        .getConfiguration('ps2ml')
        .update('psnt.order', order, vscode.ConfigurationTarget.Global);
      await vscode.commands.executeCommand('ps2ml.showForwardPass', model);
      return vscode.window.activeTextEditor?.document.uri.scheme;
    };
    try {
      // A file of version 3 cannot have its scales first.
      assert.equal(await listingWith('scales-first'), undefined);
      assert.equal(await listingWith('resident-first'), 'ps2ml');
    } finally {
      await listingWith(undefined);
    }
  });
});
