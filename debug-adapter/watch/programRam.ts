import { ramBytes } from '../../common/ram';
import type { Elf, Segment } from '../../ee/elf';
import type { DiscMap } from '../../image/contents/discMap';
import { joined, type RamWrite } from '../../image/contents/ramWrites';
import type { Range } from '../../model/plan/plan';
import { formatAddress } from '../../model/plan/units';
import type { SessionRegion } from '../../model/trace/session';
import type { ThreadStack } from '../../ps2/worker/messages';
import { ramContents, type RamContents } from './ramContents';

/** What is known of the RAM of a program from outside. */
export interface ProgramRam {
  /** The whole 32 MiB, in ascending order. */
  readonly regions: readonly SessionRegion[];
  /** What the disc wrote, the newest at each address, and large objects of the program; each within a region. */
  readonly contents: readonly RamContents[];
  /** Where things overlap that should not, one sentence each. */
  readonly overlaps: readonly string[];
}

/** What the built-in console and the ELF tell. */
interface RamFacts {
  readonly elf?: Elf;
  readonly stacks: readonly ThreadStack[];
  readonly writes: readonly RamWrite[];
  readonly map: DiscMap;
  /** Not 0 for each byte of RAM that is no longer as it was read; absent if nobody has compared. */
  readonly changed?: Uint8Array;
}

/** The kernel's memory: no segment of a program may lie in it. */
const kernelEnd = 0x80000;
/** More overlaps would not help. */
const listedOverlaps = 10;

export function programRam({ elf, stacks, writes, map, changed }: RamFacts): ProgramRam {
  const fixed = (elf?.segments ?? []).flatMap(segmentRegions);
  const stackRegions = stacks
    .map(({ thread, start, bytes }): SessionRegion => ({
      name: stacks.length === 1 ? 'stack' : `stack of thread ${thread}`,
      kind: 'stack',
      ...clipped(start, start + bytes),
    }))
    .filter(({ start, end }) => end > start);
  const fromDisc = touching(writes).map(({ start, end }): SessionRegion => ({
    name: 'read from the disc',
    kind: 'weights',
    ...clipped(start, end),
  }));
  const layers = [
    [{ name: 'not known', kind: 'unknown', start: 0, end: ramBytes } as const],
    fromDisc,
    [{ name: 'kernel', kind: 'system', start: 0, end: kernelEnd } as const],
    fixed,
    stackRegions,
  ];
  const regions = merged(layers.reduce<SessionRegion[]>(painted, []));
  const written = joined(writes);
  return {
    regions,
    contents: ramContents(regions, written, map, elf?.symbols ?? [], changed),
    overlaps: overlapsOf(written, map, fixed, stackRegions),
  };
}

const clipped = (start: number, end: number): Range => ({
  start: Math.min(Math.max(0, start), ramBytes),
  end: Math.min(Math.max(0, end), ramBytes),
});

/** What a segment loads, and the rest of it, which begins as zeros. */
function segmentRegions({ address, fileBytes, memoryBytes, executable, writable }: Segment): SessionRegion[] {
  const loaded = executable ? (writable ? 'code and data' : 'code') : 'data';
  const parts: SessionRegion[] = [
    { name: loaded, kind: 'program', ...clipped(address, address + fileBytes) },
    { name: 'bss', kind: 'program', ...clipped(address + fileBytes, address + memoryBytes) },
  ];
  return parts.filter(({ start, end }) => end > start);
}

/** Regions with others painted over them; both ascending lists are without overlap afterwards. */
function painted(below: readonly SessionRegion[], above: readonly SessionRegion[]): SessionRegion[] {
  return above.reduce<SessionRegion[]>(
    (regions, one) =>
      [
        ...regions.flatMap((region) => [
          { ...region, end: Math.min(region.end, one.start) },
          { ...region, start: Math.max(region.start, one.end) },
        ]),
        one,
      ]
        .filter(({ start, end }) => end > start)
        .sort((a, b) => a.start - b.start),
    [...below],
  );
}

/** Ranges that touch as one. */
function touching(ranges: readonly Range[]): Range[] {
  const result: Range[] = [];
  for (const { start, end } of ranges) {
    const last = result.at(-1);
    if (last?.end === start) result[result.length - 1] = { start: last.start, end };
    else result.push({ start, end });
  }
  return result;
}

/** Neighbours of one name and kind as one. */
function merged(regions: readonly SessionRegion[]): SessionRegion[] {
  const result: SessionRegion[] = [];
  for (const region of regions) {
    const last = result.at(-1);
    if (last?.kind === region.kind && last.name === region.name && last.end === region.start)
      result[result.length - 1] = { ...last, end: region.end };
    else result.push(region);
  }
  return result;
}

/** The disc over the program or a stack, and stacks over code and data. */
function overlapsOf(
  writes: readonly RamWrite[],
  map: DiscMap,
  program: readonly SessionRegion[],
  stacks: readonly SessionRegion[],
): string[] {
  const loaded = program.filter(({ name }) => name !== 'bss');
  const kernel: SessionRegion = { name: 'kernel', kind: 'system', start: 0, end: kernelEnd };
  const precious = [kernel, ...loaded.filter(({ name }) => name !== 'data'), ...stacks];
  const ofDisc = writes.flatMap((write) =>
    precious.flatMap((region) => {
      const common = overlap(write, region);
      const name = map.contents[write.content]?.name ?? 'a read';
      return common === undefined ? [] : [`${name} was read over the ${region.name} at ${common}.`];
    }),
  );
  const ofStacks = stacks.flatMap((stack, index) =>
    [...loaded, ...stacks.slice(index + 1)].flatMap((region) => {
      const common = overlap(stack, region);
      return common === undefined ? [] : [`The ${stack.name} overlaps the ${region.name} at ${common}.`];
    }),
  );
  const all = [...ofDisc, ...ofStacks];
  const more = all.length - listedOverlaps;
  return more <= 0 ? all : [...all.slice(0, listedOverlaps), `There are ${more} more such overlaps.`];
}

function overlap(a: Range, b: Range): string | undefined {
  const [start, end] = [Math.max(a.start, b.start), Math.min(a.end, b.end)];
  return end > start ? `${formatAddress(start)}–${formatAddress(end - 1)}` : undefined;
}
