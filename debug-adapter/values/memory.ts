import { ramBytes } from '../../common/ram';
import type { RegionKind } from '../../model/plan/plan';
import type { Target } from '../targets/target';

/** What `readMemory` answers: the bytes that could be read and how many behind them cannot be. */
export interface MemoryBlock {
  readonly address: number;
  readonly bytes: Uint8Array;
  readonly unreadableBytes: number;
}

/** What of a target memory is read from. */
type MemorySource = Pick<Target, 'descriptor' | 'plan' | 'readMemory'>;

/** A memory reference as variables carry it, `0x0018C040`. @returns undefined when it is none. */
export function parseMemoryReference(text: string): number | undefined {
  if (!/^(0x[0-9a-f]{1,8}|\d{1,10})$/i.test(text)) return undefined;
  return Number(text);
}

/**
 * Bytes `address` … `address + count - 1` of EE RAM as far as the target can read them. Where it cannot, the block
 * says how far it is to the next readable byte, so that a memory view can go on behind the gap.
 */
export async function readMemoryBlock(
  target: MemorySource,
  address: number,
  count: number,
): Promise<MemoryBlock> {
  const inRam = address >= 0 && address < ramBytes;
  const wanted = inRam ? Math.max(0, Math.min(count, ramBytes - address)) : 0;
  const bytes = await readAsFarAsPossible(target, address, wanted);
  const end = address + bytes.length;
  const gapEnd = Math.min(address + count, nextReadable(target, end));
  return { address, bytes, unreadableBytes: Math.max(0, gapEnd - end) };
}

/** A target may answer piece by piece, for example buffer by buffer. */
async function readAsFarAsPossible(
  target: MemorySource,
  address: number,
  count: number,
): Promise<Uint8Array> {
  const bytes = new Uint8Array(count);
  let done = 0;
  while (done < count) {
    const piece = await target.readMemory(address + done, count - done);
    if (piece.length === 0) break;
    bytes.set(piece, done);
    done += piece.length;
  }
  return bytes.subarray(0, done);
}

/** The first address behind a gap that begins at `address`. */
function nextReadable({ descriptor, plan }: MemorySource, address: number): number {
  if (descriptor.capabilities.readMemory === 'all') return Infinity;
  return plan.regions.find(({ kind, start }) => start > address && isFilled(kind))?.start ?? Infinity;
}

/** A target without a machine of its own has only the RAM that operations use, not the program or the plan's file. */
export function isFilled(kind: RegionKind): boolean {
  return kind === 'weights' || kind === 'activations' || kind === 'kv' || kind === 'stream';
}
