import assert from 'node:assert/strict';
import fc from 'fast-check';
import { EeUnit } from '../../../model/engine/eeUnit';
import { IeeeUnit } from '../../../model/engine/ieeeUnit';
import { Kernels } from '../../../model/engine/kernels';
import { Sampler, type Sampled } from '../../../model/engine/sampler';
import { nextXorshift32, xorshift32State } from '../../../model/engine/xorshift32';
import type { ArithmeticVersion } from '../../../model/plan/arithmeticVersion';
import { greedy, type RunSettings } from '../../../model/plan/runSettings';
import { eeFloats, ieeeFloats, patternOf } from './floats';
import { plainSample } from './plainSample';

const vocabSize = 24;
const rows = { logits: 0, candidates: 128, order: 256, vocabSize };

function sample(
  mode: 'ieee' | 'ee',
  logits: readonly number[],
  history: readonly number[],
  settings: Partial<RunSettings>,
  generator: number,
  version: ArithmeticVersion = 1,
): Sampled {
  const ram = new ArrayBuffer(512);
  new Uint32Array(ram).set(logits.map(patternOf));
  const unit = mode === 'ee' ? new EeUnit(ram, version) : new IeeeUnit(ram, version);
  const sampler = new Sampler(unit, new Kernels(unit), ram, { ...greedy, prompt: [0], ...settings });
  const sampled = sampler.sample(rows, history, generator);
  assert.deepEqual(
    [...new Uint32Array(ram, 0, vocabSize)],
    logits.map(patternOf),
    'the logits stay as they are',
  );
  return sampled;
}

const logit = fc.oneof(
  fc.integer({ min: -40, max: 40 }).map((n) => n / 4),
  fc.float({ min: -30, max: 30, noNaN: true }),
  fc.constant(-0),
);
const request = fc.record({
  logits: fc.array(logit, { minLength: vocabSize, maxLength: vocabSize }),
  history: fc.array(fc.nat(5), { minLength: 1, maxLength: 12 }),
  temperature: fc.constantFrom(0, 0.1, 0.7, 1, 2.5),
  topK: fc.constantFrom(0, 1, 5, 24, 100),
  topP: fc.constantFrom(0, 0.01, 0.5, 0.9, 1),
  repetitionPenalty: fc.constantFrom(1, 1.2, 0.5),
  noRepeatNgram: fc.constantFrom(0, 1, 2, 3, 20),
  generator: fc.integer({ min: 1, max: 0xffffffff }),
});

describe('sampler', () => {
  it('never chooses a row without a token, as if it were not there', () => {
    fc.assert(
      fc.property(request, fc.integer({ min: 6, max: vocabSize }), (given, sampledIds) => {
        const { logits, history, generator, ...settings } = given;
        const known = logits.slice(0, sampledIds).map(patternOf);
        const expected = plainSample(eeFloats, known, history, settings, generator);
        const padded = [...logits.slice(0, sampledIds), ...logits.slice(sampledIds).map(() => 1000)];
        assert.deepEqual(
          sample('ee', padded, [...history], { ...settings, sampledIds }, generator),
          expected,
        );
      }),
      { numRuns: 300 },
    );
  });

  it('chooses as the description says, whatever the settings', () => {
    fc.assert(
      fc.property(request, fc.constantFrom('ieee' as const, 'ee' as const), (given, mode) => {
        const { logits, history, generator, ...settings } = given;
        const floats = mode === 'ee' ? eeFloats : ieeeFloats;
        const expected = plainSample(floats, logits.map(patternOf), history, settings, generator);
        assert.deepEqual(sample(mode, logits, history, settings, generator), expected);
      }),
      { numRuns: 600 },
    );
  });

  it('chooses as the description of version 2 says, whatever the settings', () => {
    fc.assert(
      fc.property(request, fc.constantFrom('ieee' as const, 'ee' as const), (given, mode) => {
        const { logits, history, generator, ...settings } = given;
        const floats = mode === 'ee' ? eeFloats : ieeeFloats;
        const expected = plainSample(floats, logits.map(patternOf), history, settings, generator, 2);
        assert.deepEqual(sample(mode, logits, history, settings, generator, 2), expected);
      }),
      { numRuns: 600 },
    );
  });

  it('finds what is far behind in the order of version 2, of many equal ids', () => {
    const size = 200;
    const random = (id: number): number => ((id * 7919) % 13) / 8;
    const logits = Array.from({ length: size }, (_, id) => random(id));
    const far = { logits: 0, candidates: size * 4, order: size * 8, vocabSize: size };
    const drawn = new Set<number>();
    for (let generator = 1; generator < 30; generator++) {
      const state = nextXorshift32(generator * 0x9e3779b9);
      const ram = new ArrayBuffer(size * 12);
      new Float32Array(ram).set(logits);
      const unit = new EeUnit(ram, 2);
      const settings = { ...greedy, prompt: [0], temperature: 1 };
      const found = new Sampler(unit, new Kernels(unit), ram, settings).sample(far, [0], state);
      const plain = { temperature: 1, topK: 0, topP: 0, repetitionPenalty: 1, noRepeatNgram: 0 };
      assert.deepEqual(found, plainSample(eeFloats, logits.map(patternOf), [0], plain, state, 2));
      drawn.add(found.id);
    }
    assert.ok(drawn.size > 20);
  });

  it('draws each token as often as its probability asks for', () => {
    const share = [0.5, 0.25, 0.125, 0.125];
    const logits = Array.from({ length: vocabSize }, (_, id) => (id < 4 ? Math.log(share[id] ?? 0) : -100));
    const seen = [0, 0, 0, 0];
    let generator = xorshift32State(1);
    const draws = 4000;
    for (let i = 0; i < draws; i++) {
      const sampled = sample('ieee', logits, [9], { temperature: 1 }, generator);
      generator = sampled.generator;
      seen[sampled.id] = (seen[sampled.id] ?? 0) + 1;
    }
    share.forEach((p, id) => {
      const deviation = Math.sqrt(draws * p * (1 - p));
      assert.ok(Math.abs((seen[id] ?? 0) - draws * p) < 4 * deviation, `${id}: ${seen[id] ?? 0} of ${draws}`);
    });
  });

  it('keeps no more than what reaches top-p exactly', () => {
    const logits = Array.from({ length: vocabSize }, (_, id) => (id === 5 || id === 6 ? 0 : -200));
    for (let generator = 1; generator < 40; generator++) {
      const state = nextXorshift32(generator * 0x9e3779b9);
      assert.equal(sample('ieee', logits, [0], { temperature: 1, topP: 0.5 }, state).id, 5);
    }
  });

  it('forbids what would repeat an n-gram and nothing else', () => {
    const logits = Array.from({ length: vocabSize }, (_, id) => (id === 3 ? 9 : id === 4 ? 8 : 0));
    const choose = (history: number[], noRepeatNgram: number): number =>
      sample('ee', logits, history, { noRepeatNgram }, 1).id;
    assert.equal(choose([1, 2, 3, 1, 2], 3), 4);
    assert.equal(choose([1, 2, 3, 2, 2], 3), 3);
    assert.equal(choose([1, 2, 3, 1, 2], 0), 3);
    assert.equal(choose([3], 3), 3);
    assert.equal(choose([3], 1), 4);
  });

  it('decides on settings as RUN.BIN carries them', () => {
    const logits = Array.from({ length: vocabSize }, (_, id) => (id === 7 ? 1 : 0));
    // Not 0 as a double, but 0 as a float: greedy, so the generator stands still.
    assert.deepEqual(sample('ieee', logits, [0], { temperature: 1e-60 }, 5), { id: 7, generator: 5 });
  });

  it('has the published generator', () => {
    // Marsaglia's paper starts from 2463534242 and its first value is 723471715.
    assert.equal(nextXorshift32(xorshift32State(0)), 723471715);
    assert.equal(xorshift32State(0x1_0000_0005), 5);
    let state = 1;
    for (let i = 0; i < 10000; i++) state = nextXorshift32(state);
    assert.ok(state > 0 && Number.isInteger(state));
  });
});
