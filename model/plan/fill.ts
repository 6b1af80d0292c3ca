import { grouped } from '../grouped';
import { SlotBytes, type IsKept } from './slotBytes';
import { sectorBytes } from './units';
import type { Block } from './weightsLayout';

/** What there is to fill. */
export interface FillRoom {
  /** First address that is free, and last + 1 that slots and matrices may use. */
  readonly start: number;
  readonly end: number;
  /** Most bytes of matrices that come to stay. */
  readonly most: number;
}

/**
 * Which blocks stay in spare RAM: matrix by matrix in the order of the blocks, each whole or not at all, as long as
 * there is room behind them for the slots of those that do not.
 * @param residentBlocks address of each block that stays in any case
 * @returns indices of the blocks that stay besides, in the order in which they lie from `start`
 */
export function blocksToKeep(
  blocks: readonly Block[],
  residentBlocks: readonly (number | undefined)[],
  isKept: IsKept,
  { start, end, most }: FillRoom,
): number[] {
  const slots = new SlotBytes(blocks, isKept);
  residentBlocks.forEach((address, index) => {
    if (address !== undefined) slots.stays(index);
  });
  const staying: number[] = [];
  let next = start;
  const matrices = grouped(blocks.keys(), (index) => blocks[index]?.tensor?.name);
  for (const indices of matrices.values()) {
    if (indices.some((index) => residentBlocks[index] !== undefined)) continue;
    const bytes = indices.reduce((sum, index) => sum + (blocks[index]?.sectors ?? 0) * sectorBytes, 0);
    if (next + bytes + slots.bytes > end || next + bytes - start > most) continue;
    for (const index of indices) slots.stays(index);
    staying.push(...indices);
    next += bytes;
  }
  return staying;
}
