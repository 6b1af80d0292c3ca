import type { Model } from '../../model/model';
import { compilePlan } from '../../model/plan/compile';
import { defaultDiscLayout, planOptionsOf, type DiscLayout } from '../../model/plan/discLayout';
import { defaultPlanOptions } from '../../model/plan/options';
import type { Plan } from '../../model/plan/plan';
import type { RamSettings } from '../project';

/** The inputs of a plan, in addition to the model. */
export interface PlanRequest {
  readonly layout?: DiscLayout;
  readonly ram?: RamSettings;
  /** Size of TOKENS.BIN, from `tokensBytesOf`. 0 without a tokenizer. */
  readonly tokensBytes?: number;
}

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
  { layout = defaultDiscLayout, ram, tokensBytes = 0 }: PlanRequest = {},
): Plan {
  return compilePlan(model, { ...planOptionsOf(layout), tokensBytes, arena: arenaOf(ram) });
}
