import assert from 'node:assert/strict';
import { generateModel } from '../../../model/convert/generated';
import type { ArithmeticMode } from '../../../model/engine/floatUnit';
import type { Model } from '../../../model/model';
import type { ArithmeticVersion } from '../../../model/plan/arithmeticVersion';
import { NaiveForward } from '../../support/naiveForward';
import { everyFeature } from '../../support/randomModel';
import { retyped } from '../../support/retyped';
import { eeFloats, ieeeFloats, numberOf, patternOf, type Floats } from './floats';
import { argmax, loadWeights, PlainForward, type SumOrder } from './plainForward';
import { quantised as quantise, rowOf, startRun } from './runs';

const prompt = [1, 17, 42];

/** Small, since the plain pass in EE floats is slow; every feature is on. */
const shape = {
  ...everyFeature,
  ...{ dim: 16, hiddenDim: 22, layers: 4, uniqueLayers: 2, headDim: 4, kvDim: 8, registers: 2 },
};
const float32 = generateModel({ seed: 7, config: shape });

interface Difference {
  readonly operation: string;
  readonly position: number;
}

/**
 * Runs engine and plain forward pass over prompt and greedy continuation and compares every operation's output at
 * every position; the first difference, or undefined.
 */
async function compare(
  model: Model,
  mode: ArithmeticMode,
  tokens: number,
  floats: Floats,
  order?: SumOrder,
  batch = 3,
  maxPartBytes = 300,
  arithmeticVersion: ArithmeticVersion = 1,
): Promise<Difference | undefined> {
  const settings = { prompt, maxTokens: tokens };
  const { plan, engine } = await startRun(model, {
    mode,
    settings,
    plan: { batch, maxPartBytes, arithmeticVersion },
  });
  const plain = new PlainForward(model, await loadWeights(model), floats, order, arithmeticVersion);
  const { registers } = model.config;
  while (engine.ended === undefined) {
    const { first, count, tail } = engine.position();
    const expected: ReadonlyMap<string, readonly number[]>[] = [];
    for (let position = first; position < first + count; position++) {
      if (position < registers) plain.register(position);
      else plain.token(engine.state.progress.tokens[position - registers] ?? 0);
      if (tail && position === first + count - 1) plain.logits();
      expected.push(new Map(plain.outputs));
    }
    for (const operation of plan.operations) {
      if (operation.tail && !tail) continue;
      assert.equal(engine.position().operation, operation.index);
      await engine.step();
      if (operation.kind === 'sample') continue;
      for (const [p, outputs] of expected.entries()) {
        if (operation.tail && p < count - 1) continue;
        const index = { none: 0, pass: p, position: first + p }[operation.output.index];
        const actual = rowOf(engine, operation.output, index);
        const wanted = outputs.get(operation.id);
        assert.ok(wanted, `the plain pass knows ${operation.id}`);
        if (actual.join() !== wanted.join()) return { operation: operation.id, position: first + p };
      }
    }
    if (tail) assert.equal(engine.state.progress.tokens.at(-1), argmax(plain.outputs.get('logits') ?? []));
  }
  return undefined;
}

/** Rounds sums to nearest where the EE truncates, and the other way round. */
const roundsSums: Floats = { ...eeFloats, add: ieeeFloats.add };
const truncatesSums: Floats = {
  ...ieeeFloats,
  add: (a, b) => {
    const exact = numberOf(a) + numberOf(b);
    const rounded = patternOf(exact);
    return Math.abs(numberOf(rounded)) > Math.abs(exact) ? rounded - 1 : rounded;
  },
};
/** Takes the product the other way round. */
const swapsFactors: Floats = { ...eeFloats, mul: (a, b) => eeFloats.mul(b, a) };

describe('engine and a plain forward pass', () => {
  let quantised: Model;
  before(async () => {
    quantised = await quantise(float32);
  });

  it('have the same bits at every operation in IEEE floats', async () => {
    assert.equal(await compare(float32, 'ieee', 18, ieeeFloats), undefined);
    assert.equal(await compare(quantised, 'ieee', 18, ieeeFloats), undefined);
  });

  it('have the same bits at every operation in EE floats', async () => {
    assert.equal(await compare(float32, 'ee', 1, eeFloats), undefined);
    assert.equal(await compare(quantised, 'ee', 3, eeFloats), undefined);
  });

  for (const type of ['q4', 'q4g32', 'ternary'] as const) {
    it(`have the same bits when matrices are ${type}`, async () => {
      const model = await retyped(float32, type);
      assert.equal(await compare(model, 'ieee', 6, ieeeFloats), undefined);
      assert.equal(await compare(model, 'ee', 2, eeFloats), undefined);
      assert.notEqual(await compare(model, 'ee', 1, swapsFactors), undefined);
      assert.notEqual(await compare(model, 'ieee', 1, ieeeFloats, 'descending'), undefined);
    });
  }

  const inIntegers = (
    model: Model,
    mode: ArithmeticMode,
    tokens: number,
    floats: Floats,
    order?: SumOrder,
  ): Promise<Difference | undefined> => compare(model, mode, tokens, floats, order, 3, 300, 2);

  for (const type of ['q8', 'q4', 'q4g32', 'ternary', 'f32'] as const) {
    it(`have the same bits in version 2 when matrices are ${type}`, async () => {
      const model = await retyped(float32, type);
      assert.equal(await inIntegers(model, 'ieee', 8, ieeeFloats), undefined);
      assert.equal(await inIntegers(model, 'ee', 3, eeFloats), undefined);
      assert.notEqual(await inIntegers(model, 'ee', 1, swapsFactors), undefined);
      assert.notEqual(await inIntegers(model, 'ee', 1, roundsSums), undefined);
      assert.notEqual(await inIntegers(model, 'ieee', 1, ieeeFloats, 'descending'), undefined);
    });
  }

  it('have the same bits in version 2 with groups that begin and end with rows, and without features', async () => {
    const off = { registers: 0, sharedClassifier: false, denseformer: false, valueResidual: false };
    const sizes = { dim: 64, hiddenDim: 96, headDim: 16, kvDim: 32, layers: 2, uniqueLayers: 1 };
    const model = await retyped(generateModel({ seed: 8, config: { ...shape, ...off, ...sizes } }), 'q4g32');
    assert.equal(await inIntegers(model, 'ieee', 3, ieeeFloats), undefined);
    assert.equal(await inIntegers(model, 'ee', 1, eeFloats), undefined);
  });

  it('differ in version 2 as soon as a conversion truncates where it rounds', async () => {
    const truncates: Floats = { ...ieeeFloats, trunc: (a) => Math.trunc(numberOf(a) / 16) * 16 };
    assert.notEqual(await inIntegers(quantised, 'ieee', 1, truncates), undefined);
  });

  it('have the same bits when a matrix takes several breaths and a group goes across them', async () => {
    const large = { ...shape, dim: 40, headDim: 10, kvDim: 20, vocabSize: 8000, layers: 1, uniqueLayers: 1 };
    const model = await retyped(generateModel({ seed: 9, config: large }), 'q4g32');
    for (const version of [1, 2] as const)
      assert.equal(await compare(model, 'ieee', 1, ieeeFloats, 'ascending', 3, 1 << 20, version), undefined);
  });

  it('have the same bits without any of the features', async () => {
    const off = { registers: 0, sharedClassifier: false, denseformer: false, valueResidual: false };
    const config = { ...shape, ...off, uniqueLayers: 4, kvHeads: 4 };
    const model = generateModel({ seed: 8, config });
    assert.equal(await compare(model, 'ieee', 6, ieeeFloats, 'ascending', 1), undefined);
    assert.equal(await compare(await quantise(model), 'ee', 1, eeFloats, 'ascending', 4), undefined);
  });

  it('differ as soon as one rounding, one order of a sum or of a product differs', async () => {
    assert.notEqual(await compare(float32, 'ieee', 1, truncatesSums), undefined);
    assert.notEqual(await compare(float32, 'ieee', 1, ieeeFloats, 'descending'), undefined);
    assert.notEqual(await compare(float32, 'ieee', 1, eeFloats), undefined);
    assert.notEqual(await compare(quantised, 'ee', 1, roundsSums), undefined);
    assert.notEqual(await compare(quantised, 'ee', 1, eeFloats, 'descending'), undefined);
    assert.notEqual(await compare(quantised, 'ee', 1, swapsFactors), undefined);
  });

  it('come near double precision in both kinds of floats', async () => {
    for (const mode of ['ieee', 'ee'] as const) {
      const { plan, engine } = await startRun(float32, { mode, settings: { prompt, maxTokens: 12 } });
      const naive = await NaiveForward.load(float32);
      let fed = 0;
      for (let token = 0; token < 12; token++) {
        const { tokens } = engine.state.progress;
        let wanted: number[] = [];
        for (; fed < tokens.length; fed++) wanted = naive.next(tokens[fed] ?? 0);
        const sample = plan.operations.length - 1;
        while (engine.position().operation !== sample) await engine.step();
        const logits = plan.operations[sample]?.inputs[0];
        assert.ok(logits);
        rowOf(engine, logits).forEach((pattern, id) => {
          const error = Math.abs(numberOf(pattern) - (wanted[id] ?? NaN));
          assert.ok(error < 2e-5, `${mode} token ${token} logit ${id} is off by ${error}`);
        });
        await engine.step();
      }
    }
  });
});
