import type { ModelConfig } from '../../model/model';
import type { AdamWOptions } from './optimiser';
import type { ScheduleOptions } from './schedule';

/** Everything that a training run follows from. */
export interface TrainingSettings {
  readonly seed: number;
  readonly config: ModelConfig;
  /** Stories that the vocabulary is made from. */
  readonly vocabularyStories: number;
  /** Rows of `config.seqLen` tokens in a batch. */
  readonly sequences: number;
  /**
   * Steps whose rows are packed with stories. They learn the language faster; afterwards each row has one story, so
   * that the model learns to trust all that it sees.
   */
  readonly packedSteps: number;
  readonly optimiser: AdamWOptions;
  readonly schedule: ScheduleOptions;
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
  optimiser: { beta1: 0.9, beta2: 0.95, epsilon: 1e-8, weightDecay: 0.1, clip: 1 },
  schedule: { steps: 7000, warmup: 100, decay: 0.4, peak: 3e-3 },
};
