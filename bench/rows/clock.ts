import { eeCyclesPerSecond } from '../../disc/drive';
import type { ModelConfig } from '../../model/model';
import { namedLayouts, planOptionsOf } from '../../model/plan/discLayout';
import type { PlanOptions } from '../../model/plan/options';
import type { Timing } from '../../common/timing';
import { generatedModel } from '../generatedModel';
import type { Bench, BenchRow } from '../row';
import { tenMillionConfig } from '../tenMillion';
import { sampleCost, tokenAt, type TokenCost } from '../tokenAt';

/** Everything in RAM, with the integer kernels. */
const resident: Partial<PlanOptions> = { ...planOptionsOf(namedLayouts.resident), arithmeticVersion: 2 };

const llama: Omit<
  ModelConfig,
  | 'dim'
  | 'hiddenDim'
  | 'layers'
  | 'uniqueLayers'
  | 'heads'
  | 'kvHeads'
  | 'headDim'
  | 'kvDim'
  | 'vocabSize'
  | 'seqLen'
> = {
  ropeTheta: 10000,
  eps: 1e-5,
  registers: 0,
  sharedClassifier: true,
  denseformer: false,
  valueResidual: false,
};

/** Shapes of the llama2.c models stories260K and stories15M. */
const shape260K: ModelConfig = {
  ...llama,
  ...{ dim: 64, hiddenDim: 172, layers: 5, uniqueLayers: 5, heads: 8, kvHeads: 4, headDim: 8, kvDim: 32 },
  ...{ vocabSize: 512, seqLen: 512 },
};
const shape15M: ModelConfig = {
  ...llama,
  ...{ dim: 288, hiddenDim: 768, layers: 6, uniqueLayers: 6, heads: 6, kvHeads: 6, headDim: 48, kvDim: 288 },
  ...{ vocabSize: 32000, seqLen: 256 },
};

const modelled = ['central', 'strict', 'optimistic'] as const satisfies readonly Timing[];

async function modelledRow(
  label: string,
  config: ModelConfig,
  position: number,
): Promise<Omit<BenchRow, 'name'>> {
  const costs = await tokenAt(await generatedModel(label, config), position, resident, modelled);
  const perSecond = (timing: Timing): number => eeCyclesPerSecond / (costs.get(timing)?.cycles ?? NaN);
  return {
    value: perSecond('central'),
    unit: `tokens/s at position ${position}, modelled (central)`,
    low: perSecond('strict'),
    high: perSecond('optimistic'),
  };
}

const instructionsOnly = async (): Promise<TokenCost> => {
  const model = await generatedModel('10M', tenMillionConfig);
  const cost = (await tokenAt(model, 64, resident, ['instructions'])).get('instructions');
  if (cost === undefined) throw new Error('The token was not measured.');
  return cost;
};

/** Time of the program by the modelled clock, everything resident, arithmetic 2. */
export const clockBenches: readonly Bench[] = [
  {
    name: 'modelled-tokens-per-second-10m',
    run: () => modelledRow('10M', tenMillionConfig, 64),
  },
  {
    name: 'modelled-tokens-per-second-10m-512',
    // The last position of its 512.
    run: () => modelledRow('10M', tenMillionConfig, tenMillionConfig.seqLen - 2),
  },
  {
    name: 'modelled-tokens-per-second-260k',
    run: () => modelledRow('260K', shape260K, 64),
  },
  {
    name: 'modelled-tokens-per-second-15m',
    run: () => modelledRow('15M', shape15M, 64),
  },
  {
    name: 'sample-cycles-vocab-8192',
    run: async () => {
      const model = await generatedModel('10M', tenMillionConfig);
      const sampling = { temperature: 1, topK: 50, topP: 0.9 };
      const cycles = await sampleCost(model, resident, sampling, ['central', 'strict', 'optimistic']);
      return {
        value: cycles.get('central') ?? NaN,
        unit: 'cycles with top-k 50 and top-p 0.9, modelled (central)',
        low: cycles.get('optimistic') ?? NaN,
        high: cycles.get('strict') ?? NaN,
      };
    },
  },
  {
    name: 'wall-ms-per-token-10m',
    run: async () => ({
      value: (await instructionsOnly()).wallMs,
      unit: 'ms of this PC for the token at position 64, timing instructions',
    }),
  },
];
