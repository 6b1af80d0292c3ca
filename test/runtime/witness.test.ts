// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import { tinyModel, tinyTokenizer } from '../../model/convert/tiny';
import { generateModel } from '../../model/convert/generated';
import type { Model } from '../../model/model';
import { quantised } from '../model/engine/runs';
import { everyFeature } from '../support/randomModel';
import { retyped } from '../support/retyped';
import { expectedLines } from './expectation';
import { makeProject, type ProjectRequest } from './project';
import { nativeWitness, qemuWitness, type Witness } from './witness';

/** Every line of the run, stops left out; the lines `end` of both have the reason only. */
function linesOf(witness: Witness, folder: string): string[] {
  const { lines, status } = witness.run(folder, ['--step']);
  assert.equal(status, 0, lines.at(-1));
  return lines
    .filter((line) => !line.startsWith('stopped') && !line.startsWith('ended'))
    .map((line) => line.replace(/^end \d+ (\d+).*$/, 'end $1'));
}

async function compare(witness: Witness, request: ProjectRequest): Promise<void> {
  const project = await makeProject(request);
  try {
    const expected = await expectedLines(request.model, project.plan, project.settings, 'ieee');
    const found = linesOf(witness, project.folder);
    const at = expected.findIndex((line, i) => line !== found[i]);
    const operation =
      project.plan.operations[Number(/^operation \d+ (\d+)/.exec(expected[at] ?? '')?.[1] ?? -1)];
    assert.equal(found[at], expected[at], `line ${at}, ${operation?.id ?? 'no operation'}`);
    assert.equal(found.length, expected.length);
  } finally {
    project.remove();
  }
}

const sampling = { temperature: 0.8, topK: 40, topP: 0.9, repetitionPenalty: 1.1, noRepeatNgram: 3, seed: 5 };

const cases: (readonly [string, () => Promise<ProjectRequest>])[] = [
  [
    'Q8, every feature, greedy',
    async () => ({ model: await tinyQ8(), settings: { prompt: [1, 300, 301, 302], maxTokens: 8 } }),
  ],
  [
    'Q8, sampling',
    async () => ({ model: await tinyQ8(), settings: { prompt: [1, 300], maxTokens: 12, ...sampling } }),
  ],
  [
    'Q8, fewer ids than rows',
    async () => ({
      model: await tinyQ8(),
      settings: { prompt: [1, 300], maxTokens: 12, ...sampling, sampledIds: 40 },
    }),
  ],
  [
    'Q8, fewer ids than rows, greedy',
    async () => ({ model: await tinyQ8(), settings: { prompt: [1, 300], maxTokens: 6, sampledIds: 40 } }),
  ],
  [
    'Q8, sampling of all ids',
    async () => ({
      model: await tinyQ8(),
      settings: { prompt: [1, 300], maxTokens: 12, ...sampling, topK: 0, topP: 0.99 },
    }),
  ],
  [
    'Q8, one position a pass, many parts',
    async () => ({
      model: await tinyQ8(),
      plan: { batch: 1, maxPartBytes: 2048 },
      settings: { prompt: [1, 5, 9], maxTokens: 4 },
    }),
  ],
  [
    'Q8, matrices in RAM',
    async () => ({
      model: await tinyQ8(),
      plan: { weights: 'resident' as const, batch: 3 },
      settings: { prompt: [1, 5, 9, 300, 301], maxTokens: 4 },
    }),
  ],
  ['float32', () => Promise.resolve({ model: tinyModel(), settings: { prompt: [1, 17], maxTokens: 4 } })],
  [
    'float32 without the features, own classifier, up to the last position',
    () =>
      Promise.resolve({
        model: tinyModel({
          denseformer: false,
          valueResidual: false,
          registers: 0,
          sharedClassifier: false,
          kvHeads: 4,
          seqLen: 9,
        }),
        settings: { prompt: [1, 17, 33], maxTokens: 100 },
      }),
  ],
];

for (const type of ['q8', 'q4', 'q4g32', 'ternary', 'f32'] as const) {
  cases.push([
    `${type}, embedding by rows, int16 KV cache`,
    async () => ({
      model: await retyped(generateModel({ seed: 12, config: everyFeature }), type),
      plan: { maxPartBytes: 500, embedding: 'streamed' as const, kvCache: 'int16' as const, context: 12 },
      settings: { prompt: [1, 5, 9, 69], maxTokens: 4 },
    }),
  ]);
}
cases.push([
  'embedding by rows that cross sectors, separate classifier, int16 KV cache',
  () => {
    const config = { ...everyFeature, dim: 160, headDim: 40, kvDim: 80, sharedClassifier: false };
    return Promise.resolve({
      model: generateModel({ seed: 13, config: { ...config, valueResidual: false } }),
      plan: { embedding: 'streamed' as const, kvCache: 'int16' as const },
      settings: { prompt: [1, 3, 69, 68, 2], maxTokens: 4 },
    });
  },
]);

for (const type of ['q4', 'q4g32', 'ternary'] as const) {
  cases.push([
    `${type}, every feature, many parts`,
    async () => ({
      model: await retyped(generateModel({ seed: 11, config: everyFeature }), type),
      plan: { maxPartBytes: 500 },
      settings: { prompt: [1, 5, 9], maxTokens: 4 },
    }),
  ]);
}

function tinyQ8(): Promise<Model> {
  return quantised(tinyModel());
}

for (const [name, make] of [
  ['native', nativeWitness],
  ['qemu-mipsn32el', qemuWitness],
] as const) {
  describe(`the console's C in IEEE arithmetic, ${name}`, function () {
    let witness: Witness;

    before(function () {
      const built = make();
      if (!built) {
        console.log(`      skipped: no compiler or emulator for the witness ${name}`);
        return this.skip();
      }
      witness = built;
    });

    for (const arithmeticVersion of [1, 2] as const) {
      for (const [title, request] of cases) {
        it(`computes what the engine computes in version ${arithmeticVersion}, operation by operation: ${title}`, async () => {
          const given = await request();
          await compare(witness, { ...given, plan: { ...given.plan, arithmeticVersion } });
        });
      }
    }

    it('prints the text of the tokens', async () => {
      const tokenizer = tinyTokenizer();
      const model = await tinyQ8();
      const settings = { prompt: tokenizer.encodePrompt('the cat'), maxTokens: 12 };
      const project = await makeProject({ model, tokenizer, settings });
      try {
        const { lines } = witness.run(project.folder, ['--step']);
        const tokens = lines
          .map((line) => /^token \d+ \d+ (\d+)/.exec(line)?.[1])
          .filter((id) => id !== undefined);
        const text = tokenizer.decode([...settings.prompt, ...tokens.map(Number)]);
        assert.equal(witness.run(project.folder).lines.join('\n'), text.trimEnd());
      } finally {
        project.remove();
      }
    });
  });
}
