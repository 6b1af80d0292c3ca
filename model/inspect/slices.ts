import { macrotask } from '../engine/macrotask';

/** Longest time that work goes on without letting others run, in milliseconds. */
const sliceMs = 8;

/** Cuts long work into slices, between which messages arrive: progress, and that nobody wants the result any more. */
export class Slices {
  private began = performance.now();

  constructor(private readonly signal?: AbortSignal) {}

  /** To be called between steps of a few milliseconds at most. @throws the signal's reason once it is aborted. */
  async rest(): Promise<void> {
    this.signal?.throwIfAborted();
    if (performance.now() - this.began < sliceMs) return;
    await macrotask();
    this.began = performance.now();
    this.signal?.throwIfAborted();
  }
}
