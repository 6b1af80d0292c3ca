import { readRows, tensorOf } from '../../model/tensorRows';
import type { Stop } from '../debuggee/stop';
import type { TensorView } from '../values/tensorView';
import { ExpressionError } from './error';
import type { Work } from './work';

/** Rows of the classifier that are read at a time. */
const rowsAtOnce = 512;

/**
 * The logits that the model would give if the residual stream were this after its last layer: the final norm with its
 * own weights, over this row, then the classifier. Computed in doubles.
 * @param view a residual stream; its last row is used.
 * @throws ExpressionError when it has another width, or the model's matrices are not known.
 */
export async function lensOf(view: TensorView, stop: Stop, work: Work): Promise<Float64Array> {
  const { model } = stop.facts;
  const { dim, eps, vocabSize, sharedClassifier } = model.config;
  if (view.cols !== dim) {
    throw new ExpressionError(
      `lens needs a residual stream of ${dim} values, but a row of ${view.name} has ${view.cols}. Examples: lens(x), lens(L00.attn.add).`,
    );
  }
  if (stop.plan.described?.isMatched === false)
    throw new ExpressionError('The model of this program is not known here, so lens has no classifier.');
  const residual = await view.read(view.rows - 1, 1);
  const weights = await readRows(model, tensorOf(model, 'norm'), 0, 1);
  const meanSquare = residual.reduce((sum, x) => sum + x * x, 0) / dim;
  const factor = 1 / Math.sqrt(meanSquare + eps);
  const normed = residual.map((x, i) => x * factor * (weights[i] ?? 0));
  const classifier = tensorOf(model, sharedClassifier ? 'embedding' : 'classifier');
  const logits = new Float64Array(vocabSize);
  for (let row = 0; row < vocabSize; row += rowsAtOnce) {
    const rows = Math.min(rowsAtOnce, vocabSize - row);
    work.sees(rows * dim);
    const values = await readRows(model, classifier, row, rows);
    for (let r = 0; r < rows; r++) {
      let sum = 0;
      for (let i = 0; i < dim; i++) sum += (values[r * dim + i] ?? 0) * (normed[i] ?? 0);
      logits[row + r] = sum;
    }
  }
  return logits;
}
