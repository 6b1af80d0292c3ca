import { checkRange, type ByteSource } from '../../disc/byteSource';
import { grouped } from '../grouped';
import type { Model } from '../model';
import { BinaryWriter } from './binary';
import { crc32 } from './crc32';
import type { WeightsDigest } from './encodePlan';
import { RecordWriter } from './format/references';
import { weightsHeader, weightsMagic, weightsVersion } from './format/weightsHeader';
import type { Plan } from './plan';
import { sectorBytes } from './units';
import { packRange, type SectorRange } from './weightsPacker';

export interface DigestProgress {
  readonly onProgress?: (doneBytes: number, totalBytes: number) => void;
  readonly signal?: AbortSignal;
}

/** The block of vectors and each part of the matrices, in file order. */
function storedRanges({ reads, matrices }: Plan): SectorRange[] {
  const vectors = reads.filter(({ matrix }) => matrix === undefined);
  const isVector = (at: number): boolean =>
    vectors.some(({ sector, sectors }) => at >= sector && at < sector + sectors);
  const parts = matrices.flatMap((matrix) =>
    matrix.parts.map(({ fileOffset, bytes }) => ({
      sector: fileOffset / sectorBytes,
      sectors: Math.ceil(bytes / sectorBytes),
    })),
  );
  return [...vectors, ...parts.filter(({ sector }) => !isVector(Math.floor(sector)))].sort(
    (a, b) => a.sector - b.sector,
  );
}

/** Reads all weights once and returns the digest in PLAN.BIN that identifies its WEIGHTS.BIN. */
export async function digestWeights(
  model: Model,
  plan: Plan,
  { onProgress, signal }: DigestProgress = {},
): Promise<WeightsDigest> {
  const rangeCrcs: number[] = [];
  // A row read may load any row, so it has none.
  const readCrcs = plan.reads.map(() => 0);
  const readsAt = grouped(
    plan.reads.filter(({ row }) => row !== true),
    ({ sector }) => sector,
  );
  let done = sectorBytes;
  for (const range of storedRanges(plan)) {
    signal?.throwIfAborted();
    const bytes = await packRange(model, plan, range);
    const crc = crc32(bytes);
    rangeCrcs.push(crc);
    for (const { index, sectors } of readsAt.get(range.sector) ?? [])
      readCrcs[index] = sectors === range.sectors ? crc : crc32(bytes.subarray(0, sectors * sectorBytes));
    done += bytes.length;
    onProgress?.(done, plan.weightsFile.bytes);
  }
  return { id: await weightsId(rangeCrcs), crcs: readCrcs };
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
  private readonly stored: readonly SectorRange[];
  /** The range that was read last, because readers request one piece after the other. */
  private packed: { readonly start: number; readonly bytes: Uint8Array };

  constructor(
    private readonly model: Model,
    private readonly plan: Plan,
    digest: WeightsDigest,
  ) {
    this.size = plan.weightsFile.bytes;
    this.stored = storedRanges(plan);
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
    const range = this.stored.find(({ sector, sectors }) => offset < (sector + sectors) * sectorBytes);
    if (offset < sectorBytes || !range) return { start: 0, bytes: this.header };
    this.packed = {
      start: range.sector * sectorBytes,
      bytes: await packRange(this.model, this.plan, range),
    };
    return this.packed;
  }
}
