import type { Arithmetic } from '../targets/descriptor';
import { type LaunchArguments, parseLaunchArguments } from '../debug-adapter/launch/launchArguments';
import { errorText } from '../common/errorText';
import { samplingFields, tokensField } from '../project/samplingFields';
import type { NumberField } from '../targets/fields';
import { layoutOfWords, type DiscLayout } from '../model/plan/discLayout';
import { ps2link } from '../targets/ps2link';
import type { TargetRegistry } from '../targets/registry';
import { targets } from '../targets/targets';
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
    value: 'WORDS',
    help: 'of the weights, such as fill,kept,outer: matrices stay in spare RAM; shared layers are read once; at the edge of the disc',
  },
};

/** Options of commands that run a model here. */
export function runOptions(registry: TargetRegistry = targets): Readonly<Record<string, Option>> {
  return {
    ...samplingOptions,
    target: { value: registry.ids.join('|'), help: 'what executes the forward pass' },
    ps2link: {
      value: 'ADDRESS',
      help: `with --target ${ps2link.id}: the console (or ADDRESS:FILEPORT:COMMANDPORT)`,
    },
    arithmetic: {
      value: 'ee|ieee',
      help: 'floats as the console computes them (ee), or IEEE 754 (reference)',
    },
  };
}

/**
 * The target that the options ask for, out of those that there are.
 * @param preferred the default, if not the first; IEEE arithmetic has the reference alone.
 * @throws UsageError
 */
export function targetOf(
  call: Call,
  io: Pick<Io, 'targets'>,
  preferred?: string,
  registry: TargetRegistry = targets,
): string {
  const arithmetic = call.choice<Arithmetic>('arithmetic', ['ee', 'ieee']);
  const here = registry.all.filter(({ id }) => io.targets.has(id));
  const able = here.filter((target) => target.arithmetic.includes(arithmetic));
  const first = able.find(({ id }) => id === preferred) ?? able[0] ?? registry.defaultFor({ arithmetic });
  const rest = here.map(({ id }) => id).filter((id) => id !== first.id);
  return call.choice('target', [first.id, ...rest], (word) => registry.currentId(word, 'launch'));
}

/**
 * The launch configuration that the options ask for, on `target`.
 * @throws UsageError
 */
export function launchValuesOf(
  call: Call,
  program: string,
  target: string,
): Readonly<Record<string, unknown>> {
  const system = call.text('system');
  const link = call.text('ps2link');
  return {
    program,
    ...orderOf(call),
    tokenizer: call.text('tokenizer'),
    layout: layoutOption(call),
    prompt: call.text('prompt'),
    chat: call.has('chat') || system !== undefined,
    system,
    tokens: numberOf(call, 'tokens', tokensField),
    target,
    arithmetic: call.choice<Arithmetic>('arithmetic', ['ee', 'ieee']),
    sampling: {
      temperature: numberOf(call, 'temperature', samplingFields.temperature),
      topK: numberOf(call, 'top-k', samplingFields.topK),
      topP: numberOf(call, 'top-p', samplingFields.topP),
      repetitionPenalty: numberOf(call, 'repetition-penalty', samplingFields.repetitionPenalty),
      noRepeatNgram: numberOf(call, 'no-repeat-ngram', samplingFields.noRepeatNgram),
      seed: numberOf(call, 'seed', samplingFields.seed),
    },
    ...(link !== undefined && { [ps2link.id]: linkOptionsOf(link) }),
  };
}

/** The same, checked. @throws UsageError, LaunchArgumentsError */
export function launchOf(call: Call, program: string, target: string): LaunchArguments {
  return parseLaunchArguments(launchValuesOf(call, program, target), [target]);
}

/** The number of an option, with the bounds that it has in a launch configuration. @throws UsageError */
function numberOf(
  call: Call,
  name: string,
  { type, least, most, default: otherwise }: NumberField & { readonly default: number },
): number {
  return type === 'integer'
    ? call.integer(name, otherwise, least, most)
    : call.number(name, otherwise, least, most);
}

function layoutOption(call: Call): DiscLayout {
  try {
    return layoutOfWords(call.text('layout') ?? '');
  } catch (error) {
    throw new UsageError(`--layout: ${errorText(error)}`);
  }
}
