import { defaultDisc, type DiscSettings } from '../../image/discSettings';
import { defaultDiscLayout, type DiscLayout } from '../../model/plan/discLayout';
import { defaultPlanOptions, type KvCacheType } from '../../model/plan/options';
import { samplingDefaults } from '../limits';
import type { ProjectSampling, RamSettings } from '../project';
import type { Arithmetic } from '../../targets/descriptor';
import type { ProgramRequest } from './program';

/**
 * The sources of values for a run. If several set a value, the first one in this list applies. `chosen`: what the user
 * has chosen since the project was written. `remembered`: from an earlier run or answer.
 */
export const speakers = ['launch', 'chosen', 'project', 'setting', 'remembered', 'found'] as const;
export type Speaker = (typeof speakers)[number];

/** Where an answer comes from. */
export type Origin = Speaker | 'default';

/** An answer and its source. */
export interface Resolved<T> {
  readonly value: T;
  readonly from: Origin;
}

/** The values that one source sets. The others are absent. */
export interface Statements extends Partial<ProjectSampling> {
  /** The path of the tokenizer, as the host opens it. null: none, so token ids are shown. */
  readonly tokenizer?: string | null;
  /** The tensor order of a PSNT. */
  readonly order?: string;
  readonly layout?: DiscLayout;
  readonly ram?: RamSettings;
  /** Text positions of the plan; the largest number that fits when nobody says it. */
  readonly context?: number;
  readonly kvCache?: KvCacheType;
  readonly disc?: DiscSettings;
  readonly prompt?: string;
  readonly chat?: boolean;
  readonly system?: string;
  readonly arithmetic?: Arithmetic;
}

/** The defaults. Tensor order, tokenizer, context and system message have none. */
const defaults = {
  layout: defaultDiscLayout,
  ram: {} as RamSettings,
  kvCache: defaultPlanOptions.kvCache,
  disc: defaultDisc,
  prompt: '',
  chat: false,
  arithmetic: 'ee' as Arithmetic,
  ...samplingDefaults,
};

type WithDefault = keyof typeof defaults;
type Value<Field extends keyof Statements> = Exclude<Statements[Field], undefined>;

/** The resolved values for a run. */
export type Resolution = {
  readonly [Field in WithDefault]: Resolved<Value<Field>>;
} & {
  readonly [Field in Exclude<keyof Statements, WithDefault>]?: Resolved<Value<Field>>;
};

/** Decides which values apply to a run, and where each comes from. */
export function resolveRun(said: Partial<Record<Speaker, Statements>>): Resolution {
  const find = <Field extends keyof Statements>(field: Field): Resolved<Value<Field>> | undefined => {
    for (const from of speakers) {
      const value = said[from]?.[field];
      if (value !== undefined) return { value: value as Value<Field>, from };
    }
    return undefined;
  };
  const get = <Field extends WithDefault>(field: Field): Resolved<Value<Field>> =>
    find(field) ?? { value: defaults[field] as Value<Field>, from: 'default' };
  const tokenizer = find('tokenizer');
  const order = find('order');
  const context = find('context');
  const system = find('system');
  return {
    ...(tokenizer && { tokenizer }),
    ...(order && { order }),
    ...(context && { context }),
    ...(system && { system }),
    layout: get('layout'),
    ram: get('ram'),
    kvCache: get('kvCache'),
    disc: get('disc'),
    prompt: get('prompt'),
    // A system message implies a chat.
    chat: find('chat') ?? (system ? { value: true, from: system.from } : get('chat')),
    arithmetic: get('arithmetic'),
    tokens: get('tokens'),
    temperature: get('temperature'),
    topK: get('topK'),
    topP: get('topP'),
    repetitionPenalty: get('repetitionPenalty'),
    noRepeatNgram: get('noRepeatNgram'),
    seed: get('seed'),
  };
}

/** The answers without their sources, as the request to load a program. */
export function requestOf(program: string, resolution: Resolution): ProgramRequest {
  const { tokenizer, order, system, disc, context } = resolution;
  const path = tokenizer?.value ?? undefined;
  return {
    program,
    ...(path !== undefined && { tokenizer: path }),
    ...(order && { order: order.value }),
    ...(system && { system: system.value }),
    layout: resolution.layout.value,
    ram: resolution.ram.value,
    ...(context && { context: context.value }),
    kvCache: resolution.kvCache.value,
    // Without any setting for the disc, the code that builds it decides.
    ...(disc.from !== 'default' && { disc: disc.value }),
    prompt: resolution.prompt.value,
    chat: resolution.chat.value,
    arithmetic: resolution.arithmetic.value,
    tokens: resolution.tokens.value,
    sampling: {
      temperature: resolution.temperature.value,
      topK: resolution.topK.value,
      topP: resolution.topP.value,
      repetitionPenalty: resolution.repetitionPenalty.value,
      noRepeatNgram: resolution.noRepeatNgram.value,
      seed: resolution.seed.value,
    },
  };
}

/** Where an answer comes from, as a text for users: `from the settings`. */
export const originWords: Readonly<Record<Origin, string>> = {
  launch: 'from the launch configuration',
  chosen: 'chosen in this window',
  project: 'from ps2ml.json',
  setting: 'from the settings',
  remembered: 'remembered',
  found: 'found next to the model',
  default: 'default',
};
