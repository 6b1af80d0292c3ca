import type { Model } from '../../model/model';
import { compilePlan } from '../../model/plan/compile';
import { decodePlan } from '../../model/plan/decodePlan';
import { layoutChoices } from '../../model/plan/discLayout';
import { digestIn, encodedPlanBytes, encodePlan, type WeightsDigest } from '../../model/plan/encodePlan';
import type { PlanOptions } from '../../model/plan/options';
import type { Plan } from '../../model/plan/plan';
import { planDifference } from '../../model/plan/planDifference';

/** A plan with the choices of another one. */
interface PlanLike {
  readonly plan: Plan;
  /** Whether it was compiled as asked, not with the choices of the image. */
  readonly isAsked: boolean;
}

/**
 * The plan of a model that is most like the PLAN.BIN of an image: layout, context and the like may be chosen freely, so
 * an image that was built with other choices is no fault.
 * @param asked the plan with the choices of whoever compares
 */
export function planLike(model: Model, asked: Plan, found: Uint8Array): PlanLike {
  if (planDifference(asked, found) === undefined) return { plan: asked, isAsked: true };
  const candidates = [asked, ...plansLike(model, found)];
  const same = candidates.find((plan) => planDifference(plan, found) === undefined);
  const plan = same ?? leastDifferent(candidates, found) ?? asked;
  return { plan, isAsked: plan === asked };
}

/** The plans of a model with the choices that a PLAN.BIN shows, in each layout. */
function plansLike(model: Model, found: Uint8Array): Plan[] {
  let image: Plan;
  try {
    image = decodePlan(found, 'PLAN.BIN');
  } catch {
    return [];
  }
  const { arena, batch, config, kvCache, arithmetic, tokens, matrices } = image;
  const embedding = matrices.find(({ name }) => name === 'embedding');
  const sizeOf = ({ parts }: (typeof matrices)[number]): number =>
    parts.reduce((sum, { bytes }) => sum + bytes, 0);
  const kept = matrices
    .filter(({ resident, rows, name }) => resident && rows > 1 && name !== 'embedding')
    .reduce((sum, one) => sum + sizeOf(one), 0);
  const usual: Partial<PlanOptions> = {
    ...{ arena, batch, kvCache, context: config.seqLen, arithmeticVersion: arithmetic },
    tokensBytes: tokens.end - tokens.start,
  };
  const plans: Plan[] = [];
  for (const weights of layoutChoices.weights)
    for (const sharedLayers of layoutChoices.sharedLayers)
      for (const discOrder of layoutChoices.discOrder)
        for (const residentBytes of weights === 'resident' ? [Infinity, kept] : [Infinity])
          for (const place of [undefined, embedding?.resident === true ? 'resident' : 'streamed'] as const) {
            const choice = { weights, sharedLayers, discOrder, residentBytes, embedding: place };
            const plan = compiled(model, { ...usual, ...choice });
            if (plan) plans.push(plan);
          }
  return plans;
}

/** Undefined when the model does not fit with these choices. */
function compiled(model: Model, options: Partial<PlanOptions>): Plan | undefined {
  try {
    return compilePlan(model, options);
  } catch {
    return undefined;
  }
}

function leastDifferent(plans: readonly Plan[], found: Uint8Array): Plan | undefined {
  let [best, least]: [Plan | undefined, number] = [undefined, Infinity];
  for (const plan of plans) {
    const bytes = encodePlan(plan, digestOf(plan, found));
    let differing = Math.abs(bytes.length - found.length);
    const common = Math.min(bytes.length, found.length);
    for (let at = 0; at < common; at++) if (bytes[at] !== found[at]) differing++;
    if (differing < least) [best, least] = [plan, differing];
  }
  return best;
}

/** The digest in a PLAN.BIN that may be shorter than that of this plan. */
export function digestOf(plan: Plan, found: Uint8Array): WeightsDigest {
  const bytes = new Uint8Array(Math.max(found.length, encodedPlanBytes(plan)));
  bytes.set(found);
  return digestIn(plan, bytes);
}
