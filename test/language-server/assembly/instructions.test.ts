import assert from 'node:assert/strict';
import fc from 'fast-check';
import { instructions, type Instruction } from '../../../ee/table';
import { disassembleVuWord } from '../../../ee/vu/disassemble';
import { vuInstructions } from '../../../ee/vu/table';
import { wordOf } from '../../../language-server/assembly/encoding';
import { mnemonicOf, writtenNames } from '../../../language-server/assembly/mnemonics';
import { assemble, assembles, skipWithoutBinutils } from '../../ee/binutils';
import { ADDRESS, documentOf, read, written } from './support';
import { instructionOf } from '../../../language-server/assembly/instruction';

/** Targets, which are relative; they are written as labels. */
const hasTarget = ({ operands }: Instruction): boolean =>
  operands.some((operand) => operand === 'branch' || operand === 'jump');

/** Words with random operands, always the same ones, that an assembler can be asked for. */
function samples(row: Instruction, count: number): number[] {
  return fc.sample(fc.nat(0xffffffff), { numRuns: count, seed: row.match }).map((random) => {
    // No component is no instruction, and integer registers of VU0 end at 15.
    const dest = row.mnemonic.endsWith('.dest') ? 0x00200000 : 0;
    const few = /^v(?:i|mfir|mtir|[ls]q[id])/.test(row.mnemonic) ? 0xffef7bff : 0xffffffff;
    // GNU as refuses a jalr from the register that it writes, and branches that link from $ra.
    if (row.mnemonic === 'jalr') return ((random & 0x01e0_0000) | row.match | 0x0200_1000) >>> 0;
    if (hasTarget(row)) return ((random & ~row.mask & ~0x0200_0000) | row.match) >>> 0;
    if (row.mnemonic === 'vsqrt') return ((random & 0x019f0000) | row.match | 0x00200000) >>> 0;
    if (/^vi[ls]wr/.test(row.mnemonic)) return ((random & few & 0x001ff800) | row.match | 0x00800000) >>> 0;
    return ((random & few & ~row.mask) | row.match | dest) >>> 0;
  });
}

/** GNU as puts the operand of sqrt.s into fs, and exchanges fs and ft of two others, against the manuals. */
const encodedOtherwise = new Set(['sqrt.s', 'vadda.dest', 'vmsuba.dest']);
/** Words that GNU as has no text for: it knows one form of the performance counters, of div and of ignored bits. */
const notWritten = new Set(['mfps', 'mtps', 'mfpc', 'mtpc']);

describe('instructions of the language server', () => {
  const rows = instructions.filter(({ mnemonic }) => !notWritten.has(mnemonic));
  const words = rows.filter((row) => !hasTarget(row)).flatMap((row) => samples(row, 6));

  it('become the words that they were made from', () => {
    for (const word of words) {
      const text = written(word);
      assert.equal(wordOf(read(text)), word, text);
    }
  });

  it('become the words that GNU as makes of them, every one of the table', function () {
    skipWithoutBinutils(this);
    const lines = words.map(written);
    const theirs = assemble(lines.join('\n'), ADDRESS);
    const different = new Set<string>();
    lines.forEach((line, index) => {
      const { mnemonic } = read(line);
      if (wordOf(read(line)) !== theirs[index]) different.add(mnemonic.row.mnemonic);
    });
    assert.deepEqual([...different].sort(), [...encodedOtherwise].sort());
  });

  it('write the performance counters as GNU as does', function () {
    skipWithoutBinutils(this);
    // Its disassembler has no text for the form with the lowest bit, which its assembler writes.
    const lines = ['mfps $v0,0', 'mtps $v1,0', 'mfpc $v0,0', 'mfpc $v0,1', 'mtpc $v1,0', 'mtpc $v1,1'];
    const theirs = assemble(lines.join('\n'), ADDRESS);
    for (const [i, line] of lines.entries()) {
      assert.equal(wordOf(read(line)), theirs[i], line);
      assert.equal(written(theirs[i] ?? 0), line);
    }
  });

  it('take a label where GNU as takes one, for every branch and jump', function () {
    skipWithoutBinutils(this);
    const lines = rows
      .filter(hasTarget)
      .map((row) => written(samples(row, 1)[0] ?? 0).replace(/0x[0-9a-f]+$/, '__start'));
    assert.equal(assemble(lines.join('\n'), ADDRESS).length >= lines.length, true);
    for (const line of lines) assert.deepEqual(read(line).problems, [], line);
    assert.equal(lines.length, 30);
  });

  it('are written in micro programs as they are read', () => {
    for (const row of vuInstructions.filter(({ mask }) => mask !== 0)) {
      for (const word of samples(row, 4)) {
        const dest = row.mnemonic.endsWith('.dest') ? 0x00200000 : 0;
        const few = row.slot === 'lower' ? word & 0xffef7bff : word & 0x07ffffff;
        const plain = ((few & ~row.mask) | row.match | dest) >>> 0;
        const text = disassembleVuWord(plain, row.slot, 0x800);
        if (/0x[0-9a-f]{3,}$/.test(text) && row.operands.includes('branch11')) continue;
        const line = row.slot === 'upper' ? `${text} NOP` : `NOP ${text}`;
        const [upper, lower] = documentOf(line, 'vsm').lines[0]?.statements ?? [];
        const statement = row.slot === 'upper' ? upper : lower;
        assert.ok(statement, line);
        const instruction = instructionOf(statement, 'vsm');
        assert.ok(instruction, line);
        assert.deepEqual(instruction.problems, [], line);
        const hidden = row.operands.includes('anyfsf') ? 0x00600000 : 0;
        assert.equal(((wordOf(instruction) ?? -1) & ~hidden) >>> 0, (plain & ~hidden) >>> 0, line);
      }
    }
  });
});

describe('operands', () => {
  /** Whether GNU as takes a line, and what we say of it. */
  const cases: readonly (readonly [line: string, taken: boolean])[] = [
    ['addu $v0, $v1, $a0', true],
    ['ADDU $v0, $v1, $a0', true],
    ['addu $v0, $v1', true],
    ['addu $v0, $v1, 5', true],
    ['addu $v0, 5', true],
    ['addu v0, v1, a0', false],
    ['addu $V0, $v1, $a0', false],
    ['addu $v0, $f1, $a0', false],
    ['addu $v0', false],
    ['addu $v0, $v1, $a0, $a1', false],
    ['addiu $v0, $v1, 0xffff', true],
    ['addiu $v0, $v1, -32768', true],
    ['addiu $v0, $v1, 65536', false],
    ['addiu $v0, $v1, $a0', false],
    ['andi $v0, $v1, -1', false],
    ['lui $v0, 0xffff', true],
    ['sll $v0, $v1, 31', true],
    ['sll $v0, $v1, 32', false],
    ['dsll $v0, $v1, 40', true],
    ['lw $v0, 4($sp)', true],
    ['lw $v0, ($sp)', true],
    ['lw $v0, (2 + 2) * 4($sp)', true],
    ['lw $v0, __start', true],
    ['lw $v0, %lo(__start)($v1)', true],
    ['lw $v0, 0x12345($v1)', true],
    ['lw $v0, $v1', false],
    ['lw $v0, 4($f1)', false],
    ['lw $f0, 4($sp)', false],
    ['lwc1 $f0, 4($sp)', true],
    ['lwc1 $v0, 4($sp)', false],
    ['lq $v0, 16($sp)', true],
    ['mult $v0, $v1', true],
    ['mult $v0, $v1, $a0', true],
    ['div $v0, $v1, $a0', true],
    ['div $zero, $v1, $a0', true],
    ['div1 $zero, $v1, $a0', true],
    ['div1 $v0, $v1, $a0', false],
    ['pmaddh $v0, $v1, $a0', true],
    ['pmaddh $v0, $v1', false],
    ['pmfhl.lw $v0', true],
    ['pmfhl $v0', false],
    ['psllh $v0, $v1, 15', true],
    ['qfsrv $v0, $v1, $a0', true],
    ['add.s $f0, $f1, $f2', true],
    ['add.s $f0, $f1', true],
    ['add.s $f0, $f1, $v0', false],
    ['abs.s $f0', true],
    ['sqrt.s $f0', false],
    ['cvt.w.s $f0, $f1', false],
    ['c.olt.s $f0, $f1', false],
    ['add.d $f0, $f2, $f4', false],
    ['dmult $v0, $v1', false],
    ['ll $v0, 0($v1)', false],
    ['mtc1 $v0, $f1', true],
    ['cfc1 $v0, $31', true],
    ['mfc0 $v0, $12', true],
    ['beq $v0, $v1, __start', true],
    ['beq $v0, 5, __start', true],
    ['beq $v0, $v1', false],
    ['beq $v0, $v1, $a0', false],
    ['beqz $v0, __start', true],
    ['bgtu $v0, 7, __start', true],
    ['j $ra', true],
    ['jalr $v0', true],
    ['jal __start', true],
    ['li $v0, 0x12345678', true],
    ['la $v0, __start', true],
    ['move $v0, $v1', true],
    ['move $v0, 5', false],
    ['nop', true],
    ['nop $v0', false],
    ['break', true],
    ['break 5, 6', true],
    ['syscall 5', true],
    ['teq $v0, $v1', true],
    ['teq $v0, $v1, 7', true],
    ['ei', true],
    ['sync.l', true],
    ['vadd.xyz $vf1, $vf2, $vf3', true],
    ['vadd.xyz $vf1xyz, $vf2xyz, $vf3xyz', true],
    ['vadd $vf1, $vf2, $vf3', true],
    ['vadd.yx $vf1, $vf2, $vf3', false],
    ['vadd.xyz $vf1xy, $vf2, $vf3', false],
    ['vadd.xyz vf1, vf2, vf3', false],
    ['vadd.xyz $vf01, $vf2, $vf3', false],
    ['vadd.xyz $vf1, $vf2, $vf32', false],
    ['vaddx.x $vf1, $vf2, $vf3', true],
    ['vaddx.x $vf1x, $vf2x, $vf3x', true],
    ['vaddx.x $vf1x, $vf2x, $vf3y', false],
    ['vmula.xyzw $ACC, $vf1, $vf2', true],
    ['vmula.xyzw ACC, $vf1, $vf2', false],
    ['vmula.xyzw $acc, $vf1, $vf2', false],
    ['vmulq.xyz $vf1, $vf2, $Q', true],
    ['vmulq.xyz $vf1, $vf2, Q', false],
    ['vmulq.xyz $vf1, $vf2, $I', false],
    ['vdiv $Q, $vf1x, $vf2y', true],
    ['vdiv $Q, $vf1, $vf2y', false],
    ['vclipw.xyz $vf1, $vf2w', true],
    ['vclipw $vf1, $vf2', true],
    ['vopmula $ACC, $vf1, $vf2', true],
    ['vopmula.xy $ACC, $vf1, $vf2', false],
    ['vsqi.xyzw $vf1, ($vi2++)', true],
    ['vsqi.xyzw $vf1, ($vi2)', false],
    ['vlqd.xyzw $vf1, (--$vi2)', true],
    ['vlqd.xyzw $vf1, ($vi2--)', false],
    ['viaddi $vi1, $vi2, -16', true],
    ['viaddi $vi1, $vi2, 16', false],
    ['vcallms 8', true],
    ['vcallmsr $vi27', true],
    ['qmtc2.ni $v0, $vf3', true],
    ['qmfc2.i $v0, $vf3', true],
    ['cfc2 $v0, $vi16', true],
    ['foo $v0', false],
  ];

  it('are taken and refused as GNU as does', function () {
    skipWithoutBinutils(this);
    const theirs = assembles(cases.map(([line]) => line));
    cases.forEach(([line, taken], index) => {
      assert.equal(theirs[index], taken, `GNU as: ${line}`);
    });
  });

  for (const [line, taken] of cases)
    it(`${taken ? 'takes' : 'refuses'} ${line}`, () => {
      const statement = documentOf(line).lines[0]?.statements[0];
      assert.ok(statement);
      const instruction = instructionOf(statement, 'r5900');
      assert.equal(
        instruction !== undefined && instruction.problems.length === 0,
        taken,
        JSON.stringify(instruction?.problems),
      );
    });

  it('know every pseudo instruction in a form that GNU as takes', function () {
    skipWithoutBinutils(this);
    const texts: Readonly<Record<string, string>> = {
      value: '5',
      sa: '3',
      sa64: '40',
      uimm: '5',
      branch: '__start',
      address: '__start',
      'offset(base)': '1($4)',
      float: '1.5',
    };
    const lines = writtenNames('r5900').flatMap((name) => {
      const mnemonic = mnemonicOf(name, 'r5900');
      assert.ok(mnemonic, name);
      const own = mnemonic.pseudo === undefined ? mnemonic.forms.slice(1) : mnemonic.forms;
      return own.map((form) =>
        `${name} ${form.map((operand) => texts[operand] ?? (/^f/.test(operand) ? '$f2' : '$3')).join(', ')}`.trim(),
      );
    });
    const theirs = assembles(lines);
    assert.deepEqual(
      lines.filter((_, index) => theirs[index] !== true),
      [],
    );
    for (const line of lines) assert.deepEqual(read(line).problems, [], line);
    assert.ok(lines.length > 150);
  });
});
