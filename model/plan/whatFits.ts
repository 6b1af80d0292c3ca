import type { TensorType } from '../model';
import { defaultDiscLayout, type DiscLayout } from './discLayout';
import { PlanError } from './error';
import type { Plan } from './plan';
import { align, quadword, sectorBytes } from './units';
import type { Storage } from './storage';
import { costOf, planOfShape, type Calibration, type PlanShape } from './whatIf';

/** A row of "What fits": what the free RAM would hold. */
export interface Fit {
  readonly name: string;
  /** With its unit. */
  readonly value: number;
  readonly unit: 'bytes' | 'positions' | 'matrices';
  readonly detail: string;
  /** The forecast bytes and time per token in that case. */
  readonly token?: { readonly bytes: number; readonly ms: number };
}

const types: readonly (readonly [TensorType, string])[] = [
  ['q8', 'Q8'],
  ['q4', 'Q4'],
  ['ternary', 'ternary'],
];

/**
 * What the free RAM would hold.
 * @param storage the medium that the weights would be read from
 * @param calibration from a run of the model, if there was one
 * @throws PlanError when the model does not fit even in its current layout.
 */
export function whatFits(
  shape: PlanShape,
  layout: DiscLayout,
  storage: Storage,
  calibration?: Calibration,
): readonly Fit[] {
  const plan = planOfShape(shape, layout);
  const tokenOf = (of: Plan, known?: Partial<Calibration>): NonNullable<Fit['token']> => {
    const { token, ms } = costOf(of, { layout, storage, readAhead: 0 }, known);
    return { bytes: token.sectors * sectorBytes, ms };
  };
  const kept = tryPlan(shape, { ...defaultDiscLayout, ...layout, weights: 'resident' });
  const fits: Fit[] = [
    {
      name: 'RAM left',
      value: freeBytes(plan),
      unit: 'bytes',
      detail: 'in the current layout',
      token: tokenOf(plan, calibration),
    },
    {
      name: 'Longest text that would fit',
      value: longestContext(shape, layout),
      unit: 'positions',
      detail: `positions with no matrix in RAM; the model has ${shape.config.seqLen}`,
    },
  ];
  if (kept !== undefined) {
    const matrices = kept.matrices.filter(({ parts }) => parts.length > 0 && isMatrix(kept, parts));
    const staying = matrices.filter(({ resident }) => resident);
    fits.push({
      name: 'Matrices that could stay',
      value: staying.length,
      unit: 'matrices',
      detail: `of ${matrices.length}, in execution order`,
      token: tokenOf(kept, calibration),
    });
  }
  const placed = calibration?.weightsSector === undefined ? {} : { weightsSector: calibration.weightsSector };
  for (const [type, name] of types) {
    const other = tryPlan(retyped(shape, type), { ...layout, weights: 'resident' });
    if (other === undefined || !shape.tensors.some((tensor) => tensor.rows > 1 && tensor.type !== type))
      continue;
    fits.push({
      name: `RAM left in ${name}`,
      value: freeBytes(other),
      unit: 'bytes',
      detail: 'with as many matrices in RAM as fit',
      // The measured compute times belong to the current type.
      token: tokenOf(other, placed),
    });
  }
  return fits;
}

const isMatrix = (plan: Plan, parts: Plan['matrices'][number]['parts']): boolean =>
  plan.reads.some(
    ({ matrix, sector }) => matrix !== undefined && sector * sectorBytes === parts[0]?.fileOffset,
  );

function freeBytes({ regions }: Plan): number {
  const free = regions.find(({ kind }) => kind === 'free');
  return free === undefined ? 0 : free.end - free.start;
}

/** The longest text, in positions, that can be planned. */
function longestContext(shape: PlanShape, layout: DiscLayout): number {
  const { config } = shape;
  const fits = (seqLen: number): boolean =>
    tryPlan({ ...shape, config: { ...config, seqLen } }, { ...layout, weights: 'streamed' }) !== undefined;
  const streamed = tryPlan(shape, { ...layout, weights: 'streamed' });
  const perPosition =
    2 * config.layers * align(config.kvDim * 4, quadword) + (config.heads + config.headDim + 2) * 4;
  let [least, most] = [
    config.seqLen,
    config.seqLen + Math.ceil((streamed === undefined ? 0 : freeBytes(streamed)) / perPosition) + 64,
  ];
  while (least + 1 < most) {
    const middle = Math.floor((least + most) / 2);
    if (fits(middle)) least = middle;
    else most = middle;
  }
  return least;
}

/** The same model with matrices of another type. */
const retyped = (shape: PlanShape, type: TensorType): PlanShape => ({
  ...shape,
  tensors: shape.tensors.map((tensor) =>
    /\.(wq|wk|wv|wo|w1|w2|w3)$|^(embedding|classifier)$/.test(tensor.name) ? { ...tensor, type } : tensor,
  ),
});

function tryPlan(shape: PlanShape, layout: DiscLayout): Plan | undefined {
  try {
    return planOfShape(shape, layout);
  } catch (error) {
    if (error instanceof PlanError) return undefined;
    throw error;
  }
}
