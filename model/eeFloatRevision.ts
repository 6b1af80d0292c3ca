/**
 * The revision of the EE's floats that the reference engine and the built-in console compute with
 * (docs/arithmetic.md): 1 rounded quotients and roots to nearest even, 2 has the console's divider.
 */
export const eeFloatRevision = 2;
