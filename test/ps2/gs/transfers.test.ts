import assert from 'node:assert/strict';
import { pixelFormats } from '../../../ps2/gs/formats';
import { Graphics, image, register, settings } from './graphics';

/** Bits of a pixel in image data, by format (GS User's Manual, BITBLTBUF). */
const bits: Readonly<Record<keyof typeof pixelFormats, number>> = {
  ct32: 32,
  ct24: 24,
  ct16: 16,
  ct16s: 16,
  t8: 8,
  t4: 4,
  t8h: 8,
  t4hl: 4,
  t4hh: 4,
  z32: 32,
  z24: 24,
  z16: 16,
  z16s: 16,
};
const names = Object.keys(bits) as (keyof typeof bits)[];

function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Image data of values, padded to quadwords. */
function packed(values: readonly number[], width: number): number[] {
  const total = values.length * width;
  const bytes = new Uint8Array(16 * Math.ceil(total / 128));
  values.forEach((value, i) => {
    for (let bit = 0; bit < width; bit += 4) {
      const at = i * width + bit;
      bytes[at >>> 3] = (bytes[at >>> 3] ?? 0) | (((value >>> bit) & 15) << (at & 7));
    }
  });
  return [...new Uint32Array(bytes.buffer)];
}

describe('image transfers', () => {
  let graphics: Graphics;
  beforeEach(async () => {
    graphics = await Graphics.create();
  });

  const begin = (
    from: number,
    to: number,
    fromPlace: number,
    toPlace: number,
    size: [number, number],
    way: number,
  ) =>
    settings(
      register(0x50, [from, to]),
      register(0x51, [fromPlace, toPlace]),
      register(0x52, size),
      register(0x53, [way, 0]),
    );
  const bufferWord = (base: number, width: number, format: number): number =>
    (base | (width << 16) | (format << 24)) >>> 0;

  it('put any rectangle in any format where it belongs, and leave the rest alone', () => {
    const random = generator(5);
    for (let turn = 0; turn < 80; turn++) {
      const name = names[turn % names.length] ?? 'ct32';
      const [format, width] = [pixelFormats[name], bits[name]];
      const [base, across] = [random(16384), 2 + 2 * random(4)];
      const [x, y] = [random(across * 64 - 40), random(200)];
      const size: [number, number] = [1 + random(40), 1 + random(40)];
      const values = Array.from({ length: size[0] * size[1] }, () => random(2 ** width));
      const surface = graphics.hardware.machine.local.surface({ base, width: across, format });
      assert.ok(surface);
      // What is around it.
      const around = [
        [x - 1, y],
        [x, y + size[1]],
        [x + size[0], y + size[1] - 1],
      ].filter(([column = 0]) => column >= 0 && column < across * 64);
      const before = around.map(([column = 0, row = 0]) => surface.read(column, row));
      // In pieces of a few quadwords, each a tag of its own.
      graphics.send(begin(0, bufferWord(base, across, format), 0, x | (y << 16), size, 0));
      const words = packed(values, width);
      for (let at = 0; at < words.length;) {
        const count = 4 * (1 + random(20));
        graphics.send(image(words.slice(at, at + count)));
        at += count;
      }
      const found = values.map((_, i) => surface.read(x + (i % size[0]), y + Math.floor(i / size[0])) >>> 0);
      assert.deepEqual(found, values, `${name}, ${x} ${y}, ${size.join(' × ')}`);
      assert.deepEqual(
        around.map(([column = 0, row = 0]) => surface.read(column, row)),
        before,
      );
      assert.deepEqual(graphics.notices, []);
    }
  });

  it('move a rectangle between buffers of different formats of one size', () => {
    const local = graphics.hardware.machine.local;
    const [from, to] = [
      { base: 0, width: 4, format: pixelFormats.ct16 },
      { base: 8192, width: 6, format: pixelFormats.ct16s },
    ];
    for (let y = 0; y < 20; y++) for (let x = 0; x < 30; x++) local.surface(from)?.write(x, y, 30 * y + x);
    graphics.send(
      begin(
        bufferWord(from.base, from.width, from.format),
        bufferWord(to.base, to.width, to.format),
        2 | (1 << 16),
        100 | (50 << 16),
        [25, 15],
        2,
      ),
    );
    for (let y = 0; y < 15; y++)
      for (let x = 0; x < 25; x++)
        assert.equal(local.surface(to)?.read(100 + x, 50 + y), 30 * (y + 1) + x + 2);
  });

  it('name data without a transfer once, and drop it', () => {
    graphics.send(image([1, 2, 3, 4]), image([1, 2, 3, 4]));
    assert.equal(graphics.notices.length, 1);
    assert.match(graphics.notices.join(), /no transfer was set up/);
  });
});
