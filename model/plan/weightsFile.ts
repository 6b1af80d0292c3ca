import { checkRange, type ByteSource } from '../../disc/byteSource';
import type { Model } from '../model';
import { BinaryWriter } from './binary';
import { crc32 } from './crc32';
import type { WeightsDigest } from './encodePlan';
import { RecordWriter } from './format/references';
import { weightsHeader, weightsMagic, weightsVersion } from './format/weightsHeader';
import type { Plan, Read } from './plan';
import { sectorBytes } from './units';
import { packRead } from './weightsPacker';

export interface DigestProgress {
  readonly onProgress?: (doneBytes: number, totalBytes: number) => void;
  readonly signal?: AbortSignal;
}

/** Each stored range of sectors once, in file order, with the first read that loads it. */
function storedReads(plan: Plan): Read[] {
  const bySector = new Map<number, Read>();
  for (const read of plan.reads) if (!bySector.has(read.sector)) bySector.set(read.sector, read);
  return [...bySector.values()].sort((a, b) => a.sector - b.sector);
}

/** Reads all weights once and returns the digest in PLAN.BIN that identifies its WEIGHTS.BIN. */
export async function digestWeights(
  model: Model,
  plan: Plan,
  { onProgress, signal }: DigestProgress = {},
): Promise<WeightsDigest> {
  const crcBySector = new Map<number, number>();
  const stored = storedReads(plan);
  let done = sectorBytes;
  for (const read of stored) {
    signal?.throwIfAborted();
    const bytes = await packRead(model, plan, read.index);
    crcBySector.set(read.sector, crc32(bytes));
    done += bytes.length;
    onProgress?.(done, plan.weightsFile.bytes);
  }
  const crcOf = (read: Read): number => crcBySector.get(read.sector) ?? 0;
  return { id: await weightsId(stored.map(crcOf)), crcs: plan.reads.map(crcOf) };
}

/** SHA-256 over the CRC-32s of the stored ranges in file order, each a little-endian u32. */
async function weightsId(crcs: readonly number[]): Promise<Uint8Array> {
  const writer = new BinaryWriter(crcs.length * 4).u32(...crcs);
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(writer.bytes)));
}

/**
 * WEIGHTS.BIN (docs/plan.md) as on the disc. It is packed from the model while it is read, so that a model of any size
 * needs little memory.
 */
export class WeightsSource implements ByteSource {
  readonly size: number;
  private readonly header: Uint8Array;
  private readonly stored: readonly Read[];
  /** The range that was read last, because readers request one piece after the other. */
  private packed: { readonly start: number; readonly bytes: Uint8Array };

  constructor(
    private readonly model: Model,
    private readonly plan: Plan,
    digest: WeightsDigest,
  ) {
    this.size = plan.weightsFile.bytes;
    this.stored = storedReads(plan);
    const writer = new RecordWriter(weightsHeader.bytes);
    const { sectors } = plan.weightsFile;
    weightsHeader.write(writer, 0, { magic: weightsMagic, ...weightsVersion, sectors, id: digest.id });
    this.header = writer.bytes;
    this.packed = { start: 0, bytes: this.header };
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    checkRange(offset, length, this.size);
    const result = new Uint8Array(length);
    for (let done = 0; done < length;) {
      const { start, bytes } = await this.rangeAt(offset + done);
      const from = offset + done - start;
      const piece = bytes.subarray(from, from + length - done);
      result.set(piece, done);
      done += piece.length;
    }
    return result;
  }

  private async rangeAt(offset: number): Promise<{ readonly start: number; readonly bytes: Uint8Array }> {
    const { start, bytes } = this.packed;
    if (offset >= start && offset < start + bytes.length) return this.packed;
    const read = this.stored.find(({ sector, sectors }) => offset < (sector + sectors) * sectorBytes);
    if (offset < sectorBytes || !read) return { start: 0, bytes: this.header };
    this.packed = {
      start: read.sector * sectorBytes,
      bytes: await packRead(this.model, this.plan, read.index),
    };
    return this.packed;
  }
}
