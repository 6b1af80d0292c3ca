import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  defaultDiscLayout,
  isSameLayout,
  layoutChoices,
  layoutName,
  layoutSentence,
  namedLayouts,
  type DiscLayout,
} from '../../../model/plan/discLayout';
import {
  formerFields,
  layoutOf,
  layoutOfScopes,
  layoutOfWords,
  layoutValueOf,
  parseDiscLayout,
  parseLayoutValue,
  readLayoutFields,
} from '../../../model/plan/layoutWords';

const anyLayout: fc.Arbitrary<DiscLayout> = fc.record(
  {
    weights: fc.constantFrom(...layoutChoices.weights),
    sharedLayers: fc.constantFrom(...layoutChoices.sharedLayers),
    discOrder: fc.constantFrom(...layoutChoices.discOrder),
    placement: fc.constantFrom(...layoutChoices.placement),
  },
  { noNullPrototype: true },
);

/** The same as earlier versions wrote it. */
function formerly(layout: DiscLayout): Record<string, unknown> {
  const fields = Object.entries(formerFields).map(([former, { field, words }]) => [
    former,
    Object.entries(words).find(([, word]) => word === layout[field])?.[0],
  ]);
  return { ...(Object.fromEntries(fields) as object), placement: layout.placement };
}

describe('disc layout', () => {
  it('reads what was written, and its words', () => {
    fc.assert(
      fc.property(anyLayout, (layout) => {
        assert.deepEqual(parseDiscLayout(JSON.parse(JSON.stringify(layout))), layout);
        assert.deepEqual(parseDiscLayout(JSON.parse(JSON.stringify(layoutValueOf(layout)))), layout);
        assert.deepEqual(layoutOfWords(Object.values(layout).join(',')), layout);
      }),
    );
  });

  it('has a name and a sentence for each layout that differs', () => {
    fc.assert(
      fc.property(anyLayout, anyLayout, (a, b) => {
        assert.equal(layoutName(a) === layoutName(b), isSameLayout(a, b));
        assert.equal(layoutSentence(a) === layoutSentence(b), isSameLayout(a, b));
      }),
    );
    assert.equal(layoutName(namedLayouts.resident), 'resident');
    assert.equal(layoutName(namedLayouts.streamed), 'streamed');
    assert.equal(layoutName(layoutOf({ weights: 'streamed' })), 'streamed · shared layers once');
    assert.equal(layoutName(layoutOf({ sharedLayers: 'readTwice' })), 'resident · shared layers twice');
  });

  it('takes what is not said as the default', () => {
    assert.deepEqual(parseDiscLayout(undefined), defaultDiscLayout);
    assert.deepEqual(parseDiscLayout({ cacheMiB: 3 }), { ...defaultDiscLayout, cacheMiB: 3 });
    assert.deepEqual(layoutOfWords(''), defaultDiscLayout);
    assert.deepEqual(layoutOfWords('outer'), { ...defaultDiscLayout, placement: 'outer' });
  });

  it('knows two layouts by name, and what differs from them by words', () => {
    assert.deepEqual(parseDiscLayout('resident'), {
      weights: 'resident',
      sharedLayers: 'readOnce',
      discOrder: 'execution',
      placement: 'inner',
    });
    assert.deepEqual(parseDiscLayout('streamed'), namedLayouts.streamed);
    assert.deepEqual(layoutOfWords('resident'), namedLayouts.resident);
    assert.deepEqual(layoutOfWords('outer,resident'), { ...namedLayouts.resident, placement: 'outer' });
    assert.deepEqual(layoutOfWords('readTwice,resident'), {
      ...namedLayouts.resident,
      sharedLayers: 'readTwice',
    });
    assert.equal(layoutValueOf(namedLayouts.resident), 'resident');
    assert.equal(layoutValueOf(defaultDiscLayout), 'resident');
    assert.equal(layoutValueOf(layoutOf({ weights: 'resident' })), 'resident');
    assert.deepEqual(layoutValueOf(layoutOf({ weights: 'streamed' })), { weights: 'streamed' });
  });

  it('reads what earlier versions wrote, and says what it is called now', () => {
    fc.assert(
      fc.property(anyLayout, (layout) => {
        const former = formerly(layout);
        assert.deepEqual(parseDiscLayout(former), layout);
        const words = Object.values(former).join(',');
        assert.deepEqual(layoutOfWords(words), layout, words);
        const found = readLayoutFields(former).former.map(({ field, word }) => [field, word]);
        const { weights, sharedLayers, discOrder } = layout;
        assert.deepEqual(Object.fromEntries(found), { weights, sharedLayers, discOrder });
      }),
    );
    // Each word alone changes one part.
    assert.deepEqual(layoutOfWords('fill'), { ...defaultDiscLayout, weights: 'resident' });
    assert.deepEqual(parseDiscLayout({ resident: 'fill' }), { ...defaultDiscLayout, weights: 'resident' });
  });

  it('takes old and new fields together when they agree, and refuses them by both names when not', () => {
    assert.deepEqual(parseDiscLayout({ resident: 'fill', weights: 'resident' }), {
      ...defaultDiscLayout,
      weights: 'resident',
    });
    assert.throws(
      () => parseDiscLayout({ weights: 'streamed', resident: 'fill' }),
      /^Error: "layout.weights" is "streamed" but "layout.resident", its former name, is "fill": remove "layout.resident"\.$/,
    );
    assert.throws(() => layoutOfWords('fill,streamed'), /"fill" and "streamed" contradict each other/);
    assert.throws(() => layoutOfWords('readTwice,kept'), /"readTwice" and "kept" contradict each other/);
  });

  it('puts settings in front of each other, each read by itself', () => {
    assert.equal(layoutOfScopes([undefined, null]), undefined);
    assert.equal(layoutOfScopes([{ placement: 'outer' }, 'resident', undefined]), 'resident');
    assert.deepEqual(layoutOfScopes([{ resident: 'fill' }, { weights: 'streamed', placement: 'outer' }]), {
      weights: 'streamed',
      placement: 'outer',
    });
    assert.deepEqual(layoutOfScopes(['resident', { placement: 'outer' }]), { placement: 'outer' });
  });

  it('says what is wrong and what may stand there', () => {
    assert.throws(
      () => parseDiscLayout('fill'),
      /"layout" is "fill", expected "streamed" or "resident", or an object such as/,
    );
    assert.throws(() => parseDiscLayout([]), /"layout" is \[\], expected/);
    assert.throws(
      () => parseDiscLayout({ speed: 1 }),
      /"layout" has an unknown property "speed"\. Known properties: weights, cacheMiB, sharedLayers, discOrder, placement\./,
    );
    assert.throws(
      () => parseDiscLayout({ weights: 'fill' }),
      /"layout\.weights" is "fill", expected "streamed" or "resident"/,
    );
    assert.throws(
      () => parseDiscLayout({ resident: 'all' }),
      /"layout\.resident" is now called "weights": write "weights" with "streamed" or "resident"/,
    );
    assert.throws(
      () => parseLayoutValue({ cacheMiB: -1 }),
      /"layout\.cacheMiB" is -1, expected a number from 0 to 32/,
    );
    assert.throws(() => layoutOfWords('fast'), /Unknown layout word "fast"\. Known words: streamed, res/);
  });
});
