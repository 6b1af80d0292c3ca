/** Little-endian bytes, one thing after the other. */
export class BytesWriter {
  private readonly pieces: Uint8Array[] = [];
  length = 0;

  raw(bytes: Uint8Array): this {
    this.pieces.push(bytes.slice());
    this.length += bytes.length;
    return this;
  }

  u8(...values: number[]): this {
    return this.raw(Uint8Array.from(values));
  }

  u16(...values: number[]): this {
    return this.raw(new Uint8Array(Uint16Array.from(values).buffer));
  }

  u32(...values: number[]): this {
    return this.raw(new Uint8Array(Uint32Array.from(values).buffer));
  }

  u64(...values: number[]): this {
    return this.raw(new Uint8Array(BigUint64Array.from(values, BigInt).buffer));
  }

  f32(values: ArrayLike<number>): this {
    return this.raw(new Uint8Array(Float32Array.from(values).buffer));
  }

  /** Zeros up to a multiple. */
  align(multiple: number): this {
    return this.raw(new Uint8Array((multiple - (this.length % multiple)) % multiple));
  }

  done(): Uint8Array {
    const all = new Uint8Array(this.length);
    let offset = 0;
    for (const piece of this.pieces) {
      all.set(piece, offset);
      offset += piece.length;
    }
    return all;
  }
}
