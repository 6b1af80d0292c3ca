import type { Arithmetic } from '../project/program/program';
import { parseLaunchArguments, type LaunchArguments } from '../debug-adapter/launch/launchArguments';
import type { DiscLayout } from '../model/plan/discLayout';
import { layoutOfWords } from '../model/plan/layoutWords';
import type { Call, Option } from './command';
import { UsageError, type Io } from './io';
import { linkOptionsOf } from './commands/servePs2link';
import { orderOf, orderOption } from './order';

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
  layout: {
    value: 'LAYOUT',
    help: 'resident (matrices stay in RAM while they fit) or streamed; with readOnce or readTwice (shared layers), execution or byKind (disc order), inner or outer (placement): resident,outer',
  },
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

/** A launch on `target` as the options ask for it. @throws UsageError */
export function launchOf(call: Call, program: string, target: string): LaunchArguments {
  const tokenizer = call.text('tokenizer');
  const system = call.text('system');
  const link = call.text('ps2link');
  const ps2link = link === undefined ? {} : { ps2link: linkOptionsOf(link) };
  return {
    ...parseLaunchArguments({ program, ...ps2link }, [target]),
    ...orderOf(call),
    ...(tokenizer !== undefined && { tokenizer }),
    layout: layoutOption(call),
    prompt: call.text('prompt') ?? '',
    chat: call.has('chat') || system !== undefined,
    ...(system !== undefined && { system }),
    tokens: call.integer('tokens', 64, 1, 1_000_000),
    target,
    arithmetic: call.choice<Arithmetic>('arithmetic', ['ee', 'ieee']),
    temperature: call.number('temperature', 0, 0, 100),
    topK: call.integer('top-k', 0, 0, 1_000_000),
    topP: call.number('top-p', 1, 0, 1),
    repetitionPenalty: call.number('repetition-penalty', 1, 0.01, 100),
    noRepeatNgram: call.integer('no-repeat-ngram', 0, 0, 1000),
    seed: call.integer('seed', 1, 0, 0xffffffff),
    stopOnEntry: true,
    noDebug: false,
  };
}

function layoutOption(call: Call): DiscLayout {
  try {
    return layoutOfWords(call.text('layout') ?? '');
  } catch (error) {
    throw new UsageError(`--layout: ${error instanceof Error ? error.message : String(error)}`);
  }
}
