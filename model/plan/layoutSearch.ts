import { defaultDiscLayout, layoutChoices, layoutParts, type DiscLayout } from './discLayout';
import { PlanError } from './error';
import type { Plan } from './plan';
import { layoutFallback } from './sharedReads';
import type { Storage } from './storage';
import { planOfShape, whatIf, type Calibration, type PlanShape, type WhatIfResult } from './whatIf';

/** A layout and the cost of a token with it. */
export interface LayoutResult {
  readonly layout: DiscLayout;
  readonly result: WhatIfResult;
}

/** A layout that saves less than this is not worth choosing over a plainer one. */
const worthwhile = 0.995;

/** All layouts that fit the model, the plainest first. */
export function layoutResults(
  shape: PlanShape,
  storage: Storage,
  calibration?: Calibration,
): readonly LayoutResult[] {
  return plainestFirst([...searchLayouts(shape, storage, calibration)]);
}

/** Results with the plainest layout first. */
export const plainestFirst = (results: readonly LayoutResult[]): readonly LayoutResult[] =>
  [...results].sort((a, b) => changes(a.layout) - changes(b.layout));

/** All layouts that fit the model, one at a time: each takes a while with a large model. */
export function* searchLayouts(
  shape: PlanShape,
  storage: Storage,
  calibration?: Calibration,
): Generator<LayoutResult> {
  const { config } = shape;
  const shares = config.uniqueLayers < config.layers;
  for (const discOrder of layoutChoices.discOrder) {
    for (const sharedLayers of shares ? layoutChoices.sharedLayers : [defaultDiscLayout.sharedLayers]) {
      for (const weights of layoutChoices.weights) {
        const layout = { ...defaultDiscLayout, discOrder, sharedLayers, weights };
        const plan = fittingPlan(shape, layout);
        // Where shared layers cannot be read once, the layout comes to the plan that reads them twice.
        if (plan === undefined || layoutFallback(plan, layout) !== undefined) continue;
        for (const placement of storage.capacity > 0 ? layoutChoices.placement : (['inner'] as const)) {
          const placed = { ...layout, placement };
          yield {
            layout: placed,
            result: whatIf(shape, { layout: placed, storage, readAhead: 0 }, calibration, plan),
          };
        }
      }
    }
  }
}

/** The layout with the least time per token. If two are equally good, the plainer one. */
export function bestLayout(results: readonly LayoutResult[]): LayoutResult | undefined {
  let best = results[0];
  for (const other of results) if (best && other.result.ms < best.result.ms * worthwhile) best = other;
  return best;
}

/** How many parts of a layout are not the default. */
function changes(layout: DiscLayout): number {
  return layoutParts.filter((part) => layout[part] !== defaultDiscLayout[part]).length;
}

function fittingPlan(shape: PlanShape, layout: DiscLayout): Plan | undefined {
  try {
    return planOfShape(shape, layout);
  } catch (error) {
    if (error instanceof PlanError) return undefined;
    throw error;
  }
}
