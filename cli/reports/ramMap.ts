import { formatAddress } from '../../debug-adapter/format';
import { ramBytes } from '../../model/plan/options';
import type { Region } from '../../model/plan/plan';
import { formatInteger, formatShare, textTable } from './textTable';

const barWidth = 24;

/** The 32 MiB by region, with a sum line. */
export function ramMap(regions: readonly Region[]): string {
  const rows = regions.map(({ name, start, end }) => [
    name,
    `${formatAddress(start)}–${formatAddress(end - 1)}`,
    formatInteger(end - start),
    formatShare(end - start, ramBytes),
    '█'.repeat(Math.round(((end - start) / ramBytes) * barWidth)),
  ]);
  const bytes = regions.reduce((sum, { start, end }) => sum + end - start, 0);
  return textTable(
    [
      ['region', 'addresses', 'bytes', 'share', ''],
      ...rows,
      ['all', '', formatInteger(bytes), formatShare(bytes, ramBytes)],
    ],
    [2, 3],
  );
}
