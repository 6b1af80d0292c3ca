import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { DebugRun } from './debugRun';
import { until } from './wait';

const some = <T>(items: readonly T[] | undefined): readonly T[] | undefined =>
  items !== undefined && items.length > 0 ? items : undefined;

function sample(name: string): vscode.Uri {
  const extension = vscode.extensions.getExtension('ps2ml.ps2-ml');
  assert.ok(extension);
  return vscode.Uri.joinPath(extension.extensionUri, 'samples', 'tiny', name);
}

describe('SYSTEM.CNF in the editor', () => {
  let uri: vscode.Uri;

  before(async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(folder);
    uri = vscode.Uri.joinPath(folder, 'SYSTEM.CNF');
    const text = 'BOOT2 = cdrom0:\\psml_000.01;1\nvmode=PAL\n';
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  });
  after(() => vscode.workspace.fs.delete(uri));

  it('is checked, mended by a quick fix, formatted', async () => {
    const document = await vscode.workspace.openTextDocument(uri);
    assert.equal(document.languageId, 'ps2-system-cnf');
    const found = await until('diagnostics', () => some(vscode.languages.getDiagnostics(uri)));
    assert.deepEqual(
      found.map(({ code, range }) => [code, range.start.line]),
      [
        ['boot-case', 0],
        ['key-case', 1],
      ],
    );
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      found[0]?.range,
    );
    const fix = actions.find(({ title }) => title === 'Change to cdrom0:\\PSML_000.01;1');
    assert.ok(fix?.edit);
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    const edits = await vscode.commands.executeCommand<vscode.TextEdit[]>(
      'vscode.executeFormatDocumentProvider',
      uri,
      { tabSize: 2, insertSpaces: true },
    );
    const edit = new vscode.WorkspaceEdit();
    edit.set(uri, edits);
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.equal(document.getText(), 'BOOT2 = cdrom0:\\PSML_000.01;1\nVMODE = PAL\n');
    await until('end of the diagnostics', () => vscode.languages.getDiagnostics(uri).length === 0);
    await document.save();
  });
});

describe('a project in the editor', () => {
  let folder: vscode.Uri;
  let uri: vscode.Uri;
  const at = (name: string): vscode.Uri => vscode.Uri.joinPath(folder, name);

  before(async () => {
    const workspace = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(workspace);
    folder = vscode.Uri.joinPath(workspace, 'project');
    uri = at('ps2ml.json');
    for (const name of ['tiny.psnt', 'tiny.tokenizer.bin'])
      await vscode.workspace.fs.copy(sample(name), at(name), { overwrite: true });
    const text = '{\n  "model": "tiny.psnt",\n  "ram": { "budgetKiB": 226 }\n}\n';
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(folder, { recursive: true });
  });

  it('is checked, mended by a conversion, and follows a renamed file', async () => {
    const document = await vscode.workspace.openTextDocument(uri);
    const codes = (): unknown[] => vscode.languages.getDiagnostics(uri).map(({ code }) => code);
    await until('finding', () => codes().includes('ram'));
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      vscode.languages.getDiagnostics(uri)[0]?.range,
    );
    const convert = actions.find(({ title }) => title.startsWith('Q4 for all matrices'))?.command;
    assert.ok(convert, actions.map(({ title }) => title).join('; '));
    assert.ok(actions.some(({ title }) => title.startsWith('Raise the budget')));
    await vscode.commands.executeCommand(convert.command, ...((convert.arguments ?? []) as unknown[]));
    assert.match(document.getText(), /"model": "tiny-q4\.psnt"/);
    await until('end of the findings', () => codes().length === 0);
    const rename = new vscode.WorkspaceEdit();
    rename.renameFile(at('tiny-q4.psnt'), at('models/small.psnt'));
    assert.ok(await vscode.workspace.applyEdit(rename));
    assert.match(document.getText(), /"model": "models\/small\.psnt"/);
    await document.save();
  });
});

describe('a listing in the editor', () => {
  let document: vscode.TextDocument;

  before(async () => {
    await vscode.commands.executeCommand('ps2ml.showForwardPass', sample('tiny.psnt'));
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.languageId, 'ps2ml-listing');
    document = editor.document;
  });
  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  const placeOf = (id: string, word: string): vscode.Position => {
    const line = document
      .getText()
      .split('\n')
      .findIndex((text) => text.startsWith(`${id} `));
    return new vscode.Position(line, document.lineAt(line).text.indexOf(word));
  };

  it('says by hover what the plan says, and leads from a buffer to who wrote it', async () => {
    const place = placeOf('L01.attn.q', 'layers.00.attn.wq');
    const hovers = await until('hover', async () =>
      some(
        await vscode.commands.executeCommand<vscode.Hover[]>(
          'vscode.executeHoverProvider',
          document.uri,
          place,
        ),
      ),
    );
    const text = hovers
      .flatMap(({ contents }) => contents)
      .map((content) => (content instanceof vscode.MarkdownString ? content.value : ''))
      .join('\n');
    assert.match(text, /q8\[64\]\[64\], 4,096 weights/);
    assert.match(text, /sectors 15 … 17 of WEIGHTS\.BIN/);
    const definitions = await vscode.commands.executeCommand<vscode.Location[]>(
      'vscode.executeDefinitionProvider',
      document.uri,
      placeOf('L01.attn.q', 'normed'),
    );
    assert.equal(definitions[0]?.range.start.line, placeOf('L01.attn.norm', 'L01').line);
  });

  it('has an outline by layer', async () => {
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      document.uri,
    );
    const [pass] = symbols;
    assert.equal(pass?.name, 'pass');
    assert.equal(pass.children.find(({ name }) => name === 'L02')?.children[0]?.name, 'L02.attn.norm');
  });

  it('carries what the last run took', async () => {
    const run = await DebugRun.start({
      program: sample('tiny.psnt').fsPath,
      tokenizer: sample('tiny.tokenizer.bin').fsPath,
      target: 'built-in',
      tokens: 2,
      stopOnEntry: true,
    });
    try {
      await run.step('ps2ml/stepLayer');
      await run.step('ps2ml/stepLayer');
      const lenses = await until('code lens', async () =>
        some(
          await vscode.commands.executeCommand<vscode.CodeLens[]>(
            'vscode.executeCodeLensProvider',
            document.uri,
          ),
        ),
      );
      assert.match(
        lenses[0]?.command?.title ?? '',
        /^[\d.,]+ ms per pass, disc [\d.,]+ ms \(built-in console\)$/,
      );
    } finally {
      await run.stop();
    }
  });
});
