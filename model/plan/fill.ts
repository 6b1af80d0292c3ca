import { grouped } from '../grouped';
import { SlotBytes, type IsKept } from './slotBytes';
import { sectorBytes } from './units';
import type { Block } from './weightsLayout';

/** The RAM to fill with matrices. */
export interface FillRoom {
  /** The first free address, and the last one (+ 1) that slots and matrices may use. */
  readonly start: number;
  readonly end: number;
  /** The most bytes of matrices that become resident. */
  readonly most: number;
}

/**
 * Chooses the blocks that stay in free RAM: whole matrices in the order of the blocks, as long as the slots of the
 * remaining ones still fit after them.
 * @param residentBlocks address of each block that is resident in any case
 * @returns indices of the blocks that become resident too, in the order of their addresses from `start`
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
