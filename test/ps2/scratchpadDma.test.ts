import assert from 'node:assert/strict';
import { DataCacheModel } from '../../ps2/machine/dataCache';
import { patternBytes } from '../disc/files';
import { Hardware } from './hardware';

/** Registers of channels 8 (from scratchpad) and 9 (to scratchpad), and of the controller. */
const FROM = 0x1000d000;
const TO = 0x1000d400;
const [CHCR, MADR, QWC, TADR, SADR] = [0x00, 0x10, 0x20, 0x30, 0x80] as const;
const CTRL = 0x1000e000;
const STAT = 0x1000e010;
const PCR = 0x1000e020;
const SQWC = 0x1000e030;
const ENABLEW = 0x1000f590;
const ENABLER = 0x1000f520;

const START = 0x100;
const CHAIN = 0x4;
const INTERLEAVE = 0x8;
const TIE = 0x80;
const scratchpad = 0x70000000;
const ram = 0x00200000;
/** A slice of 128 bytes: 40 % of the bus's peak (PCSX2's developers, 2010). */
const SLICE = 40;

const [REFE, CNT, NEXT, REF, CALL, END] = [0, 1, 2, 3, 5, 7] as const;

describe('scratchpad DMA', () => {
  let hardware: Hardware;
  beforeEach(async () => {
    hardware = await Hardware.create();
  });

  /** Why the machine stopped; empty while it has not. */
  const fault = () => hardware.fault ?? '';
  const begin = (channel: number, address: number, quadwords: number, offset: number, mode = 0) => {
    hardware.write(channel + MADR, address);
    hardware.write(channel + QWC, quadwords);
    hardware.write(channel + SADR, offset);
    hardware.write(channel + CHCR, START | mode);
  };
  const busy = (channel: number) => ((hardware.read(channel + CHCR) ?? 0) & START) !== 0;
  const fill = (address: number, length: number, seed: number) => {
    const bytes = patternBytes(length, seed);
    hardware.bytes(address, length).set(bytes);
    return bytes;
  };
  const tag = (address: number, id: number, quadwords: number, target: number, more = 0) => {
    const view = new DataView(hardware.bytes(address, 16).buffer, hardware.bytes(address, 16).byteOffset);
    view.setUint32(0, ((id << 28) | quadwords | more) >>> 0, true);
    view.setUint32(4, target, true);
  };
  /** Runs to the end of a transfer. @returns its cycles */
  const finish = (channel: number) => {
    const start = hardware.machine.now;
    for (let i = 0; i < 20_000 && busy(channel); i++) hardware.pass(1);
    assert.equal(fault(), '');
    assert.ok(!busy(channel), 'it ends');
    return hardware.machine.now - start;
  };

  it('moves 16 KB to the scratchpad in 5,120 cycles and sets its bit in D_STAT', () => {
    const source = fill(ram, 0x4000, 1);
    begin(TO, ram, 1024, 0);
    assert.ok(busy(TO));
    hardware.pass(5119);
    assert.ok(busy(TO));
    assert.equal(hardware.read(STAT), 0);
    hardware.pass(1);
    assert.ok(!busy(TO));
    assert.equal(hardware.read(STAT), 1 << 9);
    assert.deepEqual(hardware.bytes(scratchpad, 0x4000), source);
    assert.equal(hardware.read(TO + MADR), ram + 0x4000);
    assert.equal(hardware.read(TO + QWC), 0);
    assert.equal(hardware.read(TO + SADR), 0, 'D_SADR wraps around (recorded: dma/spr/normal)');
  });

  it('moves from the scratchpad, wrapping around inside it (recorded: dma/spr/normal, "near end")', () => {
    const source = fill(scratchpad, 0x4000, 2);
    begin(FROM, ram, 1024, 0x3ff0);
    finish(FROM);
    assert.deepEqual(hardware.bytes(ram, 16), source.slice(0x3ff0));
    assert.deepEqual(hardware.bytes(ram + 16, 0x3ff0), source.slice(0, 0x3ff0));
    assert.equal(hardware.read(FROM + SADR), 0x3ff0);
    assert.equal(hardware.read(STAT), 1 << 8);
  });

  it('keeps only the bits of D_SADR and D_MADR that a console keeps (recorded: dma/spr/normal)', () => {
    for (const [value, kept] of [
      [0x14, 0x10],
      [0x81234028, 0x20],
      [0x6703802c, 0x20],
    ] as const) {
      hardware.write(TO + SADR, value);
      assert.equal(hardware.read(TO + SADR), kept);
    }
    hardware.write(FROM + MADR, 0x80000000 + ram);
    assert.equal(hardware.read(FROM + MADR), ram, 'bit 31 is not accepted');
    hardware.write(FROM + QWC, 0x12345678);
    assert.equal(hardware.read(FROM + QWC), 0x5678);
  });

  it('shows in its registers and in memory what is done so far', () => {
    const source = fill(ram, 0x400, 3);
    // From 0x40: slices of 64, 128, 128 and 64 bytes.
    begin(TO, ram + 0x40, 24, 0x100);
    hardware.pass(2 * SLICE + 1);
    assert.equal(hardware.read(TO + MADR), ram + 0x100);
    assert.equal(hardware.read(TO + QWC), 12);
    assert.equal(hardware.read(TO + SADR), 0x1c0);
    assert.deepEqual(hardware.bytes(scratchpad + 0x100, 0xc0), source.slice(0x40, 0x100));
    assert.ok(hardware.bytes(scratchpad + 0x1c0, 0xc0).every((byte) => byte === 0));
    assert.equal(finish(TO), 2 * SLICE - 1);
    assert.deepEqual(hardware.bytes(scratchpad + 0x100, 0x180), source.slice(0x40, 0x1c0));
  });

  it('follows a source chain: CNT, NEXT, REF, END', () => {
    const data = [1, 2, 3, 4].map((seed) => patternBytes(32, seed));
    const [first, second, third, fourth] = data as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
    tag(ram, CNT, 2, 0);
    hardware.bytes(ram + 16, 32).set(first);
    tag(ram + 48, NEXT, 2, ram + 0x800);
    hardware.bytes(ram + 64, 32).set(second);
    tag(ram + 0x800, REF, 2, ram + 0x1000);
    hardware.bytes(ram + 0x1000, 32).set(third);
    tag(ram + 0x810, END, 2, 0);
    hardware.bytes(ram + 0x820, 32).set(fourth);
    hardware.write(TO + TADR, ram);
    hardware.write(TO + SADR, 0x40);
    hardware.write(TO + CHCR, START | CHAIN);
    // Four tags and four blocks, each within a slice.
    assert.equal(finish(TO), 8 * SLICE);
    const all = new Uint8Array(128);
    data.forEach((bytes, i) => all.set(bytes, i * 32));
    assert.deepEqual(hardware.bytes(scratchpad + 0x40, 128), all);
    assert.equal(hardware.read(TO + TADR), ram + 0x810, 'D_TADR stays at END (recorded: dma/dmac/tagintr)');
    assert.equal((hardware.read(TO + CHCR) ?? 0) >>> 16, 0x7000, 'D_CHCR has the last tag');
  });

  it('REFE ends a chain, with D_TADR after it and D_MADR after its data (recorded: dma/spr/chain)', () => {
    const source = fill(ram + 0x1000, 16, 5);
    tag(ram, REFE, 1, ram + 0x1000);
    hardware.write(TO + TADR, ram);
    hardware.write(TO + SADR, 0x20);
    hardware.write(TO + CHCR, START | CHAIN);
    finish(TO);
    assert.equal(hardware.read(TO + MADR), ram + 0x1010);
    assert.equal(hardware.read(TO + TADR), ram + 0x10);
    assert.equal(hardware.read(TO + SADR), 0x30);
    assert.deepEqual(hardware.bytes(scratchpad + 0x20, 16), source);
    tag(ram, REFE, 0, ram + 0x1000);
    hardware.write(TO + TADR, ram);
    hardware.write(TO + SADR, 0);
    hardware.write(TO + CHCR, START | CHAIN);
    finish(TO);
    assert.equal(hardware.read(TO + SADR), 0, 'nothing is moved');
    assert.ok(hardware.bytes(scratchpad, 16).every((byte) => byte === 0));
  });

  it('a tag with its interrupt bit ends a chain if D_CHCR.TIE is set (recorded: dma/dmac/tagintr)', () => {
    const IRQ = 0x80000000;
    for (const [enabled, irq, word, offset] of [
      [true, true, 0xb000, 0x10],
      [true, false, 0x7000, 0x20],
      [false, true, 0x7000, 0x20],
    ] as const) {
      tag(ram, REF, 1, ram + 0x100, irq ? IRQ : 0);
      tag(ram + 16, REF, 1, ram + 0x100);
      tag(ram + 32, END, 0, 0);
      hardware.write(STAT, 1 << 9);
      hardware.write(TO + TADR, ram);
      hardware.write(TO + QWC, 0);
      hardware.write(TO + CHCR, START | CHAIN | (enabled ? TIE : 0));
      finish(TO);
      assert.equal((hardware.read(TO + CHCR) ?? 0) >>> 16, word);
      assert.equal(hardware.read(TO + TADR), ram + offset);
      assert.equal(hardware.read(STAT), 1 << 9);
    }
  });

  it('a chain that starts with D_QWC set moves that block first; the tag in D_CHCR says whether it is the last (PCSX2)', () => {
    const source = fill(ram + 0x1000, 64, 11);
    for (const [id, irq, mode, quadwords] of [
      [END, 0, 0, 2],
      [REFE, 0, 0, 2],
      [REF, 8, TIE, 2],
      [REF, 8, 0, 4],
      [REF, 0, TIE, 4],
    ] as const) {
      tag(ram, END, 2, 0);
      hardware.bytes(ram + 16, 32).set(source.slice(32));
      hardware.bytes(scratchpad, 64).fill(0);
      hardware.write(TO + TADR, ram);
      begin(TO, ram + 0x1000, 2, 0, CHAIN | mode | (((id | irq) << 28) >>> 0));
      finish(TO);
      assert.equal(hardware.read(TO + SADR), quadwords * 16, `tag ${id}, ${irq}, ${mode}`);
      assert.deepEqual(hardware.bytes(scratchpad, quadwords * 16), source.slice(0, quadwords * 16));
    }
  });

  it('follows a destination chain in the scratchpad', () => {
    const source = fill(scratchpad + 0x10, 32, 6);
    const last = fill(scratchpad + 0x40, 16, 7);
    tag(scratchpad, CNT, 2, ram);
    tag(scratchpad + 0x30, END, 1, ram + 0x100);
    hardware.write(FROM + SADR, 0);
    hardware.write(FROM + CHCR, START | CHAIN);
    finish(FROM);
    assert.deepEqual(hardware.bytes(ram, 32), source);
    assert.deepEqual(hardware.bytes(ram + 0x100, 16), last);
    assert.equal(hardware.read(FROM + SADR), 0x50);
  });

  it('skips in RAM in interleave mode, after the last piece too (recorded: dma/spr/interleave)', () => {
    const source = fill(ram, 0x400, 8);
    hardware.write(SQWC, (2 << 16) | 1);
    begin(TO, ram, 4, 0, INTERLEAVE);
    finish(TO);
    assert.equal(hardware.read(TO + MADR), ram + 0x60);
    assert.deepEqual(hardware.bytes(scratchpad, 32), source.slice(0, 32));
    assert.deepEqual(hardware.bytes(scratchpad + 32, 32), source.slice(48, 80));
    hardware.write(SQWC, (257 << 16) | 1);
    begin(FROM, ram + 0x800, 3, 0, INTERLEAVE);
    finish(FROM);
    assert.equal(hardware.read(FROM + MADR), ram + 0x860, 'TQWC has eight bits');
    assert.deepEqual(hardware.bytes(ram + 0x820, 16), source.slice(16, 32));
  });

  it('the COP0 condition is that all channels of D_PCR are done (recorded: dma/dmac/cpcond)', () => {
    const condition = () => hardware.bus.dmaDone?.(hardware.machine.cpu);
    assert.equal(condition(), true);
    hardware.write(PCR, 1 << 9);
    assert.equal(condition(), false);
    begin(TO, ram, 8, 0);
    finish(TO);
    assert.equal(condition(), true);
    hardware.write(PCR, 0);
    assert.equal(condition(), true);
    hardware.write(PCR, 1 << 9);
    assert.equal(condition(), true);
    hardware.write(STAT, 1 << 9);
    assert.equal(condition(), false);
  });

  it('one channel waits for the other: there is one bus', () => {
    begin(TO, ram, 32, 0);
    begin(FROM, ram + 0x4000, 32, 0x1000);
    assert.equal(finish(TO), 4 * SLICE);
    assert.equal(finish(FROM), 4 * SLICE);
  });

  it('with cycle stealing the core gets the bus between slices', () => {
    // RCYC 1: 16 bus cycles, 32 of the EE.
    hardware.write(CTRL, 1 | 2 | (1 << 8));
    begin(TO, ram, 32, 0);
    assert.equal(finish(TO), 4 * SLICE + 3 * 32);
  });

  it('waits while the DMAC is off or halted, and continues where it was', () => {
    const source = fill(ram, 0x200, 9);
    hardware.write(CTRL, 0);
    begin(TO, ram, 32, 0);
    hardware.pass(10_000);
    assert.equal(hardware.read(TO + QWC), 32);
    hardware.write(CTRL, 1);
    hardware.pass(2 * SLICE);
    hardware.write(ENABLEW, 0x11201);
    assert.equal(hardware.read(ENABLER), 0x11201);
    assert.equal(hardware.read(TO + QWC), 16);
    hardware.pass(10_000);
    assert.equal(hardware.read(TO + QWC), 16);
    hardware.write(ENABLEW, 0x1201);
    assert.equal(finish(TO), 2 * SLICE);
    assert.deepEqual(hardware.bytes(scratchpad, 0x200), source);
    // Priority control: only channels with a bit in the upper half run.
    hardware.write(PCR, 0x80000000);
    begin(TO, ram, 8, 0);
    hardware.pass(10_000);
    assert.ok(busy(TO));
    hardware.write(PCR, 0x82000000);
    finish(TO);
  });

  it('stops where it is when the program clears D_CHCR.STR', () => {
    begin(TO, ram, 32, 0);
    hardware.pass(SLICE);
    hardware.write(TO + CHCR, 0);
    hardware.pass(10_000);
    assert.equal(hardware.read(TO + QWC), 24);
    assert.equal(hardware.read(STAT), 0);
  });

  it('reaches VU0 memory', () => {
    const source = fill(0x11004010, 32, 10);
    begin(TO, 0x11004010, 2, 0);
    finish(TO);
    assert.deepEqual(hardware.bytes(scratchpad, 32), source);
  });

  it('reads and writes registers by words, halfwords and bytes', () => {
    hardware.write(CTRL, 0x301);
    assert.equal(hardware.read(CTRL + 1, 1), 3);
    hardware.write(CTRL + 1, 1, 1);
    assert.equal(hardware.read(CTRL), 0x101);
    hardware.write(STAT + 2, 1 << 9, 2);
    assert.equal(hardware.read(STAT), 1 << 25, 'a halfword of D_STAT toggles the mask alone');
    assert.equal(hardware.read(STAT + 2, 2), 1 << 9);
    assert.equal(hardware.read(TO + 0x40), undefined, 'channel 9 has no D_ASR0');
  });

  describe('stops a program that', () => {
    const cases: readonly [string, () => void, RegExp][] = [
      ['starts without data', () => begin(TO, ram, 0, 0), /channel 9 \(to scratchpad\): D_QWC is 0/],
      ['uses mode 3', () => begin(TO, ram, 1, 0, 12), /D_CHCR\.MOD is 3/],
      ['transfers tags', () => begin(TO, ram, 0, 0, CHAIN | 0x40), /D_CHCR\.TTE\) is not supported/],
      [
        'gives a wrong amount in interleave mode',
        () => {
          hardware.write(SQWC, (2 << 16) | 1);
          begin(TO, ram, 3, 0, INTERLEAVE);
        },
        /D_QWC \(3\) must be a multiple of D_SQWC\.TQWC \(2\)/,
      ],
      [
        'uses the memory FIFO',
        () => {
          hardware.write(CTRL, 1 | (3 << 2));
          begin(FROM, ram, 1, 0);
        },
        /memory FIFO \(D_CTRL\.MFD\) is not supported/,
      ],
      [
        'uses stall control',
        () => {
          hardware.write(CTRL, 1 | (2 << 4));
          begin(FROM, ram, 1, 0);
        },
        /stall control \(D_CTRL\.STS\) is not supported/,
      ],
      [
        'calls in a chain',
        () => {
          tag(ram, CALL, 0, ram);
          hardware.write(TO + TADR, ram);
          hardware.write(TO + CHCR, START | CHAIN);
        },
        /tag at 0x00200000 is CALL, but this channel has no return addresses/,
      ],
      [
        'names the scratchpad in a tag',
        () => {
          tag(ram, REF, 1, 0x80000000);
          hardware.write(TO + TADR, ram);
          hardware.write(TO + CHCR, START | CHAIN);
        },
        /has bit 31 \(scratchpad\) set, which crashes consoles/,
      ],
      [
        'gives a wrong tag in the scratchpad',
        () => {
          tag(scratchpad, REF, 1, ram);
          begin(FROM, ram, 0, 0, CHAIN);
        },
        /tag at scratchpad offset 0x00000000 has the number 3; destination chains have/,
      ],
      [
        'gives the address of a mirror',
        () => {
          begin(TO, 0x20000000 + ram, 1, 0);
          hardware.pass(100);
        },
        /no memory at 0x20200000; the DMAC takes physical addresses/,
      ],
      [
        'goes past RAM',
        () => {
          begin(TO, 0x02000000, 1, 0);
          hardware.pass(100);
        },
        /no memory at 0x02000000; RAM ends at 0x02000000/,
      ],
      [
        'writes to the kernel',
        () => {
          begin(FROM, 0x1000, 1, 0);
          hardware.pass(100);
        },
        /would write to 0x00001000 in kernel memory/,
      ],
      [
        'writes a register of a channel that transfers',
        () => {
          begin(TO, ram, 8, 0);
          hardware.write(TO + SADR, 0);
        },
        /writes a register of DMA channel 9 while the channel transfers\. Wait until/,
      ],
    ];
    for (const [what, action, message] of cases)
      it(what, () => {
        action();
        assert.match(fault(), message);
      });
  });

  describe('with the check of the data cache', () => {
    let cache: DataCacheModel;
    beforeEach(() => {
      cache = new DataCacheModel();
      hardware.machine.dataCache = cache;
    });

    it('stops when a line that it reads is only in the cache', () => {
      cache.access(ram + 0x1010, 4, true);
      begin(TO, ram, 0x100, 0);
      assert.equal(fault(), '');
      hardware.write(TO + CHCR, 0);
      begin(TO, ram + 0x1000, 0x100, 0);
      assert.match(fault(), /channel 9 \(to scratchpad\) transfers 0x00201000, but the latest/);
    });

    it('stops when a tag is only in the cache', () => {
      tag(ram, REF, 1, ram + 0x1000);
      cache.access(ram, 4, true);
      hardware.write(TO + TADR, ram);
      hardware.write(TO + CHCR, START | CHAIN);
      assert.match(fault(), /reading a tag transfers 0x00200000, but the latest/);
    });

    it('stops when the cache would overwrite what it writes, also from a store during the transfer', () => {
      begin(FROM, ram, 16, 0);
      assert.equal(fault(), '');
      cache.access(ram + 0x80, 4, true);
      hardware.pass(1000);
      assert.match(fault(), /channel 8 \(from scratchpad\) is transferred to 0x00200080/);
    });

    it('finds a cached load of what it has written', () => {
      cache.access(ram, 4, false);
      begin(FROM, ram, 4, 0);
      hardware.pass(1000);
      assert.equal(fault(), '');
      assert.match(cache.access(ram, 4, false) ?? '', /changed in RAM after it was cached/);
      assert.equal(cache.access(ram + 0x40, 4, false), undefined);
    });
  });
});
