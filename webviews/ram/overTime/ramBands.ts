import type { RamContent } from '../../messages/ram';

/** A part of the RAM over time: what it takes with no position in the cache, and how it grows with each. */
export interface Band {
  readonly name: string;
  /** Look and meaning; `kv` grows, and what it has not filled yet shrinks. */
  readonly kind: string;
  readonly bytes: number;
  /** Bytes that each position adds, or takes away. */
  readonly perPosition: number;
}

/** Bytes of a band with so many positions in the cache. */
export const bytesAt = ({ bytes, perPosition }: Band, positions: number): number =>
  bytes + perPosition * positions;

/** The 32 MB as bands, which add up to all of it at every position. */
export function bandsOf({
  regions,
  buffers,
  contextLength,
}: Pick<RamContent, 'regions' | 'buffers' | 'contextLength'>): readonly Band[] {
  const bands: Band[] = [];
  const add = (name: string, kind: string, bytes: number, perPosition = 0): void => {
    const at = bands.findIndex((band) => band.name === name);
    const before = bands[at];
    if (before === undefined) bands.push({ name, kind, bytes, perPosition });
    else bands[at] = { ...before, bytes: before.bytes + bytes };
  };
  for (const { name, kind, start, end } of regions) {
    const bytes = end - start;
    if (kind === 'kv') {
      const perPosition = contextLength === 0 ? 0 : bytes / contextLength;
      add('KV cache, filled', 'kv', 0, perPosition);
      add('KV cache, not yet filled', 'kv-empty', bytes, -perPosition);
    } else if (kind === 'weights') {
      const inside = buffers.filter((buffer) => buffer.start >= start && buffer.end <= end);
      const sum = (isOne: (buffer: (typeof inside)[number]) => boolean): number =>
        inside.filter(isOne).reduce((total, buffer) => total + buffer.end - buffer.start, 0);
      const isEmbedding = (buffer: { readonly name: string }): boolean =>
        /^embedding(\[|$)/.test(buffer.name);
      const embedding = sum(isEmbedding);
      const matrices = sum(
        (buffer) => !isEmbedding(buffer) && (buffer.rows ?? 1) > 1 && isMatrix(buffer.name),
      );
      if (embedding > 0) add('embedding', 'weights', embedding);
      if (matrices > 0) add('cached matrices', 'cached', matrices);
      add('norms, vectors and padding', 'vectors', bytes - embedding - matrices);
    } else add(name, kind, bytes);
  }
  return bands.filter(({ bytes, perPosition }) => bytes > 0 || perPosition !== 0);
}

/** Not vectors, even those of several rows such as registers. */
const isMatrix = (name: string): boolean => /\.(wq|wk|wv|wo|w1|w2|w3)(\[|$)|^classifier(\[|$)/.test(name);
