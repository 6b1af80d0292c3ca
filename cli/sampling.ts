import type { Arithmetic } from '../targets/descriptor';
import { type LaunchArguments, parseLaunchArguments } from '../debug-adapter/launch/launchArguments';
import { errorText } from '../common/errorText';
import { layoutOfWords } from '../model/plan/layoutWords';
import type { DiscLayout } from '../model/plan/discLayout';
import { ps2link } from '../targets/ps2link';
import type { TargetRegistry } from '../targets/registry';
import { targets } from '../targets/targets';
import type { DiscSettings } from '../image/discSettings';
import { projectLimits, samplingDefaults } from '../project/limits';
import { originTexts } from '../project/program/origins';
import { requestOf, type Statements } from '../project/program/resolve';
import type { Call, Option } from './command';
import { UsageError, type Io } from './io';
import { linkOptionsOf } from './commands/servePs2link';
import { orderOf, orderOption } from './order';
import { resolved } from './resolver';

/** What the origin of an option is called. */
export const commandLineOrigin = 'from the command line';

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
 * The launch configuration that the options ask for, on `target`, with the project of the model behind them.
 * @throws UsageError
 */
export async function launchValuesOf(
  call: Call,
  program: string,
  target: string,
): Promise<Readonly<Record<string, unknown>>> {
  const { answers, source } = await resolved(program, statementsOf(call));
  const { disc, prompt, ...request } = requestOf(program, answers);
  const link = call.text('ps2link');
  return {
    ...request,
    // An attached program goes on with its own text unless a prompt is given.
    ...(answers.prompt.from !== 'default' && { prompt }),
    ...(disc && { disc: withoutOutputs(disc) }),
    __source: source,
    __origins: originTexts(answers, answers.tokenizer?.from, commandLineOrigin),
    target,
    ...(link !== undefined && { [ps2link.id]: linkOptionsOf(link) }),
    stopOnEntry: true,
    noDebug: false,
  };
}

/** The same, checked. @throws UsageError, LaunchArgumentsError */
export async function launchOf(call: Call, program: string, target: string): Promise<LaunchArguments> {
  return parseLaunchArguments(await launchValuesOf(call, program, target), [target]);
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
    throw new UsageError(`--layout: ${errorText(error)}`);
  }
}
