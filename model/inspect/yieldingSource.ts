import type { ByteSource } from '../../disc/byteSource';
import { Slices } from './slices';

/** A source that lets other tasks run between reads and stops after an abort: with it, any reader runs in slices. */
export class YieldingSource implements ByteSource {
  private readonly slices: Slices;

  constructor(
    private readonly source: ByteSource,
    signal?: AbortSignal,
  ) {
    this.slices = new Slices(signal);
  }

  get size(): number {
    return this.source.size;
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    await this.slices.rest();
    return this.source.read(offset, length);
  }
}
