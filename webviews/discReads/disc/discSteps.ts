import { PlanError } from '../../../model/plan/error';
import { vectorsRow } from '../../../model/plan/forecast';
import type { Plan } from '../../../model/plan/plan';
import { storageOf } from '../../../model/plan/storage';
import type { TokenForecast } from '../../../model/plan/tokenForecast';
import { whatIf } from '../../../model/plan/whatIf';
import type { PathStep } from '../../messages/discReads';
import type { ForecastFacts } from '../../messages/figures';

/** A step of the head with its place in time. */
export interface PlacedStep extends PathStep {
  readonly index: number;
  /** Sectors from where the head was; undefined for the first. */
  readonly move?: number;
  /** Milliseconds since the first step began; sectors where no time is known. */
  readonly from: number;
  readonly to: number;
}

/** Places steps one after the other. Unless all have a time, the number of sectors stands in for it. */
export function placeSteps(steps: readonly PathStep[]): readonly PlacedStep[] {
  const isTimed = steps.every(({ ms }) => ms !== undefined);
  let at = 0;
  let head: number | undefined;
  return steps.map((step, index) => {
    const from = at;
    at += (isTimed ? step.ms : undefined) ?? step.sectors;
    const move = head === undefined ? undefined : step.lba - head;
    head = step.lba + step.sectors;
    return { ...step, index, from, to: at, ...(move !== undefined && { move }) };
  });
}

/** The steps expected for a token in the current layout; none when the model does not fit. */
export function expectedSteps({ shape, layout, calibration }: ForecastFacts): PathStep[] {
  try {
    const question = { layout, storage: storageOf('dvd'), readAhead: 0 };
    const { token, plan } = whatIf(shape, question, calibration);
    return forecastSteps(token, plan);
  } catch (error) {
    if (error instanceof PlanError) return [];
    throw error;
  }
}

function forecastSteps({ reads }: TokenForecast, plan: Plan): PathStep[] {
  return reads.map(({ read, lba, sectors, positioning, ms }) => {
    const planned = plan.reads[read];
    return {
      name: plan.matrices[planned?.matrix ?? -1]?.name ?? vectorsRow,
      operation: planned?.neededBy ?? 0,
      lba,
      sectors,
      seek: positioning.endsWith('seek'),
      ms,
    };
  });
}
