import { constant, get, minus, plus, set, times } from './wat';

/** Coefficients of Cephes's `expf`, highest power first. */
const coefficients = [
  1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 0.5, 1, 1,
];

/** e to the power of four floats, each clamped to −87 … 88 first; relative error about 10⁻⁷. */
export const exponentialWat = `
(func $exp (param $x v128) (result v128) (local $k v128) (local $p v128)
  ${set('x', `(f32x4.pmax ${constant(-87)} (f32x4.pmin ${constant(88)} ${get('x')}))`)}
  ${set('k', `(f32x4.nearest ${times(get('x'), constant(Math.LOG2E))})`)}
  ${set('x', minus(get('x'), times(get('k'), constant(0.693359375))))}
  ${set('x', plus(get('x'), times(get('k'), constant(2.1219444e-4))))}
  ${set('p', constant(coefficients[0] ?? 0))}
  ${coefficients
    .slice(1)
    .map((value) => set('p', plus(times(get('p'), get('x')), constant(value))))
    .join('\n  ')}
  (f32x4.mul ${get('p')}
    (i32x4.shl (i32x4.add (i32x4.trunc_sat_f32x4_s ${get('k')}) (v128.const i32x4 127 127 127 127)) (i32.const 23))))
`;
