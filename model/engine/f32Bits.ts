const value = new Float32Array(1);
const pattern = new Uint32Array(value.buffer);

/** Bits of a number rounded to the nearest f32, as an unsigned integer. */
export function f32Bits(number: number): number {
  value[0] = number;
  return pattern[0] ?? 0;
}
