/**
 * The little-endian floats in `bytes`, as a new array. Every platform that VS Code runs on is little-endian, so a
 * copy of the bytes is the array; the copy is needed because a view must be aligned. (`slice` would not do: a Node
 * Buffer's shares its memory.)
 */
export function floatsOf(bytes: Uint8Array): Float32Array {
  return new Float32Array(new Uint8Array(bytes).buffer);
}

/** The bytes of `floats` in little-endian order, without a copy. */
export function bytesOfFloats(floats: Float32Array): Uint8Array {
  return new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength);
}

/** A view for reading single numbers from `bytes`. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
