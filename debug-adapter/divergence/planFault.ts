import { errorText } from '../../common/errorText';
import { decodePlan } from '../../model/plan/decodePlan';
import { encodePlan } from '../../model/plan/encodePlan';
import type { Operand, Operation, Plan } from '../../model/plan/plan';
import { planDifference } from '../../model/plan/planDifference';
import type { Divergence } from './finding';
import { digestOf } from './planLike';

/**
 * The first operation that PLAN.BIN of an image has otherwise than the plan of the model; undefined when the plans are
 * the same.
 */
export function planDivergence(plan: Plan, found: Uint8Array): Divergence | undefined {
  const difference = planDifference(plan, found);
  if (difference === undefined) return undefined;
  const words = `The plan of the image is not that of ${plan.model}: ${difference}.`;
  let other: Plan;
  try {
    other = decodePlan(found, 'PLAN.BIN');
  } catch (error) {
    return ofOperation(plan, plan.operations[0], `The plan of the image cannot be read. ${errorText(error)}`);
  }
  // Both as the program reads them: constants are f32.
  const expected = decodePlan(encodePlan(plan, digestOf(plan, found)), 'PLAN.BIN');
  const first =
    expected.operations.find(
      (operation) =>
        JSON.stringify(viewOf(expected, operation)) !==
        JSON.stringify(viewOf(other, other.operations[operation.index])),
    ) ??
    (difference.includes('attention scale')
      ? plan.operations.find(({ kind }) => kind === 'attention')
      : undefined);
  return ofOperation(plan, first ?? plan.operations[0], words);
}

function ofOperation(plan: Plan, operation: Operation | undefined, words: string): Divergence {
  return {
    operation: operation?.id ?? '',
    matrix: plan.matrices[operation?.matrix ?? -1]?.name ?? null,
    pass: null,
    position: null,
    kind: 'plan',
    words,
  };
}

/** Everything of a plan that an operation uses, as plain data. */
function viewOf(plan: Plan, operation: Operation | undefined): unknown {
  if (!operation) return undefined;
  const { firstTile, tiles, matrix, kind, inputs, output, ...rest } = operation;
  const { config, rope } = plan;
  const operand = (one: Operand): unknown => ({
    ...one,
    buffer: plan.buffers[one.buffer ?? -1],
    matrix: plan.matrices[one.matrix ?? -1],
  });
  const common = {
    kind,
    ...{ id: rest.id, tail: rest.tail, layer: rest.layer },
    output: operand(output),
    inputs: inputs.map(operand),
    matrix: plan.matrices[matrix ?? -1],
    tiles: plan.tiles.slice(firstTile, firstTile + tiles).map(({ read, ...tile }) => ({
      ...tile,
      read: plan.reads[read ?? -1],
    })),
  };
  const { heads, kvHeads, headDim, kvDim, registers, eps } = config;
  switch (kind) {
    case 'embed':
      return { ...common, registers, batch: plan.batch, arithmetic: plan.arithmetic };
    case 'rmsnorm':
      return { ...common, eps };
    case 'rope':
      return { ...common, headDim, ...rope, cos: [...rope.cos], sin: [...rope.sin] };
    case 'attention':
      return { ...common, heads, kvHeads, headDim, kvDim };
    default:
      return common;
  }
}
