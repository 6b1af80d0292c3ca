import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decode } from '../../ee/decode';
import { disassemble } from '../../ee/disassemble';
import { gprNames } from '../../ee/registers';
import { instructionNamed, instructions, type Instruction } from '../../ee/table';
import { assemble, objdump, skipWithoutBinutils } from './binutils';

const ADDRESS = 0x00100000;

/** binutils swaps fs and ft of these two, and puts the operand of sqrt.s into fs, against the manuals. */
const binutilsIsWrong = new Set(['vadda.dest', 'vmsuba.dest', 'sqrt.s']);

/** Words of each row with random operands, always the same ones; VU0 component masks are not empty. */
function samples(row: Instruction, count: number): number[] {
  const words = fc.sample(fc.nat(0xffffffff), { numRuns: count, seed: row.match });
  return words.map((random) => {
    const dest = row.mnemonic.endsWith('.dest') ? 0x00200000 : 0;
    // binutils knows vsqrt only with the ignored field as it writes it.
    if (row.mnemonic === 'vsqrt') return ((random & 0x019f0000) | row.match | 0x00200000) >>> 0;
    // It knows these only with one component.
    if (/^v[is]\w+wr/.test(row.mnemonic)) return ((random & 0x001ff800) | row.match | 0x00800000) >>> 0;
    return ((random & ~row.mask) | row.match | dest) >>> 0;
  });
}

const rows = instructions.filter(({ mnemonic }) => !binutilsIsWrong.has(mnemonic));
const code = rows.flatMap((row) => samples(row, 12));

describe('instruction table', () => {
  it('has each mnemonic once, and no row that another one hides', () => {
    assert.equal(new Set(instructions.map(({ mnemonic }) => mnemonic)).size, instructions.length);
    for (const row of instructions) {
      assert.equal((row.match & ~row.mask) >>> 0, 0, `${row.mnemonic}: fixed bits in an operand`);
      assert.equal(decode(row.match)?.mnemonic, row.mnemonic);
      assert.ok(row.operation.length > 5 && row.source.length > 5, row.mnemonic);
    }
  });

  it('finds a row by name', () => {
    assert.equal(instructionNamed('pmaddh')?.match, 0x70000409);
    assert.equal(instructionNamed('fmadd.s'), undefined);
  });

  it('refuses words that are no instruction', () => {
    for (const word of [0x0000003d, 0x4600000d, 0x46200000, 0x7000003d, 0xffff0000 & 0x4fffffff, 0x46001044])
      assert.equal(decode(word), undefined, word.toString(16));
    assert.equal(disassemble(0x4600000d, ADDRESS), '.word 0x4600000d');
  });
});

describe('disassembler', () => {
  it('writes what objdump writes, for random operands of every instruction', function () {
    skipWithoutBinutils(this);
    const theirs = objdump(code, ADDRESS, false);
    assert.equal(theirs.length, code.length);
    const mine = code.map((word, index) => disassemble(word, ADDRESS + index * 4, undefined, false));
    // Even without aliases objdump has names of its own for sub and ori from $zero.
    const plain = theirs.map((text) =>
      text.replace(/^(d?)neg(u?) (\w+),/, '$1sub$2 $3,zero,').replace(/^dli (\w+),/, 'ori $1,zero,'),
    );
    assert.deepEqual(mine, plain);
  });

  it('writes what the assembler makes the same word of', function () {
    skipWithoutBinutils(this);
    // Targets and hidden bits cannot be written in assembly; some names are for binutils alone; and of the last
    // ones the assembler refuses operands that make no sense.
    const operandsSkipped = ['branch', 'jump', 'c0', 'c1', 'anyfsf', 'zero'];
    const namesSkipped = ['jalr', 'mfps', 'mtps', 'mfpc', 'mtpc', 'vilwr.dest', 'viswr.dest'];
    const words = rows
      .filter(({ mnemonic }) => !namesSkipped.includes(mnemonic))
      .filter(({ operands }) => !operands.some((operand) => operandsSkipped.includes(operand)))
      .flatMap((row) => samples(row, 4));
    const register = new RegExp(`(?<![$\\w])(?=(?:${gprNames.join('|')})\\b)`, 'g');
    const source = words.map((word) => {
      const [mnemonic = '', ...operands] = disassemble(word, 0, undefined, false).split(' ');
      return `${mnemonic} ${operands.join(' ').replace(register, '$')}`;
    });
    assert.deepEqual(assemble(source.join('\n')).slice(0, words.length), words);
  });

  it('writes the aliases that objdump writes', function () {
    skipWithoutBinutils(this);
    const names = [
      'or',
      'addu',
      'daddu',
      'addiu',
      'ori',
      'sub',
      'subu',
      'dsubu',
      'beq',
      'bne',
      'beql',
      'bnel',
    ];
    const words = [...names, 'bgezal', 'jalr', 'sll', 'lw', 'daddiu', 'sw'].flatMap((name) => {
      const row = instructionNamed(name);
      assert.ok(row, name);
      // Each register field zero by turns, so that the aliases appear.
      return samples(row, 6).flatMap((word) =>
        [0, 0x03e00000, 0x001f0000, 0x0000f800].map((zero) => ((word & ~zero) | row.match) >>> 0),
      );
    });
    words.push(0);
    const theirs = objdump(words, ADDRESS, true);
    words.forEach((word, index) => {
      assert.equal(disassemble(word, ADDRESS + index * 4), theirs[index], word.toString(16));
    });
  });

  it('names targets by symbols and operands without binutils', () => {
    const symbols = (address: number) => (address === 0x00100008 ? 'main' : undefined);
    assert.equal(disassemble(0x10400001, ADDRESS, symbols), 'beqz v0,0x100008 <main>');
    assert.equal(disassemble(0x0c040002, ADDRESS, symbols), 'jal 0x100008 <main>');
    assert.equal(disassemble(0x0c040003, ADDRESS, symbols), 'jal 0x10000c');
    assert.equal(disassemble(0x8fbf0010, ADDRESS), 'lw ra,16(sp)');
    assert.equal(disassemble(0x46010802, ADDRESS), 'mul.s $f0,$f1,$f1');
    assert.equal(disassemble(0x46020044, ADDRESS), 'sqrt.s $f1,$f2');
    assert.equal(disassemble(0x4be31068, ADDRESS), 'vadd.xyzw $vf1xyzw,$vf2xyzw,$vf3xyzw');
    assert.equal(disassemble(0x03e00008, ADDRESS), 'jr ra');
    assert.equal(disassemble(0, ADDRESS), 'nop');
  });
});
