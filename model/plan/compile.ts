import type { Model, ModelConfig } from '../model';
import { defaultArithmeticVersion } from './arithmeticVersion';
import { assemblePlan } from './assemble';
import { withContext, type Unplanned } from './context';
import { tableCounts } from './encodePlan';
import { PlanError } from './error';
import { defaultPlanOptions, type PlanOptions } from './options';
import { tableNames } from './format/tables';
import type { Plan } from './plan';
import { tableLimits } from './programLimits';
import { placeWeights } from './weightsLayout';

/**
 * Compiles a model into the plan of one pass. Reads no weights, only the model's description. Shared layers are read
 * twice if there is too little RAM to read them once.
 * @throws PlanError when the model is inconsistent or does not fit.
 */
export function compilePlan(model: Model, options: Partial<PlanOptions> = {}): Plan {
  checkConfig(model.label, model.config);
  const settings = { ...defaultPlanOptions, ...options };
  const arithmetic = settings.arithmeticVersion ?? defaultArithmeticVersion(model);
  const weights = placeWeights(model, settings, arithmetic);
  const plan = planWithWhatFits({ model, weights, arithmetic, options: settings });
  checkProgramLimits(plan);
  return plan;
}

/**
 * The context is the one that fits with shared layers read twice, which takes the least RAM. They are read once if that
 * fits too.
 * @throws PlanError when the model does not fit.
 */
function planWithWhatFits(unplanned: Unplanned): Plan {
  const { options } = unplanned;
  const parts = withContext({ ...unplanned, options: { ...options, sharedLayers: 'readTwice' } });
  if (options.sharedLayers === 'readTwice') return assemblePlan(parts);
  try {
    return assemblePlan({ ...parts, options });
  } catch (error) {
    if (!(error instanceof PlanError)) throw error;
    return assemblePlan(parts);
  }
}

/** @throws PlanError when the EE program would refuse the plan for its size. */
function checkProgramLimits(plan: Plan): void {
  const counts = tableCounts(plan);
  const name = tableNames.find((table) => counts[table] > tableLimits[table]);
  if (name === undefined) return;
  const what = name === 'strings' ? 'bytes of names' : name;
  throw new PlanError(
    `${plan.model}: the plan has ${inWords(counts[name])} ${what}, and the EE program takes at most ${inWords(tableLimits[name])}. Use a model with fewer layers.`,
  );
}

function checkConfig(label: string, config: ModelConfig): void {
  const must = (holds: boolean, fact: string): void => {
    if (!holds)
      throw new PlanError(`${label} cannot be executed: ${fact}. Convert the model again from its source.`);
  };
  must(
    config.headDim * config.heads === config.dim,
    `dim ${config.dim} is not heads ${config.heads} × head size ${config.headDim}`,
  );
  must(config.headDim % 2 === 0, `its head size ${config.headDim} is odd, but RoPE rotates pairs`);
  must(
    config.heads % config.kvHeads === 0,
    `${config.heads} heads cannot share ${config.kvHeads} KV heads evenly`,
  );
  must(
    config.uniqueLayers <= config.layers,
    `it has ${config.uniqueLayers} unique layers but only ${config.layers} layers`,
  );
}

const inWords = (count: number): string => count.toLocaleString('en-US');
