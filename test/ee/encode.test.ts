import assert from 'node:assert/strict';
import fc from 'fast-check';
import { encode } from '../../ee/encode';
import { destField, fieldOf, operandFields, type Field } from '../../ee/fields';
import { decode } from '../../ee/decode';
import { instructions, type Instruction } from '../../ee/table';
import { vuOperandFields } from '../../ee/vu/fields';
import { vuInstructions } from '../../ee/vu/table';

function again(row: Instruction, word: number, fieldsOf: Readonly<Record<string, readonly Field[]>>): number {
  const operands = row.operands.map((operand) =>
    (fieldsOf[operand] ?? []).map((field) => fieldOf(word, field)),
  );
  return encode(row, operands, fieldOf(word, destField), fieldsOf);
}

describe('encoder', () => {
  it('makes the word again that its operands were read from, for every instruction', () => {
    fc.assert(
      fc.property(fc.constantFrom(...instructions), fc.nat(0xffffffff), (row, random) => {
        const word = ((random & ~row.mask) | row.match) >>> 0;
        assert.equal(again(row, word, operandFields), word, row.mnemonic);
      }),
      { numRuns: 5000 },
    );
  });

  it('does so for VU micro programs', () => {
    const rows = vuInstructions.filter(({ mask }) => mask !== 0);
    fc.assert(
      fc.property(fc.constantFrom(...rows), fc.nat(0xffffffff), (row, random) => {
        const flags = row.slot === 'upper' ? 0xf8000000 : 0;
        const word = ((random & ~row.mask & ~flags) | row.match) >>> 0;
        assert.equal(again(row, word, vuOperandFields), word, row.mnemonic);
      }),
      { numRuns: 5000 },
    );
  });

  it('keeps to the bits of a field', () => {
    const row = decode(0x24020001);
    assert.ok(row);
    assert.equal(encode(row, [[2], [33], [-1]]), 0x2422ffff);
    assert.equal(encode(row, []), 0x24000000);
  });
});
