import { constant, declare, exported, get, load, loop, minus, plus, set, splat, store, times } from './wat';

const one = constant(1);

/** y = a + b, over `bytes` bytes. */
const add = exported(
  'add',
  [declare('param', 'i32', 'a', 'b', 'y', 'bytes'), declare('local', 'i32', 'i')],
  [loop('i', get('bytes'), 16, [store('y', 'i', plus(load('a', 'i'), load('b', 'i')))])],
);

/** y += factor · x. */
const addScaled = exported(
  'addScaled',
  [declare('param', 'i32', 'y', 'x', 'bytes'), '(param $factor f32)', declare('local', 'i32', 'i')],
  [
    loop('i', get('bytes'), 16, [
      store('y', 'i', plus(load('y', 'i'), times(load('x', 'i'), splat(get('factor'))))),
    ]),
  ],
);

/** The sum of a · b, in double precision. */
const dot = exported(
  'dot',
  [
    declare('param', 'i32', 'a', 'b', 'bytes'),
    '(result f64)',
    declare('local', 'i32', 'i'),
    declare('local', 'v128', 'p', 'sum'),
  ],
  [
    loop('i', get('bytes'), 16, [
      set('p', times(load('a', 'i'), load('b', 'i'))),
      set('sum', `(f64x2.add ${get('sum')} (f64x2.promote_low_f32x4 ${get('p')}))`),
      set('p', `(i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 ${get('p')} ${get('p')})`),
      set('sum', `(f64x2.add ${get('sum')} (f64x2.promote_low_f32x4 ${get('p')}))`),
    ]),
    `(f64.add (f64x2.extract_lane 0 ${get('sum')}) (f64x2.extract_lane 1 ${get('sum')}))`,
  ],
);

const sigmoid = set('s', `(f32x4.div ${one} ${plus(one, `(call $exp (f32x4.neg ${get('g')}))`)})`);

/** y = a · sigmoid(a) · b. */
const swiglu = exported(
  'swiglu',
  [
    declare('param', 'i32', 'a', 'b', 'y', 'bytes'),
    declare('local', 'i32', 'i'),
    declare('local', 'v128', 'g', 's'),
  ],
  [
    loop('i', get('bytes'), 16, [
      set('g', load('a', 'i')),
      sigmoid,
      store('y', 'i', times(times(get('g'), get('s')), load('b', 'i'))),
    ]),
  ],
);

/** da += dy · b · s · (1 + a · (1 − s)), db += dy · a · s with s = sigmoid(a). */
const swigluBackward = exported(
  'swigluBackward',
  [
    declare('param', 'i32', 'a', 'b', 'dy', 'da', 'db', 'bytes'),
    declare('local', 'i32', 'i'),
    declare('local', 'v128', 'g', 's', 'd'),
  ],
  [
    loop('i', get('bytes'), 16, [
      set('g', load('a', 'i')),
      sigmoid,
      set('d', times(load('dy', 'i'), get('s'))),
      store('db', 'i', plus(load('db', 'i'), times(get('d'), get('g')))),
      set('d', times(get('d'), load('b', 'i'))),
      set('g', plus(one, times(get('g'), minus(one, get('s'))))),
      store('da', 'i', plus(load('da', 'i'), times(get('d'), get('g')))),
    ]),
  ],
);

/**
 * One step of AdamW (Loshchilov and Hutter, 2019): g is the gradient times `clip`, `c1` and `c2` are the
 * corrections 1 / (1 − βᵗ), `decay` is multiplied by the learning rate.
 */
const adamw = exported(
  'adamw',
  [
    declare('param', 'i32', 'w', 'dw', 'm', 'v', 'bytes'),
    declare('param', 'f32', 'clip', 'rate', 'decay', 'beta1', 'beta2', 'epsilon', 'c1', 'c2'),
    declare('local', 'i32', 'i'),
    declare('local', 'v128', 'g', 'mean', 'square'),
  ],
  [
    loop('i', get('bytes'), 16, [
      set('g', times(load('dw', 'i'), splat(get('clip')))),
      set(
        'mean',
        plus(
          times(load('m', 'i'), splat(get('beta1'))),
          times(get('g'), splat(`(f32.sub (f32.const 1) ${get('beta1')})`)),
        ),
      ),
      set(
        'square',
        plus(
          times(load('v', 'i'), splat(get('beta2'))),
          times(times(get('g'), get('g')), splat(`(f32.sub (f32.const 1) ${get('beta2')})`)),
        ),
      ),
      store('m', 'i', get('mean')),
      store('v', 'i', get('square')),
      set(
        'g',
        `(f32x4.div ${times(get('mean'), splat(get('c1')))}
          ${plus(`(f32x4.sqrt ${times(get('square'), splat(get('c2')))})`, splat(get('epsilon')))})`,
      ),
      set('g', plus(get('g'), times(load('w', 'i'), splat(get('decay'))))),
      store('w', 'i', minus(load('w', 'i'), times(get('g'), splat(get('rate'))))),
    ]),
  ],
);

/** Kernels over vectors whose length is a multiple of four floats. */
export const vectorsWat = [add, addScaled, dot, swiglu, swigluBackward, adamw].join('\n');
