import { formatAddress } from './units';
import { ramBytes } from '../../common/ram';
import type { Range } from './plan';
import { formatInteger, formatShare, textTable } from '../textTable';

/** A region of a plan, or of what is known of another program's RAM. */
interface NamedRange extends Range {
  readonly name: string;
}

const barWidth = 24;

/** How much of the reserved stack was used; undefined if that was not measured. */
export function stackLine(
  regions: readonly (NamedRange & { readonly kind: string })[],
  used: number | undefined,
): string | undefined {
  const region = regions.find(({ kind }) => kind === 'stack');
  if (region === undefined || used === undefined) return undefined;
  const reserved = region.end - region.start;
  return `Stack: at most ${formatInteger(used)} of ${formatInteger(reserved)} bytes used (measured); ${formatInteger(reserved - used)} bytes of guard left.`;
}

/** The 32 MiB by region, with a sum line. */
export function ramMap(regions: readonly NamedRange[]): string {
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
