/** Little-endian writer into a buffer of known size. */
export class BinaryWriter {
  readonly bytes: Uint8Array;
  private readonly view: DataView;
  position = 0;

  constructor(size: number) {
    this.bytes = new Uint8Array(size);
    this.view = new DataView(this.bytes.buffer);
  }

  at(position: number): this {
    this.position = position;
    return this;
  }

  u16(...values: readonly number[]): this {
    for (const value of values) {
      this.view.setUint16(this.position, value, true);
      this.position += 2;
    }
    return this;
  }

  u32(...values: readonly number[]): this {
    for (const value of values) {
      this.view.setUint32(this.position, value, true);
      this.position += 4;
    }
    return this;
  }

  f32(...values: readonly number[]): this {
    for (const value of values) {
      this.view.setFloat32(this.position, value, true);
      this.position += 4;
    }
    return this;
  }

  floats(values: Float32Array): this {
    for (const value of values) this.f32(value);
    return this;
  }

  raw(bytes: Uint8Array): this {
    this.bytes.set(bytes, this.position);
    this.position += bytes.length;
    return this;
  }

  ascii(text: string): this {
    return this.raw(new TextEncoder().encode(text));
  }
}
