import type { Model } from '../../model/model';
import type { ArithmeticVersion } from '../../model/plan/arithmeticVersion';
import { compilePlan } from '../../model/plan/compile';
import { defaultDiscLayout, planOptionsOf, type DiscLayout } from '../../model/plan/discLayout';
import { defaultPlanOptions, type KvCacheType } from '../../model/plan/options';
import type { Plan } from '../../model/plan/plan';
import type { RamSettings } from '../project';
import type { Resolution } from './resolve';

/** The inputs of a plan, in addition to the model. */
export interface PlanRequest {
  readonly layout?: DiscLayout;
  readonly ram?: RamSettings;
  /** Text positions. Default: as many as fit. */
  readonly context?: number | undefined;
  readonly kvCache?: KvCacheType;
  readonly arithmeticVersion?: ArithmeticVersion | undefined;
  /** Size of TOKENS.BIN, from `tokensBytesOf`. 0 without a tokenizer. */
  readonly tokensBytes?: number;
}

/** What of a resolution changes how a model is planned. */
export type PlanAnswers = Pick<Resolution, 'layout' | 'ram' | 'context' | 'kvCache' | 'arithmeticVersion'>;

/** A request by the answers of the resolver. */
export const planRequestOf = (
  { layout, ram, context, kvCache, arithmeticVersion }: PlanAnswers,
  tokensBytes: number,
): Required<PlanRequest> => ({
  layout: layout.value,
  ram: ram.value,
  context: context?.value,
  kvCache: kvCache.value,
  arithmeticVersion: arithmeticVersion?.value,
  tokensBytes,
});

const { arena } = defaultPlanOptions;

/** The addresses that a plan may use. */
export const arenaOf = ({ budgetKiB }: RamSettings = {}): { readonly start: number; readonly end: number } =>
  budgetKiB === undefined ? arena : { start: arena.start, end: arena.start + budgetKiB * 1024 };

/**
 * The plan of a model: the one that its sessions execute, its disc contains and its forecasts are based on.
 * @throws PlanError when the model does not fit or cannot be executed.
 */
export function planOf(
  model: Model,
  { layout = defaultDiscLayout, ram, context, kvCache, arithmeticVersion, tokensBytes = 0 }: PlanRequest = {},
): Plan {
  return compilePlan(model, {
    ...planOptionsOf(layout),
    ...(kvCache !== undefined && { kvCache }),
    context,
    arithmeticVersion,
    tokensBytes,
    arena: arenaOf(ram),
  });
}
