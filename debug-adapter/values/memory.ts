import { ramBytes } from '../../common/ram';
import type { RegionKind } from '../../model/plan/plan';
import { AdapterError } from '../errors/adapterError';
import type { Target } from '../targets/target';

/** The result of `readMemory`: the bytes that could be read, and the number of unreadable bytes after them. */
interface MemoryBlock {
  readonly address: number;
  readonly bytes: Uint8Array;
  readonly unreadableBytes: number;
}

/** The parts of a target that reading memory needs. */
type MemorySource = Pick<Target, 'descriptor' | 'plan' | 'readMemory'>;

/** The address of a memory reference of a variable, `0x0018C040`; undefined if the text is not one. */
export function parseMemoryReference(text: string): number | undefined {
  if (!/^(0x[0-9a-f]{1,8}|\d{1,10})$/i.test(text)) return undefined;
  return Number(text);
}

/**
 * The address of a reference with an offset.
 * @throws AdapterError when the reference is not an address, or the result is not one of 32 bits.
 */
export function addressOf(reference: string, offset: number): number {
  const base = parseMemoryReference(reference);
  if (base === undefined)
    throw new AdapterError('arguments', `"${reference}" is not an address. Example: 0x00180000.`);
  const address = base + offset;
  if (address >= 0 && address <= 0xffff_ffff) return address;
  throw new AdapterError(
    'arguments',
    `"${reference}" with offset ${offset} is not an address: addresses go from 0x00000000 to 0xFFFFFFFF.`,
  );
}

/**
 * Bytes `address` … `address + count - 1` of EE RAM, as far as the target can read them. For a gap, the block contains
 * the distance to the next readable byte, so that a memory view can continue after the gap.
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

/** A target may return the bytes in pieces, for example buffer by buffer. */
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

/** The first address after a gap that starts at `address`. */
function nextReadable({ descriptor, plan }: MemorySource, address: number): number {
  if (descriptor.capabilities.readMemory === 'all') return Infinity;
  return plan.regions.find(({ kind, start }) => start > address && isFilled(kind))?.start ?? Infinity;
}

/** A target without a machine has only the RAM that operations use, but not the program or the plan file. */
export function isFilled(kind: RegionKind): boolean {
  return kind === 'weights' || kind === 'activations' || kind === 'kv' || kind === 'stream';
}
