import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseLaunchArguments } from '../../debug-adapter/launch/launchArguments';
import { defaultLayoutName } from '../../model/plan/discLayout';
import schema from '../../schemas/ps2ml.schema.json';
import { tensorOrders } from '../../model/psnt/tensorOrders';
import { projectRoot } from '../support/project';

interface Property {
  readonly markdownDescription?: string;
  readonly scope?: string;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
  readonly default?: unknown;
  readonly anyOf?: readonly Property[];
  readonly properties?: Readonly<Record<string, Property>>;
}

interface Contributes {
  readonly customEditors: readonly {
    readonly priority: string;
    readonly selector: readonly { readonly filenamePattern: string }[];
  }[];
  readonly configurationDefaults: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly commands: readonly {
    readonly command: string;
    readonly category: string;
    readonly icon?: string | { readonly light: string; readonly dark: string };
  }[];
  readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when?: string }[]>>;
  readonly keybindings: readonly { readonly command: string; readonly when: string }[];
  readonly configuration: { readonly properties: Readonly<Record<string, Property>> };
  readonly debuggers: readonly {
    readonly languages: readonly string[];
    readonly configurationAttributes: {
      readonly launch: { readonly properties: Readonly<Record<string, Property>> };
      readonly attach: { readonly properties: Readonly<Record<string, Property>> };
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
    const named = new Set([...text.matchAll(/"%([\w.-]+)%"/g)].map(([, key]) => key));
    assert.deepEqual([...named].sort(), Object.keys(texts).sort());
  });

  it('names only files that exist', () => {
    const named = text.matchAll(
      /"(?:\.\/)?((?:media|schemas|syntaxes)\/[^"]+|language-configuration[\w-]*\.json)"/g,
    );
    const files = [...named].map(([, file = '']) => file);
    assert.ok(files.length > 10, `${files.length} files`);
    assert.deepEqual(
      files.filter((file) => !existsSync(path.join(projectRoot, file))),
      [],
    );
  });

  it('puts no command into a menu or on a key that it does not declare', () => {
    const declared = new Set(contributes.commands.map(({ command }) => command));
    const used = [...Object.values(contributes.menus).flat(), ...contributes.keybindings];
    for (const { command } of used) assert.ok(declared.has(command), command);
    for (const { category } of contributes.commands) assert.equal(category, 'PS2 ML');
  });

  it('offers in the palette only commands that apply', () => {
    const palette = new Map(contributes.menus['commandPalette']?.map(({ command, when }) => [command, when]));
    // These apply everywhere: they ask for what they need.
    const always = ['convert', 'inspectImage', 'newProject', 'doctor', 'openSample', 'stepSample', 'showLog'];
    always.push('runSampleStreamed', 'buildImage', 'runImage', 'openTokens', 'openDisc', 'openRam', 'openTime');
    for (const { command } of contributes.commands) {
      const when = palette.get(command);
      if (always.includes(command.replace('ps2ml.', ''))) assert.equal(when, undefined, command);
      else assert.ok(when !== undefined && when !== 'false', `${command} says when it applies`);
    }
    assert.ok(contributes.commands.length <= 48, `${contributes.commands.length} commands`);
  });

  it('gives Step Token an icon of its own, which is nothing else in VS Code', () => {
    const icon = contributes.commands.find(({ command }) => command === 'ps2ml.stepToken')?.icon;
    assert.deepEqual(icon, { light: './media/step-token-light.svg', dark: './media/step-token-dark.svg' });
  });

  it('opens by itself only files whose names are its own', () => {
    const patterns = contributes.customEditors
      .filter(({ priority }) => priority === 'default')
      .flatMap(({ selector }) => selector.map(({ filenamePattern }) => filenamePattern));
    assert.deepEqual(patterns, ['*.psnt', '*.ps2trace', '*.tokenizer.bin']);
  });

  it('hides the minimap of the forward pass, which would cover the costs', () => {
    assert.equal(contributes.configurationDefaults['[ps2ml-listing]']?.['editor.minimap.enabled'], false);
  });

  it('shows in menus only what has an icon where only icons are shown', () => {
    const icons = new Map(contributes.commands.map(({ command, icon }) => [command, icon]));
    for (const place of ['debug/toolBar', 'editor/title/run']) {
      const commands = contributes.menus[place] ?? [];
      assert.ok(commands.length > 0, place);
      for (const { command } of commands) assert.ok(icons.get(command), command);
    }
  });

  it('describes each setting, with its scope', () => {
    assert.ok(Object.keys(contributes.configuration.properties).length > 10);
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

  it('offers the same layouts in settings and launch configurations as a project', () => {
    const [debuggerEntry] = contributes.debuggers;
    const { launch, attach } = debuggerEntry?.configurationAttributes ?? {};
    const setting = contributes.configuration.properties['ps2ml.layout'];
    assert.equal(setting?.default, defaultLayoutName);
    const [names, fields] = schema.properties.layout.anyOf as readonly Property[];
    for (const place of [setting, launch?.properties['layout'], attach?.properties['layout']]) {
      const [ownNames, ownFields] = place?.anyOf ?? [];
      assert.deepEqual(ownNames?.enum, names?.enum);
      assert.deepEqual(Object.keys(ownFields?.properties ?? {}), Object.keys(fields?.properties ?? {}));
      for (const [name, { enum: words }] of Object.entries(ownFields?.properties ?? {}))
        assert.deepEqual(words, fields?.properties?.[name]?.enum);
    }
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
    for (const [name, value] of Object.entries(defaults))
      assert.deepEqual((launch as unknown as Record<string, unknown>)[name], value, name);
    for (const value of properties['arithmetic']?.enum ?? []) {
      parseLaunchArguments({ ...defaults, target: undefined, arithmetic: value }, targets);
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
