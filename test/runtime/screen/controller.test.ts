// Slow: not part of test:quick.
// Needs gcc: the glyphs come from the font compiled for this machine.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { tinyModel, tinyTokenizer } from '../../../model/convert/tiny';
import type { Model } from '../../../model/model';
import type { InputEntry } from '../../../ps2/console/inputLog';
import type { ConsoleOptions } from '../../../ps2/console/options';
import { noController, pressing, untouched, type ButtonName } from '../../../ps2/iop/controller';
import { quantised } from '../../model/engine/runs';
import { ConsoleProgram, field, state } from '../consoleProgram';
import { makeProject, type Project, type ProjectRequest } from '../project';
import { prebuiltElf } from '../toolchain';
import { glyphBook, textIn, type GlyphBook } from './frame';
import { glyphsOf, screenProgram } from './screenProgram';

const waiting = 6;
const second = 294_912_000;
const prompts = ['the cat', 'a dog and a moon', 'once'];

const at = (seconds: number, buttons: readonly ButtonName[]): InputEntry => ({
  cycle: Math.round(seconds * second),
  input: { kind: 'controller', port: 0, controller: pressing(buttons) },
});

/** Presses buttons one after the other, each for a tenth of a second, from a time on. */
const presses = (from: number, ...buttons: readonly ButtonName[]): InputEntry[] =>
  buttons.flatMap((button, i) => [at(from + i * 0.2, [button]), at(from + i * 0.2 + 0.1, [])]);

describe('controller', function () {
  this.timeout(120_000);

  let elf: Uint8Array;
  let model: Model;
  let book: GlyphBook;
  const tokenizer = tinyTokenizer();
  const choices = prompts.map((prompt) => tokenizer.encodePrompt(prompt));
  const projects: Project[] = [];

  before(async function () {
    const run = screenProgram();
    if (run === undefined) return this.skip();
    const codes = Array.from({ length: 0x2600 - 0x20 }, (_, i) => 0x20 + i);
    book = glyphBook(glyphsOf(run, [0xfffd, ...codes]));
    elf = new Uint8Array(await readFile(prebuiltElf));
    model = await quantised(tinyModel());
  });
  after(() => projects.forEach(({ remove }) => remove()));

  const boot = async (
    inputs: readonly InputEntry[],
    options: ConsoleOptions = {},
    request: Partial<ProjectRequest> = {},
  ): Promise<ConsoleProgram> => {
    const settings = { prompt: choices[0] ?? [], maxTokens: 6, temperature: 0.8, topK: 40, seed: 5 };
    const project = await makeProject({
      model,
      tokenizer,
      elf,
      plan: { weights: 'resident' },
      settings,
      choices,
      ...request,
    });
    projects.push(project);
    return ConsoleProgram.boot(project.files, { inputs, ...options });
  };
  const rowsOf = ({ console }: ConsoleProgram): string[] => textIn(console.picture(), book);
  const until = (program: ConsoleProgram, wanted: number, seconds = 60): void => {
    const end = program.console.cycles + seconds * second;
    while (program.get(field.state) !== wanted) {
      assert.ok(program.console.cycles < end, `state ${program.get(field.state)}`);
      const stop = program.console.run(second / 100);
      assert.ok(stop.kind === 'budget' || program.get(field.state) === wanted, program.error);
    }
  };
  const goTo = (program: ConsoleProgram, seconds: number): void => {
    program.console.run(Math.max(0, Math.round(seconds * second) - program.console.cycles));
  };
  const settingsOf = (program: ConsoleProgram): number[] => {
    const plan = projects.at(-1)?.plan ?? assert.fail();
    return [28, 32, 36, 40, 44].map((offset) => program.word(plan.run.start + offset));
  };
  const floatBits = (value: number): number =>
    new DataView(new Float32Array([value]).buffer).getUint32(0, true);

  it('chooses a prompt and settings; the text is that of the choice', async () => {
    const program = await boot([
      ...presses(
        2,
        'right',
        'down',
        'right',
        'down',
        'left',
        'left',
        'down',
        'r1',
        'down',
        'left',
        'down',
        'r1',
      ),
      ...presses(6, 'start'),
    ]);
    until(program, waiting);
    goTo(program, 1.8);
    const first = rowsOf(program);
    assert.ok(first.includes('→ Prompt        1 of 3'), first.join('\n'));
    assert.ok(first.includes('Prompt: the cat'));
    assert.match(first.at(-1) ?? '', /^Starts by itself in \d+ s$/);
    goTo(program, 5.5);
    const rows = rowsOf(program);
    for (const row of [
      '  Prompt        2 of 3',
      '  Length        16 tokens',
      '  Temperature   0.7',
      '  Top-k         50',
      '  Top-p         0.95',
      '→ Seed          105',
      'Prompt: a dog and a moon',
    ])
      assert.ok(rows.includes(row), `${row} in\n${rows.join('\n')}`);
    until(program, state.ended);
    const { text } = program.console;
    assert.ok(text.startsWith('a dog and a moon'), text);
    // The same bits as the PC's settings give, except for those that were changed by hundredths.
    const [length, seed, temperature, topK, topP] = settingsOf(program);
    assert.deepEqual([length, seed, topK], [16, 105, 50]);
    assert.ok(
      Math.abs((temperature ?? 0) - floatBits(0.7)) <= 1 && Math.abs((topP ?? 0) - floatBits(0.95)) <= 1,
    );
    const alone = await boot(
      [],
      {},
      {
        choices: [],
        settings: {
          prompt: choices[1] ?? [],
          maxTokens: 16,
          temperature: 0.7,
          topK: 50,
          topP: 0.95,
          seed: 105,
        },
      },
    );
    until(alone, state.ended);
    assert.equal(alone.console.text, text);
  });

  it('pauses, goes on, stops and begins again, and leaves for the browser with the port closed', async () => {
    const program = await boot(
      [...presses(2, 'start'), ...presses(2.6, 'start')],
      {},
      // Slow, so that the text is not over before it pauses.
      {
        plan: { weights: 'streamed', arithmeticVersion: 1 },
        settings: { prompt: choices[0] ?? [], maxTokens: 100 },
      },
    );
    until(program, state.running);
    until(program, waiting);
    const paused = program.get(field.known);
    assert.match(rowsOf(program).at(-2) ?? '', /^Paused/);
    program.console.run(2 * second);
    assert.equal(program.get(field.known), paused, 'nothing happens during a pause');
    const now = program.console.cycles / second;
    press(program, now + 0.1, 'start');
    until(program, state.running);
    press(program, program.console.cycles / second + 0.3, 'start', 'circle');
    until(program, waiting);
    goTo(program, program.console.cycles / second + 1);
    assert.ok(rowsOf(program).includes('→ Prompt        1 of 3'), rowsOf(program).join('\n'));
    press(program, program.console.cycles / second + 0.1, 'triangle');
    const stop = program.console.run(3 * second);
    assert.deepEqual(stop, { kind: 'exit', code: 0 });
    assert.equal(program.console.save().state.iop.pad.ports[0], null);
  });

  it('starts a text again after its end', async () => {
    const program = await boot(presses(2, 'start'));
    until(program, state.ended);
    goTo(program, program.console.cycles / second + 0.2);
    assert.match(rowsOf(program).at(-2) ?? '', /^End of the text {2}START/);
    const { text } = program.console;
    press(program, program.console.cycles / second + 0.2, 'start');
    until(program, waiting);
    press(program, program.console.cycles / second + 0.2, 'start');
    until(program, state.ended);
    assert.equal(program.console.text, text + text);
  });

  it('runs by itself when nobody touches it', async () => {
    const program = await boot([]);
    until(program, waiting);
    goTo(program, 25);
    assert.equal(program.get(field.state), waiting);
    until(program, state.ended, 10);
    assert.ok(program.console.text.startsWith('the cat'));
  });

  it('runs by itself without a controller, and takes one that comes', async () => {
    const alone = await boot([], { controller: noController });
    until(alone, waiting);
    goTo(alone, 2);
    assert.match(rowsOf(alone).at(-1) ?? '', /^No controller answers in port 1\. Starts by itself in \d s$/);
    until(alone, state.ended, 12);
    const late = await boot(
      [
        { cycle: 3 * second, input: { kind: 'controller', port: 0, controller: untouched } },
        ...presses(5, 'right', 'start'),
      ],
      { controller: noController },
    );
    until(late, state.ended, 12);
    assert.ok(late.console.text.startsWith('a dog and a moon'), late.console.text);
  });

  it('goes on by itself when the controller is pulled out', async () => {
    const pulledOut = (seconds: number): InputEntry => ({
      cycle: seconds * second,
      input: { kind: 'controller', port: 0, controller: noController },
    });
    const program = await boot([...presses(2, 'right'), pulledOut(4)]);
    goTo(program, 6);
    assert.match(
      rowsOf(program).at(-1) ?? '',
      /^No controller answers in port 1\. Starts by itself in \d+ s$/,
    );
    until(program, state.ended, 12);
    assert.ok(program.console.text.startsWith('a dog and a moon'), 'what was chosen counts');
    // During a text it is missed by nobody.
    const running = await boot([...presses(2, 'start'), pulledOut(2.2)]);
    until(running, state.ended, 12);
    assert.ok(running.console.text.startsWith('the cat'));
  });

  it('moves the picture, which keeps its place for the run', async () => {
    const program = await boot([
      ...presses(2, 'up', 'r1', 'right'),
      ...presses(3, 'up', 'l1', 'right', 'right'),
      ...presses(5, 'start'),
    ]);
    goTo(program, 1.9);
    const before = program.console.picture();
    goTo(program, 4.5);
    const after = program.console.picture();
    const [right, down] = [-12, 18];
    const at = ({ width, rgba }: typeof before, x: number, y: number): string =>
      String(rgba.subarray(4 * (y * width + x), 4 * (y * width + x) + 3));
    // The title, which the menu does not change.
    let inked = 0;
    for (let y = 24; y < 40; y++)
      for (let x = 32; x < 600; x++) {
        assert.equal(at(after, x + right, y + down), at(before, x, y), `${x}, ${y}`);
        if (at(before, x, y) !== at(before, 0, 0)) inked++;
      }
    assert.ok(inked > 100, `${inked} pixels of letters`);
    until(program, state.ended);
    const plan = projects.at(-1)?.plan ?? assert.fail();
    // screen_right and screen_down of the run (docs/plan.md).
    assert.deepEqual(
      [program.word(plan.run.start + 72) | 0, program.word(plan.run.start + 76) | 0],
      [right, down],
    );
    press(program, program.console.cycles / second + 0.2, 'start');
    until(program, waiting);
    goTo(program, program.console.cycles / second + 1);
    const next = program.console.picture();
    for (let x = 32; x < 600; x++)
      assert.equal(at(next, x + right, 32 + down), at(after, x + right, 32 + down));
  });

  it('takes the driver that a launcher has loaded, of either form', async () => {
    for (const modules of [
      ['SIO2MAN', 'PADMAN'],
      ['XSIO2MAN', 'XPADMAN'],
    ]) {
      const program = await boot(presses(2, 'right', 'right', 'start'), { modules });
      until(program, state.ended, 8);
      assert.ok(program.console.text.startsWith('once'), program.console.text);
      assert.deepEqual(program.console.notices(), []);
    }
  });

  it('runs by itself when there is no driver, or it does not answer', async () => {
    for (const faults of [{ moduleError: -201 }, { silentPads: true }]) {
      const program = await boot([], { faults });
      until(program, state.ended, 15);
      assert.ok(program.console.text.startsWith('the cat'));
      const stop = program.console.run(second);
      assert.deepEqual([stop.kind, stop.kind === 'deadlock' && stop.asleep], ['deadlock', true]);
    }
  });

  it('is not asked for when the disc does not say so, or the program must run alone', async () => {
    const programs = [await boot([], {}, { choices: [] }), await boot([], { arguments: ['menu=no'] })];
    for (const program of programs) {
      until(program, state.ended);
      assert.deepEqual(program.console.save().state.iop.modules, []);
    }
    assert.equal(programs[0]?.console.text, programs[1]?.console.text);
  });

  /** Presses buttons later in a run. */
  function press(program: ConsoleProgram, from: number, ...buttons: readonly ButtonName[]): void {
    for (const { cycle, input } of presses(from, ...buttons)) {
      program.console.run(Math.max(0, cycle - program.console.cycles));
      assert.ok(input.kind === 'controller');
      program.console.input(input);
    }
  }
});
