import {
  advance,
  constant,
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

const zero = constant(0);
const widthBytes = set('bytes', `(i32.shl ${get('width')} (i32.const 2))`);

const largestLane = ['0', '1', '2', '3']
  .map((lane) => `(f32x4.extract_lane ${lane} ${get('m')})`)
  .reduce((a, b) => `(f32.max ${a} ${b})`);

/** Which of the four columns from byte `i` on are before byte `visible`. */
const mask = `(i32x4.lt_s (i32x4.add (i32x4.splat ${get('i')}) (v128.const i32x4 0 4 8 12)) (i32x4.splat ${get('visible')}))`;

/**
 * In place, for rows first, first + 1 … of a matrix of scores: the softmax of scale · s over the columns 0 … row;
 * the columns after them, up to `width`, become 0.
 */
const causalSoftmax = exported(
  'causalSoftmax',
  [
    declare('param', 'i32', 's', 'rowBytes', 'first', 'rows', 'width'),
    declare('param', 'f32', 'scale'),
    declare('local', 'i32', 'bytes', 'row', 'i', 'visible'),
    declare('local', 'v128', 'm', 'sum', 'e'),
  ],
  [
    widthBytes,
    loop('row', get('rows'), 1, [
      set(
        'visible',
        `(i32.shl (i32.add (i32.add ${get('first')} ${get('row')}) (i32.const 1)) (i32.const 2))`,
      ),
      set('m', '(v128.const f32x4 -inf -inf -inf -inf)'),
      loop('i', get('visible'), 16, [
        set('m', `(f32x4.pmax ${get('m')} (v128.bitselect ${load('s', 'i')} ${get('m')} ${mask}))`),
      ]),
      set('m', splat(largestLane)),
      set('sum', zero),
      loop('i', get('bytes'), 16, [
        set('e', zero),
        `(if (i32.lt_u ${get('i')} ${get('visible')}) (then`,
        set('e', `(call $exp ${times(minus(load('s', 'i'), get('m')), splat(get('scale')))})`),
        set('e', `(v128.and ${get('e')} ${mask})))`),
        set('sum', plus(get('sum'), get('e'))),
        store('s', 'i', get('e')),
      ]),
      set('sum', splat(`(f32.div (f32.const 1) ${laneSum('sum')})`)),
      loop('i', get('visible'), 16, [store('s', 'i', times(load('s', 'i'), get('sum')))]),
      ...advance('rowBytes', 's'),
    ]),
  ],
);

/** dp = p · (dp − Σ(p · dp)) · scale, in place: the gradient of the scores from that of their softmax p. */
const softmaxBackward = exported(
  'softmaxBackward',
  [
    declare('param', 'i32', 'p', 'dp', 'pRowBytes', 'dpRowBytes', 'rows', 'width'),
    declare('param', 'f32', 'scale'),
    declare('local', 'i32', 'bytes', 'row', 'i'),
    declare('local', 'v128', 'sum'),
  ],
  [
    widthBytes,
    loop('row', get('rows'), 1, [
      set('sum', zero),
      loop('i', get('bytes'), 16, [set('sum', plus(get('sum'), times(load('p', 'i'), load('dp', 'i'))))]),
      set('sum', splat(laneSum('sum'))),
      loop('i', get('bytes'), 16, [
        store(
          'dp',
          'i',
          times(times(load('p', 'i'), minus(load('dp', 'i'), get('sum'))), splat(get('scale'))),
        ),
      ]),
      ...advance('pRowBytes', 'p'),
      ...advance('dpRowBytes', 'dp'),
    ]),
  ],
);

/**
 * Logits become the gradient of scale · loss, in place. For each row, `rest` takes the largest logit minus that of
 * the target and `sum` the sum of exp(logit − largest), so that the loss is log(sum) + rest. A target below 0 means
 * no target: gradient and rest 0, sum 1.
 */
const crossEntropy = exported(
  'crossEntropy',
  [
    declare('param', 'i32', 'logits', 'targets', 'rest', 'sums', 'rows', 'width'),
    declare('param', 'f32', 'scale'),
    declare('local', 'i32', 'bytes', 'row', 'i', 'target', 'at'),
    declare('local', 'v128', 'm', 'sum', 'e'),
  ],
  [
    widthBytes,
    loop('row', get('rows'), 1, [
      set('target', `(i32.load ${get('targets')})`),
      `(if (i32.lt_s ${get('target')} (i32.const 0)) (then`,
      `(f32.store ${get('rest')} (f32.const 0)) (f32.store ${get('sums')} (f32.const 1))`,
      `(memory.fill ${get('logits')} (i32.const 0) ${get('bytes')})`,
      ') (else',
      set('at', `(i32.add ${get('logits')} (i32.shl ${get('target')} (i32.const 2)))`),
      set('m', '(v128.const f32x4 -inf -inf -inf -inf)'),
      loop('i', get('bytes'), 16, [set('m', `(f32x4.pmax ${get('m')} ${load('logits', 'i')})`)]),
      set('m', splat(largestLane)),
      `(f32.store ${get('rest')} (f32.sub (f32x4.extract_lane 0 ${get('m')}) (f32.load ${get('at')})))`,
      set('sum', zero),
      loop('i', get('bytes'), 16, [
        set('e', `(call $exp ${minus(load('logits', 'i'), get('m'))})`),
        set('sum', plus(get('sum'), get('e'))),
        store('logits', 'i', get('e')),
      ]),
      `(f32.store ${get('sums')} ${laneSum('sum')})`,
      set('sum', splat(`(f32.div ${get('scale')} (f32.load ${get('sums')}))`)),
      loop('i', get('bytes'), 16, [store('logits', 'i', times(load('logits', 'i'), get('sum')))]),
      `(f32.store ${get('at')} (f32.sub (f32.load ${get('at')}) ${get('scale')}))`,
      '))',
      ...advance('bytes', 'logits'),
      ...['targets', 'rest', 'sums'].map((name) => set(name, `(i32.add ${get(name)} (i32.const 4))`)),
    ]),
  ],
);

/** Softmax of attention and of the loss. */
export const softmaxWat = [causalSoftmax, softmaxBackward, crossEntropy].join('\n');
