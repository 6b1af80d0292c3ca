// Needs gcc: compiles the picture's parts for this machine.
import assert from 'node:assert/strict';
import path from 'node:path';
import { checkGolden } from '../../debug-adapter/goldenFile';
import { projectRoot } from '../../support/project';
import { glyphLines, glyphsOf, screenProgram } from './screenProgram';

const box = 0xfffd;
const range = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i);

const latin1 = [...range(0x20, 0x7e), ...range(0xa0, 0xff)];
const others = [
  ...range(0x100, 0x17f),
  ...range(0x2010, 0x2026),
  0x20ac,
  0x2190,
  0x2192,
  0x2500,
  0x2588,
  0x2591,
];

/** Characters that look the same. */
const alike = [
  [0x20, 0xa0],
  [0x2d, 0xad],
  [0xd0, 0x110],
  [0x2c, 0x201a],
] as const;

describe('font of the television', () => {
  let glyphs: ReadonlyMap<number, readonly number[]>;
  const glyph = (code: number): readonly number[] => glyphs.get(code) ?? assert.fail(String(code));
  const isBox = (code: number): boolean => String(glyph(code)) === String(glyph(box));

  before(function () {
    const run = screenProgram();
    if (run === undefined) return this.skip();
    glyphs = glyphsOf(run, [...latin1, ...others, box, 0x1234, 0xffff]);
  });

  it('has every character of Latin-1, and a box for what it has not', () => {
    assert.deepEqual(latin1.filter(isBox), []);
    assert.ok(isBox(0x1234) && isBox(0xffff));
    assert.ok(others.filter((code) => !isBox(code)).length > 110);
  });

  it('gives no two characters the same glyph', () => {
    const seen = new Map<string, number>();
    const pairs: (readonly [number, number])[] = [];
    for (const code of [...latin1, ...others].filter((one) => !isBox(one))) {
      const key = String(glyph(code));
      const other = seen.get(key);
      if (other === undefined) seen.set(key, code);
      else pairs.push([other, code]);
    }
    assert.deepEqual(pairs, alike);
  });

  it('is calm on an interlaced picture: no horizontal stroke is one line high', () => {
    for (const [code, lines] of glyphs) {
      lines.forEach((line, i) => {
        const alone = line & ~(lines[i - 1] ?? 0) & ~(lines[i + 1] ?? 0);
        assert.equal(alone & (alone >> 1) & (alone >> 2), 0, `${String.fromCharCode(code)}, line ${i}`);
      });
    }
  });

  it('keeps letters apart: nothing of a letter touches the next one or the next row', () => {
    for (const code of latin1.filter((one) => /\p{L}|\p{N}/u.test(String.fromCharCode(one)))) {
      assert.equal(glyph(code).reduce((all, line) => all | line, 0) & 1, 0, String.fromCharCode(code));
    }
  });

  it('draws an accent on its letter without changing the letter', () => {
    for (const code of latin1) {
      const [letter, mark] = String.fromCharCode(code).normalize('NFD');
      if (letter === undefined || mark === undefined || letter === 'i') continue;
      const base = glyph(letter.charCodeAt(0));
      glyph(code).forEach((line, i) =>
        assert.equal(line & (base[i] ?? 0), base[i], String.fromCharCode(code)),
      );
      assert.notDeepEqual(glyph(code), base);
    }
  });

  it('looks as it was drawn', () => {
    const codes = [...glyphs.keys()].filter((code) => code === box || !isBox(code)).sort((a, b) => a - b);
    const pictures = codes.map((code) => {
      const art = Array.from({ length: glyphLines }, (_, i) =>
        (glyph(code)[i] ?? 0).toString(2).padStart(8, '0').replaceAll('0', '.').replaceAll('1', '#'),
      );
      return [`${code.toString(16).padStart(4, '0')} ${String.fromCharCode(code)}`, ...art].join('\n');
    });
    checkGolden(path.join(projectRoot, 'test/runtime/screen/font.golden.txt'), `${pictures.join('\n')}\n`);
  });
});
