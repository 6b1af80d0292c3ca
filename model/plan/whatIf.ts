import { readTime } from '../../disc/drive';
import type { DiscType } from '../../disc/sector';
import { fixedSectors, trailingSectors, type Placement } from '../../disc/imageLayout';
import type { Model, ModelConfig, Tensor } from '../model';
import { totalMs } from '../trace/timeSplit';
import type { ArithmeticVersion } from './arithmeticVersion';
import { compilePlan } from './compile';
import { forecastCompute, type ComputeTime } from './computeTime';
import { planOptionsOf, type DiscLayout } from './discLayout';
import type { DriveConstants } from '../trace/calibration';
import type { KvCacheType } from './options';
import type { Plan, Range } from './plan';
import type { Storage } from './storage';
import { forecastToken, type TokenForecast } from './tokenForecast';

/** Everything about a model that its plan depends on, to plan it differently without its file. Plain JSON. */
export interface PlanShape {
  readonly label: string;
  readonly config: ModelConfig;
  readonly tensors: readonly Pick<Tensor, 'name' | 'layer' | 'rows' | 'cols' | 'type'>[];
  readonly tokensBytes: number;
  readonly batch: number;
  readonly kvCache: KvCacheType;
  readonly arithmetic: ArithmeticVersion;
  readonly arena: Range;
}

/** Measurements of a run that forecasts can use. */
export interface Calibration {
  /** Of a pass over one position. */
  readonly compute: ComputeTime;
  /** First sector of WEIGHTS.BIN, if it was placed after the other files. */
  readonly weightsSector?: number;
  /** Constants of the drive, fitted to its reads of this medium. */
  readonly drive?: DriveConstants & { readonly disc: DiscType };
  /** The number of passes that the figures are averaged over. */
  readonly passes: number;
}

/** The assumptions that users can change. */
interface WhatIf {
  readonly layout: DiscLayout;
  readonly storage: Storage;
  /** Additional slots that are filled ahead. The EE program has none yet, so this is only hypothetical. */
  readonly readAhead: number;
}

/** The cost of a token in that case. */
export interface WhatIfResult {
  readonly token: TokenForecast;
  /** Milliseconds per token. */
  readonly ms: number;
  /** Milliseconds of the reads before the first pass. */
  readonly preloadMs: number;
  /** The matrices that stay in RAM: their bytes and their number. Vectors are not counted. */
  readonly keptBytes: number;
  readonly keptMatrices: number;
  /** Bytes of unused RAM. */
  readonly freeBytes: number;
  /** First sector of WEIGHTS.BIN. */
  readonly weightsSector: number;
  readonly weightsSectors: number;
  readonly plan: Plan;
}

/** The sectors of a disc's other files: program, plan, tokens. They only affect where the weights begin. */
const otherSectors = 200;

/** The model that a shape describes. It has no bytes, and a plan needs none. */
export function modelOfShape({ label, config, tensors }: PlanShape): Model {
  const read = (): Promise<never> =>
    Promise.reject(new Error(`${label} is only a description without weights.`));
  return {
    label,
    config,
    tensors: tensors.map((tensor) => ({ ...tensor, offset: 0, bytes: 0, dataOffset: 0 })),
    source: { size: 0, read },
  };
}

/** All of a plan that another plan of its model depends on. */
export function shapeOfPlan(plan: Plan): PlanShape {
  const { model, config, matrices, batch, kvCache, arithmetic, arena, tokens } = plan;
  return {
    label: model,
    config,
    tensors: matrices.map(({ name, layer, rows, cols, type }) => ({
      name,
      ...(layer !== undefined && { layer }),
      rows,
      cols,
      type,
    })),
    tokensBytes: tokens.end - tokens.start,
    batch,
    kvCache,
    arithmetic,
    arena,
  };
}

/** Plans a shape, with its context. @throws PlanError when it does not fit. */
export function planOfShape(shape: PlanShape, layout: DiscLayout): Plan {
  const { config, tokensBytes, batch, kvCache, arithmetic, arena } = shape;
  return compilePlan(modelOfShape(shape), {
    ...planOptionsOf(layout),
    context: config.seqLen,
    tokensBytes,
    batch,
    kvCache,
    arithmeticVersion: arithmetic,
    arena,
  });
}

/**
 * The cost of a token on other storage or in another layout.
 * @param plan the plan of the layout, if it exists already
 * @throws PlanError when the model does not fit.
 */
export function whatIf(
  shape: PlanShape,
  question: WhatIf,
  calibration?: Calibration,
  plan: Plan = planOfShape(shape, question.layout),
): WhatIfResult {
  return costOf(plan, question, calibration);
}

/** The cost of a token with a plan of the given layout. */
export function costOf(
  plan: Plan,
  { layout, storage, readAhead }: WhatIf,
  calibration?: Partial<Calibration>,
): WhatIfResult {
  const weightsSector = sectorOfWeights(plan, storage, layout.placement, calibration?.weightsSector);
  const compute = calibration?.compute ?? forecastCompute(plan);
  const token = forecastToken(plan, { storage, weightsSector, compute, readAhead });
  const kept = plan.matrices.filter(({ resident, rows }) => resident && rows > 1);
  const free = plan.regions.find(({ kind }) => kind === 'free');
  return {
    token,
    ms: totalMs(token.split),
    preloadMs: preloadMs(plan, storage, weightsSector),
    keptBytes: kept.reduce((sum, { parts }) => sum + parts.reduce((bytes, part) => bytes + part.bytes, 0), 0),
    keptMatrices: kept.length,
    freeBytes: free === undefined ? 0 : free.end - free.start,
    weightsSector,
    weightsSectors: plan.weightsFile.sectors,
    plan,
  };
}

/** First sector of WEIGHTS.BIN. `inner` is the one after the other files, if known. */
export function sectorOfWeights(
  { weightsFile }: Plan,
  { capacity }: Storage,
  placement: Placement,
  inner?: number,
): number {
  const first = inner ?? fixedSectors.firstFile + otherSectors;
  if (placement === 'inner' || capacity === 0) return first;
  return Math.max(first, capacity - trailingSectors - weightsFile.sectors);
}

function preloadMs({ reads }: Plan, { timing, requestMs }: Storage, weightsSector: number): number {
  let head = { lba: weightsSector, spinning: true };
  let ms = 0;
  for (const { preload, sector, sectors } of reads) {
    if (!preload) continue;
    const time = readTime(timing, head, weightsSector + sector, sectors);
    head = time.head;
    ms += time.totalMs + requestMs;
  }
  return ms;
}
