import assert from 'node:assert/strict';
import { pixelFormats, pixelLayout, type PixelLayout } from '../../../ps2/gs/formats';
import { LocalMemory } from '../../../ps2/gs/localMemory';

/** Blocks of a page, by row and column, as the GS User's Manual draws them (chapter 8). */
const blocks32 = [
  [0, 1, 4, 5, 16, 17, 20, 21],
  [2, 3, 6, 7, 18, 19, 22, 23],
  [8, 9, 12, 13, 24, 25, 28, 29],
  [10, 11, 14, 15, 26, 27, 30, 31],
];
const blocks16 = [
  [0, 2, 8, 10],
  [1, 3, 9, 11],
  [4, 6, 12, 14],
  [5, 7, 13, 15],
  [16, 18, 24, 26],
  [17, 19, 25, 27],
  [20, 22, 28, 30],
  [21, 23, 29, 31],
];
const blocks16s = [
  [0, 2, 16, 18],
  [1, 3, 17, 19],
  [8, 10, 24, 26],
  [9, 11, 25, 27],
  [4, 6, 20, 22],
  [5, 7, 21, 23],
  [12, 14, 28, 30],
  [13, 15, 29, 31],
];
/** The first two rows of a column of words: 8 pixels each. */
const wordsOfColumn = [
  [0, 1, 4, 5, 8, 9, 12, 13],
  [2, 3, 6, 7, 10, 11, 14, 15],
];
/** The first column of 16 bits: each word has a pixel of the left half below one of the right half. */
const halvesOfColumn = wordsOfColumn.map((row) => [
  ...row.map((word) => 2 * word),
  ...row.map((word) => 2 * word + 1),
]);
/** The first column of 8 bits, four rows of 16 pixels. */
const bytesOfColumn = [
  [0, 4, 16, 20, 32, 36, 48, 52, 2, 6, 18, 22, 34, 38, 50, 54],
  [8, 12, 24, 28, 40, 44, 56, 60, 10, 14, 26, 30, 42, 46, 58, 62],
  [33, 37, 49, 53, 1, 5, 17, 21, 35, 39, 51, 55, 3, 7, 19, 23],
  [41, 45, 57, 61, 9, 13, 25, 29, 43, 47, 59, 63, 11, 15, 27, 31],
];

const layout = (format: number): PixelLayout => {
  const found = pixelLayout(format);
  assert.ok(found);
  return found;
};
const unitAt = ({ units, pageWidth }: PixelLayout, x: number, y: number): number =>
  units[y * pageWidth + x] ?? -1;

describe('the arrangement of pixels in local memory', () => {
  const tables = [
    {
      name: 'PSMCT32',
      format: pixelFormats.ct32,
      blocks: blocks32,
      column: wordsOfColumn,
      width: 8,
      height: 8,
    },
    {
      name: 'PSMCT16',
      format: pixelFormats.ct16,
      blocks: blocks16,
      column: halvesOfColumn,
      width: 16,
      height: 8,
    },
    {
      name: 'PSMCT16S',
      format: pixelFormats.ct16s,
      blocks: blocks16s,
      column: halvesOfColumn,
      width: 16,
      height: 8,
    },
    {
      name: 'PSMT8',
      format: pixelFormats.t8,
      blocks: blocks32,
      column: bytesOfColumn,
      width: 16,
      height: 16,
    },
  ];
  for (const { name, format, blocks, column, width, height } of tables) {
    it(`of ${name} is that of the manual's tables`, () => {
      const place = layout(format);
      const unitsPerBlock = 2048 / place.unitBits;
      const unitsPerColumn = unitsPerBlock / 4;
      const columnRows = height / 4;
      assert.equal(place.pageWidth, width * (blocks[0]?.length ?? 0));
      assert.equal(place.pageHeight, height * blocks.length);
      blocks.forEach((row, blockY) =>
        row.forEach((block, blockX) => {
          for (let y = 0; y < height; y++) {
            for (let x = 0; x < width; x++) {
              // Every other column of eight bits has its words swapped by fours.
              const number = Math.floor(y / columnRows);
              const swapped = place.unitBits === 8 && number % 2 === 1;
              const unit = column[y % columnRows]?.[swapped ? x ^ 4 : x] ?? -1;
              assert.equal(
                unitAt(place, blockX * width + x, blockY * height + y),
                block * unitsPerBlock + number * unitsPerColumn + unit,
                `pixel ${x}, ${y} of block ${blockX}, ${blockY}`,
              );
            }
          }
        }),
      );
    });
  }

  it('of PSMT4 has the blocks of PSMCT16, and its nibbles are the halves of the bytes of PSMT8', () => {
    const [four, eight] = [layout(pixelFormats.t4), layout(pixelFormats.t8)];
    assert.deepEqual([four.pageWidth, four.pageHeight], [128, 128]);
    blocks16.forEach((row, blockY) =>
      row.forEach((block, blockX) => {
        assert.equal(unitAt(four, 32 * blockX, 16 * blockY), block * 512);
      }),
    );
    // A column of 4 bits is 32 by 4: eight nibbles of a word are four pixels from the left half and four from the right.
    for (let y = 0; y < 16; y++) {
      for (let x = 0; x < 32; x++) {
        const word = unitAt(four, x, y) >>> 3;
        const same = unitAt(eight, x & 7, y) >>> 2;
        assert.equal(word, same, `pixel ${x}, ${y} is in the word of a byte`);
      }
    }
  });

  it('of depth is that of colours with the halves of the page swapped', () => {
    for (const [depth, color, half] of [
      [pixelFormats.z32, pixelFormats.ct32, 0x600],
      [pixelFormats.z16, pixelFormats.ct16, 0xc00],
      [pixelFormats.z16s, pixelFormats.ct16s, 0xc00],
    ] as const) {
      const [one, other] = [layout(depth), layout(color)];
      one.units.forEach((unit, at) => assert.equal(unit, (other.units[at] ?? 0) ^ half));
    }
  });

  it('has every unit of a page once, in every format', () => {
    for (const format of Object.values(pixelFormats)) {
      const { units, unitBits } = layout(format);
      assert.equal(new Set(units).size, units.length);
      assert.equal(units.length, (8192 * 8) / unitBits);
    }
  });

  it('gives back every pixel that was written, in any format, base and width, and wraps around at 4 MB', () => {
    let seed = 7;
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return Math.floor((seed / 2 ** 32) * below);
    };
    for (let turn = 0; turn < 60; turn++) {
      const formats = Object.values(pixelFormats);
      const format = formats[turn % formats.length] ?? 0;
      const memory = new LocalMemory();
      const surface = memory.surface({ base: random(16384), width: 2 + 2 * random(9), format });
      assert.ok(surface);
      const { pixelBits } = layout(format);
      const expected: number[] = [];
      for (let y = 0; y < 70; y++)
        for (let x = 0; x < 128; x++) {
          const value = random(2 ** pixelBits);
          expected.push(value);
          surface.write(x, y, value);
        }
      const found = expected.map((_, i) => surface.read(i % 128, Math.floor(i / 128)) >>> 0);
      assert.deepEqual(found, expected);
    }
  });

  it('knows which pieces of memory have changed', () => {
    const memory = new LocalMemory();
    memory.surface({ base: 32, width: 10, format: pixelFormats.ct16 })?.write(0, 0, 1);
    memory.surface({ base: 16384 - 16, width: 2, format: pixelFormats.t4 })?.write(0, 0, 1);
    assert.deepEqual(memory.takeChanged(), [2, 1023]);
    assert.deepEqual(memory.takeChanged(), []);
  });
});
