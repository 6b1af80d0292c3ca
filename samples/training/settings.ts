import type { ModelConfig } from '../../model/model';
import type { RowKind } from './corpus';
import type { AdamWOptions } from './optimiser';
import type { ScheduleOptions } from './schedule';

/** Everything that determines a training run. */
export interface TrainingSettings {
  readonly seed: number;
  readonly config: ModelConfig;
  /** Stories for the vocabulary. */
  readonly vocabularyStories: number;
  /** Rows of `config.seqLen` tokens in a batch. */
  readonly sequences: number;
  /**
   * Steps whose rows are packed with stories. They teach the language faster; afterwards each row has one story, so
   * that the whole context is relevant.
   */
  readonly packedSteps: number;
  /** Steps `after` + 1 to `until`, in which this many rows are roll calls. */
  readonly rollCalls: { readonly after: number; readonly until: number; readonly rows: number };
  readonly optimiser: AdamWOptions;
  readonly schedule: ScheduleOptions;
  /** A shorter second schedule after the first has decayed to 0, on stories with casts from two halves. */
  readonly second: ScheduleOptions;
}

/** The model of samples/stories. */
export const storySettings: TrainingSettings = {
  seed: 2026,
  config: {
    dim: 128,
    hiddenDim: 352,
    layers: 6,
    uniqueLayers: 3,
    heads: 4,
    kvHeads: 2,
    headDim: 32,
    kvDim: 64,
    vocabSize: 1280,
    seqLen: 252,
    ropeTheta: 10000,
    eps: 1e-5,
    registers: 4,
    sharedClassifier: true,
    denseformer: true,
    valueResidual: true,
  },
  vocabularyStories: 8000,
  sequences: 8,
  packedSteps: 300,
  rollCalls: { after: 1250, until: 2000, rows: 4 },
  optimiser: { beta1: 0.9, beta2: 0.95, epsilon: 1e-8, weightDecay: 0.1, clip: 1 },
  schedule: { steps: 5000, warmup: 100, decay: 0.4, peak: 3e-3 },
  second: { steps: 800, warmup: 50, decay: 0.7, peak: 1.5e-3 },
};

/** Steps of the whole run. */
export function stepsOf({ schedule, second }: TrainingSettings): number {
  return schedule.steps + second.steps;
}

/** The contents of the rows of a step. */
export function rowKinds(settings: TrainingSettings, step: number): RowKind[] {
  const { sequences, packedSteps, rollCalls, schedule } = settings;
  const calls = step > rollCalls.after && step <= rollCalls.until ? rollCalls.rows : 0;
  const kind = step <= packedSteps ? 'stories' : step <= schedule.steps ? 'story' : 'story of halves';
  return Array.from({ length: sequences }, (_, row) => (row < calls ? 'roll call' : kind));
}
