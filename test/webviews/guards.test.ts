import assert from 'node:assert/strict';
import {
  arrayOf,
  either,
  exactly,
  keyOf,
  objectOf,
  optional,
  pairOf,
  type Guard,
} from '../../webviews/guards/combinators';
import { isCount, isNumber, isText } from '../../common/guards';
import { isToPage } from '../../webviews/guards/requestsGuard';
import { isTimelineContent } from '../../webviews/guards/timelineGuard';
import { isTokenizerAnswer } from '../../webviews/guards/tokenizerGuard';
import type { TimelineContent } from '../../webviews/messages/timeline';
import { someSummary } from '../support/summary';

type Mood = 'calm' | 'hasty';

interface Note {
  readonly text: string;
  readonly mood: Mood;
  readonly lines?: readonly number[];
}

const isNote = objectOf<Note>({
  text: isText,
  mood: keyOf({ calm: true, hasty: true }),
  lines: optional(arrayOf(isNumber)),
});

const split = { disc: 1, matmul: 2, attention: 3, rest: 4 };
const timeline: TimelineContent = {
  subject: {
    name: 'a',
    state: 'ended',
    provenance: 'reference',
    passes: 1,
    tokens: 1,
    summary: someSummary,
    factsKey: 'k',
  },
  passes: [{ pass: 0, first: 0, count: 1, split, token: { position: 0, id: 7, text: 'a' } }],
  dropped: 0,
  total: split,
  operations: [{ id: 'L00.attn.q', kind: 'matmul', layer: 0, matrix: 'layers.00.attn.wq' }],
  zoom: { pass: 0, operations: [{ operation: 0, split, at: 2 }] },
  kept: [0, 3],
  canShowValues: true,
};

/** Each copy of a value in which one part, however deep, is a symbol instead: nothing that any message may hold. */
function* spoiled(value: unknown): Generator {
  yield Symbol('spoiled');
  if (Array.isArray(value))
    for (const [index, item] of value.entries())
      for (const bad of spoiled(item)) yield value.with(index, bad);
  else if (typeof value === 'object' && value !== null)
    for (const [key, item] of Object.entries(value))
      for (const bad of spoiled(item)) yield { ...value, [key]: bad };
}

describe('guards', () => {
  it('prove an object by each of its properties', () => {
    assert.ok(isNote({ text: 'a', mood: 'calm' }));
    assert.ok(isNote({ text: 'a', mood: 'hasty', lines: [1, 2], more: 'may be there' }));
    for (const bad of [
      undefined,
      null,
      'text',
      {},
      { text: 'a' },
      { text: 'a', mood: 'toString' },
      { text: 'a', mood: 'calm', lines: ['1'] },
      { text: 'a', mood: 'calm', lines: null },
    ])
      assert.ok(!isNote(bad), JSON.stringify(bad));
  });

  it('prove pairs, alternatives and counts', () => {
    assert.ok(pairOf(isNumber)([1, 2]) && !pairOf(isNumber)([1]) && !pairOf(isNumber)([1, 2, 3]));
    const isTextOrTrue = either(isText, exactly(true));
    assert.ok(isTextOrTrue('a') && isTextOrTrue(true) && !isTextOrTrue(false));
    assert.deepEqual([0, 3, -1, 0.5, NaN, '3'].map(isCount), [true, true, false, false, false, false]);
  });

  it('find a wrong part of a message however deep it lies', () => {
    assert.ok(isTimelineContent(timeline));
    const bad = [...spoiled(timeline)];
    assert.ok(bad.length > 30);
    for (const message of bad) assert.ok(!isTimelineContent(message));
  });

  it('know what an answer may be', () => {
    assert.ok(isTokenizerAnswer({ missing: 'There is none.' }));
    assert.ok(!isTokenizerAnswer({ name: 'tokenizer.bin', from: 'beside the model' }));
    assert.ok(isToPage({ type: 'result', id: 1, result: null }));
    assert.ok(isToPage({ type: 'progress', id: 1, done: 1, total: 2 }));
    assert.ok(!isToPage({ type: 'refused', id: 1 }));
  });

  it('do not compile where they prove less than the type says', () => {
    const mood = keyOf<Mood>({ calm: true, hasty: true });
    const lines = optional(arrayOf(isNumber));
    const guards: readonly Guard<Note>[] = [
      // @ts-expect-error a property has no guard
      objectOf<Note>({ text: isText, mood }),
      // @ts-expect-error a guard proves another type
      objectOf<Note>({ text: isNumber, mood, lines }),
      // @ts-expect-error a word of the type is missing
      objectOf<Note>({ text: isText, mood: keyOf({ calm: true }), lines }),
      // @ts-expect-error a property that may be absent must be there
      objectOf<Note>({ text: isText, mood, lines: arrayOf(isNumber) }),
      // @ts-expect-error a property that must be there may be absent
      objectOf<Note>({ text: optional(isText), mood, lines }),
      // @ts-expect-error the type has no such property
      objectOf<Note>({ text: isText, mood, lines, more: isText }),
    ];
    assert.equal(guards.length, 6);
  });
});
