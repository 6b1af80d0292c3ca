import { fixedSectors, trailingSectors } from '../../disc/imageLayout';
import { discCapacity, sectorBytes, sectorsFor, type DiscType } from '../../disc/sector';
import { withContext } from '../../model/convert/context';
import { contextLength, type Model } from '../../model/model';
import { compilePlan } from '../../model/plan/compile';
import { leastContext } from '../../model/plan/context';
import { planOptionsOf } from '../../model/plan/discLayout';
import { encodedPlanBytes } from '../../model/plan/encodePlan';
import { PlanError } from '../../model/plan/error';
import { defaultPlanOptions } from '../../model/plan/options';
import type { Plan } from '../../model/plan/plan';
import { arenaOf, planOf, type PlanRequest } from '../../project/program/plan';
import type { Project } from '../../project/project';
import { chooseTarget, type PsntTarget } from '../../model/psnt/target';
import { placeTensors } from '../../model/tensorOrder';

const { arena } = defaultPlanOptions;
/** Larger than any plan, to compute how much is needed. */
const boundless = 1 << 30;

/** The inputs of a plan besides the model. */
export type AvailableRam = Required<PlanRequest>;

/** The RAM that a plan needs and may use, in bytes, with the largest parts first. */
export interface RamNeed {
  readonly needed: number;
  readonly available: number;
  readonly parts: readonly { readonly name: string; readonly bytes: number }[];
}

/**
 * The model as it is after conversion to PSNT; its bytes are those of the source.
 * @throws FormatError when PSNT cannot store it.
 */
export function convertedToPsnt(model: Model, target: PsntTarget): Model {
  const { candidate } = chooseTarget(model.label, model.config, target);
  return { ...model, tensors: placeTensors(candidate.order.sections, candidate.body, 0) };
}

/** The model that a project puts on its disc. @throws FormatError when it cannot be converted. */
export function modelOnDisc(model: Model, { model: path, conversion }: Project): Model {
  if (/\.psnt$/i.test(path)) return model;
  const { type, version, context } = conversion;
  const shorter = context === undefined ? model : withContext(model, context);
  return convertedToPsnt(shorter, { quantization: type, ...(version !== undefined && { version }) });
}

/** The plan of a model; undefined if it does not fit. @throws Error when it cannot be planned for another reason. */
export function planThatFits(model: Model, room: AvailableRam): Plan | undefined {
  try {
    return planOf(model, room);
  } catch (error) {
    if (error instanceof PlanError) return undefined;
    throw error;
  }
}

/** Whether a model fits. */
export const fits = (model: Model, room: AvailableRam): boolean => planThatFits(model, room) !== undefined;

/**
 * The smallest plan, with unlimited RAM: with the requested context, else the shortest. It only measures what a model
 * needs and no session runs it, so `project/program/plan.ts` does not make it.
 * @throws PlanError when the model cannot be executed at all.
 */
export function unlimitedPlan(
  model: Model,
  { layout, tokensBytes, context, kvCache, arithmeticVersion }: Omit<AvailableRam, 'ram'>,
): Plan {
  return compilePlan(model, {
    ...planOptionsOf(layout),
    // Matrices are resident, and shared layers are read once, only where there is RAM.
    weights: 'streamed',
    sharedLayers: 'readTwice',
    embedding: 'streamed',
    kvCache,
    arithmeticVersion,
    context: context ?? Math.min(leastContext, model.config.seqLen),
    tokensBytes,
    arena: { start: arena.start, end: boundless },
  });
}

/** The RAM that the plan of a model needs. @throws PlanError when the model cannot be executed at all. */
export function ramNeed(model: Model, room: AvailableRam): RamNeed {
  const { start, end } = arenaOf(room.ram);
  const plan = planThatFits(model, room) ?? unlimitedPlan(model, room);
  return { ...usedRam(plan), available: end - start };
}

/** The RAM that a plan takes. */
function usedRam({ regions }: Plan): Omit<RamNeed, 'available'> {
  const parts = regions
    .filter(({ kind }) => kind !== 'system' && kind !== 'program' && kind !== 'free')
    .map(({ name, start, end }) => ({ name, bytes: end - start }))
    .sort((a, b) => b.bytes - a.bytes);
  return { needed: parts.reduce((sum, { bytes }) => sum + bytes, 0), parts };
}

/** The smallest budget in KiB that the model fits in; undefined if all of the RAM is not enough. */
export function leastBudget(model: Model, room: AvailableRam): number | undefined {
  const { needed } = usedRam(unlimitedPlan(model, room));
  const most = (arena.end - arena.start) / 1024;
  const least = Math.ceil(needed / 1024);
  // The plan is rounded to its own alignment, so the figure is tested.
  for (const budgetKiB of [least, least + 4, least + 64]) {
    if (budgetKiB <= most && fits(model, { ...room, ram: { ...room.ram, budgetKiB } })) return budgetKiB;
  }
  return undefined;
}

/** The largest context of a plan; undefined if none fits. */
export const largestContext = (model: Model, room: AvailableRam): number | undefined =>
  planThatFits(model, { ...room, context: undefined })?.config.seqLen;

/** A disc image by its sectors. */
interface ImageNeed {
  readonly sectors: number;
  readonly capacity: number;
  readonly largest: { readonly name: string; readonly bytes: number };
}

/** The files of a project's disc, as far as their sizes are known, in bytes. */
export interface DiscFile {
  readonly name: string;
  readonly bytes: number;
}

/** The files of a plan. */
export function planFiles(plan: Plan, tokensBytes: number): DiscFile[] {
  return [
    { name: 'PLAN.BIN', bytes: encodedPlanBytes(plan) },
    { name: 'RUN.BIN', bytes: 512 + contextLength(plan.config) * 4 },
    ...(tokensBytes > 0 ? [{ name: 'TOKENS.BIN', bytes: tokensBytes }] : []),
    { name: 'WEIGHTS.BIN', bytes: plan.weightsFile.bytes },
  ];
}

/** How large an image of these files is at least. */
export function imageNeed(files: readonly DiscFile[], type: DiscType): ImageNeed {
  const none = { name: 'none', bytes: 0 };
  const largest = files.reduce((most, file) => (file.bytes > most.bytes ? file : most), none);
  const sectors = files.reduce((sum, { bytes }) => sum + sectorsFor(bytes), 0);
  return {
    sectors: fixedSectors.firstFile + sectors + trailingSectors,
    capacity: discCapacity[type],
    largest,
  };
}

/** Bytes of a matrix group, such as `ffn.w*`, in WEIGHTS.BIN. */
export function groupBytes(plan: Plan): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { name, parts } of plan.matrices) {
    const group = /^layers\.\d+\.(\w+)\.w\w$/.exec(name)?.[1];
    const key = group === undefined ? name : `${group}.w*`;
    const bytes = parts.reduce((sum, part) => sum + Math.ceil(part.bytes / sectorBytes) * sectorBytes, 0);
    sums.set(key, (sums.get(key) ?? 0) + bytes);
  }
  return sums;
}
