import { ramBytes } from '../../common/ram';
import { grouped } from '../grouped';
import { contextText } from './contextsThatFit';
import { defaultPlanOptions } from './options';
import type { Plan } from './plan';
import { formatBytes, sectorBytes } from './units';

/**
 * What a part of a disc is. `vectors`: a tensor of floats in a model; `directory`: everything outside of files.
 */
export type DiscContentKind = 'matrix' | 'vectors' | 'header' | 'padding' | 'file' | 'directory';

export const discContentKinds: readonly DiscContentKind[] = [
  'matrix',
  'vectors',
  'header',
  'padding',
  'file',
  'directory',
];

/** One row of the tab Disc: a stored matrix, or a block that is not a matrix. */
export interface DiscRow {
  readonly name: string;
  readonly matrix?: number;
  readonly layer?: number;
  /** On the disc of a program without a plan, what else it can be than a matrix. */
  readonly content?: DiscContentKind;
  /** Sectors that it takes on the disc. */
  readonly sectors: number;
  /** Bytes of content. The rest of its sectors counts as `padding`. */
  readonly bytes: number;
  readonly padding: number;
  /** Reads of it before the first pass. */
  readonly preloads: number;
  /** Reads of it in each pass. A matrix that two layers share can count twice. */
  readonly readsPerPass: number;
  readonly sectorsPerPass: number;
}

export interface DiscForecast {
  readonly rows: readonly DiscRow[];
  readonly sectors: number;
  readonly sectorsPerPass: number;
  readonly preloadSectors: number;
}

/** Names of the rows that are not a matrix. */
export const headerRow = 'WEIGHTS.BIN header';
export const vectorsRow = 'norms and other vectors';

/** What the plan reads from the disc, row by row. The sectors of all rows add up to the file. */
export function forecastDisc(plan: Plan): DiscForecast {
  const preloads = plan.reads.filter((read) => read.preload);
  const vectors = preloads.find((read) => read.matrix === undefined);
  const row = (sectors: number, bytes: number): Pick<DiscRow, 'sectors' | 'bytes' | 'padding'> => ({
    sectors,
    bytes,
    padding: sectors * sectorBytes - bytes,
  });
  const none = { preloads: 0, readsPerPass: 0, sectorsPerPass: 0 };
  const rows: DiscRow[] = plan.described ? [] : [{ name: headerRow, ...row(1, headerBytes), ...none }];
  if (vectors) rows.push({ name: vectorsRow, ...row(vectors.sectors, vectors.bytes), ...none, preloads: 1 });
  const readsOf = grouped(plan.reads, ({ matrix }) => matrix);
  for (const matrix of plan.matrices) {
    const reads = readsOf.get(matrix.index);
    if (reads === undefined) continue;
    const inPass = reads.filter((read) => !read.preload);
    const bytes = matrix.parts.reduce((sum, part) => sum + part.bytes, 0);
    // In the file of a model, a matrix does not begin with a sector.
    const sectors = plan.described
      ? (reads[0]?.sectors ?? 0)
      : matrix.parts.reduce((sum, part) => sum + Math.ceil(part.bytes / sectorBytes), 0);
    rows.push({
      name: matrix.name,
      matrix: matrix.index,
      ...(matrix.layer !== undefined && { layer: matrix.layer }),
      ...row(sectors, bytes),
      preloads: reads.length - inPass.length,
      readsPerPass: inPass.length,
      sectorsPerPass: inPass.reduce((sum, read) => sum + read.sectors, 0),
    });
  }
  return {
    rows,
    sectors: plan.weightsFile.sectors,
    sectorsPerPass: rows.reduce((sum, { sectorsPerPass }) => sum + sectorsPerPass, 0),
    preloadSectors: preloads.reduce((sum, read) => sum + read.sectors, 0),
  };
}

const headerBytes = 48;

/**
 * `needs 3.0 MiB of 32 MiB: fits; reads 0.3 MiB from disc per token`, with the context if it is shorter than the model's.
 * System and EE program are included; with a RAM budget, only the budget counts.
 */
export function forecastSentence(plan: Plan): string {
  const free = plan.regions.find((region) => region.kind === 'free');
  const isLimited = plan.arena.end < defaultPlanOptions.arena.end;
  const room = isLimited ? plan.arena.end - plan.arena.start : ramBytes;
  const used = room - (free ? free.end - free.start : 0);
  const of = isLimited ? `the budget of ${formatBytes(room)}` : `${ramBytes / 1024 / 1024} MiB`;
  const context = contextText(plan);
  const perToken = forecastDisc(plan).sectorsPerPass * sectorBytes;
  return `needs ${formatBytes(used)} of ${of}: fits${context === undefined ? '' : ` with ${context}`}; reads ${formatBytes(perToken)} from disc per token`;
}
