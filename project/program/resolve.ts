import { defaultDisc, type DiscSettings } from '../../image/discSettings';
import { defaultDiscLayout, type DiscLayout } from '../../model/plan/discLayout';
import { samplingDefaults, samplingNames } from '../limits';
import type { ProjectSampling, RamSettings } from '../project';
import type { Arithmetic } from '../../targets/descriptor';
import type { ProgramRequest } from './program';

/** Who may say something about a run. Of two that say something the one that stands first here holds. */
export const speakers = ['launch', 'project', 'setting', 'remembered', 'found'] as const;
export type Speaker = (typeof speakers)[number];

/** Where an answer comes from. */
export type Origin = Speaker | 'default';

/** An answer and where it comes from. */
export interface Resolved<T> {
  readonly value: T;
  readonly from: Origin;
}

/** What one of them says. What it does not say is absent. */
export interface Statements extends Partial<ProjectSampling> {
  /** The path of the tokenizer, as the host opens it; null: none, token ids are shown. */
  readonly tokenizer?: string | null;
  /** The tensor order of a PSNT. */
  readonly order?: string;
  readonly layout?: DiscLayout;
  readonly ram?: RamSettings;
  readonly disc?: DiscSettings;
  readonly prompt?: string;
  readonly chat?: boolean;
  readonly system?: string;
  readonly arithmetic?: Arithmetic;
}

/** What holds where nobody says anything. Tensor order, tokenizer and system message are then absent. */
const defaults = {
  layout: defaultDiscLayout,
  ram: {} as RamSettings,
  disc: defaultDisc,
  prompt: '',
  chat: false,
  arithmetic: 'ee' as Arithmetic,
  ...samplingDefaults,
};

type WithDefault = keyof typeof defaults;
type Value<Field extends keyof Statements> = Exclude<Statements[Field], undefined>;

/** What holds for a run. */
export type Resolution = {
  readonly [Field in WithDefault]: Resolved<Value<Field>>;
} & {
  readonly [Field in Exclude<keyof Statements, WithDefault>]?: Resolved<Value<Field>>;
};

/** Decides what holds for a run, and says of each answer where it comes from. */
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
  const system = find('system');
  return {
    ...(tokenizer && { tokenizer }),
    ...(order && { order }),
    ...(system && { system }),
    layout: get('layout'),
    ram: get('ram'),
    disc: get('disc'),
    prompt: get('prompt'),
    // Who says what the model is told means a conversation.
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

/** The answers without where they come from, as a program is loaded by them. */
export function requestOf(program: string, resolution: Resolution): ProgramRequest {
  const { tokenizer, order, system, disc } = resolution;
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
    // A disc that nobody has described is left to whoever makes it.
    ...(disc.from !== 'default' && { disc: disc.value }),
    prompt: resolution.prompt.value,
    chat: resolution.chat.value,
    arithmetic: resolution.arithmetic.value,
    tokens: resolution.tokens.value,
    sampling: Object.fromEntries(sampling),
  };
}

/** Where an answer comes from, in words: `by the setting`. */
export const originWords: Readonly<Record<Origin, string>> = {
  launch: 'by the launch configuration',
  project: 'by ps2ml.json',
  setting: 'by the settings',
  remembered: 'as chosen before',
  found: 'found beside the model',
  default: 'by default',
};
