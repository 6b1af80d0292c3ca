import type { ReadSums } from '../../image/contents/readSums';
import { formatBytes, sectorBytes } from '../../model/plan/units';
import { formatInteger, shareText, textTable } from '../../model/textTable';
import { pieceRowOf, shareOfRead, type PieceRow } from './piecesTable';

const listed = 10;
/** Below these shares there is nothing to gain that would be worth a sentence. */
const worthwhile = { again: 0.1, seeks: 0.25 } as const;
/** A drive reads faster in longer requests; below this many sectors each has its price. */
const shortRead = 16;

/** The matrices that were read most, as a table; undefined when none was read. */
export function mostRead(rows: readonly PieceRow[]): string | undefined {
  const most = [...rows].sort((a, b) => b.readBytes - a.readBytes || b.reads - a.reads).slice(0, listed);
  if (most.length === 0) return undefined;
  const cells = most.map((row) => [
    row.name,
    formatInteger(row.reads),
    shareText(shareOfRead(row)),
    (row.bytes === 0 ? 0 : row.readBytes / row.bytes).toFixed(1),
    formatInteger(row.seeks),
    row.ms.toFixed(1),
    (row.reads === 0 ? 0 : row.ms / row.reads).toFixed(2),
  ]);
  const head = ['matrix', 'reads', 'each', 'times in full', 'seeks', 'ms', 'ms each'];
  const title = rows.length > listed ? `Most read: ${listed} of ${rows.length}` : 'Most read';
  return `${title}\n${textTable([head, ...cells], [1, 2, 3, 4, 5, 6])}`;
}

/** What would make the reads of a program cheaper, one sentence each. */
export function readAdvice({ byContent, total }: Pick<ReadSums, 'byContent' | 'total'>): string[] {
  const rows = byContent.filter(({ content }) => content.kind === 'matrix' || content.kind === 'vectors');
  const pieces = rows.map(pieceRowOf);
  const read = pieces.reduce((sum, { readBytes }) => sum + readBytes, 0);
  if (read === 0) return [];
  return [
    ...againAdvice(pieces, read),
    ...seekAdvice(total.seeks, total.reads),
    ...sizeAdvice(total.sectors, total.reads - total.errors),
  ];
}

function againAdvice(rows: readonly PieceRow[], read: number): string[] {
  const againOf = ({ readBytes, coveredBytes }: PieceRow): number => readBytes - coveredBytes;
  const again = rows.reduce((sum, row) => sum + againOf(row), 0);
  if (again / read < worthwhile.again) return [];
  // The most saved for each byte of RAM.
  const [best] = [...rows].sort((a, b) => againOf(b) / b.bytes - againOf(a) / a.bytes || a.bytes - b.bytes);
  const keep =
    best === undefined
      ? ''
      : ` Start with ${best.name}: ${formatBytes(best.bytes)} in RAM save ${formatBytes(againOf(best))} of reads.`;
  return [
    `${shareText(again / read)} of the bytes of the model (${formatBytes(again)} of ${formatBytes(read)}) had been read before: keep in RAM what fits, and compute all positions that are known with one reading of a matrix.${keep}`,
  ];
}

function seekAdvice(seeks: number, reads: number): string[] {
  if (reads === 0 || seeks / reads < worthwhile.seeks) return [];
  return [
    `${formatInteger(seeks)} of ${formatInteger(reads)} reads needed a seek: put the matrices on the disc in the order in which the program reads them.`,
  ];
}

function sizeAdvice(sectors: number, reads: number): string[] {
  if (reads <= 0 || sectors / reads >= shortRead) return [];
  return [
    `A read brings ${(sectors / reads).toFixed(1)} sectors (${formatBytes((sectors / reads) * sectorBytes)}) on average: read neighbours with one call, since each call costs time of its own.`,
  ];
}
