import { compareWeights, type CompareOptions } from '../../model/convert/report';
import { roleOf } from '../../model/inspect/role';
import { YieldingSource } from '../../model/inspect/yieldingSource';
import type { Model, Tensor } from '../../model/model';
import type {
  ComparedMatrix,
  ComparedTensor,
  CompareContent,
  MatrixError,
} from '../../webviews/messages/compare';
import type { ComparedModel } from './comparedModel';

/** Two models side by side, as a page shows them. */
export function compareContent(left: ComparedModel, right: ComparedModel): CompareContent {
  const fieldNames = new Set([...left.fields.keys(), ...right.fields.keys()]);
  const lefts = new Map(left.tensors.map((tensor) => [tensor.name, tensor]));
  const rights = new Map(right.tensors.map((tensor) => [tensor.name, tensor]));
  const names = new Set([...lefts.keys(), ...rights.keys()]);
  const canRead = left.model !== undefined && right.model !== undefined;
  return {
    left: left.side,
    right: right.side,
    fields: [...fieldNames].map((name) => ({
      name,
      left: left.fields.get(name) ?? '',
      right: right.fields.get(name) ?? '',
    })),
    matrices: [...names].map((name) => compared(name, lefts.get(name), rights.get(name), canRead)),
  };
}

function compared(
  name: string,
  left: Tensor | undefined,
  right: Tensor | undefined,
  canRead: boolean,
): ComparedMatrix {
  const hasOneShape = left?.rows === right?.rows && left?.cols === right?.cols;
  return {
    name,
    role: roleOf(name),
    ...(left !== undefined && { left: shapeOf(left) }),
    ...(right !== undefined && { right: shapeOf(right) }),
    // Stored RoPE tables follow from the header.
    comparable: canRead && left !== undefined && right !== undefined && hasOneShape && name !== 'rope',
  };
}

const shapeOf = ({ rows, cols, type, bytes }: Tensor): ComparedTensor => ({ rows, cols, type, bytes });

/**
 * How far a matrix of `right` is from that of `left`; in slices.
 * @param options `onRows` receives the progress.
 * @throws Error when either has no such matrix, or in another shape.
 */
export async function matrixError(
  left: Model,
  right: Model,
  name: string,
  { signal, onRows }: Required<Pick<CompareOptions, 'signal'>> & Pick<CompareOptions, 'onRows'>,
): Promise<MatrixError> {
  const tensors = right.tensors.filter((tensor) => tensor.name === name);
  const sliced = (model: Model): Model => ({ ...model, source: new YieldingSource(model.source, signal) });
  const [report] = await compareWeights(
    sliced(left),
    { ...sliced(right), tensors },
    {
      worst: 0,
      signal,
      ...(onRows !== undefined && { onRows }),
    },
  );
  if (report === undefined) throw new Error(`${right.label} has no ${name}.`);
  const { maxError, rmsError, rmsWeight, snrDb } = report;
  return { maxError, rmsError, rmsWeight, snrDb };
}
