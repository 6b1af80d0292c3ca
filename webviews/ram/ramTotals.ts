import { count, percent, size } from '../common/numbers';
import { sum } from '../common/sum';
import type { SessionRegionKind } from '../../model/trace/session';
import type { RamContent } from '../messages/ram';
import { filled } from './ramColumns';
import { lineBytes, lineKey, lineParent, type RamLine } from './ramLines';

/** Not in a plan, so whether it is used is not known. */
const isUnknown = (kind: SessionRegionKind): boolean => kind === 'unknown' || kind === 'unreported';

/** How much of the RAM is free, and how full the KV cache is, as text. */
export function ramNote(content: RamContent): string[] {
  const { regions, totalBytes, positions } = content;
  const unknown = sum(regions, ({ kind, start, end }) => (isUnknown(kind) ? end - start : 0));
  if (unknown > 0) return [`${size(totalBytes - unknown)} of ${size(totalBytes)} known`];
  const free = sum(regions, ({ kind, start, end }) => (kind === 'free' ? end - start : 0));
  return [`${size(free)} free`, ...(positions > 0 ? [`KV cache ${percent(filled(content))} filled`] : [])];
}

/** The last line: totals of the rows that are shown. A buffer is counted with its region. */
export function ramTotals(shown: readonly RamLine[], totalBytes: number): Record<string, string> {
  const keys = new Set(shown.map(lineKey));
  const counted = shown.filter((line) => {
    const parent = lineParent(line);
    return parent === undefined || !keys.has(parent);
  });
  const bytes = sum(counted, lineBytes);
  return {
    name: bytes === totalBytes ? 'All RAM' : `${count(counted.length)} shown`,
    bytes: count(bytes),
    share: percent(totalBytes === 0 ? 0 : bytes / totalBytes),
  };
}
