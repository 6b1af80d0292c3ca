import type { ContentReads } from '../../image/contents/readSums';
import type { DiscReadRow } from '../../model/trace/discRows';
import { formatInteger, formatShare, shareText, textTable } from '../../model/textTable';

/** What a program without a plan read of one thing on its disc. */
export interface PieceRow {
  readonly name: string;
  /** Its first sector, if it was read. */
  readonly lba: number | undefined;
  /** Its size. */
  readonly bytes: number;
  readonly reads: number;
  /** Sectors read that begin in it. */
  readonly sectors: number;
  readonly readBytes: number;
  readonly coveredBytes: number;
  readonly seeks: number;
  readonly ms: number;
}

export function pieceRowOf({ content, bytes, ...counts }: ContentReads): PieceRow {
  const { reads, sectors, coveredBytes, seeks, ms } = counts;
  const { name, lba } = content;
  return { name, lba, bytes: content.bytes, reads, sectors, readBytes: bytes, coveredBytes, seeks, ms };
}

/** The same of a trace's row; undefined for a row of a plan. */
export function pieceRowOfTrace(row: DiscReadRow): PieceRow | undefined {
  const { name, lba, reads, sectors, seeks = 0, ms = 0, pieces } = row;
  return pieces && { name, lba, reads, sectors, seeks, ms, ...pieces };
}

/**
 * The rows as a table: `each` is the share of the thing that a read brings on average, `covered` how much of it was
 * read at all, `again` the bytes that had been read before.
 */
export function piecesTable(rows: readonly PieceRow[]): string {
  const sum = (key: 'sectors' | 'readBytes' | 'coveredBytes' | 'seeks' | 'ms'): number =>
    rows.reduce((total, row) => total + row[key], 0);
  const sectors = sum('sectors');
  const cells = rows.map((row) => [
    row.name,
    row.lba === undefined ? '' : formatInteger(row.lba),
    formatInteger(row.bytes),
    formatInteger(row.reads),
    row.reads === 0 ? '' : shareText(shareOfRead(row)),
    shareText(row.bytes === 0 ? 0 : row.coveredBytes / row.bytes),
    formatInteger(row.sectors),
    formatInteger(row.readBytes),
    formatInteger(row.readBytes - row.coveredBytes),
    formatInteger(row.seeks),
    row.ms.toFixed(1),
    formatShare(row.sectors, sectors),
  ]);
  const all = [
    ...['all', '', '', '', '', ''],
    ...[sectors, sum('readBytes'), sum('readBytes') - sum('coveredBytes'), sum('seeks')].map(formatInteger),
    sum('ms').toFixed(1),
    formatShare(sectors, sectors),
  ];
  const head = ['matrix', 'LBA', 'bytes', 'reads', 'each', 'covered'];
  head.push('sectors read', 'bytes read', 'again', 'seeks', 'ms', 'share');
  return textTable([head, ...cells, all], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
}

/** The share of the thing that a read brings on average, 0 to 1. */
export const shareOfRead = ({
  bytes,
  reads,
  readBytes,
}: Pick<PieceRow, 'bytes' | 'reads' | 'readBytes'>): number =>
  reads === 0 || bytes === 0 ? 0 : readBytes / reads / bytes;
