import { readDiscSettings, readRamSettings } from '../../project/discFields';
import type { DiscLayout } from '../../model/plan/discLayout';
import { parseDiscLayout } from '../../model/plan/layoutWords';
import type { ProgramRequest } from '../../project/program/program';
import type { Arithmetic, TargetDescriptor } from '../../targets/descriptor';
import { errorText } from '../../common/errorText';
import { isRecord } from '../../common/guards';
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

/** A launch configuration after checking, with defaults filled in. */
export interface LaunchArguments extends ProgramRequest {
  readonly request: DebugRequest;
  /** Whether the configuration says a prompt, so that a program that was found begins anew with it. */
  readonly hasPrompt: boolean;
  /** Id of a target of the host. */
  readonly target: string;
  /** Fields of the target's own. */
  readonly own: AnyFieldValues;
  /** Stop before the first operation, or before the first layer; false runs on. */
  readonly stopOnEntry: StopOnEntry;
  /** Stops at the end of the run, on targets that can go back from there. */
  readonly stopAtEnd: boolean;
  /** Runs without ever stopping. */
  readonly noDebug: boolean;
  /** Where the editor shows the listing; frames point there instead of at a source reference. */
  readonly listingUri?: string;
  /** Whether the program goes on when the session ends, on targets where it can. */
  readonly onDisconnect: OnDisconnect;
}

export type OnDisconnect = 'stop' | 'keepRunning';

/** A launch configuration that cannot be used; the message names the field and says what to write. */
export class LaunchArgumentsError extends Error {
  override readonly name = 'LaunchArgumentsError';
}

/** A launch configuration as it is written today (`currentLaunch`). @throws LaunchArgumentsError */
export function currentConfiguration(values: AnyFieldValues): AnyFieldValues {
  return inLaunch(() => currentLaunch(values));
}

/**
 * Checks what an editor sent as the arguments of `launch` or `attach`.
 * @param here ids of the targets that the host has; the first is the default in EE arithmetic.
 * @throws LaunchArgumentsError
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
  const arithmetic = fields.choice<Arithmetic>('arithmetic', ['ee', 'ieee']);
  const target = fields.target(here, request, arithmetic);
  // Also what other targets than this one have is checked.
  const groups = launchGroups(registry);
  const own = new Map(Object.entries(groups).map(([name, group]) => [name, fields.group(name, group)]));
  return {
    request,
    program: fields.requiredText('program', '"/models/stories.psnt"'),
    ...(tokenizer !== undefined && { tokenizer }),
    ...(order !== undefined && { order }),
    layout: fields.layout('layout'),
    prompt: fields.text('prompt', ''),
    // Who says what the model is told means a conversation.
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
    stopOnEntry: fields.choice<StopOnEntry>('stopOnEntry', [true, false, 'layer']),
    stopAtEnd: fields.boolean('stopAtEnd', false),
    noDebug: fields.boolean('noDebug', false),
    ...(listingUri !== undefined && { listingUri }),
    onDisconnect: fields.choice('onDisconnect', onDisconnectChoices[request]),
  };
}

/** What there was before goes on; what was started ends. */
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

  /** A field by its description. */
  field(name: string, field: Field): ReturnType<typeof readField> {
    return inLaunch(() => readField(field, this.values[name], name));
  }

  /** Fields that stand together. */
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
    return this.refuse(name, 'a text', '"…"');
  }

  text(name: string, fallback: string): string {
    return this.optionalText(name) ?? fallback;
  }

  requiredText(name: string, example: string): string {
    const value = this.optionalText(name);
    if (value === undefined || value === '') return this.refuse(name, 'the path of a model file', example);
    return value;
  }

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

  choice<T extends string | boolean>(name: string, choices: readonly T[]): T {
    const [fallback] = choices;
    if (fallback === undefined) throw new LaunchArgumentsError(`There is no ${name} to choose from here.`);
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
   * The target that is named, else the first that this host has and that fits.
   * @param here ids of the targets of this host.
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
    if (target === undefined) throw new LaunchArgumentsError(`There is no target "${chosen}".`);
    if (target.arithmetic.includes(arithmetic)) return target;
    throw new LaunchArgumentsError(
      `The ${target.id} target computes in ${arithmeticNames[target.arithmetic[0] ?? 'ee']} arithmetic alone: set "arithmetic" to "${target.arithmetic[0] ?? 'ee'}", or choose "target": "${registry.defaultFor({ arithmetic }).id}" for ${arithmeticNames[arithmetic]}.`,
    );
  }

  /** A group of fields, when it is there. */
  part<Name extends string, T>(
    name: Name,
    read: (value: unknown) => { readonly value: T; readonly problem?: string },
  ): Partial<Record<Name, T>> {
    const given = this.values[name];
    if (given === undefined) return {};
    const { value, problem } = read(given);
    if (problem === undefined) return { [name]: value } as Partial<Record<Name, T>>;
    throw new LaunchArgumentsError(`The launch configuration's "${name}" is not right: ${problem}`);
  }

  private refuse(name: string, expected: string, example: string): never {
    const value = this.values[name];
    const found = value === undefined ? 'is missing' : `is ${JSON.stringify(value)}`;
    throw new LaunchArgumentsError(
      `The launch configuration's "${name}" ${found}, expected ${expected}: write for example "${name}": ${example}.`,
    );
  }
}

const arithmeticNames: Readonly<Record<Arithmetic, string>> = { ee: 'EE', ieee: 'IEEE 754' };

/** A target that needs more than a browser has. */
function notHere({ id }: TargetDescriptor, registry: TargetRegistry): LaunchArgumentsError {
  const { id: instead } = registry.defaultFor({ place: 'browser' });
  return new LaunchArgumentsError(
    `The target "${id}" needs threads, files on disk or the network, which VS Code for the Web does not give: write "request": "launch" and "target": "${instead}", or use VS Code on the desktop or connected to a server.`,
  );
}

/** Says of what is wrong in a field that it is of the launch configuration. */
function inLaunch<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof FieldError)) throw error;
    throw new LaunchArgumentsError(`The launch configuration's ${error.message}`, { cause: error });
  }
}
