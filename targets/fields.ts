import { isRecord } from '../common/guards';

/** The request that a field belongs to: `launch` starts a program, `attach` connects to a running one. */
export type DebugRequest = 'launch' | 'attach';

/** A setting of the editor that supplies a field's default. */
export interface FieldSetting {
  /** Without `ps2ml.`, such as `pcsx2.path`. */
  readonly name: string;
  readonly scope: 'machine-overridable' | 'window' | 'resource';
  /** The description in the settings editor, if it differs from the one in launch.json. Markdown. */
  readonly description?: string;
}

interface CommonField {
  /** For users, in Markdown. */
  readonly description: string;
  readonly setting?: FieldSetting;
  /** Its name at the top level of launch configurations, before it was part of a group. */
  readonly oldName?: string;
  /** The requests that have it. Default: both. */
  readonly requests?: readonly DebugRequest[];
}

interface TextField extends CommonField {
  readonly type: 'text';
  readonly default?: string;
  /** The pattern it must match, and a description of it for messages. The default is always allowed. */
  readonly pattern?: RegExp;
  readonly expected?: string;
  readonly example: string;
}

export interface NumberField extends CommonField {
  readonly type: 'integer' | 'number';
  readonly least: number;
  readonly most: number;
  readonly default?: number;
  /** An example for messages, if there is no default. */
  readonly example?: number;
}

interface FlagField extends CommonField {
  readonly type: 'boolean';
  readonly default: boolean;
}

interface ChoiceField extends CommonField {
  readonly type: 'choice';
  readonly choices: readonly string[];
  readonly default: string;
}

/** A field of a launch configuration: its type, default, check and description in one place. */
export type Field = TextField | NumberField | FlagField | ChoiceField;

/** The fields of a group under one key, by their names. */
export type FieldGroup = Readonly<Record<string, Field>>;

type ValueOf<F extends Field> = F extends { readonly type: 'choice'; readonly choices: readonly (infer C)[] }
  ? C
  : F extends { readonly type: 'boolean' }
    ? boolean
    : F extends { readonly type: 'text' }
      ? string
      : number;

type NamesWithDefault<G extends FieldGroup> = {
  [Name in keyof G]: G[Name] extends { readonly default: unknown } ? Name : never;
}[keyof G];

/** The values of a group, with defaults filled in. */
export type FieldValues<G extends FieldGroup> = {
  readonly [Name in NamesWithDefault<G>]: ValueOf<G[Name]>;
} & { readonly [Name in Exclude<keyof G, NamesWithDefault<G>>]?: ValueOf<G[Name]> | undefined };

/** The values of any group. */
export type AnyFieldValues = Readonly<Record<string, unknown>>;

/** A field has an invalid value. The message begins with the field's name. */
export class FieldError extends Error {
  override readonly name = 'FieldError';
}

/**
 * Checks the values of a group and fills in defaults.
 * @param name the name of the group, such as `pcsx2`.
 * @throws FieldError when a value is not valid.
 */
export function readFields<G extends FieldGroup>(group: G, value: unknown, name: string): FieldValues<G> {
  const values = value === undefined ? {} : value;
  if (!isRecord(values)) {
    throw new FieldError(
      `"${name}" is ${shown(values)}, expected { … } with ${Object.keys(group).join(', ')}.`,
    );
  }
  const unknown = Object.keys(values).find((key) => !Object.hasOwn(group, key));
  if (unknown !== undefined) {
    throw new FieldError(
      `"${name}" has an unknown property "${unknown}". Known properties: ${Object.keys(group).join(', ')}.`,
    );
  }
  const read = Object.entries(group).flatMap(([key, field]): [string, unknown][] => {
    const given = readField(field, values[key], `${name}.${key}`);
    return given === undefined ? [] : [[key, given]];
  });
  // Each value has the type of its field, which `readField` has checked.
  return Object.fromEntries(read) as FieldValues<G>;
}

/** Checks one value. @returns the default when there is none. @throws FieldError when it is not valid. */
export function readField(field: Field, value: unknown, name: string): string | number | boolean | undefined {
  if (value === undefined || value === field.default) return field.default;
  const key = name.slice(name.lastIndexOf('.') + 1);
  const refuse = (expected: string): never => {
    throw new FieldError(
      `"${name}" is ${shown(value)}, expected ${expected}. Example: "${key}": ${exampleOf(field)}.`,
    );
  };
  switch (field.type) {
    case 'text':
      if (typeof value === 'string' && (field.pattern?.test(value) ?? true)) return value;
      return refuse(field.expected ?? 'a string');
    case 'boolean':
      return typeof value === 'boolean' ? value : refuse('true or false');
    case 'choice':
      if (typeof value === 'string' && field.choices.includes(value)) return value;
      return refuse(field.choices.map((choice) => JSON.stringify(choice)).join(' or '));
    case 'integer':
    case 'number': {
      const { type, least, most } = field;
      const fits =
        typeof value === 'number' &&
        value >= least &&
        value <= most &&
        (type === 'number' || Number.isInteger(value));
      if (fits) return value;
      return refuse(`a ${type === 'integer' ? 'whole ' : ''}number from ${least} to ${most}`);
    }
  }
}

/** The fields of a group that a request has. */
export function fieldsFor(group: FieldGroup, request: DebugRequest): FieldGroup {
  const entries = Object.entries(group).filter(([, { requests }]) => requests?.includes(request) ?? true);
  return Object.fromEntries(entries);
}

function exampleOf(field: Field): string {
  if (field.type === 'text') return JSON.stringify(field.example);
  if (field.type === 'integer' || field.type === 'number')
    return JSON.stringify(field.default ?? field.example ?? field.least);
  return JSON.stringify(field.default);
}

/** Values of launch configurations and settings are JSON. */
const shown = (value: unknown): string => JSON.stringify(value);
