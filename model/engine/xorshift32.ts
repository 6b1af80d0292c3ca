/** State for seed 0, because xorshift cannot leave 0. */
const stateOfZero = 2463534242;

/** Marsaglia 2003, "Xorshift RNGs": the state of a seed, an unsigned 32-bit integer other than 0. */
export function xorshift32State(seed: number): number {
  return seed >>> 0 || stateOfZero;
}

/** The next state. */
export function nextXorshift32(state: number): number {
  let x = state;
  x ^= x << 13;
  x ^= x >>> 17;
  x ^= x << 5;
  return x >>> 0;
}
