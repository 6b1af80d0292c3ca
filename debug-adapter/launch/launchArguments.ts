import { chooseTarget, type Action } from '../../targets/action';
import { readDiscSettings, readRamSettings } from '../../project/discFields';
import type { DiscLayout } from '../../model/plan/discLayout';
import { parseDiscLayout } from '../../model/plan/layoutWords';
import type { ProgramRequest } from '../../project/program/program';
import type { Arithmetic, TargetDescriptor } from '../../targets/descriptor';
import { errorText } from '../../common/errorText';
import { isRecord } from '../../common/guards';
import { readPlanFields } from '../../project/planFields';
import { originText, type OriginTexts } from '../../project/program/origins';
import { samplingFields, tokensField } from '../../project/samplingFields';
import {
  type AnyFieldValues,
  type DebugRequest,
  type Field,
  FieldError,
  type FieldGroup,
  type FieldValues,
  readField,
  readFields,
} from '../../targets/fields';
import type { TargetRegistry } from '../../targets/registry';
import { targets } from '../../targets/targets';
import { currentLaunch, launchGroups } from './launchGroups';

export type StopOnEntry = boolean | 'layer';
export type CompareWith = 'none' | 'reference';

/** A checked launch configuration with defaults filled in. */
export interface LaunchArguments extends ProgramRequest {
  readonly request: DebugRequest;
  /** Whether the configuration contains a prompt. A program that already runs then starts a new run with it. */
  readonly hasPrompt: boolean;
  /** Id of a target of the host. */
  readonly target: string;
  /** The fields of this target. */
  readonly own: AnyFieldValues;
  /** Stops before the first operation, or before the first layer; false does not stop. */
  readonly stopOnEntry: StopOnEntry;
  /** Stops at the end of the run, on targets that can step back. */
  readonly stopAtEnd: boolean;
  /** What each operation is compared with, from the beginning of the run. */
  readonly compareWith: CompareWith;
  /** Runs without ever stopping. */
  readonly noDebug: boolean;
  /** Where the editor shows the listing. Frames contain this URI instead of a source reference. */
  readonly listingUri?: string;
  /** Where tokenizer, layout and disc come from. */
  readonly origins: OriginTexts;
  /** Whether the program keeps running when the session ends, on targets that support it. */
  readonly onDisconnect: OnDisconnect;
}

export type OnDisconnect = 'stop' | 'keepRunning';

/** An invalid launch configuration. The message names the field and the expected value. */
export class LaunchArgumentsError extends Error {
  override readonly name = 'LaunchArgumentsError';

  constructor(
    message: string,
    options?: ErrorOptions,
    /** What the user can do about it. */
    readonly action?: Action,
  ) {
    super(message, options);
  }
}

/** A launch configuration in its current form (`currentLaunch`). @throws LaunchArgumentsError when it is ambiguous. */
export function currentConfiguration(values: AnyFieldValues): AnyFieldValues {
  return inLaunch(() => currentLaunch(values));
}

/**
 * Checks the arguments that an editor sent with `launch` or `attach`.
 * @param here ids of the targets that the host has; the first is the default in EE arithmetic.
 * @throws LaunchArgumentsError when a field is invalid.
 */
export function parseLaunchArguments(
  values: unknown,
  here: readonly string[],
  request: DebugRequest = 'launch',
  registry: TargetRegistry = targets,
): LaunchArguments {
  const fields = new Fields(values, registry);
  const tokenizer = fields.optionalText('tokenizer');
  const order = fields.optionalText('order');
  const system = fields.optionalText('system');
  const listingUri = fields.optionalText('__listingUri');
  const source = fields.optionalText('__source');
  const origins = fields.origins('__origins');
  const arithmetic = fields.choice<Arithmetic>('arithmetic', ['ee', 'ieee']);
  const target = fields.target(here, request, arithmetic);
  // The fields of other targets are checked, too.
  const groups = launchGroups(registry);
  const own = new Map(Object.entries(groups).map(([name, group]) => [name, fields.group(name, group)]));
  return {
    request,
    program: fields.requiredText('program', '"/models/stories.psnt"'),
    ...(tokenizer !== undefined && { tokenizer }),
    ...(source !== undefined && { source }),
    ...(order !== undefined && { order }),
    layout: fields.layout('layout'),
    prompt: fields.text('prompt', ''),
    // A system prompt implies chat.
    chat: fields.boolean('chat', system !== undefined),
    ...(system !== undefined && { system }),
    hasPrompt: fields.optionalText('prompt') !== undefined,
    tokens: Number(fields.field('tokens', tokensField)),
    target: target.id,
    own: own.get(target.id) ?? {},
    arithmetic,
    sampling: fields.statedGroup('sampling', samplingFields),
    ...fields.part('disc', readDiscSettings),
    ...fields.part('ram', readRamSettings),
    ...fields.plan(),
    stopOnEntry: fields.choice<StopOnEntry>('stopOnEntry', [true, false, 'layer']),
    stopAtEnd: fields.boolean('stopAtEnd', false),
    compareWith: fields.choice<CompareWith>('compareWith', ['none', 'reference']),
    noDebug: fields.boolean('noDebug', false),
    ...(listingUri !== undefined && { listingUri }),
    origins,
    onDisconnect: fields.choice('onDisconnect', onDisconnectChoices[request]),
  };
}

/** A program that already ran continues; one that the session started ends. The first is the default. */
const onDisconnectChoices: Readonly<Record<DebugRequest, readonly OnDisconnect[]>> = {
  launch: ['stop', 'keepRunning'],
  attach: ['keepRunning', 'stop'],
};

class Fields {
  private readonly values: AnyFieldValues;

  constructor(
    values: unknown,
    private readonly registry: TargetRegistry,
  ) {
    this.values = inLaunch(() => currentLaunch(isRecord(values) ? values : {}, registry));
  }

  /** Reads a field by its description. */
  field(name: string, field: Field): ReturnType<typeof readField> {
    return inLaunch(() => readField(field, this.values[name], name));
  }

  /** Reads the fields that decide how the model is planned, besides its layout. */
  plan(): ReturnType<typeof readPlanFields> {
    return inLaunch(() => readPlanFields(this.values));
  }

  /** Reads a group of fields. */
  group<G extends FieldGroup>(name: string, group: G): FieldValues<G> {
    return inLaunch(() => readFields(group, this.values[name], name));
  }

  /** The fields of a group that the configuration states. */
  statedGroup<G extends FieldGroup>(name: string, group: G): Partial<FieldValues<G>> {
    const values = this.group(name, group);
    const given = this.values[name];
    const stated = Object.entries(values).filter(([field]) => isRecord(given) && given[field] !== undefined);
    return Object.fromEntries(stated) as Partial<FieldValues<G>>;
  }

  optionalText(name: string): string | undefined {
    const value = this.values[name];
    if (value === undefined) return undefined;
    if (typeof value === 'string') return value;
    return this.refuse(name, 'a string', '"…"');
  }

  /** Where fields come from. By default, those that are present come from the launch configuration. */
  origins(name: string): OriginTexts {
    const given = this.values[name];
    const words = isRecord(given) ? given : {};
    const written = (['tokenizer', 'layout', 'disc'] as const).flatMap((field) => {
      const word = words[field];
      if (typeof word === 'string') return [[field, word]];
      return this.values[field] === undefined ? [] : [[field, originText('launch')]];
    });
    const { tie } = words;
    return { ...(Object.fromEntries(written) as OriginTexts), ...(typeof tie === 'string' && { tie }) };
  }

  text(name: string, fallback: string): string {
    return this.optionalText(name) ?? fallback;
  }

  requiredText(name: string, example: string): string {
    const value = this.optionalText(name);
    if (value === undefined || value === '') return this.refuse(name, 'the path of a model file', example);
    return value;
  }

  /** @throws LaunchArgumentsError when the layout is invalid. */
  layout(name: string): DiscLayout {
    try {
      return parseDiscLayout(this.values[name]);
    } catch (error) {
      const reason = errorText(error);
      throw new LaunchArgumentsError(`In the launch configuration ${reason}`);
    }
  }

  boolean(name: string, fallback: boolean): boolean {
    const value = this.values[name];
    if (value === undefined) return fallback;
    if (typeof value === 'boolean') return value;
    return this.refuse(name, 'true or false', String(fallback));
  }

  /** One of these values; the first is the default. @throws LaunchArgumentsError when it is another one. */
  choice<T extends string | boolean>(name: string, choices: readonly T[]): T {
    const [fallback] = choices;
    if (fallback === undefined) throw new LaunchArgumentsError(`"${name}" has no values that work here.`);
    const value = this.values[name] ?? fallback;
    const found = choices.find((choice) => choice === value);
    if (found !== undefined) return found;
    return this.refuse(
      name,
      choices.map((choice) => JSON.stringify(choice)).join(' or '),
      JSON.stringify(fallback),
    );
  }

  /**
   * The target that the configuration names. Default: the first suitable one of this host.
   * @param here ids of the targets of this host.
   * @throws LaunchArgumentsError when the target is unknown or does not fit.
   */
  target(here: readonly string[], request: DebugRequest, arithmetic: Arithmetic): TargetDescriptor {
    const { registry } = this;
    const known = here.flatMap((id) => registry.get(id) ?? []);
    const able = registry.withRequest(request);
    const possible = known.filter((target) => able.includes(target));
    const first = possible.find((target) => target.arithmetic.includes(arithmetic)) ?? possible[0] ?? able[0];
    const { target: id = first?.id } = this.values;
    const missing = registry.all.find((target) => target.id === id && !known.includes(target));
    if (missing !== undefined) throw notHere(missing, registry);
    const choices =
      first === undefined ? possible : [first, ...possible.filter((target) => target !== first)];
    const chosen = this.choice(
      'target',
      choices.map((target) => target.id),
    );
    const target = registry.get(chosen);
    if (target === undefined) throw targetError(`Unknown target "${chosen}".`);
    if (target.arithmetic.includes(arithmetic)) return target;
    throw targetError(
      `The ${target.id} target supports only ${arithmeticNames[target.arithmetic[0] ?? 'ee']} arithmetic: set "arithmetic" to "${target.arithmetic[0] ?? 'ee'}", or choose "target": "${registry.defaultFor({ arithmetic }).id}" for ${arithmeticNames[arithmetic]}.`,
    );
  }

  /** A group of fields, if present. @throws LaunchArgumentsError when it is invalid. */
  part<Name extends string, T>(
    name: Name,
    read: (value: unknown) => { readonly value: T; readonly problem?: string },
  ): Partial<Record<Name, T>> {
    const given = this.values[name];
    if (given === undefined) return {};
    const { value, problem } = read(given);
    if (problem === undefined) return { [name]: value } as Partial<Record<Name, T>>;
    throw new LaunchArgumentsError(`Invalid "${name}" in the launch configuration: ${problem}`);
  }

  private refuse(name: string, expected: string, example: string): never {
    const value = this.values[name];
    const found = value === undefined ? 'is missing' : `is ${JSON.stringify(value)}`;
    throw new LaunchArgumentsError(
      `The launch configuration's "${name}" ${found}, expected ${expected}. Example: "${name}": ${example}.`,
    );
  }
}

/** A target that cannot be used; another can be chosen. */
const targetError = (message: string): LaunchArgumentsError =>
  new LaunchArgumentsError(message, undefined, chooseTarget);

const arithmeticNames: Readonly<Record<Arithmetic, string>> = { ee: 'EE', ieee: 'IEEE 754' };

/** A target that cannot run in a browser. */
function notHere({ id }: TargetDescriptor, registry: TargetRegistry): LaunchArgumentsError {
  const { id: instead } = registry.defaultFor({ place: 'browser' });
  return targetError(
    `The target "${id}" needs threads, files on disk or the network and is not available in VS Code for the Web. Use "request": "launch" and "target": "${instead}", or VS Code on the desktop or connected to a server.`,
  );
}

/** Adds to the message of a FieldError that the field is in the launch configuration. */
function inLaunch<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof FieldError)) throw error;
    throw new LaunchArgumentsError(`The launch configuration's ${error.message}`, { cause: error });
  }
}
