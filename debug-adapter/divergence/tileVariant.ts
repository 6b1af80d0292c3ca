import type { Matrix, MatrixPart, Operation, Plan, Tile } from '../../model/plan/plan';
import type { Culprit, Variant } from './culprit';

/** A tile of the operation with what it is a part of. */
export interface PlacedTile {
  readonly tile: Tile;
  readonly matrix: Matrix;
  readonly part: MatrixPart;
}

/** The tiles of an operation, ascending. */
export function tilesOf({ plan, operation }: Pick<Culprit, 'plan' | 'operation'>): PlacedTile[] {
  const { firstTile, tiles } = operation;
  return plan.tiles.slice(firstTile, firstTile + tiles).flatMap((tile) => {
    const matrix = plan.matrices[tile.matrix];
    const part = matrix?.parts[tile.part];
    return matrix && part ? [{ tile, matrix, part }] : [];
  });
}

/** Where the bytes of a tile's part are in RAM. */
export const partAddress = ({ tile, part }: PlacedTile): number => tile.dataAddress - part.dataOffset;

/** A matmul with other bytes in its tiles; `bytesOf` gives undefined for those that stay. */
export function withTiles(
  culprit: Pick<Culprit, 'plan' | 'operation' | 'judge'>,
  bytesOf: (placed: PlacedTile) => Promise<Uint8Array | undefined>,
): Variant {
  const { operation } = culprit;
  const placed = tilesOf(culprit);
  const last = placed.at(-1);
  if (!last) return {};
  // Tiles may share a slot, so each is multiplied before the next one is brought.
  const alone = ({ tile }: PlacedTile): Operation => ({ ...operation, firstTile: tile.index, tiles: 1 });
  const plans = new Map<PlacedTile, Plan>();
  return {
    prepare: async (judge) => {
      for (const one of placed) {
        const bytes = await bytesOf(one);
        const plan = bytes === undefined ? culprit.plan : withoutReads(culprit.plan, [one.tile.index]);
        plans.set(one, plan);
        if (bytes !== undefined) judge.write(partAddress(one), bytes);
        await judge.execute(plan, alone(one));
      }
    },
    // The last one once more changes nothing.
    operation: alone(last),
    plan: withoutReads(culprit.plan, [last.tile.index]),
  };
}

/** A plan that takes tiles as they are in RAM. */
export function withoutReads(plan: Plan, tiles: readonly number[]): Plan {
  return {
    ...plan,
    tiles: plan.tiles.map((tile) => {
      if (!tiles.includes(tile.index)) return tile;
      const { read, ...rest } = tile;
      return read === undefined ? tile : rest;
    }),
  };
}
