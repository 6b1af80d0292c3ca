import { shareText } from '../textTable';
import type { SessionPlan } from './session';

/**
 * What a read of a plan brings: the matrix, `undefined` for the block of vectors, and of a program without a plan how
 * much of it: `37 % of layers.03.ffn.w2`.
 */
export function readName(
  { reads, matrices, program }: Pick<SessionPlan, 'reads' | 'matrices' | 'program'>,
  read: number,
): string | undefined {
  const { matrix, bytes = 0 } = reads[read] ?? {};
  const found = matrix === undefined ? undefined : matrices[matrix];
  if (found === undefined || program === undefined || bytes >= found.bytes) return found?.name;
  return `${shareText(bytes / found.bytes)} of ${found.name}`;
}
