import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  defaultDiscLayout,
  isSameLayout,
  layoutChoices,
  layoutOfWords,
  layoutSentence,
  parseDiscLayout,
} from '../../../model/plan/discLayout';

const anyLayout = fc.record(
  {
    resident: fc.constantFrom(...layoutChoices.resident),
    shared: fc.constantFrom(...layoutChoices.shared),
    order: fc.constantFrom(...layoutChoices.order),
    placement: fc.constantFrom(...layoutChoices.placement),
  },
  { noNullPrototype: true },
);

describe('disc layout', () => {
  it('reads what was written, and its words', () => {
    fc.assert(
      fc.property(anyLayout, (layout) => {
        assert.deepEqual(parseDiscLayout(JSON.parse(JSON.stringify(layout))), layout);
        assert.deepEqual(layoutOfWords(Object.values(layout).join(',')), layout);
        assert.equal(layoutSentence(layout) === 'the plain layout', isSameLayout(layout, defaultDiscLayout));
      }),
    );
  });

  it('takes what is not said as the default', () => {
    assert.deepEqual(parseDiscLayout(undefined), defaultDiscLayout);
    assert.deepEqual(parseDiscLayout({ cacheMiB: 3 }), { ...defaultDiscLayout, cacheMiB: 3 });
    assert.deepEqual(layoutOfWords('outer'), { ...defaultDiscLayout, placement: 'outer' });
  });

  it('says what is wrong and what may stand there', () => {
    assert.throws(() => parseDiscLayout('fill'), /"layout" is "fill", expected an object/);
    assert.throws(() => parseDiscLayout({ speed: 1 }), /has "speed", which there is not.*resident, shared/);
    assert.throws(
      () => parseDiscLayout({ resident: 'all' }),
      /"resident" as "all", expected "streamed" or "fill"/,
    );
    assert.throws(
      () => parseDiscLayout({ cacheMiB: -1 }),
      /"cacheMiB" as -1, expected a number from 0 to 32/,
    );
    assert.throws(() => layoutOfWords('fast'), /"fast" is no word of a layout; there are streamed, fill/);
  });
});
