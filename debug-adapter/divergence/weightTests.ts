import type { Read } from '../../model/plan/plan';
import { explains, isSame, type Culprit, type Verdict } from './culprit';
import { storedDifference } from './storedDifference';
import { partAddress, tilesOf, withTiles, type PlacedTile } from './tileVariant';

/** Whether the weights that the target multiplies by are others than those of the model file. */
export async function weightVerdict(culprit: Culprit): Promise<Verdict | undefined> {
  const { operation } = culprit;
  if (operation.kind === 'embed') return embeddingVerdict(culprit);
  if (operation.kind !== 'matmul') return undefined;
  return (await onDisc(culprit)) ?? (await inRam(culprit));
}

async function onDisc(culprit: Culprit): Promise<Verdict | undefined> {
  const { disc } = culprit;
  if (!disc) return undefined;
  return judged(culprit, 'On the disc', ({ part }) => disc(part.fileOffset, part.bytes));
}

/** The weights in RAM: resident ones, and streamed ones that are still in their slot after the operation. */
async function inRam(culprit: Culprit): Promise<Verdict | undefined> {
  const { memory, plan } = culprit;
  const placed = tilesOf(culprit);
  const isThere = (one: PlacedTile, index: number): boolean =>
    !placed.slice(index + 1).some((later) => overlap(readOf(plan.reads, one), readOf(plan.reads, later)));
  return judged(culprit, 'In RAM', (one) =>
    isThere(one, placed.indexOf(one))
      ? memory.read(partAddress(one), one.part.bytes)
      : Promise.resolve(undefined),
  );
}

const readOf = (reads: readonly Read[], { tile }: PlacedTile): Read | undefined =>
  tile.read === undefined ? undefined : reads[tile.read];

function overlap(a: Read | undefined, b: Read | undefined): boolean {
  if (!a || !b) return false;
  const [endOfA, endOfB] = [a, b].map(({ address, sectors }) => address + sectors * 2048) as [number, number];
  return a.address < endOfB && b.address < endOfA;
}

/** The difference of the stored weights, if the result follows from them. */
async function judged(
  culprit: Culprit,
  where: string,
  bytesOf: (placed: PlacedTile) => Promise<Uint8Array | undefined>,
): Promise<Verdict | undefined> {
  const others = new Map<PlacedTile, Uint8Array>();
  let verdict: Verdict | undefined;
  const placed = tilesOf(culprit);
  for (const one of placed) {
    const found = await bytesOf(one);
    const expected = await culprit.judge.parts(one.matrix.index, one.tile.part);
    if (found === undefined || isSame(found, expected)) continue;
    others.set(one, found);
    verdict ??=
      (await otherMatrix(culprit, found, where)) ??
      storedDifference(one.matrix, one.part, found, expected, where);
  }
  if (verdict === undefined) return undefined;
  const { matrix: first } = placed[0] ?? {};
  const byTile = new Map([...others].map(([{ tile }, bytes]) => [tile.index, bytes]));
  const variant = withTiles(culprit, ({ tile }) => Promise.resolve(byTile.get(tile.index)));
  if (!(await explains(culprit, variant))) return undefined;
  return { ...(first && { matrix: first.name }), ...verdict };
}

/** The bytes are those of another matrix: an earlier read, if they are in a slot. */
async function otherMatrix(
  { plan, judge, operation }: Culprit,
  found: Uint8Array,
  where: string,
): Promise<Verdict | undefined> {
  for (const matrix of plan.matrices) {
    for (const [index, part] of matrix.parts.entries()) {
      if (part.bytes < 64 || matrix.index === operation.matrix) continue;
      const bytes = await judge.parts(matrix.index, index);
      const common = Math.min(bytes.length, found.length);
      if (common < found.length / 2 || !isSame(bytes.subarray(0, common), found.subarray(0, common)))
        continue;
      return {
        kind: where === 'In RAM' ? 'staleRead' : 'rows',
        words: `${where}, the weights of ${operation.id} are those of ${matrix.name}.`,
      };
    }
  }
  return undefined;
}

/** The embedding of the tokens of the pass, as stored on the disc or in RAM. */
async function embeddingVerdict(culprit: Culprit): Promise<Verdict | undefined> {
  const { plan, judge, pass, disc, memory } = culprit;
  const { registers } = plan.config;
  const { tokens } = judge.progress;
  for (const { matrix, part, tile } of tilesOf(culprit)) {
    const uses = Array.from({ length: pass.count }, (_, at) => tokens[pass.first + at - registers] ?? -1);
    if (!uses.some((token) => token >= part.rowStart && token < part.rowStart + part.rows)) continue;
    const expected = await judge.parts(matrix.index, tile.part);
    if (disc) {
      const found = await disc(part.fileOffset, part.bytes);
      const verdict = storedDifference(matrix, part, found, expected, 'On the disc');
      if (verdict) return verdict;
    }
    const address = matrix.partAddresses[tile.part];
    if (address === undefined) continue;
    const found = await memory.read(address, part.bytes);
    const verdict = storedDifference(matrix, part, found, expected, 'In RAM');
    if (verdict) return verdict;
  }
  return undefined;
}
