import { isSameLayout, type DiscLayout } from '../../../model/plan/discLayout';
import { betterLayout } from '../../../model/plan/layoutInsight';
import { PlanError } from '../../../model/plan/error';
import { bestLayout, layoutResults, type LayoutResult } from '../../../model/plan/layoutSearch';
import { whatIf, type WhatIfResult } from '../../../model/plan/whatIf';
import type { ForecastFacts } from '../../messages/figures';
import { storageFor, type Question } from './whatIfQuestion';

/** What a question comes to. */
export interface Answers {
  /** The current layout on the chosen medium. */
  readonly present: WhatIfResult;
  /** What was asked; undefined where the model does not fit, and `problem` says why. */
  readonly asked?: WhatIfResult;
  readonly problem?: string;
  /** All layouts on that medium, the best first. */
  readonly layouts: readonly LayoutResult[];
  readonly best?: LayoutResult;
  /** The best one, if it costs less than the current one. */
  readonly better?: LayoutResult;
}

/** @throws PlanError when the model does not fit even in its current layout. */
export function answersTo(facts: ForecastFacts, question: Question): Answers {
  const { shape, layout, calibration } = facts;
  const storage = storageFor(question, calibration);
  const present = whatIf(shape, { layout, storage, readAhead: 0 }, calibration);
  const results = layoutResults(shape, storage, calibration);
  const best = bestLayout(results);
  const better = betterLayout(present, best, layout);
  return {
    present,
    ...askedOf(facts, question),
    layouts: [...results].sort((a, b) => a.result.ms - b.result.ms),
    ...(best !== undefined && { best }),
    ...(better !== undefined && { better }),
  };
}

function askedOf(
  { shape, calibration }: ForecastFacts,
  question: Question,
): Pick<Answers, 'asked' | 'problem'> {
  const { layout, readAhead } = question;
  try {
    const storage = storageFor(question, calibration);
    return { asked: whatIf(shape, { layout, storage, readAhead }, calibration) };
  } catch (error) {
    if (error instanceof PlanError) return { problem: error.message };
    throw error;
  }
}

/**
 * The time of a token now and in another layout, on the disc that a run reads from and as the program reads it. Other
 * media, constants and read-ahead are left out: no run could measure them.
 * @throws PlanError when the model does not fit.
 */
export function forecastToApply(
  { shape, layout: present, disc, calibration }: ForecastFacts,
  layout: DiscLayout,
): { readonly presentMs: number; readonly layoutMs: number } {
  const storage = storageFor({ storage: disc, constants: {} }, calibration);
  const ms = (one: DiscLayout): number =>
    whatIf(shape, { layout: one, storage, readAhead: 0 }, calibration).ms;
  return { presentMs: ms(present), layoutMs: ms(layout) };
}

/** The layout that would be applied, unless it is the present one. */
export const isNew = (layout: DiscLayout, { layout: present }: ForecastFacts): boolean =>
  !isSameLayout(layout, present);
