import {
  advance,
  declare,
  exported,
  get,
  laneSum,
  load,
  loop,
  minus,
  plus,
  set,
  splat,
  store,
  times,
} from './wat';

const rowBytes = set('bytes', `(i32.shl ${get('cols')} (i32.const 2))`);
const zero = '(v128.const f32x4 0 0 0 0)';

/** y = x · r · w with r = 1 / √(mean of squares + epsilon), which is stored for each row. */
const rmsnorm = exported(
  'rmsnorm',
  [
    declare('param', 'i32', 'x', 'w', 'y', 'r', 'rows', 'cols'),
    declare('param', 'f32', 'epsilon'),
    declare('local', 'i32', 'bytes', 'row', 'i'),
    declare('local', 'v128', 'sum', 'scale'),
  ],
  [
    rowBytes,
    loop('row', get('rows'), 1, [
      set('sum', zero),
      loop('i', get('bytes'), 16, [set('sum', plus(get('sum'), times(load('x', 'i'), load('x', 'i'))))]),
      set(
        'scale',
        splat(
          `(f32.div (f32.const 1) (f32.sqrt (f32.add (f32.div ${laneSum('sum')} (f32.convert_i32_u ${get('cols')})) ${get('epsilon')})))`,
        ),
      ),
      `(f32.store ${get('r')} (f32x4.extract_lane 0 ${get('scale')}))`,
      loop('i', get('bytes'), 16, [
        store('y', 'i', times(times(load('x', 'i'), get('scale')), load('w', 'i'))),
      ]),
      ...advance('bytes', 'x', 'y'),
      set('r', `(i32.add ${get('r')} (i32.const 4))`),
    ]),
  ],
);

/** dx += r · w · dy − x · r³ · Σ(dy · w · x) / cols, dw += dy · x · r. */
const rmsnormBackward = exported(
  'rmsnormBackward',
  [
    declare('param', 'i32', 'x', 'w', 'r', 'dy', 'dx', 'dw', 'rows', 'cols'),
    declare('local', 'i32', 'bytes', 'row', 'i'),
    declare('local', 'v128', 'sum', 'scale', 'g'),
  ],
  [
    rowBytes,
    loop('row', get('rows'), 1, [
      set('sum', zero),
      set('scale', `(v128.load32_splat ${get('r')})`),
      loop('i', get('bytes'), 16, [
        set('g', times(load('dy', 'i'), load('x', 'i'))),
        set('sum', plus(get('sum'), times(get('g'), load('w', 'i')))),
        store('dw', 'i', plus(load('dw', 'i'), times(get('g'), get('scale')))),
      ]),
      set('sum', splat(`(f32.div ${laneSum('sum')} (f32.convert_i32_u ${get('cols')}))`)),
      set('sum', times(get('sum'), times(get('scale'), get('scale')))),
      loop('i', get('bytes'), 16, [
        set('g', minus(times(load('dy', 'i'), load('w', 'i')), times(load('x', 'i'), get('sum')))),
        store('dx', 'i', plus(load('dx', 'i'), times(get('g'), get('scale')))),
      ]),
      ...advance('bytes', 'x', 'dy', 'dx'),
      set('r', `(i32.add ${get('r')} (i32.const 4))`),
    ]),
  ],
);

const swapped = `(i8x16.shuffle 4 5 6 7 0 1 2 3 12 13 14 15 8 9 10 11 ${get('v')} ${get('v')})`;

/**
 * y += x · cos + (x with the two of each pair swapped) · sin · direction. The tables have a row of `tableBytes` for
 * each of `positions` positions; row n of x is at position n mod `positions`. `sin` is −sin for the first of a pair
 * and +sin for the second; direction 1 rotates forward, −1 back.
 */
const rope = exported(
  'rope',
  [
    declare('param', 'i32', 'x', 'y', 'cos', 'sin', 'tableBytes', 'rows', 'cols', 'positions'),
    declare('param', 'f32', 'direction'),
    declare('local', 'i32', 'bytes', 'row', 'i', 'c', 's'),
    declare('local', 'v128', 'v'),
  ],
  [
    rowBytes,
    loop('row', get('rows'), 1, [
      set('c', `(i32.mul (i32.rem_u ${get('row')} ${get('positions')}) ${get('tableBytes')})`),
      set('s', `(i32.add ${get('sin')} ${get('c')})`),
      set('c', `(i32.add ${get('cos')} ${get('c')})`),
      loop('i', get('bytes'), 16, [
        set('v', load('x', 'i')),
        store(
          'y',
          'i',
          plus(
            load('y', 'i'),
            plus(
              times(get('v'), load('c', 'i')),
              times(times(swapped, load('s', 'i')), splat(get('direction'))),
            ),
          ),
        ),
      ]),
      ...advance('bytes', 'x', 'y'),
    ]),
  ],
);

const lanes = (a: number): string => {
  const bytes = [0, 1, 2, 3].map((i) => a * 4 + i);
  return bytes.join(' ');
};
const shuffle = (order: readonly number[], a: string, b: string): string =>
  `(i8x16.shuffle ${order.map(lanes).join(' ')} ${get(a)} ${get(b)})`;

/** dst [cols][rows] = src [rows][cols] transposed; row strides in bytes; both counts are multiples of 4. */
const transpose = exported(
  'transpose',
  [
    declare('param', 'i32', 'src', 'srcRow', 'dst', 'dstRow', 'rows', 'cols'),
    declare('local', 'i32', 'row', 'col', 'from', 'to'),
    declare('local', 'v128', 'a', 'b', 'c', 'd', 'p', 'q', 'r', 's'),
  ],
  [
    loop('row', get('rows'), 4, [
      loop('col', get('cols'), 4, [
        set(
          'from',
          `(i32.add ${get('src')} (i32.add (i32.mul ${get('row')} ${get('srcRow')}) (i32.shl ${get('col')} (i32.const 2))))`,
        ),
        ...['a', 'b', 'c', 'd'].flatMap((name) => [
          set(name, `(v128.load ${get('from')})`),
          ...advance('srcRow', 'from'),
        ]),
        set('p', shuffle([0, 4, 1, 5], 'a', 'b')),
        set('q', shuffle([2, 6, 3, 7], 'a', 'b')),
        set('r', shuffle([0, 4, 1, 5], 'c', 'd')),
        set('s', shuffle([2, 6, 3, 7], 'c', 'd')),
        set(
          'to',
          `(i32.add ${get('dst')} (i32.add (i32.mul ${get('col')} ${get('dstRow')}) (i32.shl ${get('row')} (i32.const 2))))`,
        ),
        ...[
          shuffle([0, 1, 4, 5], 'p', 'r'),
          shuffle([2, 3, 6, 7], 'p', 'r'),
          shuffle([0, 1, 4, 5], 'q', 's'),
          shuffle([2, 3, 6, 7], 'q', 's'),
        ].flatMap((value) => [`(v128.store ${get('to')} ${value})`, ...advance('dstRow', 'to')]),
      ]),
    ]),
  ],
);

/** Kernels over rows whose length is a multiple of four floats. */
export const rowsWat = [rmsnorm, rmsnormBackward, rope, transpose].join('\n');
