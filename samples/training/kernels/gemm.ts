/** Rows and columns of C that are in vector registers at a time. */
const blockRows = 4;
/** Columns of A per run of the inner loop. */
const unroll = 4;
/** Rows of B whose 8 columns are packed one after the other, so that they stay in the first cache. */
const panelRows = 256;

/** Bytes of scratch memory for a packed panel of B in `gemm`. */
export const panelBytes = panelRows * 8 * 4;

const rows = Array.from({ length: blockRows }, (_, i) => i);
const halves = [0, 1] as const;

function innerStep(step: number): string {
  const loads = halves.map(
    (half) => `(local.set $b${half} (v128.load offset=${step * 32 + half * 16} (local.get $panel)))`,
  );
  const products = rows.flatMap((i) => [
    `(local.set $s (v128.load32_splat offset=${step * 4} (local.get $a${i})))`,
    ...halves.map(
      (half) =>
        `(local.set $c${i}${half} (f32x4.add (local.get $c${i}${half}) (f32x4.mul (local.get $s) (local.get $b${half}))))`,
    ),
  ]);
  return [...loads, ...products].join('\n');
}

const eachRow = (line: (i: number, half: number) => string): string =>
  rows.flatMap((i) => halves.map((half) => line(i, half))).join('\n');

/**
 * C [m][n] = A [m][k] · B [k][n], or C += with `accumulate`. Row strides in bytes; m and k are multiples of 4, n of
 * 8. The sum of a product runs over k in ascending order, in pieces of 256.
 */
export const gemmWat = `
(func $pack (param $b i32) (param $bRow i32) (param $rows i32) (param $to i32)
  (loop $next
    (v128.store (local.get $to) (v128.load (local.get $b)))
    (v128.store offset=16 (local.get $to) (v128.load offset=16 (local.get $b)))
    (local.set $b (i32.add (local.get $b) (local.get $bRow)))
    (local.set $to (i32.add (local.get $to) (i32.const 32)))
    (br_if $next (local.tee $rows (i32.sub (local.get $rows) (i32.const 1))))))

(func (export "gemm") (param $a i32) (param $aRow i32) (param $b i32) (param $bRow i32)
  (param $c i32) (param $cRow i32) (param $m i32) (param $n i32) (param $k i32)
  (param $accumulate i32) (param $scratch i32)
  (local $kStart i32) (local $kRows i32) (local $col i32) (local $row i32) (local $left i32)
  (local $panel i32) (local $at i32) (local $s v128) (local $b0 v128) (local $b1 v128)
  ${rows.map((i) => `(local $a${i} i32)`).join(' ')}
  ${eachRow((i, half) => `(local $c${i}${half} v128)`)}
  (loop $panels
    (local.set $kRows (i32.sub (local.get $k) (local.get $kStart)))
    (if (i32.gt_u (local.get $kRows) (i32.const ${panelRows})) (then (local.set $kRows (i32.const ${panelRows}))))
    (local.set $col (i32.const 0))
    (loop $columns
      (call $pack
        (i32.add (local.get $b) (i32.add (i32.mul (local.get $kStart) (local.get $bRow)) (i32.shl (local.get $col) (i32.const 2))))
        (local.get $bRow) (local.get $kRows) (local.get $scratch))
      (local.set $row (i32.const 0))
      (local.set $at (i32.add (local.get $c) (i32.shl (local.get $col) (i32.const 2))))
      (local.set $a0 (i32.add (local.get $a) (i32.shl (local.get $kStart) (i32.const 2))))
      (loop $rows
        ${rows
          .slice(1)
          .map((i) => `(local.set $a${i} (i32.add (local.get $a${i - 1}) (local.get $aRow)))`)
          .join('\n')}
        (if (i32.or (local.get $accumulate) (local.get $kStart))
          (then
            (local.set $left (local.get $at))
            ${rows
              .map(
                (i) => `
            (local.set $c${i}0 (v128.load (local.get $left)))
            (local.set $c${i}1 (v128.load offset=16 (local.get $left)))
            (local.set $left (i32.add (local.get $left) (local.get $cRow)))`,
              )
              .join('')})
          (else
            ${eachRow((i, half) => `(local.set $c${i}${half} (v128.const f32x4 0 0 0 0))`)}))
        (local.set $panel (local.get $scratch))
        (local.set $left (local.get $kRows))
        (loop $inner
          ${Array.from({ length: unroll }, (_, step) => innerStep(step)).join('\n')}
          ${rows.map((i) => `(local.set $a${i} (i32.add (local.get $a${i}) (i32.const ${4 * unroll})))`).join('\n')}
          (local.set $panel (i32.add (local.get $panel) (i32.const ${32 * unroll})))
          (br_if $inner (local.tee $left (i32.sub (local.get $left) (i32.const ${unroll})))))
        (local.set $left (local.get $at))
        ${rows
          .map(
            (i) => `
        (v128.store (local.get $left) (local.get $c${i}0))
        (v128.store offset=16 (local.get $left) (local.get $c${i}1))
        (local.set $left (i32.add (local.get $left) (local.get $cRow)))`,
          )
          .join('')}
        (local.set $at (local.get $left))
        (local.set $a0 (i32.add (i32.sub (local.get $a${blockRows - 1}) (i32.shl (local.get $kRows) (i32.const 2))) (local.get $aRow)))
        (local.set $row (i32.add (local.get $row) (i32.const ${blockRows})))
        (br_if $rows (i32.lt_u (local.get $row) (local.get $m))))
      (local.set $col (i32.add (local.get $col) (i32.const 8)))
      (br_if $columns (i32.lt_u (local.get $col) (local.get $n))))
    (local.set $kStart (i32.add (local.get $kStart) (local.get $kRows)))
    (br_if $panels (i32.lt_u (local.get $kStart) (local.get $k)))))
`;
