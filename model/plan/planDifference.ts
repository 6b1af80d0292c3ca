import { viewOf } from '../../common/littleEndian';
import { digestIn, encodePlan, encodedPlanBytes } from './encodePlan';
import { planHeader, planVersion, tablePlace } from './format/header';
import { tableNames, tables } from './format/tables';
import type { Plan, Range } from './plan';

const hex = (value: number): string => `0x${value.toString(16).padStart(8, '0')}`;

/**
 * The first difference between PLAN.BIN of this plan, whatever its weights are, and other bytes; buffers come first.
 * @returns what was found and what was expected, without full stop; undefined if there is no difference.
 */
export function planDifference(plan: Plan, found: Uint8Array): string | undefined {
  const bytes = encodedPlanBytes(plan);
  if (found.length !== bytes) return `PLAN.BIN has ${found.length} bytes, expected ${bytes}`;
  const [major, minor] = (['major', 'minor'] as const).map((key) =>
    viewOf(found).getUint16(planHeader.offsetOf(key), true),
  );
  if (major !== planVersion.major || minor !== planVersion.minor) {
    return `PLAN.BIN has version ${major}.${minor}, expected ${planVersion.major}.${planVersion.minor}`;
  }
  const expected = encodePlan(plan, digestIn(plan, found));
  const differs = (byte: number, at: number): boolean => byte !== found[at];
  if (!expected.some(differs)) return undefined;
  // Any other difference changes the checksum, too.
  const crc = planHeader.offsetOf('crc');
  const other = expected.findIndex((byte, at) => differs(byte, at) && (at < crc || at >= crc + 4));
  const first = other < 0 ? crc : other;
  const field = planHeader.fieldAt(first);
  return (
    countDifference(expected, found) ??
    rangeDifference('buffers', plan.buffers, expected, found) ??
    rangeDifference('regions', plan.regions, expected, found) ??
    entryDifference(plan, expected, found) ??
    `the byte at offset ${first} of PLAN.BIN${field === undefined ? '' : ` (${field} of the header)`} is ${String(found[first])}, expected ${String(expected[first])}`
  );
}

const directory = planHeader.offsetOf('tables');

/** Where a table starts in the file, and its number of entries. */
function tableIn(file: Uint8Array, name: keyof typeof tables): { start: number; count: number } {
  const place = directory + tableNames.indexOf(name) * tablePlace.bytes;
  const word = (key: 'offset' | 'count'): number =>
    viewOf(file).getUint32(place + tablePlace.offsetOf(key), true);
  return { start: word('offset'), count: word('count') };
}

function countDifference(expected: Uint8Array, found: Uint8Array): string | undefined {
  for (const name of Object.keys(tables) as (keyof typeof tables)[]) {
    const [{ count: wanted }, { count }] = [tableIn(expected, name), tableIn(found, name)];
    if (count !== wanted) return `it has ${count} ${name}, expected ${wanted}`;
  }
  return undefined;
}

/** The first buffer or region with another address or another size. */
function rangeDifference(
  name: 'buffers' | 'regions',
  ranges: readonly (Range & { readonly name: string })[],
  expected: Uint8Array,
  found: Uint8Array,
): string | undefined {
  const record = tables[name];
  const { start: table } = tableIn(expected, name);
  const view = viewOf(found);
  for (const [index, range] of ranges.entries()) {
    const at = table + index * record.bytes;
    const [start, end] = (['start', 'end'] as const).map((key) =>
      view.getUint32(at + record.offsetOf(key), true),
    ) as [number, number];
    const what = `${record.name} ${JSON.stringify(range.name)}`;
    if (start !== range.start) return `${what} is at ${hex(start)}, expected ${hex(range.start)}`;
    if (end !== range.end) return `${what} has ${end - start} bytes, expected ${range.end - range.start}`;
  }
  return undefined;
}

/** The first entry of a table that differs in any field. */
function entryDifference(plan: Plan, expected: Uint8Array, found: Uint8Array): string | undefined {
  for (const [name, record] of Object.entries(tables)) {
    const { start, count } = tableIn(expected, name as keyof typeof tables);
    for (let index = 0; index < count; index++) {
      const at = start + index * record.bytes;
      const differs = expected.subarray(at, at + record.bytes).findIndex((byte, i) => byte !== found[at + i]);
      if (differs < 0) continue;
      const id = name === 'operations' ? ` ${JSON.stringify(plan.operations[index]?.id)}` : '';
      return `${record.name} ${index}${id} differs at offset ${at + differs} of PLAN.BIN: found ${String(found[at + differs])}, expected ${String(expected[at + differs])}`;
    }
  }
  return undefined;
}
