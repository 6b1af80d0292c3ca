import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { compareWithReference } from '../../debug-adapter/divergence/comparison';
import type { Comparison } from '../../debug-adapter/divergence/finding';
import { planBeside } from '../../debug-adapter/divergence/otherModel';
import { placesOf } from '../../debug-adapter/divergence/places';
import { planDivergence } from '../../debug-adapter/divergence/planFault';
import { planLike } from '../../debug-adapter/divergence/planLike';
import {
  betweenArithmetics,
  betweenModels,
  bitEqual,
  tolerancesOf,
  type Tolerances,
} from '../../debug-adapter/divergence/tolerances';
import type { LaunchArguments } from '../../debug-adapter/launch/launchArguments';
import { PlannedImage } from '../../debug-adapter/node/imageConsole';
import { ConsoleTarget } from '../../debug-adapter/targets/console';
import type { Target } from '../../debug-adapter/targets/target';
import { errorText } from '../../common/errorText';
import type { Model } from '../../model/model';
import { openModelFile } from '../../model/node/modelFile';
import type { RunSettings } from '../../model/plan/runSettings';
import type { Plan } from '../../model/plan/plan';
import { loadProgram, type LoadedProgram } from '../../project/program/load';
import type { Arithmetic } from '../../targets/descriptor';
import { builtIn } from '../../targets/builtIn';
import type { Call, Command } from '../command';
import { cliHost } from '../host';
import { UsageError, type Io } from '../io';
import { promptIdsOf, promptIdsOption } from '../promptIds';
import { divergenceJson, divergenceText } from '../reports/divergenceReport';
import { launchOf, runOptions, targetOf } from '../sampling';

/** Those of a run, but the arithmetic is that of the target. */
const targetOptions = Object.fromEntries(
  Object.entries(runOptions()).filter(([name]) => name !== 'arithmetic'),
);

/** Options that change the run of an image, which has one of its own. */
const runTexts = ['prompt', 'prompt-ids', 'system', 'temperature', 'top-k', 'top-p', 'seed'] as const;

export const divergeCommand: Command = {
  name: 'diverge',
  operand: 'MODEL',
  summary: 'Run a model operation by operation and find the first whose result differs from the reference.',
  options: {
    ...targetOptions,
    ...promptIdsOption,
    image: {
      value: 'IMAGE',
      help: 'compare the program, plan and weights of a disc image, on the built-in console',
    },
    against: {
      value: 'ee|ieee|MODEL2',
      help: 'what the results are held against: the reference in the arithmetic of the PlayStation 2, or in IEEE 754, or another model, such as the float32 source (ee)',
    },
    tolerance: {
      value: 'R',
      help: 'relative difference of a result that counts as equal, for all operations or by kind: matmul=1e-3,attention=0.01 (0; against ieee 1e-3; against a model 1)',
    },
    'check-cache': {
      help: 'also let the built-in console check the use of the data cache, which is slower; needs --image',
    },
    json: { help: 'print one JSON object' },
  },
  async run(call, io) {
    const against = againstOf(call);
    const tolerances = tolerancesFor(call, against);
    const target = targetOf(call, io, builtIn.id);
    const imagePath = call.text('image');
    const promptIds = promptIdsOf(call);
    if (imagePath !== undefined && call.text('target') !== undefined && target !== builtIn.id)
      throw new UsageError('--image boots on the built-in console: leave out --target.');
    if (imagePath === undefined && call.has('check-cache'))
      throw new UsageError('--check-cache needs --image: build one with ps2ml build.');
    const launch = {
      ...(await launchOf(call, call.file ?? '', target, io)),
      ...(promptIds && { promptIds }),
    };
    const loaded = await loadProgram(launch, cliHost(io), () => undefined, io.signal);
    let image: PlannedImage | undefined;
    try {
      if (imagePath !== undefined) image = await PlannedImage.open(imagePath);
      const opened = image;
      const comparison = await withOther(against, (other) =>
        compare({ call, io, launch, loaded, against, tolerances, ...(other && { other }) }, opened),
      );
      io.out(
        call.has('json')
          ? `${JSON.stringify(divergenceJson(comparison), undefined, 2)}\n`
          : divergenceText(loaded.program.model.label, comparison),
      );
    } finally {
      await image?.close();
      await loaded.close();
    }
  },
};

/** An arithmetic, or the path of another model. */
interface Against {
  readonly arithmetic: Arithmetic;
  readonly model?: string;
}

/** @throws UsageError when it is neither an arithmetic nor a file. */
function againstOf(call: Call): Against {
  const word = call.text('against') ?? 'ee';
  if (word === 'ee' || word === 'ieee') return { arithmetic: word };
  if (existsSync(word)) return { arithmetic: 'ee', model: word };
  throw new UsageError(
    `--against is "${word}", expected ee, ieee, or the path of another model, which does not exist.`,
  );
}

/** Opens the other model, if there is one, while `use` runs. */
async function withOther<T>(
  { model: path }: Against,
  use: (other: Model | undefined) => Promise<T>,
): Promise<T> {
  if (path === undefined) return use(undefined);
  const { model, close } = await openModelFile(path);
  try {
    return await use(model);
  } finally {
    await close();
  }
}

function tolerancesFor(call: Call, { arithmetic, model }: Against): Tolerances {
  const usual = model !== undefined ? betweenModels : arithmetic === 'ee' ? bitEqual : betweenArithmetics;
  const words = call.text('tolerance');
  if (words === undefined) return usual;
  try {
    return tolerancesOf(words, usual);
  } catch (error) {
    throw new UsageError(`--tolerance: ${errorText(error)}`);
  }
}

interface Setting {
  readonly call: Call;
  readonly io: Io;
  readonly launch: LaunchArguments;
  readonly loaded: LoadedProgram;
  readonly against: Against;
  readonly other?: Model;
  readonly tolerances: Tolerances;
}

async function compare(setting: Setting, image: PlannedImage | undefined): Promise<Comparison> {
  const { call, io, launch, loaded, against, other, tolerances } = setting;
  const { program } = loaded;
  const { plan, remarks } = image ? planOfImage(loaded, image) : { plan: program.plan, remarks: [] };
  const divergence = image && planDivergence(plan, image.plan);
  if (divergence) return { divergence, operations: 0, passes: 0, tokens: 0, drift: [], remarks };
  const target = targetFor(setting, plan, image);
  const { model } = program;
  try {
    const found = await compareWithReference({
      ...{ model, plan, run: runOf(call, loaded, image), target },
      ...{ arithmetic: launch.arithmetic, against: against.arithmetic, tolerances },
      ...(other && { other: { model: other, plan: planBeside(plan, other) } }),
      ...(image && { disc: (offset: number, bytes: number) => image.readWeights(offset, bytes) }),
      placesOf: (name, row, column) =>
        placesOf(model, plan, { name, row, column }, image && ((offset) => image.placeOf(offset))),
      progress: (message) => io.err(`${message}\n`),
      signal: io.signal,
    });
    return { ...found, remarks };
  } finally {
    await target.dispose();
  }
}

/** The plan that the image should have, and what is unusual about it. */
function planOfImage(
  { program }: LoadedProgram,
  image: PlannedImage,
): { readonly plan: Plan; readonly remarks: readonly string[] } {
  const { plan, isAsked } = planLike(program.model, program.plan, image.plan);
  const remarks = isAsked
    ? []
    : [
        `${basename(image.path)} was built with another layout or other options than those of this call; its own were taken.`,
      ];
  return { plan, remarks };
}

function targetFor(
  { call, io, launch, loaded }: Setting,
  plan: Plan,
  image: PlannedImage | undefined,
): Target {
  if (image) {
    const checks = call.has('check-cache') ? { dataCache: true } : undefined;
    return new ConsoleTarget({ ...loaded.program, plan }, image.starter(checks), true);
  }
  const createTarget = io.targets.get(launch.target);
  if (!createTarget) throw new Error(`The target "${launch.target}" is not available here.`);
  return createTarget(loaded.program, launch);
}

/** The run of the image, unless options set another one. */
function runOf(call: Call, { run }: LoadedProgram, image: PlannedImage | undefined): RunSettings {
  const isAsked = call.has('chat') || runTexts.some((name) => call.text(name) !== undefined);
  if (!image || isAsked) return run;
  return call.text('tokens') === undefined ? image.run : { ...image.run, maxTokens: run.maxTokens };
}
