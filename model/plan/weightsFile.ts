import type { Model } from '../model';
import { BinaryWriter } from './binary';
import { crc32 } from './crc32';
import type { WeightsDigest } from './encodePlan';
import type { Plan, Read } from './plan';
import { sectorBytes } from './units';
import { packRead } from './weightsPacker';

export const weightsMagic = 'PS2MWGTS';
const weightsVersion = { major: 1, minor: 0 };

export interface WriteProgress {
  readonly onProgress?: (doneBytes: number, totalBytes: number) => void;
  readonly signal?: AbortSignal;
}

/** Where the file goes: appended in order, and the header put in front at the end. */
export interface WeightsOutput {
  write(bytes: Uint8Array): Promise<void>;
  writeAt(bytes: Uint8Array, offset: number): Promise<void>;
}

/** Each stored sector range once, in file order, with the first read that brings it. */
function storedReads(plan: Plan): Read[] {
  const bySector = new Map<number, Read>();
  for (const read of plan.reads) if (!bySector.has(read.sector)) bySector.set(read.sector, read);
  return [...bySector.values()].sort((a, b) => a.sector - b.sector);
}

/**
 * Writes WEIGHTS.BIN (docs/plan.md) part by part, so that a model of any size passes through little memory.
 * @returns what PLAN.BIN must carry to be sure of this file.
 */
export async function writeWeights(
  model: Model,
  plan: Plan,
  output: WeightsOutput,
  { onProgress, signal }: WriteProgress = {},
): Promise<WeightsDigest> {
  const crcBySector = new Map<number, number>();
  const stored = storedReads(plan);
  await output.write(new Uint8Array(sectorBytes));
  let done = sectorBytes;
  for (const read of stored) {
    signal?.throwIfAborted();
    const bytes = await packRead(model, plan, read.index);
    crcBySector.set(read.sector, crc32(bytes));
    await output.write(bytes);
    done += bytes.length;
    onProgress?.(done, plan.weightsFile.bytes);
  }
  const id = await weightsId(stored.map((read) => crcBySector.get(read.sector) ?? 0));
  await output.writeAt(weightsHeader(plan, id), 0);
  return { id, crcs: plan.reads.map((read) => crcBySector.get(read.sector) ?? 0) };
}

/** SHA-256 over the CRC-32s of the stored ranges in file order, each a little-endian u32. */
async function weightsId(crcs: readonly number[]): Promise<Uint8Array> {
  const writer = new BinaryWriter(crcs.length * 4).u32(...crcs);
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(writer.bytes)));
}

function weightsHeader(plan: Plan, id: Uint8Array): Uint8Array {
  const writer = new BinaryWriter(sectorBytes)
    .ascii(weightsMagic)
    .u16(weightsVersion.major, weightsVersion.minor);
  return writer.u32(plan.weightsFile.sectors).raw(id).bytes;
}
