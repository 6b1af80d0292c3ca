import { ramBytes } from '../../../common/ram';
import type { Range, Region } from '../../../model/plan/plan';
import { formatAddress } from '../../../model/plan/units';
import type { DescribedEntry } from '../description';
import { isInRam } from './tensors';

/** Below it are the kernel and loaders. */
const programStart = 0x10_0000;

interface Named extends Range {
  readonly name: string;
}

/** The whole RAM by what was reported, and a sentence for each report that cannot be right. */
export function regionsOf(entries: readonly DescribedEntry[]): {
  readonly regions: readonly Region[];
  readonly remarks: readonly string[];
} {
  const remarks: string[] = [];
  const named: Named[] = [];
  for (const { name, address, rows: bytes } of entries) {
    // A region of 0 bytes was given up.
    if (bytes === 0) continue;
    if (isInRam(address, bytes)) named.push({ name: oneLine(name), start: address, end: address + bytes });
    else
      remarks.push(
        `The program reported the memory region ${JSON.stringify(name)} at ${formatAddress(address)} with ${bytes} bytes, which is not in RAM; it is not shown.`,
      );
  }
  const bounds = new Set([0, programStart, ramBytes, ...named.flatMap(({ start, end }) => [start, end])]);
  const edges = [...bounds].sort((a, b) => a - b);
  const regions: Region[] = [];
  edges.slice(1).forEach((end, index) => {
    const start = edges[index] ?? 0;
    const names = named.filter((region) => region.start < end && region.end > start).map(({ name }) => name);
    const part = partOf(names, start);
    const last = regions.at(-1);
    if (last?.name === part.name && last.kind === part.kind) regions[regions.length - 1] = { ...last, end };
    else regions.push({ ...part, start, end });
  });
  for (const { name, start, end } of regions)
    if (name.startsWith(overlap))
      remarks.push(
        `Reported memory regions overlap from ${formatAddress(start)} to ${formatAddress(end)}: ${name.slice(overlap.length)}.`,
      );
  return { regions, remarks };
}

const overlap = 'overlap of ';

function partOf(names: readonly string[], start: number): Pick<Region, 'name' | 'kind'> {
  const [first, second] = names;
  if (first === undefined) {
    if (start < programStart) return { name: 'kernel and loaders', kind: 'system' };
    return { name: 'not reported', kind: 'unreported' };
  }
  if (second === undefined) return { name: first, kind: 'reported' };
  return { name: `${overlap}${names.join(' and ')}`, kind: 'reported' };
}

/** A name on one line. */
const oneLine = (name: string): string => name.replaceAll(/[\u0000-\u001f\u007f]/g, ' ').trim() || 'unnamed';
