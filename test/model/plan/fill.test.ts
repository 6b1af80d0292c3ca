import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Tensor } from '../../../model/model';
import { assemblePlan } from '../../../model/plan/assemble';
import { withContext } from '../../../model/plan/context';
import { defaultPlanOptions } from '../../../model/plan/options';
import { placeWeights } from '../../../model/plan/weightsLayout';
import { blocksToKeep, type FillRoom } from '../../../model/plan/fill';
import { sectorBytes } from '../../../model/plan/units';
import type { Block } from '../../../model/plan/weightsLayout';
import { describedModel, everyFeature } from '../../support/randomModel';

/** The same said plainly: before each matrix the slots of all that would be left are looked at anew. */
function plainly(
  blocks: readonly Block[],
  residentBlocks: readonly (number | undefined)[],
  isKept: (block: Block) => boolean,
  { start, end, most }: FillRoom,
): number[] {
  const stays = residentBlocks.map((address) => address !== undefined);
  const staying: number[] = [];
  let next = start;
  const slotBytes = (): number => {
    const ends = new Map<number | undefined, number>();
    let bytes = 0;
    blocks.forEach((block, index) => {
      if (stays[index] === true) return;
      const before = isKept(block) ? (ends.get(block.tensor?.layer) ?? 0) : 0;
      const after = before + block.sectors * sectorBytes;
      if (isKept(block)) ends.set(block.tensor?.layer, after);
      bytes = Math.max(bytes, after);
    });
    return bytes;
  };
  for (const name of new Set(blocks.map(({ tensor }) => tensor?.name))) {
    const own = blocks.flatMap((block, index) => (block.tensor?.name === name ? [index] : []));
    if (own.some((index) => residentBlocks[index] !== undefined)) continue;
    const bytes = own.reduce((sum, index) => sum + (blocks[index]?.sectors ?? 0) * sectorBytes, 0);
    if (next + bytes + slotBytes() > end || next + bytes - start > most) continue;
    for (const index of own) stays[index] = true;
    staying.push(...own);
    next += bytes;
  }
  return staying;
}

describe('filling free RAM with matrices', () => {
  const matrix = fc.record({
    layer: fc.option(fc.nat({ max: 4 }), { nil: undefined }),
    parts: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
    resident: fc.boolean(),
  });

  it('keeps what looking at all slots before each matrix would keep', () => {
    fc.assert(
      fc.property(
        fc.array(matrix, { maxLength: 24 }),
        fc.uniqueArray(fc.nat({ max: 4 })),
        fc.record({ start: fc.nat({ max: 9 }), room: fc.nat({ max: 200 }), most: fc.nat({ max: 200 }) }),
        (matrices, shared, { start, room, most }) => {
          const blocks: Block[] = matrices.flatMap(({ layer, parts }, index) => {
            const tensor = { name: `m${index}`, layer } as Tensor;
            return parts.map((sectors, part) => ({ tensor, part, sector: 0, sectors, bytes: 1 }));
          });
          const resident = matrices.flatMap(({ parts, resident: is }) =>
            parts.map(() => (is ? 0 : undefined)),
          );
          const isKept = ({ tensor }: Block): boolean =>
            tensor?.layer !== undefined && shared.includes(tensor.layer);
          const bytes = {
            start: start * sectorBytes,
            end: (start + room) * sectorBytes,
            most: most * sectorBytes,
          };
          assert.deepEqual(
            blocksToKeep(blocks, resident, isKept, bytes),
            plainly(blocks, resident, isKept, bytes),
          );
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is done at once for ten thousand matrices', () => {
    const shape = { dim: 16, headDim: 4, kvDim: 8, hiddenDim: 20, seqLen: 4, registers: 0 };
    const layers = 1400;
    const model = describedModel({
      ...everyFeature,
      ...shape,
      layers,
      uniqueLayers: layers,
      denseformer: false,
    });
    // Looking at all slots before each matrix takes longer than a test may.
    // The EE program takes fewer matrices; a plan that it refuses must be as quick.
    const options = { ...defaultPlanOptions, weights: 'resident', residentBytes: 6e6 } as const;
    const arithmetic = 1;
    const weights = placeWeights(model, options, arithmetic);
    const { matrices } = assemblePlan(withContext({ model, weights, arithmetic, options }));
    const kept = matrices.filter(({ resident, rows }) => resident && rows > 1).length;
    assert.ok(matrices.length > 10_000 && kept > 1000 && kept < 9000, `${kept} of ${matrices.length}`);
  });
});
