import type { TensorType } from '../model';
import { defaultDiscLayout, type DiscLayout } from './discLayout';
import { PlanError } from './error';
import { forecastDisc } from './forecast';
import type { Plan } from './plan';
import { align, quadword, sectorBytes } from './units';
import { planOfShape, type PlanShape } from './whatIf';

/** An answer to the question what else would fit. */
export interface Fit {
  readonly name: string;
  /** With its unit. */
  readonly value: number;
  readonly unit: 'bytes' | 'positions' | 'matrices';
  readonly detail: string;
}

const types: readonly (readonly [TensorType, string])[] = [
  ['q8', 'Q8'],
  ['q4', 'Q4'],
  ['ternary', 'ternary'],
];

/** What the RAM that is left would hold. @throws PlanError when the model does not even fit as it is. */
export function whatFits(shape: PlanShape, layout: DiscLayout): readonly Fit[] {
  const plan = planOfShape(shape, layout);
  const kept = tryPlan(shape, { ...defaultDiscLayout, ...layout, resident: 'fill' });
  const fits: Fit[] = [
    {
      name: 'Left over',
      value: freeBytes(plan),
      unit: 'bytes',
      detail: 'bytes that the present plan does not use',
    },
    {
      name: 'Longest text',
      value: longestContext(shape, layout),
      unit: 'positions',
      detail: `positions in this layout; the model has ${shape.config.seqLen}`,
    },
  ];
  if (kept !== undefined) {
    const matrices = kept.matrices.filter(({ parts }) => parts.length > 0 && isMatrix(kept, parts));
    const staying = matrices.filter(({ resident }) => resident);
    fits.push({
      name: 'Matrices that could stay',
      value: staying.length,
      unit: 'matrices',
      detail: `of ${matrices.length}; ${forecastDisc(kept).sectorsPerPass * sectorBytes} bytes a token would be read then`,
    });
  }
  for (const [type, name] of types) {
    const other = tryPlan(retyped(shape, type), { ...layout, resident: 'fill' });
    if (other === undefined || !shape.tensors.some((tensor) => tensor.rows > 1 && tensor.type !== type))
      continue;
    fits.push({
      name: `Left over in ${name}`,
      value: freeBytes(other),
      unit: 'bytes',
      detail: `with as many matrices in RAM as fit; ${forecastDisc(other).sectorsPerPass * sectorBytes} bytes a token would be read`,
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

/** The most positions of text that can be planned. */
function longestContext(shape: PlanShape, layout: DiscLayout): number {
  const { config } = shape;
  const fits = (seqLen: number): boolean =>
    tryPlan({ ...shape, config: { ...config, seqLen } }, { ...layout, resident: 'streamed' }) !== undefined;
  const streamed = tryPlan(shape, { ...layout, resident: 'streamed' });
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

/** The same model with its matrices in another type. */
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
