import type { DebugRequest } from '../../targets/fields';
import { oldFields } from '../../targets/oldFields';
import type { TargetRegistry } from '../../targets/registry';
import { targetTable } from '../../targets/table';
import { targets } from '../../targets/targets';
import { launchManifest } from './launchAttributes';
import { launchGroups } from './launchGroups';
import { writeLayoutDefaults, writeSettingDefaults, type LayoutProperty } from './layoutDefaults';

type Json = Record<string, unknown>;

/** The generated parts of package.json. */
interface Manifest extends Json {
  contributes: {
    debuggers: {
      configurationAttributes: Record<DebugRequest, { properties: Json & { layout: LayoutProperty } }>;
    }[];
    configuration: { properties: Json & { 'ps2ml.layout': LayoutProperty } };
  };
  capabilities: { untrustedWorkspaces: { restrictedConfigurations: readonly string[] } };
}

/** How to update each file that derives from the targets, by its path in the project. */
export function generatedFiles(
  registry: TargetRegistry = targets,
): Readonly<Record<string, (text: string) => string>> {
  const manifest = launchManifest(registry);
  const own = [...Object.keys(launchGroups(registry)), ...registry.all.map(({ id }) => id)];
  return {
    'package.json': (text) => {
      const file = JSON.parse(text) as Manifest;
      const { configurationAttributes } = file.contributes.debuggers[0] ?? {};
      if (configurationAttributes === undefined) throw new Error('package.json contributes no debugger.');
      const attributes = Object.entries(manifest.attributes) as [DebugRequest, Json][];
      const old = oldFields(launchGroups(registry)).map(({ oldName }) => oldName);
      const made = ['tokens', 'target', 'onDisconnect', ...own, ...old];
      for (const [request, properties] of attributes) {
        const there = configurationAttributes[request];
        const { layout } = there.properties;
        writeLayoutDefaults(layout);
        const others = without(there.properties, (name) => made.includes(name));
        there.properties = { ...others, ...properties, layout };
      }
      const { configuration } = file.contributes;
      const isOwn = (name: string): boolean => own.some((group) => name.startsWith(`ps2ml.${group}.`));
      const { 'ps2ml.layout': layout } = configuration.properties;
      writeSettingDefaults(layout);
      const others = without(configuration.properties, isOwn);
      configuration.properties = { ...others, ...manifest.settings, 'ps2ml.layout': layout };
      file.capabilities.untrustedWorkspaces.restrictedConfigurations = manifest.restricted;
      return JSON.stringify(file, undefined, 2);
    },
    'package.nls.json': (text) => {
      const texts = JSON.parse(text) as Json;
      const parts = ['target', 'old', 'tokens', 'onDisconnect', ...own].map((part) => `launch.${part}`);
      const settings = own.map((group) => `setting.${group}.`);
      const isOwn = (key: string): boolean =>
        parts.some((part) => key === part || key.startsWith(`${part}.`)) ||
        settings.some((part) => key.startsWith(part));
      return JSON.stringify({ ...without(texts, isOwn), ...manifest.texts }, undefined, 2);
    },
    'schemas/ps2ml.schema.json': (text) => {
      const schema = JSON.parse(text) as {
        properties: Json & { layout: LayoutProperty };
        defaultSnippets: { body: Json }[];
      };
      writeLayoutDefaults(schema.properties.layout);
      schema.properties['target'] = projectTarget(registry);
      const [snippet] = schema.defaultSnippets;
      if (snippet) snippet.body['target'] = `\${3|${registry.ids.join(',')}|}`;
      return JSON.stringify(schema, undefined, 2);
    },
    'docs/debugging.md': (text) =>
      text.replace(/(?<=\n## Targets\n\n)(?:\|.*\n)+/, () => `${targetTable(registry)}\n`),
  };
}

/** `target` of ps2ml.json. The language server marks old ids and offers the current one. */
function projectTarget(registry: TargetRegistry): Json {
  const old = registry.oldNames('launch');
  return {
    enum: [...registry.ids, ...old.map(({ word }) => word)],
    default: registry.ids[0],
    description: 'The target that F5 uses.',
    enumDescriptions: [
      ...registry.all.map(
        ({ description }) => `${description.charAt(0).toUpperCase()}${description.slice(1)}.`,
      ),
      ...old.map(({ id }) => `Old name of "${id}".`),
    ],
  };
}

const without = (values: Json, isLeftOut: (name: string) => boolean): Json =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !isLeftOut(name)));
