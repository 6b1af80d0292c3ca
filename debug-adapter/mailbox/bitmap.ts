/** A bitmap of operations: bit `o & 7` of byte `o >> 3` is operation o. @throws RangeError when one does not fit. */
export function bitmapOf(operations: readonly number[], bytes: number): Uint8Array {
  const bitmap = new Uint8Array(bytes);
  for (const operation of operations) {
    if (operation < 0 || operation >= bytes * 8) {
      throw new RangeError(`Operation ${operation} does not fit into a bitmap of ${bytes} bytes.`);
    }
    bitmap[operation >> 3] = (bitmap[operation >> 3] ?? 0) | (1 << (operation & 7));
  }
  return bitmap;
}
