import { readDiscSettings, readRamSettings } from '../../project/discFields';
import { projectTargets } from '../../project/project';
import type { DiscLayout } from '../../model/plan/discLayout';
import { parseDiscLayout } from '../../model/plan/layoutWords';
import type { Arithmetic, ProgramRequest } from '../../project/program/program';
import type { Pcsx2Options } from '../pcsx2/launchOptions';
import { defaultPs2LinkOptions, readPs2LinkOptions, type Ps2LinkOptions } from '../ps2link/launchOptions';

export type StopOnEntry = boolean | 'layer';

/** A launch configuration after checking, with defaults filled in. */
export interface LaunchArguments extends ProgramRequest {
  readonly request: DebugRequest;
  /** Whether the configuration says a prompt, so that a program that was found begins anew with it. */
  readonly hasPrompt: boolean;
  /** Name of a target of the host. */
  readonly target: string;
  /** Stop before the first operation, or before the first layer; false runs on. */
  readonly stopOnEntry: StopOnEntry;
  /** Stops at the end of the run, on targets that can go back from there. */
  readonly stopAtEnd: boolean;
  /** Runs without ever stopping. */
  readonly noDebug: boolean;
  /** Where the editor shows the listing; frames point there instead of at a source reference. */
  readonly listingUri?: string;
  readonly pcsx2: Pcsx2Options;
  readonly ps2link: Ps2LinkOptions;
}

/** `launch` starts a program, `attach` takes one that runs. */
export type DebugRequest = 'launch' | 'attach';

/** Targets that a session can attach to. */
const attachable = ['pcsx2'];

/** A launch configuration that cannot be used; the message names the field and says what to write. */
export class LaunchArgumentsError extends Error {
  override readonly name = 'LaunchArgumentsError';
}

/**
 * Checks what an editor sent as the arguments of `launch` or `attach`.
 * @param targets names that `target` may have; the first is the default in EE arithmetic.
 * @throws LaunchArgumentsError
 */
export function parseLaunchArguments(
  values: unknown,
  targets: readonly string[],
  request: DebugRequest = 'launch',
): LaunchArguments {
  const fields = new Fields(values);
  const choices = request === 'launch' ? targets : targets.filter((name) => attachable.includes(name));
  const tokenizer = fields.optionalText('tokenizer');
  const order = fields.optionalText('order');
  const system = fields.optionalText('system');
  const listingUri = fields.optionalText('__listingUri');
  const arithmetic = fields.choice<Arithmetic>('arithmetic', ['ee', 'ieee']);
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
    tokens: fields.integer('tokens', 64, 1, 1_000_000),
    target: fields.target(targets, defaultFirst(choices, arithmetic)),
    arithmetic,
    temperature: fields.number('temperature', 0, 0, 100),
    topK: fields.integer('topK', 0, 0, 1_000_000),
    topP: fields.number('topP', 1, 0, 1),
    repetitionPenalty: fields.number('repetitionPenalty', 1, 0.01, 100),
    noRepeatNgram: fields.integer('noRepeatNgram', 0, 0, 1000),
    seed: fields.integer('seed', 1, 0, 0xffffffff),
    ...fields.part('disc', readDiscSettings),
    ...fields.part('ram', readRamSettings),
    stopOnEntry: fields.choice<StopOnEntry>('stopOnEntry', [true, false, 'layer']),
    stopAtEnd: fields.boolean('stopAtEnd', false),
    noDebug: fields.boolean('noDebug', false),
    ...(listingUri !== undefined && { listingUri }),
    pcsx2: pcsx2Options(fields, request),
    ps2link: defaultPs2LinkOptions,
    ...fields.part('ps2link', readPs2LinkOptions),
  };
}

function pcsx2Options(fields: Fields, request: DebugRequest): Pcsx2Options {
  const ends = ['stop', 'keepRunning'] as const;
  return {
    path: fields.text('pcsx2Path', ''),
    slot: fields.optionalInteger('pineSlot', 28011, 1, 65535),
    replyMs: fields.number('pineTimeout', 3, 0.1, 60) * 1000,
    stageMs: fields.number('startTimeout', 60, 1, 600) * 1000,
    stays: fields.choice('onDisconnect', request === 'launch' ? ends : ends.toReversed()) === 'keepRunning',
    checkpointSlot: fields.optionalInteger('checkpointSlot', 9, 0, 255),
    elf: fields.optionalText('elf'),
  };
}

/** IEEE 754 exists on the reference engine alone, so that it is then the default. */
function defaultFirst(targets: readonly string[], arithmetic: Arithmetic): readonly string[] {
  const isReference = (name: string): boolean => name === 'reference';
  if (arithmetic === 'ee') return targets;
  return [...targets.filter(isReference), ...targets.filter((name) => !isReference(name))];
}

class Fields {
  private readonly values: Readonly<Record<string, unknown>>;

  constructor(values: unknown) {
    this.values = typeof values === 'object' && values !== null ? { ...values } : {};
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
      const reason = error instanceof Error ? error.message : String(error);
      throw new LaunchArgumentsError(`In the launch configuration ${reason}`);
    }
  }

  boolean(name: string, fallback: boolean): boolean {
    const value = this.values[name];
    if (value === undefined) return fallback;
    if (typeof value === 'boolean') return value;
    return this.refuse(name, 'true or false', String(fallback));
  }

  number(name: string, fallback: number, least: number, most: number): number {
    const value = this.values[name];
    if (value === undefined) return fallback;
    if (typeof value === 'number' && value >= least && value <= most) return value;
    return this.refuse(name, `a number from ${least} to ${most}`, String(fallback));
  }

  integer(name: string, fallback: number, least: number, most: number): number {
    const value = this.values[name];
    if (value === undefined) return fallback;
    if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
    return this.refuse(name, `a whole number from ${least} to ${most}`, String(fallback));
  }

  optionalInteger(name: string, example: number, least: number, most: number): number | undefined {
    return this.values[name] === undefined ? undefined : this.integer(name, example, least, most);
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
   * @param here the targets of this host.
   * @param choices those that the request may have.
   */
  target(here: readonly string[], choices: readonly string[]): string {
    const { target = choices[0] ?? attachable[0] } = this.values;
    const missing = projectTargets.find((name) => name === target && !here.includes(name));
    if (missing === undefined) return this.choice('target', choices);
    throw new LaunchArgumentsError(
      `The target "${missing}" needs threads, files on disk or the network, which VS Code for the Web does not give: write "request": "launch" and "target": "reference", or use VS Code on the desktop or connected to a server.`,
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
