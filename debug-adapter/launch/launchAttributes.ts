import { planFields } from '../../project/planFields';
import { tokensField } from '../../project/samplingFields';
import { fieldsFor, type DebugRequest, type Field, type FieldGroup } from '../../targets/fields';
import { oldFields } from '../../targets/oldFields';
import type { TargetRegistry } from '../../targets/registry';
import { targets } from '../../targets/targets';
import { launchGroups } from './launchGroups';

type Json = Readonly<Record<string, unknown>>;

/** The parts of the extension manifest about targets and groups of fields. `npm run generate` writes them. */
export interface LaunchManifest {
  /** Attributes of launch configurations, by request. */
  readonly attributes: Readonly<Record<DebugRequest, Json>>;
  /** The settings that supply defaults. */
  readonly settings: Json;
  /** Settings that an untrusted workspace cannot set. */
  readonly restricted: readonly string[];
  /** The texts that the other parts refer to. */
  readonly texts: Readonly<Record<string, string>>;
}

/** The launch manifest of a registry. */
export function launchManifest(registry: TargetRegistry = targets): LaunchManifest {
  const maker = new ManifestMaker(registry);
  const attributes = { launch: maker.attributes('launch'), attach: maker.attributes('attach') };
  const settings = maker.settings();
  const restricted = Object.entries(settings)
    .filter(([, { scope }]) => scope === 'machine-overridable')
    .map(([name]) => name);
  return { attributes, settings, restricted, texts: maker.texts };
}

class ManifestMaker {
  readonly texts: Record<string, string> = {};

  constructor(private readonly registry: TargetRegistry) {}

  attributes(request: DebugRequest): Json {
    const groups = Object.entries(launchGroups(this.registry)).filter(([name]) => {
      const target = this.registry.get(name);
      return target === undefined || target.requests.includes(request);
    });
    const nested = groups.map(
      ([name, group]) => [name, this.group(name, fieldsFor(group, request))] as const,
    );
    return {
      tokens: {
        ...schemaOf(tokensField),
        markdownDescription: this.text('launch.tokens', tokensField.description),
      },
      ...this.fields('launch', planFields),
      target: this.target(request),
      ...Object.fromEntries(nested),
      onDisconnect: {
        type: 'string',
        enum: request === 'launch' ? ['stop', 'keepRunning'] : ['keepRunning', 'stop'],
        default: request === 'launch' ? 'stop' : 'keepRunning',
        markdownDescription: this.text('launch.onDisconnect', this.onDisconnect()),
      },
      ...this.oldFields(Object.fromEntries(groups), request),
    };
  }

  settings(): Readonly<Record<string, { readonly scope: string }>> {
    const groups = Object.entries(launchGroups(this.registry));
    const fields = groups.flatMap(([group, own]) =>
      Object.entries(own).map(([name, field]) => ({ key: `launch.${group}.${name}`, field })),
    );
    const found = fields.flatMap(({ key, field }) => {
      const { setting } = field;
      if (setting === undefined) return [];
      const { name, scope, description } = setting;
      const own =
        description === undefined
          ? this.text(key, field.description)
          : this.text(`setting.${name}`, description);
      return [{ name: `ps2ml.${name}`, value: { ...settingOf(field), scope, markdownDescription: own } }];
    });
    const first = 5;
    return Object.fromEntries(
      found.map(({ name, value }, index) => [name, { ...value, order: first + index }]),
    );
  }

  private target(request: DebugRequest): Json {
    const able = this.registry.withRequest(request);
    const old = this.registry.oldNames('launch').filter(({ id }) => able.some((target) => target.id === id));
    const described = able.map(({ id, description, details }) =>
      this.text(`launch.target.${id}`, `${capital(description)}. ${details}`),
    );
    return {
      type: 'string',
      enum: [...able.map(({ id }) => id), ...old.map(({ word }) => word)],
      enumDescriptions: [
        ...described,
        ...old.map(({ word, id }) => this.text(`launch.target.old.${word}`, `Old name of "${id}".`)),
      ],
      default: able[0]?.id,
      markdownDescription: this.text('launch.target', this.targetText()),
      ...(old.length > 0 && {
        if: { enum: old.map(({ word }) => word) },
        then: {
          deprecationMessage: this.text(
            'launch.target.old',
            old.map(({ word, id }) => `"${word}" is called "${id}" now.`).join(' '),
          ),
        },
      }),
    };
  }

  private group(name: string, fields: FieldGroup): Json {
    const target = this.registry.get(name);
    const text =
      target === undefined
        ? 'How the next token is chosen.'
        : `For the target \`${name}\`.${hasSettings(fields) ? ` Omitted fields come from the settings \`ps2ml.${name}.*\`, if there is one.` : ''}`;
    return {
      type: 'object',
      additionalProperties: false,
      markdownDescription: this.text(`launch.${name}`, text),
      properties: this.fields(`launch.${name}`, fields),
    };
  }

  private fields(place: string, fields: FieldGroup): Json {
    const entries = Object.entries(fields).map(([field, spec]) => [
      field,
      { ...schemaOf(spec), markdownDescription: this.text(`${place}.${field}`, spec.description) },
    ]);
    return Object.fromEntries(entries) as Json;
  }

  private oldFields(groups: Readonly<Record<string, FieldGroup>>, request: DebugRequest): Json {
    const fields = oldFields(groups).flatMap(({ oldName, places }) => {
      const there = places.flatMap(({ group, field }) => {
        const spec = fieldsFor(groups[group] ?? {}, request)[field];
        return spec === undefined ? [] : [{ group, field, spec }];
      });
      const [first] = there;
      if (first === undefined) return [];
      const instead = there.map(({ group, field }) => `"${group}": { "${field}": … }`).join(' or ');
      const deprecationMessage = this.text(`launch.old.${oldName}`, `Use ${instead} instead.`);
      // Only the new field has a default.
      const schema = { ...schemaOf(first.spec), default: undefined };
      return [[oldName, { ...schema, deprecationMessage, doNotSuggest: true }] as const];
    });
    return Object.fromEntries(fields);
  }

  private onDisconnect(): string {
    const able = this.registry.all.filter(({ capabilities }) => capabilities.keepsRunning);
    return `Whether the program ends with the session (\`stop\`) or keeps running (\`keepRunning\`), on the targets that support it: ${able.map(({ id }) => `\`${id}\``).join(', ')}.`;
  }

  private targetText(): string {
    const first = this.registry.defaultFor({}).label;
    const web = this.registry.defaultFor({ place: 'browser' }).label;
    const ieee = this.registry.defaultFor({ arithmetic: 'ieee' }).label;
    return `What executes the forward pass. Default: the ${first}; in VS Code for the Web the ${web}, and for IEEE 754 arithmetic the ${ieee}.`;
  }

  private text(key: string, text: string): string {
    this.texts[key] = text;
    return `%${key}%`;
  }
}

/** The JSON schema that checks a field. */
export function schemaOf(field: Field): Json {
  const preset = field.default === undefined ? {} : { default: field.default };
  switch (field.type) {
    case 'text':
      return { type: 'string', ...preset };
    case 'boolean':
      return { type: 'boolean', ...preset };
    case 'choice':
      return { type: 'string', enum: field.choices, ...preset };
    case 'integer':
    case 'number':
      return { type: field.type, minimum: field.least, maximum: field.most, ...preset };
  }
}

/** The same for a setting. A setting without a default needs a value that means "not set". */
function settingOf(field: Field): Json {
  const schema = schemaOf(field);
  return field.default === undefined ? { ...schema, type: [schema['type'], 'null'], default: null } : schema;
}

const hasSettings = (fields: FieldGroup): boolean =>
  Object.values(fields).some(({ setting }) => setting !== undefined);

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
