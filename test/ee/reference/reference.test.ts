import assert from 'node:assert/strict';
import { instructionNamed, instructions } from '../../../ee/table';
import { flowOf } from '../../../ee/reference/flow';
import { portabilityOf } from '../../../ee/reference/portability';
import { canPair, timingOf } from '../../../ee/reference/timing';
import { vectorWordsOf, wordsOf } from '../../../ee/reference/wordsOf';
import { operandInfos } from '../../../ee/operands';
import { vuInstructions } from '../../../ee/vu/table';

function row(mnemonic: string) {
  const found = instructionNamed(mnemonic);
  assert.ok(found, mnemonic);
  return found;
}

describe('instruction reference', () => {
  it('says what every instruction does, on which pipe, and where that is from', () => {
    for (const instruction of instructions) {
      const { mnemonic, operands } = instruction;
      assert.match(wordsOf(mnemonic) ?? '', /^[A-Z]/, mnemonic);
      const { pipe, source, latency } = timingOf(instruction);
      assert.ok(pipe.length > 2 && source.length > 10, mnemonic);
      assert.ok(latency === undefined || latency > 0, mnemonic);
      for (const operand of operands) assert.ok(operandInfos[operand], `${mnemonic}: ${operand}`);
    }
    for (const { mnemonic, operands, source } of vuInstructions) {
      assert.match(vectorWordsOf(mnemonic.replace(/\.(?:dest|xyz)$/, '')) ?? '', /^[A-Z]/, mnemonic);
      assert.ok(source.length > 10, mnemonic);
      for (const operand of operands) assert.ok(operandInfos[operand], `${mnemonic}: ${operand}`);
    }
  });

  it('has the latencies and throughputs that the manual is quoted with', () => {
    const figures = (mnemonic: string) => {
      const { latency, throughput } = timingOf(row(mnemonic));
      return [latency, throughput];
    };
    assert.deepEqual(figures('addu'), [1, 1]);
    assert.deepEqual(figures('mult'), [4, 2]);
    assert.deepEqual(figures('pmaddh'), [4, 2]);
    assert.deepEqual(figures('div'), [37, 37]);
    assert.deepEqual(figures('add.s'), [4, 1]);
    assert.deepEqual(figures('div.s'), [8, 7]);
    assert.deepEqual(figures('rsqrt.s'), [14, 13]);
    assert.deepEqual(figures('mov.s'), [4, 1]);
    assert.deepEqual(figures('vrsqrt'), [13, 13]);
    assert.deepEqual(figures('sync'), [undefined, undefined]);
  });

  it('pairs what goes to different pipes, and nothing else', () => {
    const pair = (first: string, second: string) =>
      canPair(timingOf(row(first)).issue, timingOf(row(second)).issue);
    for (const [first, second] of [
      ['addu', 'addu'],
      ['lw', 'addu'],
      ['mult', 'mult1'],
      ['paddw', 'lq'],
      ['add.s', 'lw'],
      ['addu', 'beq'],
      ['vadd.dest', 'addu'],
    ] as const)
      assert.ok(pair(first, second), `${first}, ${second}`);
    for (const [first, second] of [
      ['lw', 'sw'],
      ['mult', 'mult'],
      ['paddw', 'paddw'],
      ['paddw', 'addu'],
      ['mult1', 'lw'],
      ['add.s', 'lwc1'],
      ['vadd.dest', 'lqc2'],
      ['beq', 'addu'],
    ] as const)
      assert.ok(!pair(first, second), `${first}, ${second}`);
  });

  it('knows what each instruction reads and writes', () => {
    const uses = (mnemonic: string) => {
      const { operands, reads, writes } = flowOf(row(mnemonic));
      return [operands.join(' '), reads.join(' '), writes.join(' ')];
    };
    assert.deepEqual(uses('addu'), ['write read read', '', '']);
    assert.deepEqual(uses('addiu'), ['write read none', '', '']);
    assert.deepEqual(uses('sw'), ['read read', '', '']);
    assert.deepEqual(uses('lwc1'), ['write read', '', '']);
    assert.deepEqual(uses('mtc1'), ['read write', '', '']);
    assert.deepEqual(uses('beq'), ['read read none', '', '']);
    assert.deepEqual(uses('jalr'), ['write read', '', '']);
    assert.deepEqual(uses('madd1'), ['write read read', 'hi1 lo1', 'hi1 lo1']);
    assert.deepEqual(uses('pmaddh'), ['write read read', 'hi lo hi1 lo1', 'hi lo hi1 lo1']);
    assert.deepEqual(uses('madda.s'), ['read read', 'facc', 'facc']);
    assert.deepEqual(uses('vmadda.dest'), ['both read read', '', '']);
    assert.deepEqual(uses('vmaddx.dest'), ['write read read', 'acc', '']);
    assert.deepEqual(uses('vlqi.dest'), ['write both', '', '']);
    assert.deepEqual(uses('vsqd.dest'), ['read both', '', '']);
    assert.deepEqual(uses('viswr.dest'), ['read read', '', '']);
    assert.deepEqual(uses('sqc2'), ['read read', '', '']);
    assert.deepEqual(uses('qmtc2'), ['read write', '', '']);
    assert.deepEqual(uses('vdiv'), ['write read read', '', '']);
    assert.deepEqual(uses('vmulq.dest'), ['write read read', '', '']);
  });

  it('warns of what emulators get wrong, and only of that', () => {
    const wrong = instructions.filter((instruction) => portabilityOf(instruction)?.wrongInEmulators === true);
    assert.deepEqual(wrong.map(({ mnemonic }) => mnemonic).sort(), [
      'padsbh',
      'pdivuw',
      'phmsbh',
      'pmadduw',
      'pmaddw',
      'pmfhl.slw',
      'pmsubh',
      'pmsubw',
      'pmthl.lw',
      'psubsb',
    ]);
    assert.match(portabilityOf(row('lq'))?.note ?? '', /multiple of 16/);
    assert.equal(portabilityOf(row('addu')), undefined);
  });
});
