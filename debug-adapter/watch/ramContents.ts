import { ramBytes } from '../../common/ram';
import type { ElfSymbol } from '../../ee/elf';
import type { DiscMap } from '../../image/contents/discMap';
import type { RamWrite } from '../../image/contents/ramWrites';
import type { Range } from '../../model/plan/plan';
import { shareText } from '../../model/textTable';
import type { SessionBuffer, SessionRegion } from '../../model/trace/session';

/** Something in a region: bytes of the disc, or a large object of the program. */
export interface RamContents extends SessionBuffer {
  /** What was read there, and its first byte that was. */
  readonly from?: { readonly content: string; readonly offset: number };
  /** The object of the program that it is in. */
  readonly object?: string;
  /** How many bytes the program has changed since; absent if nobody has compared. */
  readonly changedBytes?: number;
}

/** Smaller objects are not worth a line. */
const smallestObject = 1024;

/**
 * What lies in the regions, in ascending order, each within one region.
 * @param changed not 0 for each byte of RAM that is no longer as it was read
 */
export function ramContents(
  regions: readonly SessionRegion[],
  writes: readonly RamWrite[],
  map: DiscMap,
  symbols: readonly ElfSymbol[],
  changed: Uint8Array | undefined,
): RamContents[] {
  const objects = objectsOf(symbols);
  const written = writes.flatMap((write) =>
    regions.flatMap((region) => {
      const [start, end] = [Math.max(write.start, region.start), Math.min(write.end, region.end)];
      if (end <= start) return [];
      const holder = objects.find((object) => start >= object.start && start < object.end);
      return writtenContents(write, { start, end }, map, holder, changed) ?? [];
    }),
  );
  const plain = objects.filter(
    ({ start, end }) =>
      !written.some((one) => one.start < end && one.end > start) &&
      regions.some((region) => region.start <= start && end <= region.end),
  );
  const named = plain.map(({ name, start, end }): RamContents => ({ name, kind: 'scratch', start, end }));
  return [...written, ...named].sort((a, b) => a.start - b.start);
}

function writtenContents(
  write: RamWrite,
  { start, end }: Range,
  map: DiscMap,
  holder: NamedObject | undefined,
  changed: Uint8Array | undefined,
): RamContents | undefined {
  const content = map.contents[write.content];
  if (content === undefined) return undefined;
  const offset = write.offset + start - write.start;
  const bytes = end - start;
  const changedBytes = changed?.subarray(start, end).reduce((sum, flag) => sum + flag, 0);
  const details = [
    ...(offset === 0 && bytes === content.bytes
      ? []
      : [`${shareText(bytes / content.bytes)} from byte ${offset}`]),
    ...(holder === undefined ? [] : [`in ${holder.name}`]),
    ...(changedBytes === undefined || changedBytes === 0
      ? []
      : [`${shareText(changedBytes / bytes)} changed since`]),
  ];
  return {
    name: details.length === 0 ? content.name : `${content.name}[${details.join(', ')}]`,
    kind: content.kind === 'matrix' || content.kind === 'vectors' ? 'weights' : 'file',
    start,
    end,
    from: { content: content.name, offset },
    ...(holder !== undefined && { object: holder.name }),
    ...(changedBytes !== undefined && { changedBytes }),
  };
}

interface NamedObject extends Range {
  readonly name: string;
}

function objectsOf(symbols: readonly ElfSymbol[]): NamedObject[] {
  let at = 0;
  return symbols.flatMap(({ name, address, bytes, kind }) => {
    // Two names of one object: the first.
    if (kind !== 'object' || bytes < smallestObject || address < at) return [];
    at = address + bytes;
    return at > ramBytes ? [] : [{ name, start: address, end: at }];
  });
}
