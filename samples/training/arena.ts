const pageBytes = 65_536;
/** Alignment of blocks, so that vectors never straddle a cache line. */
const alignment = 64;

/** The memory that the kernels work on: blocks are allocated in sequence and never freed. */
export class Arena {
  readonly memory = new WebAssembly.Memory({ initial: 1, maximum: pageBytes });
  private top = alignment;

  /** @returns the address of `count` zeros of 4 bytes each. @throws RangeError beyond 4 GB. */
  allocate(count: number): number {
    const address = this.top;
    this.top = Math.ceil((address + count * 4) / alignment) * alignment;
    const missing = Math.ceil(this.top / pageBytes) - this.memory.buffer.byteLength / pageBytes;
    if (missing > 0) this.memory.grow(missing);
    return address;
  }

  /** A view that is valid until the next `allocate`. */
  floats(address: number, count: number): Float32Array {
    return new Float32Array(this.memory.buffer, address, count);
  }

  /** A view that is valid until the next `allocate`. */
  integers(address: number, count: number): Int32Array {
    return new Int32Array(this.memory.buffer, address, count);
  }
}
