import assert from 'node:assert/strict';
import { codes, findings } from './support';

const NOREORDER = '.set noreorder\n';

/** Each kind of finding: texts that have it, in which lines, and texts that must not have any. */
describe('findings of R5900 assembly', () => {
  const cases: Readonly<
    Record<string, { readonly for: readonly [string, string[]][]; readonly against: readonly string[] }>
  > = {
    'unknown instructions': {
      for: [
        ['\tfoo $v0', ['unknown-instruction 1']],
        ['cvt.w.s $f0, $f1', ['unknown-instruction 1']],
        ['nop\nlabel: adu $v0, $v1, $a0', ['unknown-instruction 2']],
      ],
      against: [
        '.macro foo a\n\taddu \\a, \\a, $v0\n.endm\n\tfoo $v0',
        '#define foo nop\n\tfoo',
        '\\name $v0',
        '.word 1',
        '# foo',
        '#define RETURN \\\n\tjr $31; \\\n\tfoo\n\tnop',
        '/* foo\nfoo */ nop',
        '// foo',
      ],
    },
    'operands that do not fit': {
      for: [
        ['addu $v0, $v1, $f0', ['operand 1']],
        ['addu $v0', ['operand 1']],
        ['lw $v0, $v1', ['operand 1']],
        ['nop ; sll $v0, $v1, 32', ['operand 1']],
      ],
      against: [
        'addu $v0, $v1, $a0',
        '#define COUNT $t9\naddu $v0, COUNT, $a0',
        '.macro m a, b\naddu \\a, \\b, $v0\n.endm',
        'addiu $v0, $v1, SIZE',
        '#define v0 $2\naddu v0, v0, v0',
      ],
    },
    'instructions that emulators get wrong': {
      for: [
        ['pmaddw $v0, $v1, $a0', ['emulators 1']],
        ['pmfhl.slw $v0', ['emulators 1']],
      ],
      against: ['pmaddh $v0, $v1, $a0', 'pmultw $v0, $v1, $a0', 'pmfhl.lw $v0'],
    },
    'addresses that are not aligned': {
      for: [
        ['lq $v0, 8($sp)', ['unaligned 1']],
        ['sqc2 $vf1, 4($zero)', ['unaligned 1']],
        ['lw $v0, 2($sp)', ['unaligned 1']],
        ['ld $v0, 4($sp)', ['unaligned 1']],
        ['lq $v0, 8($t0)', ['unaligned 1']],
        ['ld $v0, 12($t0)', ['unaligned 1']],
        ['li $t0, 0x70000004\nlq $v0, 0($t0)', ['unaligned 2']],
        ['lui $t0, 0x7000\nori $t0, $t0, 8\nsq $v0, 16($t0)', ['unaligned 3']],
        ['.data\n.align 4\na: .word 1\nb: .word 2\n.text\nla $t0, b\nlq $v0, 0($t0)', ['unaligned 7']],
        [
          '.balign 16\n.byte 1, 2\ntable: .word 1\nla $t0, table\nmove $t1, $t0\nlw $v0, 0($t1)',
          ['unaligned 6'],
        ],
      ],
      against: [
        'lq $v0, 16($sp)',
        'lq $v0, 16($t0)',
        'lw $v0, 2($t0)',
        'lw $v0, 4($sp)',
        'lb $v0, 1($sp)',
        'li $t0, 0x70000004\nlq $v0, 12($t0)',
        'li $t0, 4\njal f\nlq $v0, 0($t0)',
        'li $t0, 4\nagain: lq $v0, 0($t0)',
        'li $t0, 4\naddu $t0, $t0, $v1\nlq $v0, 0($t0)',
        '.data\n.align 4\na: .word 1, 2, 3, 4\nb: .word 2\n.text\nla $t0, b\nlq $v0, 0($t0)',
        '.data\na: .word 1\nb: .word 2\n.text\nla $t0, b\nlq $v0, 0($t0)',
        '.data\n.align 4\n.word 1\n.ascii "text"\nb: .word 2\n.text\nla $t0, b\nlq $v0, 0($t0)',
      ],
    },
    'branches in delay slots': {
      for: [
        [`${NOREORDER}beq $v0, $v1, a\nj b\nnop`, ['delay-slot-branch 3']],
        [`${NOREORDER}jr $ra\neret\nnop`, ['delay-slot-branch 3']],
      ],
      against: [
        'beq $v0, $v1, a\nj b\nnop',
        `${NOREORDER}beq $v0, $v1, a\nnop\nj b\nnop`,
        `${NOREORDER}.set push\n.set reorder\nbeq $v0, $v1, a\nj b\n.set pop\nnop`,
        `${NOREORDER}#if 1\nj b\n#else\nnop\n#endif\nnop\n`,
      ],
    },
    'labels in delay slots': {
      for: [[`${NOREORDER}b far\nhere: addu $v0, $v0, $v1`, ['delay-slot-label 2']]],
      against: [`${NOREORDER}b far\nnop\nhere: addu $v0, $v0, $v1`, `b far\nhere: addu $v0, $v0, $v1`],
    },
    'empty delay slots': {
      for: [[`${NOREORDER}nop\njr $ra`, ['delay-slot-missing 3']]],
      against: [`${NOREORDER}jr $ra\nnop`, 'jr $ra', `${NOREORDER}.macro ret\njr $ra\n.endm`],
    },
    'more than fits a delay slot': {
      for: [
        [`${NOREORDER}jal f\nla $a0, table`, ['delay-slot-expands 3']],
        [`${NOREORDER}jal f\nli $a0, 0x12345`, ['delay-slot-expands 3']],
        [`${NOREORDER}.macro two\nnop\nnop\n.endm\njal f\ntwo`, ['delay-slot-expands 7']],
      ],
      against: [
        `${NOREORDER}jal f\nli $a0, 5`,
        `${NOREORDER}jal f\nli $a0, 0x10000`,
        `${NOREORDER}jal f\nmove $a0, $v0`,
        `${NOREORDER}jal f\naddu $a0, $v0, 4`,
        'jal f\nla $a0, table',
      ],
    },
    'the return address in the delay slot of a call': {
      for: [
        [`${NOREORDER}jal f\nsw $ra, 4($sp)`, ['delay-slot-return-address 3']],
        [`${NOREORDER}jal f\nmove $ra, $v0`, ['delay-slot-return-address 3']],
      ],
      against: [`${NOREORDER}jr $ra\nlw $ra, 4($sp)`, `${NOREORDER}jal f\nsw $v0, 4($sp)`],
    },
    'short loops': {
      for: [
        [`${NOREORDER}1: lw $v0, 0($a0)\nbnez $v0, 1b\naddiu $a0, $a0, 4`, ['short-loop 3']],
        [`${NOREORDER}loop: nop\nnop\nnop\nnop\nbne $v0, $v1, loop\naddiu $v0, $v0, 1`, ['short-loop 6']],
        [`${NOREORDER}loop: bgtz $v0, loop\naddiu $v0, $v0, -1`, ['short-loop 2']],
      ],
      against: [
        '1: lw $v0, 0($a0)\nbnez $v0, 1b\naddiu $a0, $a0, 4',
        `${NOREORDER}1: lw $v0, 0($a0)\naddiu $a0, $a0, 4\nbnez $v0, 1b\nnop`,
        `${NOREORDER}loop: nop\nnop\nnop\nnop\nnop\nbne $v0, $v1, loop\naddiu $v0, $v0, 1`,
        `${NOREORDER}loop: beqz $v0, out\nnop\nbne $v0, $v1, loop\naddiu $v0, $v0, 1`,
        `${NOREORDER}bne $v0, $v1, loop\naddiu $v0, $v0, 1\nloop: nop`,
        `${NOREORDER}loop: nop\nb loop\naddiu $v0, $v0, 1`,
      ],
    },
  };
  for (const [name, { for: has, against }] of Object.entries(cases)) {
    for (const [text, expected] of has)
      it(`find ${name}: ${JSON.stringify(text)}`, () => assert.deepEqual(codes(text), expected));
    for (const text of against)
      it(`find no ${name}: ${JSON.stringify(text)}`, () => assert.deepEqual(codes(text), []));
  }

  it('say what is wrong, with numbers, and how to put it right', () => {
    const [loop] = findings(`${NOREORDER}1: lw $v0, 0($a0)\n\tbnez $v0, 1b\n\taddiu $a0, $a0, 4`);
    assert.match(loop?.message ?? '', /loop of 3 instructions .* more?|short-loop erratum/);
    assert.equal(loop?.fix?.title, 'Insert 4 nops before the branch to make the loop 7 instructions long');
    assert.equal(loop.fix.text, '\tnop\n'.repeat(4));
    const [quad] = findings('lq $v0, 40($sp)');
    assert.match(quad?.message ?? '', /40\(\$sp\) .* not a multiple of 16: lq .* reads 8 bytes lower/);
    const [count] = findings('addu $v0');
    assert.equal(count?.message, 'addu expects 3 operands, rd, rs, rt, found 1.');
    const [name] = findings('cvt.w.s $f0, $f1');
    assert.equal(name?.fix?.text, 'trunc.w.s');
    const [near] = findings('qfsrvv $v0, $v1, $a0');
    assert.deepEqual(
      [near?.message, near?.fix?.text],
      ['Unknown instruction qfsrvv for the R5900: did you mean qfsrv?', 'qfsrv'],
    );
    const [far] = findings('frobnicate $v0');
    assert.deepEqual([far?.message, far?.fix], ['Unknown instruction frobnicate for the R5900.', undefined]);
    const [several] = findings('adu $v0, $v1, $a0');
    assert.match(several?.message ?? '', /: did you mean add or addu\?$/);
    const [odd] = findings('lq $v0, 8($t0)');
    assert.equal(
      odd?.message,
      'The offset 8 is not a multiple of 16: unless the base makes up for it, lq ignores the low four address bits.',
    );
    const [constant] = findings('lqc2 $vf0, 0($a0)');
    assert.equal(constant?.message, 'VF00 always holds 0, 0, 0, 1: this result is lost.');
    const [bare] = findings('addu v0, $v1, $a0');
    assert.deepEqual([bare?.message, bare?.fix?.text], ['v0 is written $v0.', '$v0']);
  });

  it('are less sure of names when a file that is included cannot be read', () => {
    const [finding] = findings('#include "regs.h"\nfoo v0', 'r5900', ['regs.h']);
    assert.equal(finding?.severity, 'information');
    assert.match(finding.message, /regs\.h, which could not be read/);
  });
});

describe('findings of micro programs', () => {
  const cases: Readonly<
    Record<string, { readonly for: readonly [string, string[]][]; readonly against: readonly string[] }>
  > = {
    'unknown instructions and wrong columns': {
      for: [
        ['FOO VF01, VF02 NOP', ['unknown-instruction 1']],
        ['NOP FOO', ['unknown-instruction 1']],
        ['LQ VF01, 0(VI01) NOP', ['wrong-slot 1']],
        ['NOP ADD.xyz VF01, VF02, VF03', ['wrong-slot 1']],
        ['ADD.xyz VF01, VF02, VF03', ['wrong-slot 1']],
      ],
      against: [
        'NOP LQ.xyz VF01, 0(VI01)',
        'mulax ACC,VF01,VF16x nop',
        'nop[E] nop\nnop nop',
        '; FOO',
        'mpg 0, *',
        'NOP LOI 2047.5',
        'nop lq.w VF07,((((0) + 1) + 1) + 6)(VI00)',
      ],
    },
    'operands that do not fit': {
      for: [
        ['ADD.xyz VF01, VI02, VF03 NOP', ['operand 1']],
        ['NOP IADDIU VI01, VI02, 0x8000', ['operand 1']],
        ['NOP IADD VI01, VI02, VI16', ['operand 1']],
        ['NOP DIV Q, VF01, VF02x', ['operand 1']],
        ['MULx.xyz VF01, VF02, VF03y NOP', ['operand 1']],
        ['NOP FCAND VI02, 0x3f', ['operand 1']],
      ],
      against: ['ADD.xyz VF01, VF02, VF03 NOP', 'MULx.xyz VF01, VF02, VF03x NOP', 'NOP FCAND VI01, 0x3f'],
    },
    'columns that write one register': {
      for: [['ADD.xyz VF01, VF02, VF03 LQ VF01, 0(VI01)', ['same-register 1']]],
      against: ['ADD.xyz VF01, VF02, VF03 LQ VF02, 0(VI01)', 'ADD.xyz VF01, VF02, VF03 SQ VF01, 0(VI01)'],
    },
    'results that VF00 does not keep': {
      for: [
        ['NOP LQ VF00, 0(VI01)', ['constant-register 1']],
        ['MAX.xyz VF00, VF01, VF02 NOP', ['constant-register 1']],
        ['NOP MOVE VF00, VF01', ['constant-register 1']],
      ],
      against: ['SUB.xyz VF00, VF01, VF02 NOP', 'NOP SQ VF00, 0(VI01)', 'ADD VF01, VF00, VF02 NOP'],
    },
    'the end of a program': {
      for: [
        ['NOP[E] NOP', ['end-bit 1']],
        ['NOP[E] B main\nNOP NOP', ['end-bit 1']],
        ['NOP[E] NOP\nNOP B main\nNOP NOP', ['end-bit 1']],
      ],
      against: ['NOP[E] NOP\nNOP NOP', 'NOP[D] NOP', 'MAXi[E].w VF10, VF00, I NOP\nNOP NOP'],
    },
    'branches in delay slots': {
      for: [
        ['NOP B main\nNOP JR VI15\nNOP NOP', ['delay-slot-branch 2']],
        ['NOP B main', ['delay-slot-missing 1']],
      ],
      against: ['NOP B main\nNOP NOP', 'loop: NOP IBNE VI01, VI02, loop\nADD VF01, VF02, VF03 NOP'],
    },
    'Q that is read too early': {
      for: [
        ['NOP DIV Q, VF00w, VF01w\nMULq VF02, VF02, Q NOP', ['divider 2']],
        [`NOP RSQRT Q, VF00w, VF01x\n${'NOP NOP\n'.repeat(11)}ADDq VF02, VF02, Q NOP`, ['divider 13']],
      ],
      against: [
        'NOP DIV Q, VF00w, VF01w\nNOP WAITQ\nMULq VF02, VF02, Q NOP',
        `NOP DIV Q, VF00w, VF01w\n${'NOP NOP\n'.repeat(6)}MULq VF02, VF02, Q NOP`,
        // Two stalls of three cycles each take as long as six lines.
        'ADD VF01, VF02, VF03 DIV Q, VF00w, VF05w\nADD VF04, VF01, VF01 NOP\nMULq VF06, VF04, Q NOP',
        'NOP DIV Q, VF00w, VF01w\nlater: MULq VF02, VF02, Q NOP',
        'MULq VF02, VF02, Q NOP',
      ],
    },
  };
  for (const [name, { for: has, against }] of Object.entries(cases)) {
    for (const [text, expected] of has)
      it(`find ${name}: ${JSON.stringify(text)}`, () => assert.deepEqual(codes(text, 'vsm'), expected));
    for (const text of against)
      it(`find no ${name}: ${JSON.stringify(text)}`, () => assert.deepEqual(codes(text, 'vsm'), []));
  }
});

describe('findings of VCL', () => {
  it('know instructions and leave names of registers to the tool', () => {
    const program = [
      '.syntax new',
      '.name program',
      '.vu',
      '.init_vf_all',
      '--enter',
      'in_vf matrix(vf01)',
      '--endenter',
      'lq row0, 0(vi00)',
      'iaddiu counter, vi00, 3',
      'loop: --LoopCS 1, 3',
      'lqi vertex, (pointer++)',
      'mul acc, row0, vertex[x]',
      'madd.xyz vertex, row0, vertex[w]',
      'div q, vf00[w], vertex[w]',
      'mul.xyz vertex, vertex, q',
      'loi 2048.0',
      'addi.xy vertex, vertex, i',
      'clipw.xyz vertex, vertex',
      'ibne counter, vi00, loop',
      'xgkick kick',
      '--exit',
      '--endexit',
    ].join('\n');
    assert.deepEqual(codes(program, 'vcl'), []);
    assert.deepEqual(codes('mull a, b, c', 'vcl'), ['unknown-instruction 1']);
    assert.deepEqual(codes('add a, b', 'vcl'), ['operand 1']);
  });
});
