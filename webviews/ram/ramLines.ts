import type { SessionBuffer } from '../../model/trace/session';
import type { RamContent, RamRegion } from '../messages/ram';
import { regionKey } from './ramBar';

/** A line of the table: a region, or a buffer in one. */
export type RamLine =
  | { readonly type: 'region'; readonly region: RamRegion; readonly inside: readonly SessionBuffer[] }
  | { readonly type: 'buffer'; readonly region: RamRegion; readonly buffer: SessionBuffer };

/** All regions, and the buffers of those whose keys are in `open`. */
export function ramLines({ regions, buffers }: RamContent, open: ReadonlySet<string>): RamLine[] {
  return regions.flatMap((region): RamLine[] => {
    const inside = buffers.filter(({ start, end }) => start >= region.start && end <= region.end);
    const below = open.has(regionKey(region)) ? inside : [];
    return [
      { type: 'region', region, inside },
      ...below.map((buffer): RamLine => ({ type: 'buffer', region, buffer })),
    ];
  });
}

/** A region's key is that of its segment in the bar. */
export const lineKey = (line: RamLine): string =>
  line.type === 'region' ? regionKey(line.region) : `${regionKey(line.region)}/${line.buffer.start}`;

/** Key of the region that a buffer is in. */
export const lineParent = (line: RamLine): string | undefined =>
  line.type === 'region' ? undefined : regionKey(line.region);

export const lineName = (line: RamLine): string =>
  line.type === 'region' ? line.region.name : line.buffer.name;

export const lineStart = (line: RamLine): number =>
  line.type === 'region' ? line.region.start : line.buffer.start;

export function lineBytes(line: RamLine): number {
  const { start, end } = line.type === 'region' ? line.region : line.buffer;
  return end - start;
}
