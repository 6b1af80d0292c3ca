import { macrotask } from '../engine/macrotask';

/** Longest time without letting other tasks run, in milliseconds. */
const sliceMs = 8;

/** Divides long work into slices, between which messages arrive, such as a cancellation. */
export class Slices {
  private began = performance.now();

  constructor(private readonly signal?: AbortSignal) {}

  /** Call it between steps of at most a few milliseconds. @throws Error, the signal's reason, after an abort. */
  async rest(): Promise<void> {
    this.signal?.throwIfAborted();
    if (performance.now() - this.began < sliceMs) return;
    await macrotask();
    this.began = performance.now();
    this.signal?.throwIfAborted();
  }
}
