import type { FileReads } from '../../image/contents/readSums';
import { formatInteger, formatShare, textTable } from '../../model/textTable';

/** The sums as a table. @param all what the drive has counted: a read of two files counts once here. */
export function driveTable(rows: readonly FileReads[], all: Omit<FileReads, 'file' | 'lba'>): string {
  const cells = [...rows, { ...all, file: 'all', lba: undefined }].map(
    ({ file, lba, reads, sectors, bytes, seeks, errors, ms }) => [
      file,
      lba === undefined ? '' : formatInteger(lba),
      ...[reads, sectors, bytes, seeks, errors].map(formatInteger),
      ms.toFixed(1),
      ms === 0 ? '–' : (bytes / 1000 / ms).toFixed(2),
      formatShare(sectors, all.sectors),
    ],
  );
  const head = ['file', 'LBA', 'reads', 'sectors', 'bytes', 'seeks', 'errors', 'ms', 'MB/s', 'share'];
  return textTable([head, ...cells], [1, 2, 3, 4, 5, 6, 7, 8, 9]);
}
