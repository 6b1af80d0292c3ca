import { completeDisc, type DiscSettings } from '../../image/discSettings';
import type { DiscType } from '../../disc/sector';
import type { ArithmeticVersion } from '../../model/plan/arithmeticVersion';
import { defaultDiscLayout, type DiscLayout } from '../../model/plan/discLayout';
import { defaultPlanOptions, type KvCacheType } from '../../model/plan/options';
import { samplingDefaults, samplingNames } from '../limits';
import type { ProjectSampling, RamSettings } from '../project';
import type { Arithmetic } from '../../targets/descriptor';
import type { ProgramRequest } from './program';

/**
 * The sources of values for a run. If several set a value, the first one in this list applies. `chosen`: what the user
 * has chosen since the project was written. `remembered`: from an earlier run or answer.
 */
export const speakers = ['launch', 'chosen', 'project', 'setting', 'remembered', 'found'] as const;
type Speaker = (typeof speakers)[number];

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
  /** The model's default when nobody says it. */
  readonly arithmeticVersion?: ArithmeticVersion;
  /** The settings of the disc that are set. */
  readonly disc?: Partial<DiscSettings>;
  readonly prompt?: string;
  readonly chat?: boolean;
  readonly system?: string;
  readonly arithmetic?: Arithmetic;
}

/** The defaults. Tensor order, tokenizer, context, arithmetic version and system message have none. */
const defaults = {
  layout: defaultDiscLayout,
  ram: {} as RamSettings,
  kvCache: defaultPlanOptions.kvCache,
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
  readonly [Field in Exclude<keyof Statements, WithDefault | 'disc'>]?: Resolved<Value<Field>>;
} & {
  /** Each setting is from the first source that sets it; `from` is the first that sets any. */
  readonly disc: Resolved<DiscSettings>;
  readonly discType: Resolved<DiscType>;
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
  const arithmeticVersion = find('arithmeticVersion');
  const system = find('system');
  return {
    ...(tokenizer && { tokenizer }),
    ...(order && { order }),
    ...(context && { context }),
    ...(arithmeticVersion && { arithmeticVersion }),
    ...(system && { system }),
    layout: get('layout'),
    ram: get('ram'),
    kvCache: get('kvCache'),
    ...resolveDisc(said),
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

function resolveDisc(said: Partial<Record<Speaker, Statements>>): Pick<Resolution, 'disc' | 'discType'> {
  const setBy = speakers.filter((name) => Object.keys(said[name]?.disc ?? {}).length > 0);
  const set = setBy.map((name) => said[name]?.disc ?? {});
  const value = completeDisc(Object.assign({}, ...set.toReversed()) as Partial<DiscSettings>);
  const from = setBy.find((name) => said[name]?.disc?.type !== undefined) ?? 'default';
  return { disc: { value, from: setBy[0] ?? 'default' }, discType: { value: value.type, from } };
}

/** The answers without their sources, as the request to load a program. */
export function requestOf(program: string, resolution: Resolution): ProgramRequest {
  const { tokenizer, order, system, disc, context, arithmeticVersion } = resolution;
  const path = tokenizer?.value ?? undefined;
  const sampling = samplingNames.flatMap((name) => {
    const { value, from } = resolution[name];
    return name === 'tokens' || from === 'default' ? [] : [[name, value] as const];
  });
  return {
    program,
    ...(path !== undefined && { tokenizer: path }),
    ...(order && { order: order.value }),
    ...(system && { system: system.value }),
    layout: resolution.layout.value,
    ram: resolution.ram.value,
    ...(context && { context: context.value }),
    ...(arithmeticVersion && { arithmeticVersion: arithmeticVersion.value }),
    kvCache: resolution.kvCache.value,
    // Without any setting for the disc, the code that builds it decides.
    ...(disc.from !== 'default' && { disc: disc.value }),
    prompt: resolution.prompt.value,
    chat: resolution.chat.value,
    arithmetic: resolution.arithmetic.value,
    tokens: resolution.tokens.value,
    sampling: Object.fromEntries(sampling),
  };
}
