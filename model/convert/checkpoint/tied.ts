import type { JsonValue } from '../../json';
import type { SourceTensor } from '../tensorSet';

/** The names of embedding and classifier. */
export interface TiedPair {
  readonly embedding: string;
  readonly classifier: string;
}

/**
 * Whether the classifier is the embedding: as the configuration states; else when only one of them is stored, or both
 * are and have the same values.
 * @throws FormatError when the configuration says so but the values differ.
 */
export async function isTied(
  stated: JsonValue,
  tensors: ReadonlyMap<string, SourceTensor>,
  { embedding, classifier }: TiedPair,
): Promise<{ readonly tied: boolean; readonly note?: string }> {
  const [a, b] = [tensors.get(embedding), tensors.get(classifier)];
  const both = a !== undefined && b !== undefined;
  if (!stated.exists) {
    if (both) return { tied: await isSame(a, b) };
    return {
      tied: true,
      note: `The configuration does not say whether the classifier is the embedding; it is taken to be, because only ${a === undefined ? classifier : embedding} is stored.`,
    };
  }
  const tied = stated.boolean();
  if (tied && both && !(await isSame(a, b))) {
    throw stated.wrong(
      `false, because ${classifier} and ${embedding} have different values`,
      'the two disagree; correct the one that is wrong',
    );
  }
  return { tied };
}

async function isSame(a: SourceTensor, b: SourceTensor): Promise<boolean> {
  const [rows = 0, cols = 0] = a.shape;
  if (b.shape.join() !== a.shape.join()) return false;
  // A tensor that cannot be read is reported by who needs it.
  if (a.problem !== undefined || b.problem !== undefined) return true;
  const step = Math.max(1, Math.floor(65_536 / Math.max(cols, 1)));
  for (let row = 0; row < rows; row += step) {
    const count = Math.min(step, rows - row);
    const [x, y] = await Promise.all([a.read(row, count), b.read(row, count)]);
    if (x.some((value, i) => !Object.is(value, y[i]) && value !== y[i])) return false;
  }
  return true;
}
