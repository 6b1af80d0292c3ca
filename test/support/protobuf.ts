/** Writes Protocol Buffers messages, for files that a reader is tried on. */
export class ProtobufWriter {
  private readonly bytes: number[] = [];

  integer(field: number, value: number): this {
    this.varint(field * 8);
    return this.varint(value);
  }

  float(field: number, value: number): this {
    this.varint(field * 8 + 5);
    this.bytes.push(...new Uint8Array(Float32Array.of(value).buffer));
    return this;
  }

  message(field: number, value: Uint8Array | string): this {
    const content = typeof value === 'string' ? new TextEncoder().encode(value) : value;
    this.varint(field * 8 + 2).varint(content.length);
    for (const byte of content) this.bytes.push(byte);
    return this;
  }

  done(): Uint8Array {
    return Uint8Array.from(this.bytes);
  }

  private varint(value: number): this {
    for (let rest = value; ; rest = Math.floor(rest / 128)) {
      if (rest < 128) {
        this.bytes.push(rest);
        return this;
      }
      this.bytes.push((rest % 128) + 128);
    }
  }
}
