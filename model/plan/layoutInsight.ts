import type { DiscType } from '../../disc/sector';
import { isSameLayout, type DiscLayout } from './discLayout';
import { PlanError } from './error';
import { bestLayout, plainestFirst, searchLayouts, type LayoutResult } from './layoutSearch';
import { calibratedStorage, storageOf, type Storage, type StorageId } from './storage';
import { whatIf, type Calibration, type PlanShape, type WhatIfResult } from './whatIf';

/** What the layout of a model costs, and the one that costs less. */
export interface LayoutInsight {
  readonly present: WhatIfResult;
  /** Absent when the current layout is the best. */
  readonly better?: LayoutResult;
}

/** What an insight is made from. */
interface InsightFacts {
  readonly shape: PlanShape;
  readonly layout: DiscLayout;
  /** What the run reads from. */
  readonly disc: DiscType;
  readonly calibration?: Calibration;
}

/**
 * @param pause lets others work: finding the best layout of a large model takes a second.
 * @returns undefined when the model does not fit in its current layout.
 */
export async function layoutInsight(
  { shape, layout, disc, calibration }: InsightFacts,
  pause: () => Promise<void>,
): Promise<LayoutInsight | undefined> {
  const storage = measuredStorage(disc, calibration);
  try {
    const present = whatIf(shape, { layout, storage, readAhead: 0 }, calibration);
    const results: LayoutResult[] = [];
    for (const result of searchLayouts(shape, storage, calibration)) {
      results.push(result);
      await pause();
    }
    const better = betterLayout(present, bestLayout(plainestFirst(results)), layout);
    return { present, ...(better !== undefined && { better }) };
  } catch (error) {
    if (error instanceof PlanError) return undefined;
    throw error;
  }
}

/**
 * The best layout, if it costs less than the current one. Two layouts in other words may come to the same plan.
 * @param present the cost of the current layout on the same medium.
 */
export function betterLayout(
  present: WhatIfResult,
  best: LayoutResult | undefined,
  layout: DiscLayout,
): LayoutResult | undefined {
  if (best === undefined || isSameLayout(best.layout, layout)) return undefined;
  return best.result.ms < present.ms ? best : undefined;
}

/** A medium as a run has measured it, where one has read from it; else as it is assumed. */
export function measuredStorage(id: StorageId, calibration: Calibration | undefined): Storage {
  const { drive } = calibration ?? {};
  const assumed = storageOf(id);
  return drive === undefined || id !== drive.disc
    ? assumed
    : calibratedStorage(assumed, drive, 'fitted to the reads of this run');
}
