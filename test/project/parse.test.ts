import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseProject } from '../../project/parse';

/** What is said of a text, with the piece of it that is marked. */
function problemsOf(text: string): string[] {
  const { project, problems } = parseProject(text);
  assert.equal(project === undefined, problems.length > 0);
  return problems.map(
    ({ path, offset, length, message }) => `${path} <${text.slice(offset, offset + length)}> ${message}`,
  );
}

describe('ps2ml.json', () => {
  it('leaves out what a project does not set for a run', () => {
    assert.deepEqual(parseProject('{ "model": "m.psnt" }').project, {
      model: 'm.psnt',
      conversion: { type: 'q8' },
      prompts: [],
      sampling: {},
      disc: {},
      ram: {},
      files: [],
    });
  });

  it('takes every field, comments and trailing commas', () => {
    const { project, problems } = parseProject(`{
      // The model
      "$schema": "x",
      "model": "a.gguf",
      "conversion": { "type": "q4", "version": 3, "context": 128 },
      "order": "llama2c-order", "tokenizer": "t.bin", "prompts": ["A", "B",], "system": "Speak softly.",
      "sampling": { "tokens": 5, "temperature": 0.5, "topK": 3, "topP": 0.9, "repetitionPenalty": 1.1, "noRepeatNgram": 2, "seed": 7 },
      "disc": { "type": "cd", "code": "SLES_500.00", "volume": "STORY" },
      "ram": { "budgetKiB": 20000 },
      "layout": { "weights": "resident", "sharedLayers": "readOnce", "discOrder": "byKind", "placement": "outer", "cacheMiB": 2.5 },
      "target": "ps2link",
      "files": ["data/credits.txt", { "file": "long name.bin", "name": "DATA.BIN" }],
      "elf": { "file": "own/own.elf", "reads": "plan", "make": "own" }, /* last */
    }`);
    assert.deepEqual(problems, []);
    assert.deepEqual(project, {
      model: 'a.gguf',
      conversion: { type: 'q4', version: 3, context: 128 },
      order: 'llama2c-order',
      tokenizer: 't.bin',
      prompts: ['A', 'B'],
      system: 'Speak softly.',
      sampling: {
        tokens: 5,
        temperature: 0.5,
        topK: 3,
        topP: 0.9,
        repetitionPenalty: 1.1,
        noRepeatNgram: 2,
        seed: 7,
      },
      disc: { type: 'cd', code: 'SLES_500.00', volume: 'STORY' },
      ram: { budgetKiB: 20000 },
      layout: {
        weights: 'resident',
        sharedLayers: 'readOnce',
        discOrder: 'byKind',
        placement: 'outer',
        cacheMiB: 2.5,
      },
      target: 'ps2link',
      files: [
        { file: 'data/credits.txt', name: 'CREDITS.TXT' },
        { file: 'long name.bin', name: 'DATA.BIN' },
      ],
      elf: { file: 'own/own.elf', reads: 'plan', make: 'own' },
    });
  });

  it('says what is wrong and where, all of it at once', () => {
    assert.deepEqual(
      problemsOf(
        '{ "modell": "x", "disc": { "code": "SLUS-20000", "type": "bluray" }, "sampling": { "topP": 2 } }',
      ),
      [
        ' <{ "modell": "x", "disc": { "code": "SLUS-20000", "type": "bluray" }, "sampling": { "topP": 2 } }> "model" is missing: write the path of a model file, such as "model": "model.psnt".',
        'modell <"modell"> Unknown property "modell". Known properties: model, conversion, order, tokenizer, prompts, interactive, chat, system, sampling, disc, ram, context, kvCache, arithmeticVersion, layout, target, files, elf.',
        'disc.code <"SLUS-20000"> "SLUS-20000" is not a valid boot program name: consoles and emulators identify a disc by a name of the form XXXX_000.00, such as PSML_000.01.',
        'disc.type <"bluray"> "disc.type" is "bluray", expected "dvd" or "cd".',
        'sampling.topP <2> "sampling.topP" is 2, expected a number from 0 to 1.',
      ],
    );
  });

  it('says what is wrong with files, programs and texts', () => {
    const said = (rest: string): string[] =>
      problemsOf(`{ "model": "m.psnt", ${rest} }`).map((line) => line.split('> ')[1]?.slice(0, 60) ?? '');
    assert.deepEqual(said('"files": ["a/PLAN.BIN"]'), [
      '"PLAN.BIN" is already used on the disc: give this file anoth',
    ]);
    assert.deepEqual(said('"files": ["x/a.txt", "y/A.TXT"]').length, 1);
    assert.deepEqual(said('"files": ["long-name.markdown"]').length, 1);
    assert.deepEqual(said('"files": [5]'), ['"files.0" is 5, expected the path of a file, or { "file": …,']);
    assert.deepEqual(said('"elf": {}'), ['"elf" is {}, expected the path of an ELF file, or { "file": ']);
    assert.deepEqual(said('"prompts": "one"'), ['"prompts" is "one", expected a list [ … ].']);
    assert.deepEqual(said('"prompts": [1]'), ['"prompts.0" is 1, expected a string.']);
    assert.deepEqual(said('"model": "n.psnt"'), ['Property "model" occurs twice: remove one.']);
    assert.deepEqual(said('"tokenizer": ""'), ['"tokenizer" is "", expected the path of a tokenizer file.']);
    assert.deepEqual(said('"ram": { "budgetKiB": 40000 }').length, 1);
  });

  it('says where a text stops to be JSON', () => {
    assert.deepEqual(problemsOf(''), [' <> ps2ml.json is empty: write at least { "model": "model.psnt" }.']);
    assert.match(problemsOf('{ "model": }')[0] ?? '', /is not JSON here: value expected\.$/);
    assert.match(problemsOf('[]')[0] ?? '', /The text is \[\], expected \{ … \}/);
  });

  it('reads any text without failing, with every place inside of it', () => {
    const texts = fc.oneof(
      fc.string(),
      fc.json(),
      fc.object().map((value) => JSON.stringify({ model: 'm', disc: value, files: [value], elf: value })),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const { project, problems } = parseProject(text);
        assert.equal(project === undefined, problems.length > 0);
        for (const { offset, length } of problems) assert.ok(offset >= 0 && offset + length <= text.length);
      }),
    );
  });
});
