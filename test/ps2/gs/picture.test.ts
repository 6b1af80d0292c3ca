import assert from 'node:assert/strict';
import { GS, Graphics, image, pixel, register, settings, type Long } from './graphics';

/** Formats of DISPFB2 and BITBLTBUF for a frame 640 pixels wide (ps2sdk, gs_privileged.h; gsKit). */
const ct32: Long = [0x1400, 0];
const ct16: Long = [0x11400, 0];
const intoCt32: Long = [0, 0x000a0000];
const intoCt16: Long = [0, 0x020a0000];
/** DISPLAY2 of 640 by 448 in NTSC, and of 640 by 512 in PAL, by gsKit's defaults. */
const ntsc: Long = [0x0183228c, 0x001bf9ff];
const pal: Long = [0x018482a8, 0x001ff9ff];

const rectangle = (buffer: Long, x: number, y: number, width: number, height: number): number[] =>
  settings(
    register(0x50, buffer),
    register(0x51, [0, x | (y << 16)]),
    register(0x52, [width, height]),
    register(0x53, [0, 0]),
  );

describe('the picture on the television', () => {
  let graphics: Graphics;
  beforeEach(async () => {
    graphics = await Graphics.create();
    graphics.set(GS.pmode, [0x8046, 0]);
  });

  const show = (mode: number, buffer: Long, display: Long, frame = 0): void => {
    graphics.setCrt(1, mode, frame);
    graphics.set(GS.dispfb2, buffer);
    graphics.set(GS.display2, display);
  };

  /** A cell of 8 by 16 in PSMCT16 whose pixels are all different. */
  const cell = Array.from({ length: 64 }, (_, i) => (2 * i) | ((2 * i + 1) << 16));
  const color16 = (value: number): number[] => [
    (value & 31) << 3,
    ((value >> 5) & 31) << 3,
    (value >> 10) << 3,
  ];

  it('has a cell where it was uploaded, in NTSC and PAL, every line of the frame once', () => {
    for (const [mode, display, height] of [
      [2, ntsc, 448],
      [3, pal, 512],
    ] as const) {
      show(mode, ct16, display);
      graphics.send(rectangle(intoCt16, 80, 432, 8, 16), image(cell));
      const picture = graphics.picture();
      assert.deepEqual([picture.width, picture.height], [640, height]);
      for (let y = 0; y < 16; y++) {
        for (let x = 0; x < 8; x++) assert.deepEqual(pixel(picture, 80 + x, 432 + y), color16(8 * y + x));
      }
      assert.deepEqual(pixel(picture, 79, 432), [0, 0, 0]);
      assert.deepEqual(pixel(picture, 88, 447), [0, 0, 0]);
    }
    assert.deepEqual(graphics.notices, []);
  });

  it('moves with DISPLAY, scrolls with DBY, and shows the background around it', () => {
    graphics.set(GS.bgcolor, [0x563412, 0]);
    // 16 pixels to the right, 10 lines down, 600 by 400.
    show(2, [0x11400, 3 << 11], [0x01800000 | (60 << 12) | (652 + 64), ((400 - 1) << 12) | (600 * 4 - 1)]);
    graphics.send(rectangle(intoCt16, 0, 3, 8, 16), image(cell));
    const picture = graphics.picture();
    assert.deepEqual(pixel(picture, 15, 10), [0x12, 0x34, 0x56]);
    assert.deepEqual(pixel(picture, 16, 9), [0x12, 0x34, 0x56]);
    assert.deepEqual(pixel(picture, 17, 10), color16(1));
    assert.deepEqual(pixel(picture, 16 + 7, 10 + 15), color16(127));
    assert.deepEqual(pixel(picture, 615, 409), [0, 0, 0]);
    assert.deepEqual(pixel(picture, 616, 409), [0x12, 0x34, 0x56]);
    assert.deepEqual(pixel(picture, 615, 410), [0x12, 0x34, 0x56]);
  });

  it('doubles lines by MAGV, by FFMD 1, and without interlace', () => {
    graphics.send(rectangle(intoCt16, 0, 0, 8, 16), image(cell));
    const doubled = (): void => {
      const picture = graphics.picture();
      for (let y = 0; y < 32; y++) assert.deepEqual(pixel(picture, 2, y), color16(8 * (y >> 1) + 2));
    };
    show(2, ct16, [0x0983228c, 0x001bf9ff]);
    doubled();
    show(2, ct16, ntsc, 1);
    doubled();
    graphics.setCrt(0, 2, 0);
    graphics.set(GS.display2, [(25 << 12) | 0x0180028c, (223 << 12) | 0x9ff]);
    doubled();
  });

  it('shows 480p without doubling', () => {
    graphics.setCrt(0, 0x50, 0);
    graphics.set(GS.dispfb2, ct16);
    // MAGH 2; the frame begins where a picture of 480 lines does.
    graphics.set(GS.display2, [0x00800000 | (35 << 12) | 0x138, (479 << 12) | 0x4ff]);
    graphics.send(rectangle(intoCt16, 0, 0, 8, 16), image(cell));
    const picture = graphics.picture();
    assert.equal(picture.height, 480);
    assert.deepEqual(pixel(picture, 3, 5), color16(43));
  });

  it('shows 32 bits, and 24 bits that quadwords split', () => {
    show(2, ct32, ntsc);
    const words = Array.from({ length: 64 }, (_, i) => 0x80000000 | (i * 0x030201));
    graphics.send(rectangle(intoCt32, 8, 8, 8, 8), image(words));
    assert.deepEqual(pixel(graphics.picture(), 8 + 3, 8 + 1), [11, 22, 33]);
    const bytes = Uint8Array.from({ length: 8 * 8 * 3 }, (_, i) => i + 50);
    const packed = [...new Uint32Array(bytes.buffer)];
    graphics.send(rectangle([0, 0x010a0000], 8, 8, 8, 8), image(packed));
    for (const [x, y] of [
      [0, 0],
      [5, 0],
      [7, 7],
    ] as const) {
      const at = 3 * (8 * y + x) + 50;
      assert.deepEqual(pixel(graphics.picture(), 8 + x, 8 + y), [at, at + 1, at + 2]);
    }
  });

  it('puts circuit 1 over circuit 2 by its alpha or by ALP, or over the background', () => {
    show(2, ct32, ntsc);
    graphics.set(GS.display1, ntsc);
    // Circuit 1 reads a buffer at 2 MB.
    graphics.set(GS.dispfb1, [0x1400 | 256, 0]);
    const upload = (buffer: Long, word: number): void =>
      graphics.send(rectangle(buffer, 0, 0, 2, 2), image([word, word, word, word]));
    upload([0, 0x000a0000 | (256 * 32)], 0x40c86432);
    upload(intoCt32, 0x80000064);
    graphics.set(GS.bgcolor, [0x646464, 0]);
    const of = (pmode: number): number[] => {
      graphics.set(GS.pmode, [pmode, 0]);
      return pixel(graphics.picture(), 0, 0);
    };
    // Alpha 0x40 of 0x80 is 128 of 255.
    assert.deepEqual(
      of(0x8003),
      [0x32 * 128 + 100 * 127, 0x64 * 128, 0xc8 * 128].map((sum) => Math.floor(sum / 255)),
    );
    assert.deepEqual(of(0xff23), [0x32, 0x64, 0xc8]);
    assert.deepEqual(of(0x0023), [0x64, 0, 0]);
    assert.deepEqual(of(0x00a3), [0x64, 0x64, 0x64]);
    assert.deepEqual(of(0x8002), [0x64, 0, 0]);
    assert.deepEqual(of(0x8000), [0, 0, 0], 'no circuit: nothing is shown');
  });
});
