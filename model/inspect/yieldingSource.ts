import type { ByteSource } from '../../disc/byteSource';
import { Slices } from './slices';

/** A source that lets others run between reads, and stops once nobody wants the bytes: it makes any reader sliced. */
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
