import assert from 'node:assert/strict';
import { completionsAt } from '../../../language-server/assembly/completion';
import { hintsIn } from '../../../language-server/assembly/hints';
import { hoverAt } from '../../../language-server/assembly/hover';
import { definitionsAt, placesAt } from '../../../language-server/assembly/navigation';
import { foldingOf, outlineOf } from '../../../language-server/assembly/outline';
import { signatureAt } from '../../../language-server/assembly/signature';
import type { Dialect } from '../../../language-server/assembly/dialect';
import { mnemonicOf, writtenNames } from '../../../language-server/assembly/mnemonics';
import { instructionHelp } from '../../../language-server/assembly/instructionHelp';
import { AssemblyDocument } from '../../../language-server/assembly/document';
import { documentOf } from './support';

/** A text with `|` at the position that is asked about, 0 or 1 times. */
function cursor(marked: string, dialect: Dialect = 'r5900') {
  const at = marked.indexOf('|');
  const before = marked.slice(0, at).split('\n');
  const document = documentOf(marked.replace('|', ''), dialect);
  return {
    sources: { document, included: [], missing: [] },
    document,
    line: before.length - 1,
    character: before.at(-1)?.length ?? 0,
  };
}

function hover(marked: string, dialect: Dialect = 'r5900'): string {
  const { sources, line, character } = cursor(marked, dialect);
  const contents = hoverAt(sources, line, character)?.contents;
  return typeof contents === 'object' && 'value' in contents ? contents.value : '';
}

function complete(marked: string, dialect: Dialect = 'r5900'): string[] {
  const { sources, line, character } = cursor(marked, dialect);
  return completionsAt(sources, line, character).map(({ label }) => label);
}

describe('hover', () => {
  it('says what an instruction does, its operands, timing, portability, word and sources', () => {
    const text = hover('pma|ddh $v0, $v1, $a0');
    for (const part of [
      'pmaddh rd, rs, rt',
      'Multiplies eight pairs of signed halfwords',
      'h: eight signed products added',
      '`rd`: general register, result',
      'Latency 4 cycles, throughput 2 cycles',
      'both multipliers',
      'EE Core',
      '`0x70641409`',
    ])
      assert.ok(text.includes(part), `${part} in\n${text}`);
    assert.match(hover('pmad|dw $v0, $v1, $a0'), /Not portable.*pmultw/);
    assert.match(hover('vmulaw.xyz| $ACC, $vf1, $vf2w'), /component w for every component/);
    assert.match(hover('li| $v0, 5'), /assembler expands it to one or more/);
    assert.match(
      hover('NOP DI|V Q, VF00w, VF01x', 'vsm'),
      /Latency 7 cycles, throughput 7 cycles; lower column, FDIV/,
    );
    assert.match(hover('NOP ESI|N P, VF01x', 'vsm'), /Latency 29 cycles, throughput unknown.*\n\nVU1 only/s);
  });

  it('knows every instruction of every dialect', () => {
    for (const dialect of ['r5900', 'vsm', 'vcl'] as const)
      for (const name of writtenNames(dialect)) {
        const mnemonic = mnemonicOf(name, dialect);
        assert.ok(mnemonic, name);
        assert.match(instructionHelp(mnemonic, dialect), /^```text\n.*\n```\n\n[A-Z].*\*Source: /s, name);
      }
  });

  it('explains registers, names and directives, and nothing in comments', () => {
    assert.match(hover('addu $v0, $s|p, $a0'), /stack pointer/);
    assert.match(hover('addu $v0, $2|9, $a0'), /\$sp/);
    assert.match(hover('NOP LQ VF0|0, 0(VI00)', 'vsm'), /always 0, 0, 0, 1/);
    assert.match(
      hover('SIZE = 4 * 16\naddiu $v0, $v0, SI|ZE'),
      /constant, line 1\n\n```text\nSIZE = 4 \* 16/,
    );
    assert.match(hover('.ali|gn 4'), /two to the power of n/);
    assert.match(hover('.s|et noreorder'), /Delay slots are as written/);
    assert.equal(hover('nop # ad|du'), '');
    assert.equal(hover('/* ad|du */'), '');
    assert.equal(hover('|'), '');
  });
});

describe('completion', () => {
  it('offers instructions, macros and directives where one begins', () => {
    const names = complete('.macro twice\n.endm\nmain: |');
    for (const name of ['pmaddh', 'vadd', 'li', 'add.s', 'twice', '.globl', '.set noreorder'])
      assert.ok(names.includes(name), name);
    assert.ok(complete('vadd.|').includes('vadd.xyz'));
    assert.ok(!complete('addu.|').includes('addu.xyz'));
    const lower = complete('NOP |', 'vsm');
    assert.ok(complete('|', 'vsm').includes('opmula'));
    assert.ok(lower.includes('xgkick') && !lower.includes('opmula'));
    assert.ok(complete('--|', 'vcl').includes('--enter'));
  });

  it('offers what fits an operand, and nothing else', () => {
    const integer = complete('main: addu $v0, |');
    assert.ok(integer.includes('$v1') && !integer.includes('$f1') && !integer.includes('main'));
    assert.ok(complete('add.s |').includes('$f1'));
    assert.ok(!complete('add.s |').includes('$v0'));
    const branch = complete('main: nop\nSIZE = 4\nbeq $v0, $v1, |');
    assert.ok(branch.includes('main') && !branch.includes('SIZE'));
    assert.ok(complete('lq $v0, |').includes('0($sp)'));
    assert.ok(complete('SIZE = 4\naddiu $v0, $v0, |').includes('SIZE'));
    assert.deepEqual(complete('vmulq.xyz $vf1, $vf2, |'), ['$Q']);
    assert.ok(complete('NOP SQI VF01, |', 'vsm').includes('(VI03++)'));
    assert.deepEqual(complete('nop # |'), []);
  });

  it('replaces the word that is being typed', () => {
    const { sources, line, character } = cursor('\tpmad|');
    const found = completionsAt(sources, line, character).find(({ label }) => label === 'pmaddh');
    assert.deepEqual(found?.textEdit, {
      range: { start: { line: 0, character: 1 }, end: { line: 0, character: 5 } },
      newText: 'pmaddh',
    });
  });
});

describe('signature help', () => {
  it('marks the operand that is being written', () => {
    const help = (marked: string, dialect: Dialect = 'r5900') => {
      const { document, line, character } = cursor(marked, dialect);
      return signatureAt(document, line, character);
    };
    const addu = help('addu $v0, |');
    assert.equal(addu?.signatures[0]?.label, 'addu rd, rs, rt');
    assert.equal(addu.activeParameter, 1);
    assert.equal(help('lq $v0, 4(|')?.activeParameter, 1);
    assert.equal(help('div $v0, $v1, |')?.signatures.length, 4);
    assert.equal(help('NOP IADDIU VI01, VI02, |', 'vsm')?.signatures[0]?.label, 'iaddiu vit, vis, immediate');
    assert.equal(help('nop |'), undefined);
    assert.equal(help('foo |'), undefined);
    assert.equal(help('addu| $v0'), undefined);
  });
});

describe('names', () => {
  const program = [
    '.globl main',
    'SIZE = 16',
    '.macro twice reg',
    'addu \\reg, \\reg, \\reg',
    '.endm',
    'main:',
    '1: twice $v0',
    'bnez $v0, 1b',
    'nop',
    'b 1f',
    'addiu $v0, $v0, SIZE',
    '1: jal main',
    'nop',
  ].join('\n');
  const places = (line: number, character: number) =>
    placesAt({ document: documentOf(program), included: [], missing: [] }, line, character).map(
      ({ place }) => `${place.role} ${place.line}`,
    );

  it('lead from use to definition and back', () => {
    assert.deepEqual(places(11, 8), ['reference 0', 'definition 5', 'reference 11']);
    assert.deepEqual(places(6, 5), ['definition 2', 'reference 6']);
    assert.deepEqual(places(10, 18), ['definition 1', 'reference 10']);
    assert.deepEqual(places(8, 0), []);
  });

  it('of local labels belong to the nearest', () => {
    assert.deepEqual(places(7, 11), ['definition 6', 'reference 7']);
    assert.deepEqual(places(9, 3), ['reference 9', 'definition 11']);
    assert.deepEqual(places(11, 0), ['reference 9', 'definition 11']);
  });

  it('lead into files that are included, and to the file itself', () => {
    const document = documentOf('.include "other.inc"\nother');
    const other = new AssemblyDocument('file:///other.inc', 'r5900', '\n.macro other\n.endm');
    const sources = { document, included: [other], missing: [] };
    assert.deepEqual(
      definitionsAt(sources, 1, 2).map(({ uri, range }) => [uri, range.start.line]),
      [['file:///other.inc', 1]],
    );
    assert.equal(definitionsAt(sources, 0, 12)[0]?.uri, 'file:///other.inc');
    assert.deepEqual(definitionsAt({ document, included: [], missing: ['other.inc'] }, 0, 12), []);
  });

  it('make the outline and what folds', () => {
    const document = documentOf(program);
    assert.deepEqual(
      outlineOf(document).map(({ name, children }) => [name, children?.map((child) => child.name)]),
      [
        ['SIZE', undefined],
        ['twice', undefined],
        ['main', ['1', '1']],
      ],
    );
    const folds = foldingOf(documentOf('/* a\nb */\n.if 1\nnop\n.endif\nf: nop\nnop\n\ng: nop'));
    assert.deepEqual(
      folds.map(({ startLine, endLine }) => [startLine, endLine]),
      [
        [0, 1],
        [2, 4],
        [5, 6],
      ],
    );
  });
});

describe('inlay hints', () => {
  const labels = (text: string, dialect: Dialect = 'r5900', first = 0, last = 1000) =>
    hintsIn(documentOf(text, dialect), { first, last }).map(
      ({ position, label }) => `${position.line} ${typeof label === 'string' ? label : ''}`,
    );

  it('count cycles, pairs and stalls of a block', () => {
    assert.deepEqual(labels('addu $2, $3, $4\naddu $5, $6, $7'), [
      '0 2 instructions, 1 cycle, 1 pair',
      '1 ∥',
    ]);
    assert.deepEqual(labels('addu $2, $3, $4\naddu $5, $2, $7'), ['0 2 instructions, 2 cycles']);
    assert.deepEqual(labels('mul.s $f0, $f1, $f2\nadd.s $f3, $f0, $f1'), [
      '0 2 instructions, 5 cycles, 3 stalled',
      '1 waits 3: $f0',
    ]);
    assert.deepEqual(
      labels('div $0, $4, $5\nmflo $2'),
      ['0 2 instructions, 38 cycles, 36 stalled', '1 waits 36: lo'].map((line) => line),
    );
    assert.deepEqual(labels('mult $2, $3, $4\nmult1 $5, $6, $7\nlq $8, 0($9)\npaddw $10, $11, $12'), [
      '0 4 instructions, 2 cycles, 2 pairs',
      '1 ∥',
      '3 ∥',
    ]);
    assert.deepEqual(labels('paddw $2, $3, $4\npaddw $5, $6, $7'), ['0 2 instructions, 2 cycles']);
    assert.deepEqual(labels('la $2, far\nlw $3, 0($2)'), ['0 2 instructions, at least 2 cycles']);
  });

  it('begin a block at a label, after a branch with its delay slot, and at a macro', () => {
    const text =
      '.set noreorder\naddu $2, $3, $4\nbne $2, $3, a\nnop\naddu $2, $3, $4\naddu $2, $2, $4\na: nop\nnop';
    assert.deepEqual(
      labels(text).filter((label) => label.includes('instruction')),
      ['1 3 instructions, 3 cycles', '4 2 instructions, 2 cycles', '6 2 instructions, 1 cycle, 1 pair'],
    );
    assert.deepEqual(labels('nop\nfoo\nnop'), []);
    assert.deepEqual(labels(text, 'r5900', 4, 4), ['4 2 instructions, 2 cycles']);
  });

  it('know the four cycles of a vector result and the divider of micro programs', () => {
    assert.deepEqual(labels('ADD.xyz VF01, VF02, VF03 NOP\nMUL.x VF04, VF01, VF01 NOP', 'vsm'), [
      '0 5 cycles, 3 stalled',
      '1 waits 3: VF01',
    ]);
    assert.deepEqual(labels('ADD.xyz VF01, VF02, VF03 NOP\nMUL.w VF04, VF01, VF01 NOP', 'vsm'), [
      '0 2 cycles',
    ]);
    assert.deepEqual(labels('NOP DIV Q, VF00w, VF01w\nNOP WAITQ\nMULq VF02, VF02, Q NOP', 'vsm'), [
      '0 9 cycles, 6 stalled',
      '1 waits 6: FDIV',
    ]);
    assert.deepEqual(labels('add a, b, c\nmul d, a, a', 'vcl'), []);
  });

  it('let a chain of multiply-adds start one each cycle', () => {
    const chain = ['MULAx ACC, VF01, VF05x', 'MADDAy ACC, VF02, VF05y', 'MADDw VF06, VF03, VF05w'];
    assert.deepEqual(labels(chain.map((line) => `${line} NOP`).join('\n'), 'vsm'), ['0 3 cycles']);
    const core = 'mula.s $f1, $f2\nmadda.s $f3, $f4\nmadd.s $f5, $f6, $f7\nmov.s $f8, $f5';
    assert.deepEqual(labels(core), ['0 4 instructions, 7 cycles, 3 stalled', '3 waits 3: $f5']);
  });
});
