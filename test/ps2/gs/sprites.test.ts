import assert from 'node:assert/strict';
import { GS, Graphics, image, pixel, register, settings, type Long } from './graphics';

/** Registers by number (GS User's Manual, chapter 7). */
const R = {
  prim: 0x00,
  rgbaq: 0x01,
  st: 0x02,
  uv: 0x03,
  xyz2: 0x05,
  tex0: 0x06,
  clamp: 0x08,
  xyoffset: 0x18,
  scissor: 0x40,
  alpha: 0x42,
  colclamp: 0x46,
  test: 0x47,
  frame: 0x4c,
  zbuf: 0x4e,
} as const;
const sprite = 6;
const [textured, blended, byTexel] = [0x10, 0x40, 0x100];
/** In 1/16 pixels, at the offset that libraries use: 2048 in the middle of what is drawn. */
const offset = 0x8000;
const at = (x: number, y: number): Long => [((offset + 16 * x) | ((offset + 16 * y) << 16)) >>> 0, 0];

describe('sprites', () => {
  let graphics: Graphics;
  /** Bits of PSM and what shows them: PSMCT32. */
  beforeEach(async () => {
    graphics = await Graphics.create();
    graphics.set(GS.pmode, [0x8046, 0]);
    graphics.setCrt(1, 2, 0);
    graphics.set(GS.dispfb2, [0x1400, 0]);
    graphics.set(GS.display2, [0x0183228c, 0x001bf9ff]);
    graphics.send(
      settings(
        register(R.frame, [0x000a0000, 0]),
        register(R.zbuf, [0, 1]),
        register(R.test, [0x30000, 0]),
        register(R.xyoffset, [offset, offset]),
        register(R.scissor, [639 << 16, 447 << 16]),
        register(R.colclamp, [1, 0]),
      ),
    );
  });

  const rectangle = (color: number, from: Long, to: Long, mode = 0): number[][] => [
    register(R.prim, [sprite | mode, 0]),
    register(R.rgbaq, [color, 0x3f800000]),
    register(R.xyz2, from),
    register(R.xyz2, to),
  ];
  const seen = (x: number, y: number): number[] => pixel(graphics.picture(), x, y);

  it('fill what is inside, without the right and the lower edge, in any order of corners', () => {
    graphics.send(settings(...rectangle(0x80332211, at(10, 20), at(14, 22))));
    graphics.send(settings(...rectangle(0x80665544, at(104, 22), at(100, 20))));
    for (const [left, color] of [
      [10, [0x11, 0x22, 0x33]],
      [100, [0x44, 0x55, 0x66]],
    ] as const) {
      assert.deepEqual(seen(left, 20), color);
      assert.deepEqual(seen(left + 3, 21), color);
      for (const [x, y] of [
        [left - 1, 20],
        [left, 19],
        [left + 4, 20],
        [left, 22],
      ] as const)
        assert.deepEqual(seen(x, y), [0, 0, 0], `${x}, ${y}`);
    }
    assert.deepEqual(graphics.notices, []);
  });

  it('are cut by the scissor, and keep what the mask of the frame names', () => {
    graphics.send(
      settings(
        register(R.scissor, [2 | (5 << 16), 3 | (3 << 16)]),
        register(R.frame, [0x000a0000, 0x0000ff00]),
        ...rectangle(0x80ffffff, at(0, 0), at(640, 448)),
      ),
    );
    assert.deepEqual(seen(2, 3), [255, 0, 255]);
    assert.deepEqual(seen(5, 3), [255, 0, 255]);
    for (const [x, y] of [
      [1, 3],
      [6, 3],
      [2, 2],
      [2, 4],
    ] as const)
      assert.deepEqual(seen(x, y), [0, 0, 0]);
  });

  it('blend by the alpha of the source: a half of each', () => {
    graphics.send(settings(...rectangle(0x80000064, at(0, 0), at(8, 8))));
    // (Cs − Cd) · As + Cd, with an alpha of 0x40 of 0x80.
    graphics.send(
      settings(register(R.alpha, [0x44, 0]), ...rectangle(0x4000c800, at(0, 0), at(4, 8), blended)),
    );
    assert.deepEqual(seen(0, 0), [50, 100, 0]);
    assert.deepEqual(seen(4, 0), [100, 0, 0]);
  });

  it('write what passes the alpha test, and nothing with a depth test of NEVER', () => {
    // ATE, GREATER than 0x20, AFAIL keep.
    const test = 1 | (6 << 1) | (0x20 << 4) | 0x30000;
    graphics.send(settings(register(R.test, [test, 0]), ...rectangle(0x200000ff, at(0, 0), at(8, 8))));
    assert.deepEqual(seen(0, 0), [0, 0, 0]);
    graphics.send(settings(...rectangle(0x210000ff, at(0, 0), at(8, 8))));
    assert.deepEqual(seen(0, 0), [255, 0, 0]);
    graphics.send(settings(register(R.test, [0x10000, 0]), ...rectangle(0x8000ff00, at(0, 0), at(8, 8))));
    assert.deepEqual(seen(0, 0), [255, 0, 0]);
  });

  /** A glyph of 8 by 8 in four bits: 1 on its diagonal, and a palette of 16 colours. */
  const glyph = (): void => {
    const nibbles = Array.from({ length: 64 }, (_, i) => (i % 8 === Math.floor(i / 8) ? 1 : 0));
    const words = Array.from({ length: 8 }, (_, row) =>
      nibbles.slice(8 * row, 8 * row + 8).reduce<number>((word, nibble, i) => word | (nibble << (4 * i)), 0),
    );
    const upload = (buffer: number, width: number, height: number, data: number[]): void =>
      graphics.send(
        settings(
          register(0x50, [0, buffer]),
          register(0x51, [0, 0]),
          register(0x52, [width, height]),
          register(0x53, [0, 0]),
        ),
        image(data),
      );
    upload(0x14020000 | 8192, 8, 8, words);
    upload(0x00010000 | 8448, 8, 2, [0x00000000, 0x80204060, ...Array.from({ length: 14 }, () => 0)]);
  };
  /** TEX0 of the glyph: PSMT4, 8 by 8, with alpha, as it is; palette in PSMCT32, CSM1, loaded. */
  const tex0: Long = [
    (8192 | (2 << 14) | (0x14 << 20) | (3 << 26) | (3 << 30)) >>> 0,
    (0 | 4 | (1 << 3) | (8448 << 5) | (1 << 29)) >>> 0,
  ];
  const diagonal = (left: number, top: number, size: number): void => {
    const picture = graphics.picture();
    for (let y = 0; y < 8 * size; y++)
      for (let x = 0; x < 8 * size; x++)
        assert.deepEqual(
          pixel(picture, left + x, top + y),
          Math.floor(x / size) === Math.floor(y / size) ? [0x60, 0x40, 0x20] : [0, 0, 0],
          `${x}, ${y}`,
        );
  };

  it('show a glyph of four bits with its palette, by UV and by ST, once and enlarged', () => {
    glyph();
    const corner = (number: number, low: number, high: number, place: Long): number[][] => [
      register(number, [low, high]),
      register(R.xyz2, place),
    ];
    graphics.send(
      settings(
        register(R.tex0, tex0),
        register(R.rgbaq, [0x80808080, 0x3f800000]),
        register(R.prim, [sprite | textured | byTexel, 0]),
        ...corner(R.uv, 0, 0, at(16, 16)),
        ...corner(R.uv, (8 * 16) | ((8 * 16) << 16), 0, at(24, 24)),
        register(R.prim, [sprite | textured, 0]),
        ...corner(R.st, 0, 0, at(64, 64)),
        ...corner(R.st, 0x3f800000, 0x3f800000, at(80, 80)),
      ),
    );
    diagonal(16, 16, 1);
    diagonal(64, 64, 2);
    assert.deepEqual(graphics.notices, []);
  });

  it('take packed vertices, register lists, and tags that set PRIM', () => {
    const q = (x: number, y: number): number[] => [offset + 16 * x, offset + 16 * y, 0, 0];
    // PRE with PRIM 6; RGBAQ, XYZ2, XYZ2.
    const prim = (0x4000 | (sprite << 15)) >>> 0;
    graphics.send([0x8001, (0x30000000 | prim) >>> 0, 0x551, 0, 1, 2, 3, 0x80, ...q(0, 0), ...q(2, 2)]);
    assert.deepEqual(seen(1, 1), [1, 2, 3]);
    // A list of registers: PRIM, RGBAQ, XYZ2, XYZ2, NOP; the odd doubleword at its end is dropped.
    const [x0, x1] = [at(4, 0), at(6, 2)];
    graphics.send([
      0x8001,
      0x54000000,
      0xf5510,
      0,
      sprite,
      0,
      0x80060504,
      0,
      ...x0,
      ...x1,
      0,
      0,
      0xdead,
      0xbeef,
    ]);
    assert.deepEqual(seen(5, 1), [4, 5, 6]);
    // ADC: the vertex does not draw.
    graphics.send([
      0x8001,
      (0x30000000 | prim) >>> 0,
      0x551,
      0,
      9,
      9,
      9,
      0x80,
      ...q(8, 0),
      q(10, 2)[0] ?? 0,
      q(10, 2)[1] ?? 0,
      0,
      0x8000,
    ]);
    assert.deepEqual(seen(9, 1), [0, 0, 0]);
    assert.deepEqual(graphics.notices, []);
  });

  it('move pixels inside local memory, over themselves too', () => {
    graphics.send(
      settings(...rectangle(0x80112233, at(0, 0), at(8, 1)), ...rectangle(0x80445566, at(0, 1), at(8, 2))),
    );
    // Three lines down by one, from below: each line is read before it is overwritten.
    graphics.send(
      settings(
        register(0x50, [0x000a0000, 0x000a0000]),
        register(0x51, [0, (1 << 16) | 0x08000000]),
        register(0x52, [8, 2]),
        register(0x53, [2, 0]),
      ),
    );
    assert.deepEqual(seen(7, 1), [0x33, 0x22, 0x11]);
    assert.deepEqual(seen(7, 2), [0x66, 0x55, 0x44]);
  });

  it('are all that is drawn; other primitives, and what a sprite does not do, are named once', () => {
    const triangle = [register(R.prim, [3, 0]), register(R.xyz2, at(0, 0)), register(R.xyz2, at(8, 0))];
    graphics.send(settings(...triangle, ...triangle));
    graphics.send(
      settings(
        register(R.zbuf, [0, 0]),
        register(R.test, [0x50000, 0]),
        ...rectangle(0x80ffffff, at(0, 0), at(8, 8), 0x20),
      ),
    );
    graphics.send(settings(register(0x3e, [1, 0]), register(0x53, [1, 0])));
    assert.equal(graphics.notices.length, 6, graphics.notices.join('\n'));
    assert.match(
      graphics.notices.join('\n'),
      /triangles.*\n.*depth test.*\n.*depth.*\n.*fog.*\n.*0x0000003e.*\n.*TRXDIR 1/,
    );
    assert.deepEqual(seen(0, 0), [255, 255, 255], 'the program goes on');
  });
});
