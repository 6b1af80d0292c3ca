import { sectorBytes } from '../../disc/sector';
import type { Matrix, Operation, Plan } from '../../model/plan/plan';
import type { WeightsLoader } from '../../model/engine/weights';
import { isSame, type DiscWeights } from './culprit';
import type { Divergence } from './finding';
import { storedDifference } from './storedDifference';

/** The program's sentence about a read whose CRC is wrong (runtime/plan/weights.c). */
const crcSentence = /WEIGHTS\.BIN: CRC-32 of .+, (\d+) sectors from sector (\d+), is/;
/** The beginning of what the console's check of the data cache says. */
const checkerSentence = /Data cache:|changed in RAM after it was cached/;

/** Where a program was when it failed. */
export interface Failure {
  readonly message: string;
  /** The operation that it was to execute; undefined before the first one. */
  readonly operation?: Operation;
  readonly pass: number | null;
  readonly position: number | null;
}

/** Files that tell what is damaged. */
interface Sources {
  readonly parts: WeightsLoader;
  readonly disc?: DiscWeights;
}

/** What the end of a program says about its cause; undefined when that is another matter than its results. */
export async function failureDivergence(
  plan: Plan,
  { message, operation, pass, position }: Failure,
  sources: Sources,
): Promise<Divergence | undefined> {
  const [, sectors, sector] = crcSentence.exec(message) ?? [];
  if (sector === undefined || sectors === undefined) {
    if (!operation) return undefined;
    const kind = checkerSentence.test(message) ? 'checker' : 'unknown';
    const matrix = plan.matrices[operation.matrix ?? -1]?.name ?? null;
    return { operation: operation.id, matrix, pass, position, kind, words: message };
  }
  const damaged = { sector: Number(sector), sectors: Number(sectors) };
  const { matrix, detail } = await damagedMatrix(plan, damaged, sources);
  const user = operation ?? plan.operations.find((one) => isUsed(one, matrix)) ?? plan.operations[0];
  const words = `A read of ${matrix?.name ?? 'WEIGHTS.BIN'} failed its CRC: ${damaged.sectors} sectors from sector ${damaged.sector} of WEIGHTS.BIN.${detail}`;
  return {
    operation: user?.id ?? '',
    matrix: matrix?.name ?? null,
    pass,
    position,
    kind: 'damaged',
    words,
    damaged,
  };
}

const isUsed = ({ matrix, inputs }: Operation, one: Matrix | undefined): boolean =>
  one !== undefined && (matrix === one.index || inputs.some((input) => input.matrix === one.index));

async function damagedMatrix(
  plan: Plan,
  { sector, sectors }: { readonly sector: number; readonly sectors: number },
  { parts, disc }: Sources,
): Promise<{ readonly matrix: Matrix | undefined; readonly detail: string }> {
  const [start, end] = [sector * sectorBytes, (sector + sectors) * sectorBytes];
  const inside = plan.matrices.filter(({ parts: own }) =>
    own.some(({ fileOffset, bytes }) => fileOffset < end && start < fileOffset + bytes),
  );
  for (const matrix of disc ? inside : []) {
    for (const [index, part] of matrix.parts.entries()) {
      if (!disc || part.fileOffset >= end || part.fileOffset + part.bytes <= start) continue;
      const found = await disc(part.fileOffset, part.bytes);
      const expected = await parts(matrix.index, index);
      if (isSame(found, expected)) continue;
      const words = storedDifference(matrix, part, found, expected, 'On the disc')?.words;
      return { matrix, detail: words === undefined ? '' : ` ${words}` };
    }
  }
  return { matrix: inside[0], detail: '' };
}
