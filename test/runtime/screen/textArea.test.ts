// Needs gcc: compiles the picture's parts for this machine.
import assert from 'node:assert/strict';
import { randomNumbers } from '../../support/randomNumbers';
import { columns, hexOf, screenProgram, textOf } from './screenProgram';
import { wrapped } from './wrapping';

const rows = 25;
const [first, last] = [3, 20];
const shown = last - first + 1;

describe('text on the television', () => {
  const random = randomNumbers(77);
  let run: (commands: readonly string[]) => string[];

  before(function () {
    const program = screenProgram();
    if (program === undefined) return this.skip();
    run = program;
  });

  /** The text of the area after the bytes were added in pieces of random lengths, and of the rows around it. */
  const drawn = (bytes: Uint8Array): string[] => {
    const commands = [`rows ${rows}`, `area ${first} ${last}`];
    for (let at = 0; at < bytes.length;) {
      const length = 1 + random(9);
      commands.push(`text 0 ${hexOf(bytes.subarray(at, at + length))}`);
      at += length;
    }
    return run([...commands, 'cells']).map(textOf);
  };

  const check = (bytes: Uint8Array): void => {
    const found = drawn(bytes);
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    const expected = wrapped(text, columns)
      .slice(-shown)
      .map((row) => row.trimEnd());
    while (expected.length < shown) expected.push('');
    assert.deepEqual(found.slice(first, last + 1), expected, JSON.stringify(text));
    const outside = found.filter((row, i) => (i < first || i > last) && row !== '');
    assert.deepEqual(outside, ['─'.repeat(columns)]);
  };

  const word = (): string => {
    const letters = ['a', 'm', 'W', 'é', 'ß', 'ą', '…', '“', '日', '😀', '-', '.'];
    const length = random(20) === 0 ? random(200) : 1 + random(12);
    return Array.from({ length }, () => letters[random(letters.length)]).join('');
  };
  const gap = (): string =>
    [' ', ' ', ' ', ' ', ' ', '  ', '\n', '\n\n', '\t', '\r\n', '\u200d'][random(11)] ?? ' ';

  it('wraps words and scrolls as whole lines are wrapped, however it is cut', () => {
    for (let i = 0; i < 150; i++) {
      const text = Array.from({ length: random(400) }, () => word() + gap()).join('');
      check(new TextEncoder().encode(text));
    }
  });

  it('takes any bytes, and shows a box for those that are no UTF-8', () => {
    for (let i = 0; i < 300; i++) {
      const leads = [0x20, 0x61, 0x80, 0xbf, 0xc1, 0xc3, 0xe0, 0xe2, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0xff];
      const bytes = Uint8Array.from({ length: random(300) }, () =>
        random(2) === 0 ? (leads[random(leads.length)] ?? 0) : 0x80 + random(64),
      );
      // An incomplete character at the end waits for its rest.
      check(Uint8Array.from([...bytes, 0x20]));
    }
  });

  it('draws only what has changed', () => {
    const add = (text: string): string => `text 0 ${hexOf(text)}`;
    const printed = run([
      `rows ${rows}`,
      `area ${first} ${last}`,
      'changes',
      add('Once upon'),
      'changes',
      add(' a'),
      'changes',
      'changes',
      add('x'.repeat(63)),
      'changes',
    ]);
    assert.equal(printed[0]?.trim().split(' ').length, rows);
    // The space that follows a word is there already.
    assert.deepEqual(
      printed.slice(1).map((line) => line.trim()),
      [`${first}:0-8`, `${first}:10-10`, '', `${first}:10-71 ${first + 1}:0-63`],
    );
  });
});
