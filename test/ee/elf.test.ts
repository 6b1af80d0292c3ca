import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ElfError, readElf } from '../../ee/elf';
import { SymbolTable } from '../../ee/symbols';
import { linkProgram, readelf, skipWithoutBinutils } from './binutils';

interface SymbolEntry {
  readonly name: string;
  readonly address: number;
  readonly bytes: number;
  readonly type: number;
}

const symbols: readonly SymbolEntry[] = [
  { name: 'file.c', address: 0, bytes: 0, type: 4 },
  { name: 'main', address: 0x100000, bytes: 16, type: 2 },
  { name: 'loop', address: 0x100008, bytes: 0, type: 0 },
  { name: 'table', address: 0x100020, bytes: 8, type: 1 },
];

/** A program with one segment of 64 bytes at 0x100000 (96 in memory) and a symbol table. */
function program(): Uint8Array<ArrayBuffer> {
  const strings = `\0${symbols.map(({ name }) => name).join('\0')}\0`;
  const symbolStart = 52 + 32 + 64;
  const stringStart = symbolStart + 16 * (symbols.length + 1);
  const sectionStart = (stringStart + strings.length + 3) & ~3;
  const bytes = new Uint8Array(sectionStart + 3 * 40);
  const view = new DataView(bytes.buffer);
  const words = (at: number, ...values: readonly number[]) =>
    values.forEach((value, index) => view.setUint32(at + index * 4, value, true));
  words(0, 0x464c457f, 0x00010101);
  view.setUint16(16, 2, true);
  view.setUint16(18, 8, true);
  words(20, 1, 0x100000, 52, sectionStart, 0x20924020);
  [52, 32, 1, 40, 3, 0].forEach((value, index) => view.setUint16(40 + index * 2, value, true));
  words(52, 1, 84, 0x100000, 0x100000, 64, 96, 5, 16);
  bytes.fill(0x5a, 84, 84 + 64);
  new TextEncoder().encodeInto(strings, bytes.subarray(stringStart));
  symbols.forEach(({ name, address, bytes: size, type }, index) => {
    const at = symbolStart + (index + 1) * 16;
    words(at, strings.indexOf(`\0${name}\0`) + 1, address, size);
    bytes[at + 12] = type;
    view.setUint16(at + 14, 1, true);
  });
  words(sectionStart + 40, 0, 2, 0, 0, symbolStart, stringStart - symbolStart, 2);
  words(sectionStart + 80, 0, 3, 0, 0, stringStart, strings.length);
  return bytes;
}

describe('ELF reader', () => {
  it('gives entry, segments and named symbols by address', () => {
    const elf = readElf(program(), 'a.elf');
    assert.equal(elf.entry, 0x100000);
    assert.deepEqual(elf.segments, [
      {
        address: 0x100000,
        fileOffset: 84,
        fileBytes: 64,
        memoryBytes: 96,
        executable: true,
        writable: false,
      },
    ]);
    assert.deepEqual(
      elf.symbols.map(({ name, kind }) => [name, kind]),
      [
        ['main', 'function'],
        ['loop', 'other'],
        ['table', 'object'],
      ],
    );
  });

  const damaged: readonly [
    what: string,
    change: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array,
    message: RegExp,
  ][] = [
    ['no ELF', (bytes) => bytes.fill(0, 0, 4), /^a\.elf: starts with 0x0, expected 7F 45 4C 46/],
    ['64-bit', (bytes) => bytes.fill(2, 4, 5), /ELF class is 2, expected 1/],
    ['big-endian', (bytes) => bytes.fill(2, 5, 6), /ELF byte order is 2, expected 1/],
    ['an object file', (bytes) => bytes.fill(1, 16, 17), /ELF type is 1, expected 2/],
    ['for x86', (bytes) => bytes.fill(3, 18, 19), /ELF machine is 3, expected 8/],
    ['empty', () => new Uint8Array(0), /an ELF header needs bytes 0x0 to 0x34, but the file ends at 0x0/],
    [
      'cut in the segment',
      (bytes) => bytes.slice(0, 100),
      /segment 0 needs bytes 0x54 to 0x94, but the file ends at 0x64/,
    ],
    ['without segments', (bytes) => bytes.fill(0, 44, 45), /has no segment to load/],
    [
      'bigger in the file than in memory',
      (bytes) => bytes.fill(1, 72, 73),
      /segment 0 has 64 bytes in the file but only 1 in memory/,
    ],
    ['without its symbol names', (bytes) => bytes.slice(0, -1), /the section header table needs bytes/],
  ];
  for (const [what, change, message] of damaged)
    it(`says what is wrong with a file that is ${what}`, () => {
      assert.throws(() => readElf(change(program()), 'a.elf'), { name: 'ElfError', message });
    });

  it('answers any changed byte and any length with a program or an ElfError', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(255), fc.nat(1000), (at, value, length) => {
        const bytes = program();
        bytes[at % bytes.length] = value;
        try {
          readElf(bytes.subarray(0, length), 'a.elf');
        } catch (error) {
          assert.ok(error instanceof ElfError, String(error));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('reads what readelf reads from a linked program', function () {
    skipWithoutBinutils(this);
    const bytes = linkProgram(
      'nop\nnop\n.type f, @function\nf: jr $ra\nnop\n.size f, 8\n.bss\nb: .space 100',
    );
    const elf = readElf(bytes, 'linked');
    const text = readelf(bytes);
    assert.match(text, new RegExp(`Entry point address: +0x${elf.entry.toString(16)}`));
    const loads = [...text.matchAll(/LOAD +0x(\w+) 0x(\w+) 0x\w+ 0x(\w+) 0x(\w+)/g)].map((match) =>
      match.slice(1).map((value) => Number.parseInt(value, 16)),
    );
    assert.deepEqual(
      elf.segments.map(({ fileOffset, address, fileBytes, memoryBytes }) => [
        fileOffset,
        address,
        fileBytes,
        memoryBytes,
      ]),
      loads,
    );
    const named = new SymbolTable(elf.symbols);
    assert.equal(named.named('f')?.bytes, 8);
    assert.match(text, new RegExp(`${elf.entry.toString(16).padStart(8, '0')} +0 .*__start`));
  });
});

describe('symbol table', () => {
  const table = new SymbolTable(readElf(program(), 'a.elf').symbols);

  it('finds the function that spans an address, before a label inside it', () => {
    assert.equal(table.describe(0x100000), 'main');
    assert.equal(table.describe(0x10000c), 'main+0xc');
    assert.equal(table.describe(0x100024), 'table+0x4');
  });

  it('falls back to a label, and to nothing before the first symbol', () => {
    assert.equal(table.describe(0x0fffff), undefined);
    assert.equal(table.describe(0x100028), undefined);
    assert.equal(new SymbolTable([{ name: 'l', address: 8, bytes: 0, kind: 'other' }]).describe(12), 'l+0x4');
  });

  it('finds by name', () => {
    assert.equal(table.named('table')?.address, 0x100020);
    assert.equal(table.named('nothing'), undefined);
  });
});
