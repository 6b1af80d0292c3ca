import type { Buffer, Liveness, Operation } from './plan';

/**
 * The operations between which the contents of each buffer are valid: from a write to the last read before the next
 * write. KV caches and the token history remain valid across passes and are left out.
 */
export function livenessOf(buffers: readonly Buffer[], operations: readonly Operation[]): Liveness[] {
  const result: Liveness[] = [];
  for (const buffer of buffers) {
    if (buffer.kind !== 'activation' && buffer.kind !== 'scratch') continue;
    let from: number | undefined;
    let to = 0;
    const close = () => {
      if (from !== undefined && to > from) result.push({ buffer: buffer.index, from, to });
    };
    for (const operation of operations) {
      if (buffer.kind === 'scratch') {
        // Written by the operation that lists it as an input. No operation reads it later, but users want to see it.
        if (operation.inputs.some((input) => input.buffer === buffer.index)) {
          result.push({ buffer: buffer.index, from: operation.index, to: operation.index + 1 });
        }
        continue;
      }
      if (operation.inputs.some((input) => input.buffer === buffer.index)) to = operation.index;
      if (operation.output.buffer === buffer.index) {
        close();
        from = operation.index;
        to = operation.index;
      }
    }
    close();
  }
  return result;
}
