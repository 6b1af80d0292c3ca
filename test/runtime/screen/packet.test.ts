// Needs gcc: compiles the picture's parts for this machine.
import assert from 'node:assert/strict';
import { randomNumbers } from '../../support/randomNumbers';
import { cellsIn, columns, glyphsOf, hexOf, screenProgram } from './screenProgram';

const rows = 25;
const width = 640;
/** Where the picture has to be drawn is read from the packet alone: GIF tags, registers, image data. */
interface Transfer {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly pixels: readonly number[];
}

const dataRegister = 0xen;
const bits = (value: bigint, at: number, count: number): number =>
  Number((value >> BigInt(at)) & ((1n << BigInt(count)) - 1n));

/** Decodes a packet with one transfer (GS User's Manual, GIF and transmission registers). */
function transferIn(hex: string): Transfer {
  const words = Array.from({ length: hex.length / 16 }, (_, i) =>
    BigInt(`0x${hex.slice(i * 16, i * 16 + 16)}`),
  );
  const word = (i: number): bigint => words[i] ?? assert.fail(`word ${i}`);
  const registers = new Map<number, bigint>();
  const pixels: number[] = [];
  let at = 0;
  for (let last = false; !last;) {
    const [tag, names] = [word(at), word(at + 1)];
    const [loops, kind] = [bits(tag, 0, 15), bits(tag, 58, 2)];
    last = bits(tag, 15, 1) === 1;
    at += 2;
    if (kind === 0) {
      assert.deepEqual([bits(tag, 60, 4), names], [1, dataRegister]);
      for (let i = 0; i < loops; i++, at += 2) registers.set(Number(word(at + 1)), word(at));
    } else {
      assert.equal(kind, 2);
      for (let i = 0; i < loops * 2; i++, at++)
        for (let j = 0; j < 4; j++) pixels.push(bits(word(at), 16 * j, 16));
    }
  }
  assert.equal(at, words.length, 'nothing follows the last tag');
  const [buffer, position, size, direction] = [0x50, 0x51, 0x52, 0x53].map((name) => registers.get(name));
  assert.ok(buffer !== undefined && position !== undefined && size !== undefined);
  assert.deepEqual([bits(buffer, 32, 14), bits(buffer, 48, 6), bits(buffer, 56, 6)], [0, width / 64, 2]);
  assert.equal(direction, 0n, 'from the EE to the GS');
  return {
    x: bits(position, 32, 11),
    y: bits(position, 48, 11),
    width: bits(size, 0, 12),
    height: bits(size, 32, 12),
    pixels,
  };
}

describe('packet for the GS', () => {
  let run: (commands: readonly string[]) => string[];

  before(function () {
    const program = screenProgram();
    if (program === undefined) return this.skip();
    run = program;
  });

  it('draws the glyphs of any run of cells where they belong', () => {
    const random = randomNumbers(5);
    const texts = Array.from({ length: rows }, () =>
      String.fromCharCode(...Array.from({ length: columns }, () => 0x20 + random(0x160))),
    );
    const setup = [
      `rows ${rows}`,
      ...texts.flatMap((text, row) => [`area ${row} ${row}`, `text ${row % 5} ${hexOf(text)}`]),
    ];
    const requests = Array.from({ length: 60 }, () => {
      const first = random(columns);
      return {
        row: random(rows),
        first,
        count: 1 + random(columns - first),
        x: 8 * random(60),
        y: random(400),
      };
    });
    const printed = run([
      ...setup,
      'cells',
      ...requests.map(({ row, first, count, x, y }) => `packet ${x} ${y} ${row} ${first} ${count}`),
    ]);
    const cells = printed.slice(0, rows).map(cellsIn);
    const codes = [...new Set(cells.flat().map(({ code }) => code))];
    const glyphs = glyphsOf(run, codes);
    const inks = new Map<number, readonly [number, number]>();
    requests.forEach(({ row, first, count, x, y }, i) => {
      const transfer = transferIn(printed[rows + i] ?? '');
      assert.deepEqual([transfer.x, transfer.y, transfer.width, transfer.height], [x, y, count * 8, 16]);
      assert.equal(transfer.pixels.length, count * 8 * 16);
      transfer.pixels.forEach((pixel, at) => {
        const [column, line] = [at % (count * 8), Math.floor(at / (count * 8))];
        const cell = cells[row]?.[first + (column >> 3)] ?? assert.fail();
        const isInk = (((glyphs.get(cell.code)?.[line] ?? 0) >> (7 - (column & 7))) & 1) === 1;
        const known = inks.get(cell.style * 2 + Number(isInk)) ?? [pixel, 0];
        inks.set(cell.style * 2 + Number(isInk), known);
        assert.equal(pixel, known[0], `cell ${row}, ${first + (column >> 3)}, line ${line}`);
      });
    });
    // Text, prompt and dim share their background, text and title their ink.
    assert.equal(new Set([...inks.values()].map(([pixel]) => pixel)).size, 7);
  });
});
