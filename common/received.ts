/**
 * Bytes that arrive in pieces. Adding a piece takes time for the piece alone, however many wait: the room doubles when
 * it is full.
 */
export class Received {
  private room = new Uint8Array(4096);
  private start = 0;
  private end = 0;

  /** What waits; valid until the next call. */
  get bytes(): Uint8Array {
    return this.room.subarray(this.start, this.end);
  }

  get length(): number {
    return this.end - this.start;
  }

  push(piece: Uint8Array): void {
    if (this.end + piece.length > this.room.length) this.makeRoom(piece.length);
    this.room.set(piece, this.end);
    this.end += piece.length;
  }

  /** Removes bytes from the front. */
  drop(count: number): void {
    this.start += count;
    if (this.start < this.end) return;
    this.start = this.end = 0;
  }

  clear(): void {
    this.room = new Uint8Array(4096);
    this.start = this.end = 0;
  }

  private makeRoom(more: number): void {
    const needed = this.length + more;
    const size = Math.max(4096, this.room.length);
    const next = needed <= size / 2 ? this.room : new Uint8Array(Math.max(2 * size, 2 * needed));
    next.set(this.bytes);
    this.room = next;
    this.end = this.length;
    this.start = 0;
  }
}
