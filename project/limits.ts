import { mostCacheMiB } from '../model/plan/layoutWords';
import { defaultPlanOptions } from '../model/plan/options';
import type { NumberRange } from './jsonFields';
import type { ProjectSampling } from './project';

const { arena } = defaultPlanOptions;

/** The ranges of numbers in a project, as in the JSON schema. */
export const projectLimits = {
  context: { least: 1, most: 1 << 20 },
  tokens: { least: 1, most: 1_000_000 },
  temperature: { least: 0, most: 100 },
  topK: { least: 0, most: 1_000_000 },
  topP: { least: 0, most: 1 },
  repetitionPenalty: { least: 0.01, most: 100 },
  noRepeatNgram: { least: 0, most: 1000 },
  seed: { least: 0, most: 0xffffffff },
  /** Pixels and lines by which the picture may be moved. */
  screenRight: { least: -64, most: 64 },
  screenDown: { least: -32, most: 32 },
  cacheMiB: { least: 0, most: mostCacheMiB },
  /** From the stack and tables of the plan up to the RAM that program, kernel and ps2link leave. */
  budgetKiB: { least: 128, most: (arena.end - arena.start) / 1024 },
} satisfies Readonly<Record<string, NumberRange>>;

/** Greedy by default. */
export const samplingDefaults: ProjectSampling = {
  tokens: 64,
  temperature: 0,
  topK: 0,
  topP: 1,
  repetitionPenalty: 1,
  noRepeatNgram: 0,
  seed: 1,
};

export const samplingNames = Object.keys(samplingDefaults) as readonly (keyof ProjectSampling)[];
