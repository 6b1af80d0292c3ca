import assert from 'node:assert/strict';
import { kinds, people } from '../../../samples/training/grammar/characters';
import { callRoll } from '../../../samples/training/grammar/rollCall';
import { Random } from '../../../samples/training/random';
import { rateOfCourses } from '../../../samples/training/schedule';
import { rowKinds, stepsOf, storySettings } from '../../../samples/training/settings';

const names = people.map(({ name = '' }) => name);
const animals = kinds.map(({ name = '' }) => name);

describe('samples/training: roll calls', () => {
  it('call everyone the same animal throughout, and no two alike', () => {
    for (let seed = 0; seed < 200; seed++) {
      const text = callRoll(new Random(seed));
      const kindOf = new Map<string, string>();
      const said = new RegExp(
        `(${names.join('|')}) (?:the|was a) (${animals.join('|')})|a (${animals.join('|')}) named (${names.join('|')})`,
        'gi',
      );
      for (const [, name, kind, otherKind, otherName] of text.matchAll(said)) {
        const [who, what] = [name ?? otherName ?? '', kind ?? otherKind ?? ''];
        assert.equal(kindOf.get(who) ?? what, what, `${who} in: ${text}`);
        kindOf.set(who, what);
      }
      assert.ok(kindOf.size >= 2 && kindOf.size <= 5, text);
      assert.equal(new Set(kindOf.values()).size, kindOf.size, text);
      assert.doesNotMatch(text, /[{}]/);
    }
  });

  it('are told alike by the same seed', () => {
    assert.equal(callRoll(new Random(3, 4)), callRoll(new Random(3, 4)));
    assert.notEqual(callRoll(new Random(3, 4)), callRoll(new Random(4, 3)));
  });

  it('fill the first rows of some steps; before come packed rows, and stories alone at the end', () => {
    const { packedSteps, rollCalls, schedule } = storySettings;
    const kindsAt = (step: number): string => rowKinds(storySettings, step).join();
    assert.equal(new Set(rowKinds(storySettings, packedSteps)).size, 1);
    assert.match(kindsAt(packedSteps), /^stories/);
    assert.match(kindsAt(packedSteps + 1), /^story,/);
    const called = rowKinds(storySettings, rollCalls.after + 1);
    assert.equal(called.filter((kind) => kind === 'roll call').length, rollCalls.rows);
    assert.deepEqual(rowKinds(storySettings, rollCalls.until), called);
    assert.doesNotMatch(kindsAt(rollCalls.after) + kindsAt(rollCalls.until + 1), /roll call/);
    assert.doesNotMatch(kindsAt(schedule.steps), /roll call|stories|halves/);
    assert.match(kindsAt(stepsOf(storySettings)), /^(story of halves,?)+$/);
  });

  it('come in two courses of the learning rate, each of which ends near nothing', () => {
    const { schedule, second } = storySettings;
    const rateAt = (step: number): number => rateOfCourses(step, schedule, second);
    assert.equal(rateAt(schedule.warmup), schedule.peak);
    assert.ok(rateAt(schedule.steps) < 1e-5 && rateAt(stepsOf(storySettings)) < 1e-5);
    assert.ok(rateAt(schedule.steps + 1) > 0 && rateAt(schedule.steps + 1) < second.peak / 10);
    assert.equal(rateAt(schedule.steps + second.warmup), second.peak);
  });
});
