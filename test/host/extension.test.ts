import assert from 'node:assert/strict';
import * as vscode from 'vscode';

interface Manifest {
  readonly activationEvents: readonly string[];
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
    const { activationEvents, contributes } = theExtension().packageJSON as Manifest;
    const declared = contributes.commands.map(({ command }) => command).sort();
    // Commands that only other commands and extensions call have no title, but start the extension.
    const hidden = activationEvents.flatMap((event) => /^onCommand:(ps2ml\..*)/.exec(event)?.[1] ?? []);
    const listed = new Set([...declared, ...hidden]);
    const known = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      [...listed].filter((name) => !known.has(name)),
      [],
      'declared, and not registered',
    );
    // VS Code adds commands of its own for each view, whose names have a part more.
    const own = [...known].filter((name) => /^ps2ml\.\w+$/.test(name));
    assert.deepEqual(
      own.filter((name) => !listed.has(name)),
      [],
      'registered, and not declared',
    );
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
