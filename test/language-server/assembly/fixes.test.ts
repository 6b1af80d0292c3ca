import assert from 'node:assert/strict';
import type { Dialect } from '../../../language-server/assembly/dialect';
import type { Fix } from '../../../language-server/assembly/findings';
import { codes, findings } from './support';

const NOREORDER = '.set noreorder\n';

/** The text after a change. */
function changed(text: string, line: number, fix: Fix): string {
  const lines = text.split('\n');
  const at = fix.line ?? line;
  const old = lines[at] ?? '';
  lines[at] = old.slice(0, fix.span.start) + fix.text + old.slice(fix.span.end);
  return lines.join('\n');
}

interface Case {
  readonly dialect?: Dialect;
  /** What is wrong, and what it becomes. */
  readonly for: readonly (readonly [text: string, becomes: string])[];
  /** Wrong in the same way, where nobody can say for the writer what is right. */
  readonly against: readonly string[];
}

describe('quick fixes of assembly', () => {
  const cases: Readonly<Record<string, Case>> = {
    'an instruction that has another name here': {
      for: [['cvt.w.s $f0, $f1', 'trunc.w.s $f0, $f1']],
      against: ['foo $v0', 'adu $v0, $v1, $a0'],
    },
    'a register without its $': {
      for: [['addu v0, $v1, $a0', 'addu $v0, $v1, $a0']],
      against: ['addu $v0, $v1, $f0', 'sll $v0, $v1, 32'],
    },
    'an address without its offset': {
      for: [['lw $v0, $v1', 'lw $v0, 0($v1)']],
      against: ['lw $v0, $f1'],
    },
    'a loop that is too short': {
      for: [
        [
          `${NOREORDER}1: lw $v0, 0($a0)\n\tbnez $v0, 1b\n\taddiu $a0, $a0, 4`,
          `${NOREORDER}1: lw $v0, 0($a0)\n${'\tnop\n'.repeat(4)}\tbnez $v0, 1b\n\taddiu $a0, $a0, 4`,
        ],
      ],
      // In front of the branch stands its own label.
      against: [`${NOREORDER}loop: bgtz $v0, loop\naddiu $v0, $v0, -1`],
    },
    'a label in a delay slot': {
      for: [
        [`${NOREORDER}b far\nhere: addu $v0, $v0, $v1`, `${NOREORDER}b far\n\tnop\nhere: addu $v0, $v0, $v1`],
      ],
      // Whether the branch or the instruction behind it was meant, only the writer knows.
      against: [`${NOREORDER}beq $v0, $v1, a\nj b\nnop`, `${NOREORDER}jal f\nla $a0, table`],
    },
    'an empty lower column': {
      dialect: 'vsm',
      for: [['ADD.xyz VF01, VF02, VF03', 'ADD.xyz VF01, VF02, VF03 NOP']],
      against: ['LQ VF01, 0(VI01) NOP', 'NOP ADD.xyz VF01, VF02, VF03'],
    },
  };
  for (const [name, { dialect = 'r5900', for: has, against }] of Object.entries(cases)) {
    for (const [text, becomes] of has) {
      it(`puts right ${name}`, () => {
        const found = findings(text, dialect);
        const [finding] = found.filter(({ fix }) => fix !== undefined);
        assert.ok(finding?.fix !== undefined, codes(text, dialect).join());
        assert.equal(changed(text, finding.line, finding.fix), becomes);
        assert.deepEqual(codes(becomes, dialect), [], 'nothing is wrong with it any more');
      });
    }
    for (const text of against) {
      it(`offers nothing for what is like ${name}: ${JSON.stringify(text)}`, () => {
        const found = findings(text, dialect);
        assert.ok(found.length > 0, 'something is wrong');
        for (const { fix } of found) assert.equal(fix, undefined);
      });
    }
  }
});
