import type { RevealMessage } from '../messages/inspector';

/** Is it a request to show something? */
export function isReveal(value: unknown): value is RevealMessage {
  if (typeof value !== 'object' || value === null) return false;
  const { type, matrix, start, end } = value as Partial<Record<string, unknown>>;
  const isCount = (number: unknown): boolean =>
    number === undefined || (typeof number === 'number' && Number.isSafeInteger(number) && number >= 0);
  return (
    type === 'reveal' &&
    (matrix === undefined || typeof matrix === 'string') &&
    isCount(start) &&
    isCount(end)
  );
}
