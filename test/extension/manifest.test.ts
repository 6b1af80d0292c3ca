import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseLaunchArguments } from '../../debug-adapter/launch/launchArguments';
import { tensorOrders } from '../../model/psnt/tensorOrders';
import { projectRoot } from '../support/project';

interface Property {
  readonly markdownDescription?: string;
  readonly scope?: string;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
  readonly default?: unknown;
}

interface Contributes {
  readonly commands: readonly {
    readonly command: string;
    readonly category: string;
    readonly icon?: string;
  }[];
  readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when?: string }[]>>;
  readonly keybindings: readonly { readonly command: string; readonly when: string }[];
  readonly configuration: { readonly properties: Readonly<Record<string, Property>> };
  readonly debuggers: readonly {
    readonly languages: readonly string[];
    readonly configurationAttributes: {
      readonly launch: { readonly properties: Readonly<Record<string, Property>> };
    };
  }[];
  readonly breakpoints: readonly { readonly language: string }[];
}

const read = (name: string): string => readFileSync(path.join(projectRoot, name), 'utf8');

describe('manifest', () => {
  const text = read('package.json');
  const { contributes, capabilities } = JSON.parse(text) as {
    readonly contributes: Contributes;
    readonly capabilities: Readonly<
      Record<string, { readonly supported: string; readonly description: string }>
    >;
  };
  const texts = JSON.parse(read('package.nls.json')) as Readonly<Record<string, string>>;

  it('has every text that it names, and names every text', () => {
    const named = new Set([...text.matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key));
    assert.deepEqual([...named].sort(), Object.keys(texts).sort());
  });

  it('names only files that exist', () => {
    for (const [, file] of text.matchAll(
      /"(?:\.\/)?((?:media|schemas|syntaxes)\/[^"]+|language-configuration\.json)"/g,
    )) {
      assert.ok(existsSync(path.join(projectRoot, file ?? '')), file);
    }
  });

  it('puts no command into a menu or on a key that it does not declare', () => {
    const declared = new Set(contributes.commands.map(({ command }) => command));
    const used = [...Object.values(contributes.menus).flat(), ...contributes.keybindings];
    for (const { command } of used) assert.ok(declared.has(command), command);
    for (const { category } of contributes.commands) assert.equal(category, 'PS2 ML');
  });

  it('shows in menus only what has an icon where only icons are shown', () => {
    const icons = new Map(contributes.commands.map(({ command, icon }) => [command, icon]));
    for (const place of ['debug/toolBar', 'editor/title/run']) {
      for (const { command } of contributes.menus[place] ?? []) assert.ok(icons.get(command), command);
    }
  });

  it('describes each setting, with its scope', () => {
    for (const [name, { markdownDescription, scope, enum: values, enumDescriptions }] of Object.entries(
      contributes.configuration.properties,
    )) {
      assert.match(name, /^ps2ml\./);
      assert.ok(markdownDescription);
      assert.ok(scope, `${name} has no scope`);
      assert.equal(enumDescriptions?.length, values?.length);
    }
  });

  it('offers every order that a body of a PSNT may have', () => {
    const values = contributes.configuration.properties['ps2ml.psnt.order']?.enum ?? [];
    assert.deepEqual(new Set(values), new Set(['automatic', ...tensorOrders.map(({ name }) => name)]));
  });

  it('declares launch attributes whose defaults the debug adapter takes', () => {
    const [debuggerEntry] = contributes.debuggers;
    assert.ok(debuggerEntry);
    const { properties } = debuggerEntry.configurationAttributes.launch;
    const defaults = Object.fromEntries(
      Object.entries(properties)
        .filter(([, property]) => property.default !== undefined)
        .map(([name, property]) => [name, property.default]),
    );
    const targets = properties['target']?.enum ?? [];
    const launch = parseLaunchArguments(defaults, targets);
    // What is kept under another name: of PCSX2, and of the project.
    const renamed: Readonly<Record<string, unknown>> = {
      pineTimeout: launch.pcsx2.replyMs / 1000,
      startTimeout: launch.pcsx2.stageMs / 1000,
      onDisconnect: launch.pcsx2.stays ? 'keepRunning' : 'stop',
    };
    for (const [name, value] of Object.entries(defaults)) {
      if (name in renamed) assert.equal(renamed[name], value, name);
      else assert.deepEqual((launch as unknown as Record<string, unknown>)[name], value, name);
    }
    for (const value of properties['arithmetic']?.enum ?? []) {
      parseLaunchArguments({ ...defaults, arithmetic: value }, targets);
    }
  });

  it('allows breakpoints in the language of its debugger', () => {
    const languages = contributes.breakpoints.map(({ language }) => language);
    assert.deepEqual(languages, contributes.debuggers[0]?.languages);
  });

  it('says what is limited where it is', () => {
    for (const { supported, description } of Object.values(capabilities)) {
      assert.equal(supported, 'limited');
      assert.ok(description);
    }
  });
});
