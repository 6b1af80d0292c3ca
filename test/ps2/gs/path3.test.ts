import assert from 'node:assert/strict';
import { D2, GS, Graphics, image, pixel, register, settings } from './graphics';

const field = Math.round(294_912_000 / 59.94);
const [intcStatus, intcMask, dmacStatus] = [0x1000f000, 0x1000f010, 0x1000e010];
const [ctrl, gifControl, gifMode, gifStatus, fifo] = [
  0x1000e000, 0x10003000, 0x10003010, 0x10003020, 0x10006000,
];
const tags = 0x00400000;
const chain = 0x105;
const [refe, cnt, next, ref, call, ret, end] = [0, 1, 2, 3, 5, 6, 7] as const;

describe('the path from RAM to the GS', () => {
  let graphics: Graphics;
  beforeEach(async () => {
    graphics = await Graphics.create();
  });
  const read = (address: number): number => graphics.hardware.read(address) ?? -1;
  const write = (address: number, value: number): void => void graphics.hardware.write(address, value);
  const fault = (): string => graphics.hardware.fault ?? '';
  /** A packet that writes LABEL, which shows in the high word of SIGLBLID: bits of `value` one after another. */
  const label = (value: number): number[] => settings(register(0x62, [value, value]));
  const labels = (): number => read(GS.siglblid + 4);
  const tag = (at: number, id: number, quadwords: number, address = 0, more = 0): void => {
    graphics.load([((id << 28) | quadwords | more) >>> 0, address, 0, 0], at);
  };
  const startChain = (at = tags): void => {
    write(D2.qwc, 0);
    write(D2.tadr, at);
    write(D2.chcr, chain);
  };

  it('moves a block in normal mode at the speed of the bus, sets its bit and clears its registers', () => {
    const words = image(Array.from({ length: 4 * 15 }, () => 0));
    write(D2.qwc, graphics.load(words));
    write(D2.madr, 0x00300000);
    write(D2.chcr, 0x101);
    // 16 quadwords, five cycles each.
    graphics.hardware.pass(79);
    assert.ok(graphics.isBusy);
    assert.equal(read(gifStatus), 0xe00, 'path 3 outputs');
    graphics.hardware.pass(1);
    assert.ok(!graphics.isBusy);
    assert.deepEqual([read(D2.qwc), read(D2.madr), read(D2.chcr)], [0, 0x00300100, 1]);
    assert.equal(read(dmacStatus) & 4, 4);
    assert.equal(read(gifStatus), 0);
  });

  it('follows chains: inline data, references, jumps, calls', () => {
    // Each packet has two quadwords. The subroutine is called from two places, once from inside another.
    tag(tags, cnt, 2);
    graphics.load(label(1), tags + 0x10);
    tag(tags + 0x30, ref, 2, tags + 0x800);
    graphics.load(label(2), tags + 0x800);
    tag(tags + 0x40, next, 0, tags + 0x100);
    tag(tags + 0x100, call, 0, tags + 0x200);
    tag(tags + 0x110, refe, 2, tags + 0x900);
    graphics.load(label(0x20), tags + 0x900);
    tag(tags + 0x200, call, 2, tags + 0x300);
    graphics.load(label(4), tags + 0x210);
    tag(tags + 0x230, ret, 2);
    graphics.load(label(0x10), tags + 0x240);
    tag(tags + 0x300, ret, 2);
    graphics.load(label(8), tags + 0x310);
    startChain();
    graphics.finish();
    assert.equal(labels(), 0x3f);
    assert.equal(read(D2.qwc), 0);
  });

  it('ends a chain with END, also without data, and by an interrupt bit when TIE is on', () => {
    tag(tags, end, 0);
    startChain();
    graphics.finish();
    tag(tags, cnt, 2, 0, 0x80000000);
    graphics.load(label(1), tags + 0x10);
    tag(tags + 0x30, end, 2);
    graphics.load(label(2), tags + 0x40);
    write(D2.tadr, tags);
    write(D2.chcr, chain | 0x80);
    graphics.finish();
    assert.equal(labels(), 1);
  });

  it('takes data from the scratchpad, and through the FIFO', () => {
    graphics.load(label(1), 0x70000100);
    write(D2.madr, 0x80000100);
    write(D2.qwc, 2);
    write(D2.chcr, 0x101);
    graphics.finish();
    label(2).forEach((word, i) => write(fifo + (i % 4) * 4, word));
    assert.equal(labels(), 3);
  });

  it('waits while the GIF is paused, while path 3 is masked, and while the DMAC is off', () => {
    for (const [address, stop, go] of [
      [gifControl, 8, 0],
      [gifMode, 1, 0],
      [ctrl, 0, 1],
    ] as const) {
      write(address, stop);
      write(D2.qwc, graphics.load(label(1)));
      write(D2.madr, 0x00300000);
      write(D2.chcr, 0x101);
      graphics.hardware.pass(100_000);
      assert.ok(graphics.isBusy);
      write(address, go);
      graphics.hardware.pass(10);
      assert.ok(!graphics.isBusy);
    }
    assert.equal(fault(), '');
  });

  it('can be stopped in the middle, and the GIF be reset', () => {
    write(D2.qwc, graphics.load(image(Array.from({ length: 4 * 4000 }, () => 0))));
    write(D2.madr, 0x00300000);
    write(D2.chcr, 0x101);
    graphics.hardware.pass(6000);
    write(D2.chcr, 1);
    assert.ok(!graphics.isBusy);
    assert.equal(read(D2.qwc), 4001 - 1024);
    graphics.hardware.pass(1_000_000);
    write(gifControl, 1);
    graphics.send(label(1));
    assert.equal(labels(), 1, 'a new packet is not taken for the rest of the old one');
  });

  it('says what is wrong with a transfer in one sentence, and never hangs', () => {
    const failing: [string, RegExp, () => void][] = [
      ['no data', /D_QWC is 0/, () => write(D2.chcr, 0x101)],
      [
        'beyond RAM',
        /there is no memory at 0x02000000/,
        () => {
          write(D2.madr, 0x01fffff0);
          write(D2.qwc, 8);
          write(D2.chcr, 0x101);
        },
      ],
      [
        'a mirror',
        /there is no memory at 0x20300000\. The DMAC takes physical addresses/,
        () => {
          write(D2.madr, 0x20300000);
          write(D2.qwc, 1);
          write(D2.chcr, 0x101);
        },
      ],
      [
        'a chain without end',
        /the chain around 0x00400000 has no end/,
        () => {
          tag(tags, next, 0, tags);
          startChain();
        },
      ],
      [
        'three calls',
        /is a third CALL without RET/,
        () => {
          tag(tags, call, 0, tags);
          startChain();
        },
      ],
      ['no mode', /D_CHCR\.MOD is 2/, () => write(D2.chcr, 0x109)],
    ];
    for (const [what, sentence, act] of failing) {
      graphics.hardware.machine.state.ended = null;
      graphics.hardware.machine.guarded(act);
      graphics.hardware.pass(20_000_000);
      assert.match(fault(), sentence, what);
      write(D2.chcr, 0);
    }
  });

  it('bounds what one moment of a bad packet draws: the rest takes console time', () => {
    // 2,000 sprites of two million pixels: 1.6 seconds of console time.
    const huge = settings(
      register(0x4c, [0x000a0000, 0]),
      register(0x40, [2047 << 16, 1023 << 16]),
      register(0x47, [0, 0]),
      register(0x00, [6, 0]),
      ...Array.from({ length: 8 }, (_, i) => register(0x05, i % 2 === 0 ? [0, 0] : [0x3fff7fff, 0])),
    );
    write(D2.qwc, graphics.load(huge));
    write(D2.madr, 0x00300000);
    write(D2.chcr, 0x101);
    graphics.hardware.pass(200_000);
    assert.ok(graphics.isBusy);
    assert.ok(read(D2.qwc) > 0, 'it waits for what is drawn');
    graphics.finish();
  });

  it('takes any bytes for a packet without a crash of the console, and names what it does not model', () => {
    let seed = 11;
    const random = (): number => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0);
    for (let turn = 0; turn < 40; turn++) {
      const words = Array.from({ length: 4 * 64 }, () => random() ^ (random() >>> 16));
      // No rectangles of millions of pixels: sprites and moves are masked by small tags most of the time.
      for (let i = 0; i < words.length; i += 32) words[i] = ((words[i] ?? 0) & ~0x7fff) | (random() >>> 30);
      write(D2.qwc, graphics.load(words));
      write(D2.madr, 0x00300000);
      write(D2.chcr, 0x101);
      for (let i = 0; i < 100 && graphics.isBusy; i++) graphics.hardware.pass(3_000_000);
      assert.equal(fault(), '');
      write(gifControl, 1);
    }
    for (const notice of graphics.notices) assert.match(notice, /^[A-Z].*\.$/);
    graphics.picture();
  });
});

describe('CSR and the interrupts of the GS', () => {
  let graphics: Graphics;
  beforeEach(async () => {
    graphics = await Graphics.create();
  });
  const read = (address: number): number => graphics.hardware.read(address) ?? -1;
  const write = (address: number, value: number): void => void graphics.hardware.write(address, value);
  const csr = (): number => read(GS.csr);

  it('is 0x551B4000 at rest; the other registers cannot be read', () => {
    assert.equal(csr() & ~4, 0x551b4000);
    graphics.set(GS.pmode, [0x1234, 0]);
    assert.equal(read(GS.pmode) & ~4, 0x551b4000);
    assert.equal(read(GS.csr + 4), 0);
    assert.equal(graphics.hardware.read(0x12000100), undefined);
  });

  it('sets VSINT at every field until it is cleared, and turns FIELD, in NTSC and PAL', () => {
    for (const [mode, cycles] of [
      [2, field],
      [3, 294_912_000 / 50],
    ] as const) {
      graphics.setCrt(1, mode, 0);
      write(GS.csr, 8);
      assert.equal(csr() & 8, 0);
      const first = csr() & 0x2000;
      const toNext = mode === 2 ? cycles - (graphics.hardware.machine.now % cycles) : cycles;
      graphics.hardware.pass(toNext - 1);
      assert.equal(csr() & 0x2008, first);
      graphics.hardware.pass(1);
      assert.equal(csr() & 0x2008, (first ^ 0x2000) | 8);
      write(GS.csr, 8);
      assert.equal(csr() & 0x2008, first ^ 0x2000);
      graphics.hardware.pass(cycles);
      assert.equal(csr() & 0x2008, first | 8);
    }
  });

  it('interrupts at FINISH, SIGNAL and a field when IMR lets it, and once until it is cleared', () => {
    const finish = settings(register(0x61, [0, 0]));
    graphics.send(finish);
    assert.equal(csr() & 2, 2);
    assert.equal(read(intcStatus) & 1, 0, 'masked');
    write(GS.imr, 0xff00 & ~0x200);
    assert.equal(read(intcStatus) & 1, 1, 'what is set and not masked any more');
    write(intcStatus, 1);
    graphics.send(finish);
    assert.equal(read(intcStatus) & 1, 0, 'not cleared in CSR');
    write(GS.csr, 2);
    graphics.send(finish);
    assert.equal(read(intcStatus) & 1, 1);
    graphics.send(settings(register(0x60, [0xabcd1234, 0xffff])));
    assert.equal(read(GS.siglblid), 0x1234);
    assert.equal(csr() & 1, 1);

    write(intcStatus, 1);
    write(intcMask, 1);
    write(GS.csr, 8);
    write(GS.imr, 0xff00 & ~0x800);
    graphics.hardware.pass(field);
    assert.equal(read(intcStatus) & 1, 1);
    write(intcStatus, 1);
    graphics.hardware.pass(field);
    assert.equal(read(intcStatus) & 1, 0, 'VSINT was not cleared');
    write(GS.csr, 8);
    graphics.hardware.pass(field);
    assert.equal(read(intcStatus) & 1, 1);
  });

  it('has blanks in I_STAT for a program that only looks there', () => {
    assert.equal(read(intcStatus) & 0xc, 0);
    graphics.hardware.pass(field);
    assert.equal(read(intcStatus) & 0xc, 0xc, 'the first one has ended, the second begins');
    write(intcStatus, 0xc);
    assert.equal(read(intcStatus) & 0xc, 0);
    graphics.hardware.pass(field / 2);
    assert.equal(read(intcStatus) & 0xc, 8);
  });

  it('RESET clears what is shown and masks every interrupt', () => {
    graphics.set(GS.pmode, [0x8046, 0]);
    graphics.set(GS.bgcolor, [0xffffff, 0]);
    assert.deepEqual(pixel(graphics.picture(), 0, 0), [255, 255, 255]);
    write(GS.imr, 0);
    write(GS.csr, 0x200);
    assert.deepEqual(pixel(graphics.picture(), 0, 0), [0, 0, 0]);
    write(intcStatus, 1);
    graphics.send(settings(register(0x61, [0, 0])));
    assert.equal(read(intcStatus) & 1, 0);
  });

  it('names a format that cannot be shown', () => {
    graphics.set(GS.pmode, [0x8046, 0]);
    graphics.set(GS.dispfb2, [0x1400 | (0x13 << 15), 0]);
    assert.match(graphics.notices.join(), /pixel format 0x13, which cannot be shown/);
    graphics.picture();
  });
});
