// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { tinyModel, tinyTokenizer } from '../../model/convert/tiny';
import { crc32 } from '../../model/plan/crc32';
import { quantised } from '../model/engine/runs';
import { makeProject, writeFiles, type Project } from './project';
import { nativeWitness, type Witness } from './witness';

/** Where each file has its CRC-32; WEIGHTS.BIN has those of its parts in the plan. */
const crcOffsets: Readonly<Record<string, number>> = { 'PLAN.BIN': 24, 'RUN.BIN': 16, 'TOKENS.BIN': 16 };

type Change = (view: DataView) => void;
const setWord =
  (offset: number, value: number): Change =>
  (view) =>
    view.setUint32(offset, value, true);

/** Changes the type of the last matrix. */
const setType =
  (code: number): Change =>
  (view) => {
    const [table, count] = [view.getUint32(216, true), view.getUint32(220, true)];
    view.setUint32(table + (count - 1) * 48 + 16, code, true);
  };

/** [file, what is wrong, how, what the sentence must say] */
const cases: readonly (readonly [string, string, Change, RegExp])[] = [
  ['PLAN.BIN', 'magic', setWord(0, 0x4c4c4148), /does not start with PS2MPLAN.*Rebuild the image/],
  [
    'PLAN.BIN',
    'version',
    setWord(8, 1),
    /format 1\.0; this program supports 2\.x. Use an image and EE program from the same release/,
  ],
  ['PLAN.BIN', 'arithmetic', setWord(12, 7), /arithmetic version 7; this program supports 1 and 2\./],
  ['PLAN.BIN', 'size', setWord(20, 12345), /header says 12345 bytes, the disc has \d+/],
  ['PLAN.BIN', 'load address', setWord(28, 0x100000), /do not fit at 00100000/],
  [
    'PLAN.BIN',
    'arena over the program',
    setWord(32, 0x100000),
    /arena 00100000 to .* is outside plan memory/,
  ],
  ['PLAN.BIN', 'stack', setWord(44, 0), /00000000 is not usable/],
  ['PLAN.BIN', 'RUN.BIN over the plan', setWord(48, 0x180000), /RUN\.BIN and PLAN\.BIN overlap/],
  ['PLAN.BIN', 'batch', setWord(100, 0xffffffff), /a batch of 4294967295 positions/],
  ['PLAN.BIN', 'heads', setWord(120, 5), /is not 5 heads/],
  ['PLAN.BIN', 'table of cos', setWord(168, 0x1000), /tables of cos at 00001000/],
  ['PLAN.BIN', 'count of operations', setWord(268, 100000), /100000 operations; the limit is 8192/],
  ['PLAN.BIN', 'type of a matrix', setType(2), /unknown type of .*\.w2: 2\./],
  [
    'PLAN.BIN',
    'values wider than a row',
    setType(0),
    /rows of .*\.w2 are \d+ bytes apart, too few for \d+ columns/,
  ],
  [
    'PLAN.BIN',
    'scales over values',
    setType(5),
    /part 0 of .*\.w2 has \d+ bytes, which does not match its scales and \d+ rows/,
  ],
  ['RUN.BIN', 'magic', setWord(4, 0), /does not start with PS2MRUN1/],
  ['RUN.BIN', 'version', setWord(8, 3), /format 3\.0/],
  ['RUN.BIN', 'no prompt', setWord(24, 0), /the prompt has 0 tokens; the limits are 1 to/],
  ['RUN.BIN', 'a long prompt', setWord(24, 100), /are too few for 100 prompt ids/],
  ['RUN.BIN', 'temperature not a number', setWord(36, 0x7fc00000), /temperature 7FC00000 is not a number/],
  ['RUN.BIN', 'penalty 0', setWord(48, 0), /repetition penalty 00000000 is not a positive number/],
  ['RUN.BIN', 'a wait without end', setWord(56, 0xffffffff), /the wait for a debugger is 4294967295 ms/],
  ['RUN.BIN', 'stop ids', setWord(60, 65), /65 stop ids; the limit is 64/],
  ['RUN.BIN', 'a TV region', setWord(68, 3), /TV region 3 is not 0 \(the console's\)/],
  ['RUN.BIN', 'a menu without prompts', setWord(80, 1), /interactive is 1 with 0 prompts/],
  ['RUN.BIN', 'more prompts than bytes', setWord(84, 1000), /interactive is 0 with 1000 prompts/],
  ['RUN.BIN', 'prompts outside', setWord(84, 1), /prompt 0 is at 0 of \d+ bytes/],
  ['RUN.BIN', 'a strange id', setWord(512, 5000), /prompt id 0 is 5000; the model has 0 to/],
  ['TOKENS.BIN', 'magic', setWord(0, 0), /does not start with PS2MTOKS/],
  ['TOKENS.BIN', 'another vocabulary', setWord(24, 3), /it has 3 tokens, the model/],
  ['TOKENS.BIN', 'offsets', setWord(68, 0x7fffffff), /the bytes of token 1 are at 2147483647/],
  ['WEIGHTS.BIN', 'magic', setWord(0, 0), /does not start with PS2MWGTS/],
  ['WEIGHTS.BIN', 'version', setWord(8, 9), /format 9; this program supports 2\.x/],
  ['WEIGHTS.BIN', 'sectors', setWord(12, 1), /its header says 1 sectors/],
  ['WEIGHTS.BIN', 'id', setWord(20, 1), /its id differs from PLAN\.BIN/],
  ['WEIGHTS.BIN', 'a vector', setWord(2048, 1), /CRC-32 of the vectors/],
  [
    'WEIGHTS.BIN',
    'a matrix',
    (view) => setWord(view.byteLength - 2048, 1)(view),
    /CRC-32 of layers\.02\.ffn\.w2/,
  ],
];

describe("program's reading of corrupt files", function () {
  let witness: Witness;
  const cleanups: (() => void)[] = [];
  let project: Project;

  before(async function () {
    const built = nativeWitness();
    if (!built) {
      console.log('      skipped: no compiler for the native witness');
      return this.skip();
    }
    witness = built;
    const settings = { prompt: [1, 300], maxTokens: 1, temperature: 0.5 };
    const model = await quantised(tinyModel());
    project = await makeProject({
      model,
      tokenizer: tinyTokenizer(),
      plan: { batch: 2, arithmeticVersion: 1 },
      settings,
    });
    cleanups.push(project.remove);
  });
  afterEach(() => writeFiles(project.folder, project.files));
  after(() => cleanups.forEach((clean) => clean()));

  const original = (file: string): Uint8Array => {
    const bytes = project.files.get(file);
    assert.ok(bytes, file);
    return bytes.slice();
  };
  /** Writes a changed file whose CRC is right, and runs. @returns the sentence, undefined when the run went through */
  const runChanged = (file: string, change: Change): string | undefined => {
    const bytes = original(file);
    const view = new DataView(bytes.buffer);
    change(view);
    const crcOffset = crcOffsets[file];
    if (crcOffset !== undefined) {
      view.setUint32(crcOffset, 0, true);
      view.setUint32(crcOffset, crc32(bytes), true);
    }
    writeFileSync(path.join(project.folder, file), bytes);
    return run();
  };
  const run = (): string | undefined => {
    const { status, lines } = witness.run(project.folder);
    if (status === 0) return undefined;
    assert.equal(status, 1, `ended by a signal or time-out: ${lines.join(' ')}`);
    const sentence = /failed \d+ (.+)$/.exec(lines.at(-1) ?? '')?.[1];
    assert.ok(sentence, `no sentence: ${lines.join(' ')}`);
    return sentence;
  };

  it('runs when nothing is wrong', () => {
    assert.equal(run(), undefined);
  });

  for (const [file, what, change, words] of cases) {
    it(`says what is wrong: ${file}, ${what}`, () => {
      const sentence = runChanged(file, change) ?? 'nothing';
      assert.match(sentence, words);
      assert.ok(sentence.startsWith(`${file}: `), sentence);
      assert.ok(sentence.endsWith('.') && sentence.length < 255, sentence);
    });
  }

  it('finds any damage by the CRC', () => {
    for (const file of Object.keys(crcOffsets)) {
      const bytes = original(file);
      const at = bytes.length - 5;
      bytes[at] = (bytes[at] ?? 0) ^ 0x10;
      writeFileSync(path.join(project.folder, file), bytes);
      assert.match(
        run() ?? 'nothing',
        new RegExp(`^${file.replace('.', '\\.')}: CRC-32 is .*: the file is damaged`),
      );
      writeFiles(project.folder, project.files);
    }
  });

  it('says which file is cut short or missing', () => {
    for (const file of [...Object.keys(crcOffsets), 'WEIGHTS.BIN']) {
      for (const length of [0, 7, 511, 3000]) {
        const bytes = original(file);
        if (length >= bytes.length) continue;
        writeFileSync(path.join(project.folder, file), bytes.subarray(0, length));
        assert.ok((run() ?? '').startsWith(`${file}: `), `${file} of ${length} bytes`);
      }
      rmSync(path.join(project.folder, file));
      assert.equal(run(), `${file} is not in the folder.`);
      writeFiles(project.folder, project.files);
    }
  });

  it('survives every word of a list of prompts at its limits, and takes the list as it was written', async () => {
    const listed = await makeProject({
      model: await quantised(tinyModel()),
      tokenizer: tinyTokenizer(),
      plan: { batch: 2, arithmeticVersion: 1 },
      settings: { prompt: [1, 300], maxTokens: 1 },
      choices: [[1, 300], [1, 301, 302], [5]],
    });
    cleanups.push(listed.remove);
    const file = listed.files.get('RUN.BIN') ?? assert.fail('no RUN.BIN');
    const changed = (offset: number, value: number): string | undefined => {
      const bytes = file.slice();
      const view = new DataView(bytes.buffer);
      view.setUint32(offset, value, true);
      view.setUint32(16, 0, true);
      view.setUint32(16, crc32(bytes), true);
      writeFiles(project.folder, new Map([...listed.files, ['RUN.BIN', bytes]]));
      return run();
    };
    assert.equal(changed(16, 0), undefined);
    for (const offset of [
      80,
      84,
      88,
      ...Array.from({ length: (file.length - 512) / 4 }, (_, i) => 512 + i * 4),
    ])
      for (const value of [0, 3, 0x7fff_fffc, 0xffff_ffff]) changed(offset, value);
    // The list may not lie where the chosen prompt is copied to.
    assert.match(changed(88, 512) ?? '', /prompt 0 .* Rebuild the image/);
  });

  it('survives every word of the headers at its limits', () => {
    for (const [file, bytes] of [
      ['PLAN.BIN', 512],
      ['RUN.BIN', 132],
      ['TOKENS.BIN', 72],
    ] as const) {
      for (let offset = 0; offset < bytes; offset += 4) {
        for (const value of [0, 0xffffffff]) runChanged(file, setWord(offset, value));
      }
    }
  });

  it('survives changed entries of the tables', () => {
    const ropeBytes = 2 * project.plan.rope.cos.byteLength;
    const words = (original('PLAN.BIN').length - ropeBytes) / 4;
    const values = [0, 1, 0xffffffff, 0x80000000, 0x180000, 0x1ee0000, 0x1000000];
    let refused = 0;
    for (let i = 0; i < 150; i++) {
      const offset = Math.floor((i * words) / 150) * 4;
      if (runChanged('PLAN.BIN', setWord(offset, values[i % values.length] ?? 0)) !== undefined) refused++;
    }
    assert.ok(refused > 40, `only ${refused} of 150 were found`);
  });

  it('survives changed matrices, parts, tiles and operations of a plan in bands, and says what is wrong', async () => {
    const whole = project;
    const settings = { prompt: [1, 300], maxTokens: 1 };
    const plan = { batch: 2, arithmeticVersion: 2, embedding: 'streamed', context: 16 } as const;
    project = await makeProject({ model: await quantised(tinyModel()), plan, settings });
    cleanups.push(project.remove);
    try {
      assert.equal(run(), undefined);
      const { plan: planned } = project;
      const view = new DataView(original('PLAN.BIN').buffer);
      const entry = (table: number, index: number): number =>
        view.getUint32(192 + table * 12, true) + index * view.getUint32(192 + table * 12 + 8, true);
      const [matrix, last] = [
        planned.matrices.length - 1,
        planned.matrices.flatMap(({ parts }) => parts).length - 1,
      ];
      const product = planned.operations.findIndex(({ kind }) => kind === 'matmul');
      const scratch = planned.buffers.findIndex(({ name }) => name === 'quantised');
      const entries: readonly (readonly [start: number, bytes: number])[] = [
        [entry(1, scratch), 40],
        [entry(2, matrix), 40],
        [entry(3, last), 28],
        [entry(4, planned.tiles.length - 1), 32],
        [entry(6, product), 104],
      ];
      let refused = 0;
      for (const [start, bytes] of entries) {
        for (let at = start; at < start + bytes; at += 4) {
          for (const value of [0, 1, 5, 0xffffffff, 0x180000])
            if (runChanged('PLAN.BIN', setWord(at, value)) !== undefined) refused++;
        }
      }
      assert.ok(refused > 150, `only ${refused} were found`);
      const says = (at: number, value: number, words: RegExp): void =>
        assert.match(runChanged('PLAN.BIN', setWord(at, value)) ?? 'nothing', words);
      says(entry(2, matrix) + 36, 7, /unknown arrangement of .*, which has type 8: 7/);
      says(entry(2, matrix) + 36, 0, /rows of .* are \d+ bytes apart|does not match its scales/);
      says(entry(2, matrix) + 16, 0, /unknown arrangement of .*, which has type 0: 1/);
      says(entry(3, last) + 20, 32, /bands of .* are 32 bytes apart, too few for \d+ columns/);
      says(entry(3, last) + 16, 64, /which does not match its \d+ rows in bands/);
      says(12, 1, /whose arrangement 1 does not suit arithmetic version 1/);
      says(entry(6, product) + 28, 1, /has no row for its input in int16/);
      says(entry(6, product) + 80 + 20, 16, /has no room for \d+ columns in buffer quantised/);
    } finally {
      project = whole;
    }
  });

  it('survives changed reads, tiles, buffers and operations of a plan with row reads and int16 rows', async () => {
    const whole = project;
    const settings = { prompt: [1, 300], maxTokens: 1 };
    const plan = { batch: 2, embedding: 'streamed', kvCache: 'int16', context: 16 } as const;
    project = await makeProject({ model: await quantised(tinyModel()), plan, settings });
    cleanups.push(project.remove);
    try {
      assert.equal(run(), undefined);
      const { plan: planned } = project;
      const view = new DataView(original('PLAN.BIN').buffer);
      /** Offset of an entry; the directory is at 192. */
      const entry = (table: number, index: number): number =>
        view.getUint32(192 + table * 12, true) + index * view.getUint32(192 + table * 12 + 8, true);
      const row = planned.reads.findIndex((read) => read.row);
      const quantise = planned.operations.findIndex(({ kind }) => kind === 'quantise');
      const keys = planned.buffers.findIndex(({ name }) => name === 'keys.L00');
      const scales = planned.reads.findIndex(({ preload, part }) => preload && part !== undefined);
      const entries: readonly (readonly [start: number, bytes: number])[] = [
        [entry(5, row), 40],
        [entry(5, scales), 40],
        [entry(4, 0), 32],
        [entry(1, keys), 40],
        [entry(6, quantise), 80],
      ];
      let refused = 0;
      for (const [start, bytes] of entries) {
        for (let at = start; at < start + bytes; at += 4) {
          for (const value of [0, 1, 0xffffffff, 0x180000])
            if (runChanged('PLAN.BIN', setWord(at, value)) !== undefined) refused++;
        }
      }
      assert.ok(refused > 100, `only ${refused} were found`);
      const oneSector = runChanged('PLAN.BIN', setWord(entry(5, row) + 16, 1));
      if (planned.reads[row]?.sectors !== 1)
        assert.match(oneSector ?? 'nothing', /read \d+ has 1 sectors, too few for row \d+ of embedding/);
      assert.match(
        runChanged('PLAN.BIN', setWord(entry(1, keys) + 8, 0)) ?? 'nothing',
        /rows of \d+ bytes do not fit into buffer keys\.L00|is no row of an int16 cache/,
      );
    } finally {
      project = whole;
    }
  });
});
