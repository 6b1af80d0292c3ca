import type { Arithmetic } from '../targets/descriptor';
import { type LaunchArguments, parseLaunchArguments } from '../debug-adapter/launch/launchArguments';
import { errorText } from '../common/errorText';
import { layoutOfWords } from '../model/plan/layoutWords';
import type { DiscLayout } from '../model/plan/discLayout';
import { arithmeticVersions, isArithmeticVersion } from '../model/plan/arithmeticVersion';
import type { KvCacheType } from '../model/plan/options';
import { builtIn } from '../targets/builtIn';
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

/** The origin of a value that an option gives. */
export const commandLineOrigin = 'from the command line';

/** How the weights are placed on the disc and in RAM. */
export const layoutOptions: Readonly<Record<string, Option>> = {
  layout: {
    value: 'LAYOUT',
    help: 'disc layout: resident (as many matrices as fit stay in RAM) or streamed; readOnce or readTwice (shared layers); execution or byKind (disc order); inner or outer (placement). Example: resident,outer',
  },
  context: { value: 'N', help: 'text positions of the plan; the largest number that fits when not given' },
  'kv-cache': { value: 'f32|int16', help: 'how keys and values are stored: int16 takes half the RAM (f32)' },
  'arithmetic-version': {
    value: arithmeticVersions.join('|'),
    help: 'version of the arithmetic: 1 computes in floats, 2 multiplies quantised matrices in integers (1)',
  },
};

/** Options for the text to generate. */
export const samplingOptions: Readonly<Record<string, Option>> = {
  ...orderOption,
  tokenizer: { value: 'FILE', help: 'tokenizer (default: the one next to the model)' },
  prompt: { value: 'TEXT', help: 'prompt' },
  chat: { help: "format the prompt as a chat message with the model's chat template" },
  system: { value: 'TEXT', help: 'system message of the chat' },
  tokens: { value: 'N', help: 'maximum number of tokens to generate (64)' },
  temperature: { value: 'T', help: 'randomness; 0 always picks the most likely token (0)' },
  'top-k': { value: 'N', help: 'choose among the N most likely tokens; 0 disables (0)' },
  'top-p': {
    value: 'P',
    help: 'choose among the most likely tokens that together reach probability P; 1 disables (1)',
  },
  'repetition-penalty': { value: 'P', help: 'make tokens that already occurred less likely; 1 disables (1)' },
  'no-repeat-ngram': { value: 'N', help: 'never repeat a sequence of N tokens; 0 disables (0)' },
  seed: { value: 'N', help: 'random seed (1)' },
  ...layoutOptions,
};

/** Options of commands that run a model. */
export function runOptions(registry: TargetRegistry = targets): Readonly<Record<string, Option>> {
  return {
    ...samplingOptions,
    target: { value: registry.ids.join('|'), help: 'the target that runs the model' },
    ps2link: {
      value: 'ADDRESS',
      help: `with --target ${ps2link.id}: address of the console (or ADDRESS:FILEPORT:COMMANDPORT)`,
    },
    arithmetic: {
      value: 'ee|ieee',
      help: 'ee (as on the PlayStation 2), or ieee (IEEE 754; only on the reference engine)',
    },
  };
}

/**
 * The target that the options select from those available.
 * @param preferred the default, if not the first. Only the reference engine supports IEEE arithmetic.
 * @throws UsageError when an option is not valid.
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
 * The launch configuration for the options on `target`. The project of the model supplies what they do not set.
 * @throws UsageError when an option is not valid.
 */
export async function launchValuesOf(
  call: Call,
  program: string,
  target: string,
  io: Pick<Io, 'err'>,
): Promise<Readonly<Record<string, unknown>>> {
  const { answers, source } = await resolved(program, statementsOf(call), io);
  const { disc, prompt, ...request } = requestOf(program, answers);
  const link = call.text('ps2link');
  const timing = call.text('timing');
  return {
    ...request,
    // An attached program continues its own text unless a prompt is given.
    ...(answers.prompt.from !== 'default' && { prompt }),
    ...(disc && { disc: withoutOutputs(disc) }),
    __source: source,
    __origins: originTexts({ answers }, answers.tokenizer?.from, commandLineOrigin),
    target,
    ...(link !== undefined && { [ps2link.id]: linkOptionsOf(link) }),
    ...(timing !== undefined && { [builtIn.id]: { timing } }),
    stopOnEntry: true,
    noDebug: false,
  };
}

/** The same, checked. @throws UsageError or LaunchArgumentsError when a value is not valid. */
export async function launchOf(
  call: Call,
  program: string,
  target: string,
  io: Pick<Io, 'err'>,
): Promise<LaunchArguments> {
  return parseLaunchArguments(await launchValuesOf(call, program, target, io), [target]);
}

/** The image and EE program of a project are only used when the project itself is built. */
const withoutOutputs = ({ type, code, region, volume, files }: DiscSettings): DiscSettings => ({
  type,
  code,
  region,
  volume,
  files,
});

/** The values of a run that the options set, without defaults. @throws UsageError when an option is not valid. */
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
    ...planOptions(call),
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

/** What the options say of the plan besides its layout. */
function planOptions(call: Call): Statements {
  const { least, most } = projectLimits.context;
  const name = 'arithmetic-version';
  const version = call.text(name) === undefined ? undefined : Number(call.choice(name, ['1', '2']));
  return {
    ...(call.text('context') !== undefined && { context: call.integer('context', most, least, most) }),
    ...(call.text('kv-cache') !== undefined && {
      kvCache: call.choice<KvCacheType>('kv-cache', ['f32', 'int16']),
    }),
    ...(isArithmeticVersion(version) && { arithmeticVersion: version }),
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
