// Needs gcc: compiles the picture's parts for this machine.
import assert from 'node:assert/strict';
import { randomNumbers } from '../../support/randomNumbers';
import { hexOf, screenProgram, textOf } from './screenProgram';

/** Steps of enum menu_step. */
const [up, down, less, more, muchLess, muchMore] = [0, 1, 2, 3, 4, 5];
/** Rows of the menu: least and most value, step and large step. */
interface Row {
  readonly least: number;
  readonly most: number;
  readonly step: number;
  readonly leap: number;
}

describe('menu of the television', () => {
  let run: (commands: readonly string[]) => string[];

  before(function () {
    const program = screenProgram();
    if (program === undefined) return this.skip();
    run = program;
  });

  it('keeps every value in its range, whatever is pressed', () => {
    const random = randomNumbers(3);
    const cases = Array.from({ length: 200 }, () => {
      const prompts = 1 + random(9);
      const [mostLength, mostTopK] = [1 + random(2000), random(40_000)];
      const rows: readonly Row[] = [
        { least: 0, most: prompts - 1, step: 1, leap: 5 },
        { least: 1, most: mostLength, step: 10, leap: 100 },
        { least: 0, most: 500, step: 5, leap: 50 },
        { least: 0, most: mostTopK, step: 1, leap: 10 },
        { least: 5, most: 100, step: 5, leap: 25 },
        { least: 0, most: 0xffff_ffff, step: 1, leap: 100 },
        { least: 0, most: 128, step: 2, leap: 16 },
        { least: 0, most: 64, step: 2, leap: 16 },
      ];
      const start = [
        0,
        1 + random(mostLength),
        random(501),
        random(mostTopK + 1),
        5 + random(96),
        random(2 ** 31),
      ];
      const seed = random(3) === 0 ? 0xffff_fffe : (start[5] ?? 0);
      const values = [...start.slice(0, 5), seed, random(129), random(65)];
      const steps = Array.from({ length: random(60) }, () => random(6));
      return { prompts, mostLength, mostTopK, rows, values, steps };
    });
    const printed = run([
      'rows 25',
      ...cases.map(({ prompts, mostLength, mostTopK, values, steps }) =>
        ['menu', prompts, ...values.slice(1), mostLength, mostTopK, steps.join('') || '9', hexOf('x')].join(
          ' ',
        ),
      ),
    ]);
    cases.forEach(({ rows, values, steps }, i) => {
      let selected = 0;
      const now = [...values];
      for (const step of steps) {
        const row = rows[selected] ?? assert.fail();
        const value = now[selected] ?? 0;
        if (step === up) selected = (selected + 7) % 8;
        if (step === down) selected = (selected + 1) % 8;
        if (step === less) now[selected] = Math.max(row.least, value - row.step);
        if (step === more) now[selected] = Math.min(row.most, value + row.step);
        if (step === muchLess) now[selected] = Math.max(row.least, value - row.leap);
        if (step === muchMore) now[selected] = Math.min(row.most, value + row.leap);
      }
      assert.equal(printed[i], [selected, ...now].join(' '), JSON.stringify({ values, steps }));
    });
  });

  it('shows the values in words, and the chosen row', () => {
    const shown = (values: string, steps: string): string[] =>
      run(['rows 25', `menu ${values} 252 1280 ${steps} ${hexOf('Once upon a time')}`, 'cells'])
        .slice(1)
        .map(textOf);
    const first = shown('3 200 80 40 95 7 64 32', '9');
    assert.deepEqual(first.slice(6, 14), [
      '→ Prompt        1 of 3',
      '  Length        200 tokens',
      '  Temperature   0.8',
      '  Top-k         40',
      '  Top-p         0.95',
      '  Seed          7',
      '  Picture right usual place',
      '  Picture down  usual place',
    ]);
    assert.equal(first[2], 'Prompt: Once upon a time');
    const off = shown('1 1 0 0 100 4294967295 56 34', '11');
    assert.deepEqual(off.slice(8, 14), [
      '→ Temperature   0 (the most likely token)',
      '  Top-k         off',
      '  Top-p         off',
      '  Seed          4294967295',
      '  Picture right 8 pixels left',
      '  Picture down  2 lines down',
    ]);
  });
});
