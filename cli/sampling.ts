import type { Arithmetic } from '../project/program/program';
import { parseLaunchArguments, type LaunchArguments } from '../debug-adapter/launch/launchArguments';
import type { DiscSettings } from '../image/discSettings';
import { projectLimits, samplingDefaults } from '../project/limits';
import { requestOf, type Statements } from '../project/program/resolve';
import type { DiscLayout } from '../model/plan/discLayout';
import { layoutOfWords } from '../model/plan/layoutWords';
import type { Call, Option } from './command';
import { UsageError, type Io } from './io';
import { linkOptionsOf } from './commands/servePs2link';
import { orderOf, orderOption } from './order';
import { resolved } from './resolver';

/** How the weights lie on the disc and in RAM. */
export const layoutOptions: Readonly<Record<string, Option>> = {
  layout: {
    value: 'LAYOUT',
    help: 'resident (matrices stay in RAM while they fit) or streamed; with readOnce or readTwice (shared layers), execution or byKind (disc order), inner or outer (placement): resident,outer',
  },
};

/** Options about what is to be written and how. */
export const samplingOptions: Readonly<Record<string, Option>> = {
  ...orderOption,
  tokenizer: { value: 'FILE', help: 'tokenizer; without it the one beside the model' },
  prompt: { value: 'TEXT', help: 'text to go on from' },
  chat: { help: 'write the prompt as a message, by the chat template of the model' },
  system: { value: 'TEXT', help: 'what the model is told about its part in the conversation' },
  tokens: { value: 'N', help: 'tokens to write at most (64)' },
  temperature: { value: 'T', help: '0 always takes the likeliest token (0)' },
  'top-k': { value: 'N', help: 'choose among the N likeliest; 0 is off (0)' },
  'top-p': { value: 'P', help: 'choose among the likeliest that add up to P; 1 is off (1)' },
  'repetition-penalty': { value: 'P', help: 'makes tokens that occurred less likely; 1 is off (1)' },
  'no-repeat-ngram': { value: 'N', help: 'never repeat N tokens in a row; 0 is off (0)' },
  seed: { value: 'N', help: 'seed of the random choice (1)' },
  ...layoutOptions,
};

/** Options of commands that run a model here. */
export const runOptions: Readonly<Record<string, Option>> = {
  ...samplingOptions,
  target: { value: 'console|pcsx2|ps2link|reference', help: 'what executes the forward pass' },
  ps2link: {
    value: 'ADDRESS',
    help: 'with --target ps2link: the console (or ADDRESS:FILEPORT:COMMANDPORT)',
  },
  arithmetic: { value: 'ee|ieee', help: 'floats as the console computes them (ee), or IEEE 754 (reference)' },
};

/**
 * The target that the options ask for, out of those that there are.
 * @param preferred the default, if not the first; IEEE arithmetic has the reference alone.
 * @throws UsageError
 */
export function targetOf(call: Call, { targets }: Io, preferred?: string): string {
  const isEe = call.choice<Arithmetic>('arithmetic', ['ee', 'ieee']) === 'ee';
  const names = [...targets.keys()];
  const first = isEe ? (preferred ?? names[0] ?? 'reference') : 'reference';
  return call.choice('target', [first, ...names.filter((name) => name !== first)]);
}

/** A launch on `target` as the options ask for it, with the project of the model behind them. @throws UsageError */
export async function launchOf(call: Call, program: string, target: string): Promise<LaunchArguments> {
  const { answers } = await resolved(program, statementsOf(call));
  const { disc, ...request } = requestOf(program, answers);
  const link = call.text('ps2link');
  const ps2link = link === undefined ? {} : { ps2link: linkOptionsOf(link) };
  return {
    ...parseLaunchArguments({ program, ...ps2link }, [target]),
    ...request,
    ...(disc && { disc: withoutOutputs(disc) }),
    target,
    stopOnEntry: true,
    noDebug: false,
  };
}

/** A project's image and its own program are made and run when the project itself is built. */
const withoutOutputs = ({ type, code, region, volume, files }: DiscSettings): DiscSettings => ({
  type,
  code,
  region,
  volume,
  files,
});

/** What the options say of a run, and no more. @throws UsageError */
export function statementsOf(call: Call): Statements {
  const [tokenizer, prompt, system] = ['tokenizer', 'prompt', 'system'].map((name) => call.text(name));
  const whole = (name: string, field: 'tokens' | 'topK' | 'noRepeatNgram' | 'seed'): Statements => {
    const { least, most } = projectLimits[field];
    return call.text(name) === undefined
      ? {}
      : { [field]: call.integer(name, samplingDefaults[field], least, most) };
  };
  const real = (name: string, field: 'temperature' | 'topP' | 'repetitionPenalty'): Statements => {
    const { least, most } = projectLimits[field];
    return call.text(name) === undefined
      ? {}
      : { [field]: call.number(name, samplingDefaults[field], least, most) };
  };
  const layout = layoutOption(call);
  return {
    ...orderOf(call),
    ...(tokenizer !== undefined && { tokenizer }),
    ...(layout && { layout }),
    ...(prompt !== undefined && { prompt }),
    ...(call.has('chat') && { chat: true }),
    ...(system !== undefined && { system }),
    ...(call.text('arithmetic') !== undefined && {
      arithmetic: call.choice<Arithmetic>('arithmetic', ['ee', 'ieee']),
    }),
    ...whole('tokens', 'tokens'),
    ...real('temperature', 'temperature'),
    ...whole('top-k', 'topK'),
    ...real('top-p', 'topP'),
    ...real('repetition-penalty', 'repetitionPenalty'),
    ...whole('no-repeat-ngram', 'noRepeatNgram'),
    ...whole('seed', 'seed'),
  };
}

function layoutOption(call: Call): DiscLayout | undefined {
  const words = call.text('layout');
  if (words === undefined) return undefined;
  try {
    return layoutOfWords(words);
  } catch (error) {
    throw new UsageError(`--layout: ${error instanceof Error ? error.message : String(error)}`);
  }
}
