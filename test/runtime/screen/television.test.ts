// Slow: not part of test:quick.
// Needs gcc: the glyphs come from the font compiled for this machine.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { MemorySource } from '../../../disc/byteSource';
import { readElf } from '../../../ee/elf';
import { tinyModel, tinyTokenizer } from '../../../model/convert/tiny';
import type { Model } from '../../../model/model';
import type { Tokenizer } from '../../../model/tokenizer/tokenizer';
import { openModel, openTokenizer } from '../../../model/openModel';
import type { ConsoleOptions } from '../../../ps2/console/options';
import type { Picture } from '../../../ps2/gs/picture';
import { checkGolden } from '../../debug-adapter/goldenFile';
import { quantised } from '../../model/engine/runs';
import { projectRoot } from '../../support/project';
import { isLong } from '../comparison';
import { ConsoleProgram, field, state } from '../consoleProgram';
import { makeProject, type Project, type ProjectRequest } from '../project';
import { make, prebuiltElf, temporaryFolder, versionOf } from '../toolchain';
import { glyphBook, places, textIn, type GlyphBook } from './frame';
import { columns, glyphsOf, screenProgram } from './screenProgram';
import { wrapped } from './wrapping';

const firstTextRow = 4;
/** What the font has for a character that it does not know. */
const box = 0xfffd;
const cyclesPerMs = 294_912;
/** 1 % of a token of 10M parameters at 36.8 tokens a second. */
const mostCyclesPerToken = 80_000;
/** A picture without its last rows, whose figures depend on time. */
const rowsOfFigures = 3;

describe('television', function () {
  this.timeout(300_000);

  let elf: Uint8Array;
  let model: Model;
  let glyphs: ReadonlyMap<number, readonly number[]>;
  let book: GlyphBook;
  const tokenizer = tinyTokenizer();
  const projects: Project[] = [];
  const hashes: string[] = [];

  before(async function () {
    const run = screenProgram();
    if (run === undefined) return this.skip();
    glyphs = glyphsOf(run, [box, ...Array.from({ length: 0x2600 - 0x20 }, (_, i) => 0x20 + i)]);
    book = glyphBook(glyphs);
    elf = new Uint8Array(await readFile(prebuiltElf));
    model = await quantised(tinyModel());
  });
  after(() => projects.forEach(({ remove }) => remove()));

  const prepare = async (request: Partial<ProjectRequest>): Promise<Project> => {
    const project = await makeProject({ model, tokenizer, elf, plan: { weights: 'resident' }, ...request });
    projects.push(project);
    return project;
  };
  const boot = async (request: Partial<ProjectRequest>, options?: ConsoleOptions): Promise<ConsoleProgram> =>
    ConsoleProgram.boot((await prepare(request)).files, options);

  /** Runs past stops, which end when no debugger answers. */
  const until = (program: ConsoleProgram, wanted: number): void => {
    while (program.get(field.state) !== wanted) {
      const stop = program.console.run(cyclesPerMs);
      assert.ok(stop.kind === 'budget' || program.get(field.state) === wanted, program.error);
    }
  };

  const rowsOf = ({ console }: ConsoleProgram): string[] => {
    assert.deepEqual(console.notices(), [], 'the GS does all that the program asks of it');
    return textIn(console.picture(), book);
  };
  /** The text between the rules. */
  const textRows = (rows: readonly string[]): string[] => rows.slice(firstTextRow, -rowsOfFigures);

  /** The cells in memory, by which the text can be read without the picture. */
  const cellRows = (program: ConsoleProgram, of = elf): string[] => {
    const place = readElf(of, 'ps2ml.elf').symbols.find(({ name }) => name === 'ps2ml_screen');
    assert.ok(place);
    const [width, height] = [program.word(place.address), program.word(place.address + 4)];
    assert.equal(width, columns);
    return Array.from({ length: height }, (_, row) =>
      Array.from({ length: width }, (_unused, column) =>
        String.fromCharCode(program.word(place.address + 8 + (row * width + column) * 4) & 0xffff),
      )
        .join('')
        .trimEnd(),
    );
  };

  const hashOf = ({ width, height, rgba }: Picture, rows: number): string =>
    createHash('sha256')
      .update(rgba.subarray(0, width * 4 * (height - rows * 16)))
      .digest('hex');
  const remember = (name: string, program: ConsoleProgram, rows = 0): void => {
    const place = program.console.picture().height === places.pal.height ? places.pal : places.ntsc;
    hashes.push(`${name}: ${hashOf(program.console.picture(), rows === 0 ? 0 : rows + place.top / 16)}`);
  };

  /** The first of the characters that look like this one. */
  const seenAs = (character: string): string => {
    const lines = glyphs.get(character.charCodeAt(0)) ?? glyphs.get(box);
    return String.fromCharCode(book.get(String(lines)) ?? box);
  };

  /** What the area has to show of a text. */
  const shownOf = (text: string, region: keyof typeof places): string[] => {
    const height = places[region].rows - firstTextRow - rowsOfFigures;
    const rows = wrapped(text, columns)
      .slice(-height)
      .map((row) => Array.from(row, seenAs).join('').trimEnd());
    return [...rows, ...Array.from({ length: height - rows.length }, () => '')];
  };

  for (const region of ['ntsc', 'pal'] as const) {
    it(`shows the text of the tokens, wrapped and scrolled: ${region}`, async () => {
      const story = 'the cat and the dog sang to the moon. '.repeat(3);
      const prompt = tokenizer.encodePrompt(`${story}\n\nÀ propos:\n${'\n'.repeat(10)}${story}`);
      const program = await boot({
        settings: { prompt, maxTokens: 40, temperature: 1, seed: 9 },
        plan: { weights: 'resident', batch: 16 },
        videoMode: region === 'pal' ? 'PAL' : 'NTSC',
      });
      assert.equal(program.settle(), state.ended, program.error);
      const rows = rowsOf(program);
      assert.equal(rows.length, places[region].rows);
      assert.deepEqual(textRows(rows), shownOf(program.console.text.slice(0, -1), region));
      assert.match(rows[0] ?? '', /^ PS2 ML {2}quantised\.psnt +temperature 1 {2}seed 9$/);
      assert.match(rows[2] ?? '', /^Prompt: the cat and the dog sang .*…$/);
      assert.equal(rows.at(-2), 'End of the text');
      assert.match(
        rows.at(-1) ?? '',
        /^40 tokens, \d+\.\d a second {2}last \d+ ms: compute \d+ ms, disc \d+ ms$/,
      );
      remember(`text, ${region}`, program, rowsOfFigures);
    });
  }

  it('shows a whole story as the sample model tells it', async () => {
    const sample = async (name: string): Promise<MemorySource> =>
      new MemorySource(await readFile(path.join(projectRoot, 'samples/stories', name)));
    const stories = await openModel(await sample('stories.psnt'), 'stories.psnt');
    const words = await openTokenizer(await sample('stories.tokenizer.bin'), 'stories.tokenizer.bin');
    const settings = {
      prompt: words.encodePrompt('Once upon a time'),
      maxTokens: isLong ? 240 : 60,
      stopIds: words.eos === undefined ? [] : [words.eos],
    };
    const program = await boot({ model: stories, tokenizer: words, settings });
    assert.equal(program.settle(120, 1_000_000), state.ended, program.error);
    if (isLong) assert.equal(program.get(field.end), 1, 'the story has ended by itself');
    const rows = rowsOf(program);
    assert.match(program.console.text, /^Once upon a time/);
    assert.deepEqual(textRows(rows), shownOf(program.console.text.slice(0, -1), 'ntsc'));
    assert.deepEqual(cellRows(program), rows);
  });

  it('shows the matrix and the speed while it loads, and what it waits for', async () => {
    const program = await boot({ settings: { maxTokens: 1 } }, { discType: 'cd' });
    const seen = new Set<string>();
    for (let i = 0; i < 400 && program.get(field.state) < state.running; i++) {
      program.console.run(5 * cyclesPerMs);
      seen.add(cellRows(program).at(-2) ?? '');
    }
    const lines = [...seen];
    for (const file of ['PLAN.BIN', 'RUN.BIN', 'TOKENS.BIN'])
      assert.ok(lines.includes(`Reading ${file}`), `${file} in ${lines.join('; ')}`);
    assert.ok(
      lines.some((line) => /^█*░+ \d+\.\d MB\/s {2}(layers\.|embedding)/.test(line)),
      lines.join('; '),
    );
  });

  it('says that a debugger has stopped it, and goes on', async () => {
    const program = await boot({ settings: { maxTokens: 3, waitForDebuggerMs: 200 } });
    assert.equal(program.settle(), state.stopped);
    assert.equal(rowsOf(program).at(-2), 'Stopped by a debugger');
    until(program, state.ended);
    assert.equal(rowsOf(program).at(-2), 'End of the text');
  });

  it("says how much of the model's context the plan has room for", async () => {
    const long = await quantised(tinyModel({ seqLen: 8192 }));
    for (const [of, context, expected] of [
      [long, 1024, 'context 1,024 of 8,192'],
      [long, 8192, 'context 8,192'],
      [model, 33, 'context 33 of 128'],
      [model, undefined, 'context 128'],
    ] as const) {
      const plan = { weights: 'resident', context } as const;
      const program = await boot({ model: of, plan, settings: { maxTokens: 1 } });
      assert.equal(program.settle(), state.ended, program.error);
      const rows = rowsOf(program);
      assert.equal(rows[1], expected);
      assert.deepEqual(cellRows(program), rows);
    }
  });

  it('moves the picture as the project wants it', async () => {
    const settings = { maxTokens: 1 };
    const usual = (await ended(await boot({ settings }))).console.picture();
    const moved = (await ended(await boot({ settings, screen: { right: 24, down: -8 } }))).console.picture();
    const at = ({ width, rgba }: Picture, x: number, y: number): number =>
      new DataView(rgba.buffer, rgba.byteOffset).getUint32((y * width + x) * 4, true);
    for (let y = 8; y < 400; y += 3)
      for (let x = 0; x < 600; x += 3) assert.equal(at(moved, x + 24, y - 8), at(usual, x, y));
  });

  const ended = (program: ConsoleProgram): Promise<ConsoleProgram> => {
    assert.equal(program.settle(), state.ended, program.error);
    return Promise.resolve(program);
  };

  it('sets the GS and the GIF up, whatever a program before left in them', async () => {
    const program = await boot({ settings: { maxTokens: 2 } });
    const snapshot = program.console.save();
    const { gs } = snapshot.state;
    gs.gif.loops = 900;
    gs.gif.format = 2;
    gs.gif.last = false;
    gs.privileged.fill(0x00c0_ffee);
    gs.general.fill(0x0fed_cba9);
    const local = snapshot.local.map((page) => page.map((_, i) => (i * 37) & 255));
    program.console.restore({ ...snapshot, local });
    assert.equal(program.settle(), state.ended);
    const clean = await ended(await boot({ settings: { maxTokens: 2 } }));
    assert.deepEqual(program.console.picture(), clean.console.picture());
  });

  describe('when something is wrong', () => {
    /** The page of a failure: its sentence is in the rows from the third on. */
    const sentenceOn = (rows: readonly string[]): string => {
      const last = rows.indexOf('', 2);
      return rows.slice(2, last).join(' ');
    };

    it('ends on a page that says what was found and what to do', async () => {
      const { files } = await prepare({ settings: { maxTokens: 1 } });
      const damaged = new Map(files);
      damaged.set(
        'RUN.BIN',
        (files.get('RUN.BIN') ?? assert.fail()).map((byte, i) => (i === 30 ? byte ^ 1 : byte)),
      );
      const missing = new Map([...files].filter(([name]) => name !== 'WEIGHTS.BIN'));
      for (const [name, contents] of [
        ['damaged', damaged],
        ['missing', missing],
      ] as const) {
        const program = await ConsoleProgram.boot(contents);
        assert.equal(program.settle(), state.failed);
        const rows = rowsOf(program);
        assert.equal(sentenceOn(rows), program.error);
        assert.match(rows[0] ?? '', /^ The program cannot continue +PS2 ML$/);
        assert.equal(rows.at(-1), 'Reset the console or switch it off.');
        remember(`failure, ${name}`, program);
      }
    });

    it('keeps the name of the model on the page of a failure during the run', async () => {
      const { files } = await prepare({
        settings: { maxTokens: 4, waitForDebuggerMs: 50 },
        plan: { weights: 'streamed' },
      });
      const first = await ConsoleProgram.boot(files);
      assert.equal(first.settle(), state.stopped);
      const lba = first.get(field.weightsSector) + 40;
      const program = await ConsoleProgram.boot(files, { faults: { readErrors: [{ lba, times: 1000 }] } });
      until(program, state.failed);
      const rows = rowsOf(program);
      assert.equal(sentenceOn(rows), program.error);
      assert.ok(rows.includes('Model: quantised.psnt'));
    });

    it('says so when the IOP does not answer', async () => {
      const program = await boot(
        { settings: { maxTokens: 1 } },
        { faults: { notReadyCycles: 60_000 * cyclesPerMs } },
      );
      assert.equal(program.settle(), state.failed);
      assert.equal(sentenceOn(rowsOf(program)), program.error);
    });

    const instruction = {
      unknown: 0x4c00_0000,
      misalignedRead: 0x8c02_0001, // lw v0, 1(zero)
      misalignedWrite: 0xac02_0002, // sw v0, 2(zero)
      unmapped: 0x8c82_0000, // lw v0, 0(a0), behind lui a0, 0x0a00
      breakpoint: 0x0000_000d,
    } as const;
    const crashes: readonly (readonly [string, readonly number[], RegExp])[] = [
      ['an unknown instruction', [instruction.unknown], /unknown instruction \(exception 10\)/],
      [
        'a misaligned read',
        [instruction.misalignedRead],
        /misaligned read or jump \(exception 4\).*address 00000001/,
      ],
      [
        'a misaligned write',
        [instruction.misalignedWrite],
        /misaligned write \(exception 5\).*address 00000002/,
      ],
      [
        'a read outside memory',
        [0x3c04_0a00, instruction.unmapped],
        /read or jump outside memory \(exception 2\).*address 0A000000/,
      ],
      ['a breakpoint', [instruction.breakpoint], /breakpoint instruction \(exception 9\)/],
    ];
    for (const [name, words, expected] of crashes) {
      it(`shows where the program crashed: ${name}`, async () => {
        const program = await boot(
          // Only arithmetic 1 calls the function that is overwritten.
          {
            plan: { weights: 'resident', arithmeticVersion: 1 },
            settings: { maxTokens: 3, waitForDebuggerMs: 100 },
          },
          { exceptions: 'deliver' },
        );
        assert.equal(program.settle(), state.stopped);
        const place = readElf(elf, 'ps2ml.elf').symbols.find((symbol) => symbol.name === 'rmsnorm')?.address;
        assert.ok(place !== undefined);
        const bytes = new Uint8Array(words.length * 4);
        words.forEach((word, i) => new DataView(bytes.buffer).setUint32(i * 4, word, true));
        program.console.write(place, bytes);
        until(program, state.failed);
        const rows = rowsOf(program);
        const pc = (place + (words.length - 1) * 4).toString(16).toUpperCase().padStart(8, '0');
        assert.match(program.error, expected);
        assert.ok(program.error.includes(`Program counter ${pc}`), program.error);
        assert.equal(sentenceOn(rows), program.error);
        assert.match(rows[0] ?? '', /^ The program has crashed +PS2 ML$/);
        assert.ok(
          rows.some((row) => /^zero 00000000 {3}at {3}[0-9A-F]{8} {3}v0/.test(row)),
          rows.join('\n'),
        );
      });
    }
  });

  /** Tokens that are whole lines, so that the area scrolls with each; two that differ in most of their letters. */
  const lineIds = [300, 301] as const;
  const lines = [
    'the cat and the dog sang to the old moon, and she saw it was a good song',
    'Once upon a time there lived a small grey bear who had lost its red ball',
  ];
  const inLines: Tokenizer = Object.assign(Object.create(tokenizer) as Tokenizer, {
    bytesOf: (id: number): Uint8Array => {
      const line = lines[lineIds.findIndex((one) => one === id)];
      return line === undefined ? tokenizer.bytesOf(id) : new TextEncoder().encode(`${line}\n`);
    },
  });

  /** Cycles up to the first operation; the text of the prompt is drawn token by token. */
  const cyclesOf = async (of: Uint8Array, request: Partial<ProjectRequest>): Promise<number> => {
    const settings = { maxTokens: 1, waitForDebuggerMs: 100, ...request.settings };
    const program = await boot({ elf: of, ...request, settings });
    assert.equal(program.settle(60, 5000), state.stopped);
    return program.console.cycles;
  };

  /** @param plain the program without a picture */
  const checkCost = async (plain: Uint8Array): Promise<void> => {
    const drawing = async (request: Partial<ProjectRequest>): Promise<number> =>
      (await cyclesOf(elf, request)) - (await cyclesOf(plain, request));
    const words = tokenizer.encodePrompt('the cat and the dog sang to the moon. '.repeat(3)).slice(0, 60);
    const perToken =
      ((await drawing({ settings: { prompt: words } })) - (await drawing({ settings: { prompt: [1] } }))) /
      (words.length - 1);
    const ofLines = (count: number): Partial<ProjectRequest> => ({
      tokenizer: inLines,
      settings: { prompt: Array.from({ length: count }, (_, i) => lineIds[i % 2] ?? 0) },
    });
    const perLine = ((await drawing(ofLines(30))) - (await drawing(ofLines(20)))) / 10;
    // English text has about four letters a token.
    const mean = perToken + (perLine * 4) / columns;
    console.log(
      `      cycles: ${Math.round(perToken)} a token, ${Math.round(perLine)} a line that scrolls, ${Math.round(mean)} a token of a story`,
    );
    assert.ok(perToken > 0 && perLine > perToken && mean < mostCyclesPerToken, String(mean));
  };

  it('is left out of a program that is built without it', async function () {
    if (versionOf('mipsel-linux-gnu-gcc') === undefined) return this.skip();
    const { folder, remove } = temporaryFolder();
    try {
      const plain = new Uint8Array(
        await readFile(make(folder, 'ps2ml.elf', undefined, ['SCREEN=no_screen'])),
      );
      const program = await boot({ elf: plain, settings: { prompt: [1, 300], maxTokens: 5 } });
      assert.equal(program.settle(), state.ended);
      const shown = await ended(await boot({ settings: { prompt: [1, 300], maxTokens: 5 } }));
      assert.equal(program.console.text, shown.console.text);
      assert.ok(new Set(program.console.picture().rgba).size <= 2, 'the picture is black');
      await checkCost(plain);
    } finally {
      remove();
    }
  });

  // After the tests of the inner suite.
  describe('as pictures', () => {
    it('shows these pictures', () => {
      checkGolden(
        path.join(projectRoot, 'test/runtime/screen/pictures.golden.txt'),
        `${hashes.join('\n')}\n`,
      );
    });
  });
});
