import { discTypeOfImage, driveTimings, readTime, type DriveHead } from '../../disc/drive';
import { fixedSectors } from '../../disc/imageLayout';
import type { DiscType } from '../../disc/sector';
import type { Operation, Plan } from '../../model/plan/plan';

/** What the disc is expected to take for each operation of a pass, in milliseconds by the operation's index. */
export interface DiscForecast {
  readonly discType: DiscType;
  readonly ms: readonly number[];
}

/** Reads a pass twice: the second time the head begins where a pass leaves it. */
export function forecastReads(plan: Plan): DiscForecast {
  const first: number = fixedSectors.firstFile;
  const discType = discTypeOfImage(first + plan.weightsFile.sectors);
  const timing = driveTimings[discType];
  let head: DriveHead = { lba: first, spinning: true };
  let ms: number[] = [];
  for (let pass = 0; pass < 2; pass++) {
    ms = plan.operations.map(() => 0);
    for (const { preload, sector, sectors, neededBy } of plan.reads) {
      if (preload) continue;
      const time = readTime(timing, head, first + sector, sectors);
      head = time.head;
      ms[neededBy] = (ms[neededBy] ?? 0) + time.totalMs;
    }
  }
  return { discType, ms };
}

/** Multiplications with an addition that an operation does for one position, at most, where it has any. */
export function multiplyAdds(plan: Plan, { kind, matrix, inputs }: Operation): number {
  const found = matrix === undefined ? undefined : plan.matrices[matrix];
  if (kind === 'matmul') return found ? found.rows * found.cols : 0;
  if (kind === 'attention') {
    const { heads, headDim, seqLen, registers } = plan.config;
    return 2 * heads * headDim * (seqLen + registers);
  }
  return kind === 'mix' ? (inputs.length - 1) * plan.config.dim : 0;
}
