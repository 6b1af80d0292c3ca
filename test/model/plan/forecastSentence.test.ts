import assert from 'node:assert/strict';
import { tinyModel } from '../../../model/convert/tiny';
import { compilePlan } from '../../../model/plan/compile';
import { forecastSentence } from '../../../model/plan/forecast';
import { planOf } from '../../../project/program/plan';

describe('forecast of a model in one sentence', () => {
  it('counts the whole RAM, with system and program', () => {
    assert.match(forecastSentence(compilePlan(tinyModel())), /^needs [\d.]+ MiB of 32 MiB: fits; reads /);
  });

  it('counts the budget where there is one', () => {
    const sentence = forecastSentence(planOf(tinyModel(), { ram: { budgetKiB: 320 } }));
    assert.match(sentence, /^needs (?:29|3[01])\d\.\d KiB of the budget of 320\.0 KiB: fits/);
  });
});
