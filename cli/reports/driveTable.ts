import { eeCyclesPerMs } from '../../disc/drive';
import { sectorBytes } from '../../disc/sector';
import type { Volume } from '../../disc/volume';
import type { DriveLogEntry } from '../../ps2/drive/drive';
import { formatInteger, formatShare, textTable } from '../../model/textTable';

/** The drive's work for one file. */
export interface FileReads {
  readonly file: string;
  readonly lba: number;
  readonly reads: number;
  readonly sectors: number;
  readonly bytes: number;
  readonly seeks: number;
  readonly errors: number;
  readonly ms: number;
}

/** The sectors of a disc that do not belong to a file: its descriptors and directories. */
const directory = '(directory)';

/** Sums of the drive's log by file, in the order of first reads. */
export function summarise(log: readonly DriveLogEntry[], volume: Volume): FileReads[] {
  const rows = new Map<string, FileReads>();
  for (const entry of log) {
    const { lba, sectors, error, seek, startCycle, endCycle } = entry;
    const found = volume.files.find(
      (file) => lba >= file.lba && lba < file.lba + Math.ceil(file.size / sectorBytes),
    );
    const file = found?.path ?? directory;
    const row = rows.get(file);
    const isGood = error === 0 && sectors > 0;
    rows.set(file, {
      file,
      lba: found?.lba ?? row?.lba ?? lba,
      reads: (row?.reads ?? 0) + (sectors > 0 ? 1 : 0),
      sectors: (row?.sectors ?? 0) + (isGood ? sectors : 0),
      bytes: (row?.bytes ?? 0) + (isGood ? sectors * sectorBytes : 0),
      seeks: (row?.seeks ?? 0) + (seek ? 1 : 0),
      errors: (row?.errors ?? 0) + (error === 0 ? 0 : 1),
      ms: (row?.ms ?? 0) + (endCycle - startCycle) / eeCyclesPerMs,
    });
  }
  return [...rows.values()];
}

/** The sums as a table, with the total in its last line. */
export function driveTable(rows: readonly FileReads[]): string {
  const sum = (key: 'reads' | 'sectors' | 'bytes' | 'seeks' | 'errors' | 'ms'): number =>
    rows.reduce((total, row) => total + row[key], 0);
  const all = {
    file: 'all',
    reads: sum('reads'),
    sectors: sum('sectors'),
    bytes: sum('bytes'),
    seeks: sum('seeks'),
    errors: sum('errors'),
    ms: sum('ms'),
  };
  const cells = [...rows, { ...all, lba: undefined }].map(
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
