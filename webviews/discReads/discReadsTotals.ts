import { sectorBytes } from '../../model/plan/units';
import { count, counted, fixed, milliseconds, size } from '../common/numbers';
import { sum } from '../common/sum';
import type { DiscReadsContent, DiscRow } from '../messages/discReads';
import { drivenBytes, megabytesPerSecond, sharedBytes, type ShareScale } from './discReadsColumns';

/** What the shares of these rows relate to. */
export function shareScaleOf(rows: readonly DiscRow[]): ShareScale {
  return {
    total: sum(rows, sharedBytes),
    largest: rows.reduce((most, row) => Math.max(most, sharedBytes(row)), 0),
  };
}

/** The size of the weights on the disc and what was read of them so far, as text; of a program without a plan what it read. */
export function discReadsNote({ rows, fileSectors, subject }: DiscReadsContent): string[] {
  const read = sum(rows, ({ bytesRead }) => bytesRead);
  if (subject.isProgram === true) return [`${size(read)} read`];
  return [
    `${size(fileSectors * sectorBytes)} in WEIGHTS.BIN`,
    ...(read > 0 ? [`${size(read)} read so far`] : []),
  ];
}

/** The last line: totals of the rows that are shown, or of the whole file. */
export function discReadsTotals(
  shown: readonly DiscRow[],
  content: DiscReadsContent | undefined,
): Record<string, string> {
  const bytes = sum(shown, (row) => row.bytes);
  const all = content !== undefined && shown.length === content.rows.length;
  const ms = sum(shown, (row) => row.ms ?? 0);
  const rate = megabytesPerSecond(sum(shown, drivenBytes), ms);
  const whole = all && content.subject.isProgram !== true && bytes === content.fileSectors * sectorBytes;
  return {
    name: whole ? 'WEIGHTS.BIN' : `${counted(shown.length, 'row')} shown`,
    sectors: count(sum(shown, (row) => row.sectors ?? 0)),
    bytes: count(bytes),
    reads: count(sum(shown, (row) => row.reads)),
    readsPerToken: count(sum(shown, (row) => row.readsPerToken)),
    repeats: count(sum(shown, (row) => row.repeats)),
    seeks: count(sum(shown, (row) => row.seeks ?? 0)),
    ms: milliseconds(ms),
    rate: rate === undefined ? '' : fixed(rate, 2),
    share: size(sum(shown, sharedBytes)),
  };
}
