// Needs gcc: compiles the picture's parts for this machine.
import assert from 'node:assert/strict';
import path from 'node:path';
import { checkGolden } from '../../debug-adapter/goldenFile';
import { projectRoot } from '../../support/project';
import { cellsIn, columns, hexOf, screenProgram, styles, textOf } from './screenProgram';

describe('pages of the television', () => {
  let run: (commands: readonly string[]) => string[];

  before(function () {
    const program = screenProgram();
    if (program === undefined) return this.skip();
    run = program;
  });

  const command = (name: string, ...texts: string[]): string => [name, ...texts.map(hexOf)].join(' ');
  /** The rows with the style of their first character. */
  const picture = (commands: readonly string[]): string =>
    run([...commands, 'cells'])
      .map((line) => `${(styles[cellsIn(line)[0]?.style ?? 0] ?? '?').padEnd(8)}|${textOf(line)}`)
      .join('\n');

  const story = [
    command('title', 'PS2 ML  stories260K', 'temperature 0.8  top-k 40  seed 7'),
    command('context', 'context 1,024 of 8,192'),
    'prompt',
    command(
      'add',
      'Once upon a time, there was a little girl who said: "Où est la forêt, and how far is it from here?"',
    ),
    'model',
    command(
      'add',
      ' Nobody knew. She went on all the same, and after a while she met a big, brown bear — who was asleep.\n',
    ),
    command('add', 'So she waited. '.repeat(20)),
  ];

  it('look as they were drawn', () => {
    const pages: readonly (readonly [string, readonly string[]])[] = [
      [
        'loading',
        [
          'rows 25',
          command('title', 'PS2 ML  stories260K', 'most likely token'),
          `progress 37 100 ${hexOf('2.1 MB/s  layers.03.ffn.w2')}`,
        ],
      ],
      [
        'a text, NTSC',
        [
          'rows 25',
          ...story,
          command('figures', '57 tokens, 3.2 a second  last 311 ms: compute 62 ms, disc 249 ms'),
        ],
      ],
      [
        'a text that has scrolled, PAL',
        [
          'rows 28',
          ...story,
          command('add', '\n'.repeat(12)),
          command('activity', 'Reading layers.00.attn.wq, 2.1 MB/s'),
          command('add', 'The end.'),
        ],
      ],
      [
        'a failure',
        [
          'rows 25',
          ...story,
          command(
            'failure',
            'The program cannot continue',
            'WEIGHTS.BIN: cannot read 40 sectors from sector 1234: the drive reported an error (code 48). Clean the disc, or write the image to the disc again.',
            'Model: stories260K',
            'Reset the console or switch it off.',
          ),
        ],
      ],
    ];
    const text = pages.map(([name, commands]) => `${name}\n${picture(commands)}\n`).join('\n');
    checkGolden(path.join(projectRoot, 'test/runtime/screen/pages.golden.txt'), text);
  });

  it('show a bar in proportion, for sizes up to 2^32', () => {
    const bar = (done: number, total: number): number =>
      (picture(['rows 25', `progress ${done} ${total} -`]).match(/█/g) ?? []).length;
    for (const total of [1, 23, 1000, 2 ** 24, 2 ** 32 - 1]) {
      for (const share of [0, 0.1, 0.5, 0.99, 1]) {
        const done = Math.floor(total * share);
        assert.ok(Math.abs(bar(done, total) - Math.floor((24 * done) / total)) <= 1, `${done} of ${total}`);
      }
      assert.equal(bar(total, total), 24);
    }
  });

  it('write numbers in forms that fit', () => {
    const line = (fraction: string, ms: number, amount: number): string =>
      run([`line ${fraction} ${Math.round(ms * 294_912)} ${amount}`])[0] ?? '';
    assert.equal(line('0.8', 250, 1000), '0.8 250 ms 4000.0 0.0 000003E8 1,000');
    assert.equal(line('0.05', 9999, 20_000_000), '0.05 9999 ms 2000200.0 2.0 01312D00 20,000,000');
    assert.equal(line('1', 12_345, 3), '1 12.3 s 0.2 0.0 00000003 3');
    assert.equal(line('1e30', 0, 5), '1000000 or more 0 ms 0.0 0.0 00000005 5');
  });

  it('leave the settings out of a title that has no room for them', () => {
    const title = picture(['rows 25', command('title', `PS2 ML  ${'m'.repeat(60)}`, 'seed 1')]).split(
      '\n',
    )[0];
    assert.equal(title, `title   | PS2 ML  ${'m'.repeat(60)}`);
    const full = picture(['rows 25', command('title', 'm'.repeat(90), '')]).split('\n')[0];
    assert.equal(full, `title   | ${'m'.repeat(columns - 1)}`);
  });
});
