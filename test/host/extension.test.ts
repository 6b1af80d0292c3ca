import assert from 'node:assert/strict';
import * as vscode from 'vscode';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly default?: unknown }>> };
  };
}

function theExtension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension('ps2ml.ps2-ml');
  assert.ok(found, 'VS Code does not list the extension: its manifest is not valid');
  return found;
}

describe('the extension', () => {
  before(() => theExtension().activate());

  it('is active', () => {
    assert.equal(theExtension().isActive, true);
  });

  it('registers each command of its manifest, and no other', async () => {
    const { contributes } = theExtension().packageJSON as Manifest;
    const declared = contributes.commands.map(({ command }) => command).sort();
    const registered = (await vscode.commands.getCommands(true)).filter((name) =>
      /^ps2ml\.[A-Za-z]+$/.test(name),
    );
    assert.deepEqual(registered.sort(), declared);
  });

  it('has its texts resolved', () => {
    assert.ok(
      !/"%[\w.]+%"/.test(JSON.stringify(theExtension().packageJSON)),
      'a %text% is left in the manifest',
    );
  });

  it('gives its settings their defaults', () => {
    const { contributes } = theExtension().packageJSON as Manifest;
    for (const [name, property] of Object.entries(contributes.configuration.properties))
      assert.deepEqual(vscode.workspace.getConfiguration().get(name), property.default, name);
  });
});
