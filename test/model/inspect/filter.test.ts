import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseFilter, type Filterable } from '../../../model/inspect/filter/filter';
import { FilterError } from '../../../model/inspect/filter/tokens';
import { roleOf } from '../../../model/inspect/role';

const matrix = (name: string, layer: number | undefined, type: string, bytes: number): Filterable => ({
  name,
  role: roleOf(name),
  type,
  layer,
  rows: 10,
  cols: 20,
  offset: 4096,
  bytes,
  share: bytes / 1_000_000,
});
const matrices = [
  matrix('embedding', undefined, 'q8', 500_000),
  matrix('layers.03.ffn.w1', 3, 'q8', 102_401),
  matrix('layers.03.ffn.norm', 3, 'f32', 100),
  matrix('layers.03.attn.wq', 3, 'q4g32', 102_400),
  matrix('layers.13.ffn.w2', 13, 'q8', 200_000),
];
const names = (filter: string): string[] => matrices.filter(parseFilter(filter)).map(({ name }) => name);

describe('filter of matrices', () => {
  const cases: readonly (readonly [filter: string, found: readonly string[]])[] = [
    ['', matrices.map(({ name }) => name)],
    ['layer:3 role:ffn type:q8 size>100k', ['layers.03.ffn.w1']],
    ['size>=100k size<=100k', ['layers.03.attn.wq']],
    ['FFN', ['layers.03.ffn.w1', 'layers.03.ffn.norm', 'layers.13.ffn.w2']],
    ['role:norm', ['layers.03.ffn.norm']],
    ['role:gate,query', ['layers.03.ffn.w1', 'layers.03.attn.wq']],
    ['role="ffn norm"', ['layers.03.ffn.norm']],
    ['layer:3..13 -role:ffn', ['layers.03.attn.wq']],
    ['layer=13', ['layers.13.ffn.w2']],
    ['-layer:0..99', ['embedding']],
    ['share>15%', ['embedding', 'layers.13.ffn.w2']],
    ['type:q4', ['layers.03.attn.wq']],
    ['values<100', []],
    ['offset:0x1000 name:embed', ['embedding']],
    ['lba>0', []],
  ];
  for (const [filter, found] of cases)
    it(`understands ${JSON.stringify(filter)}`, () => assert.deepEqual(names(filter), found));

  const wrong: readonly (readonly [filter: string, words: RegExp, at: readonly [number, number]])[] = [
    ['laye:3', /Unknown filter "laye".*Did you mean layer\?/, [0, 6]],
    ['x layer:three', /three is not a number for layer/, [2, 13]],
    ['type>q8', /type is text: use type:q8/, [0, 7]],
    ['size>1..2', /ranges with a colon: size:1\.\.2/, [0, 9]],
    ['size:', /Missing value after size:/, [0, 5]],
    ['name:"open', /Missing closing quotation mark/, [0, 10]],
    ['layer:1..', /is not a number/, [0, 9]],
    ['a,,b', /Missing value/, [0, 4]],
  ];
  for (const [filter, words, at] of wrong)
    it(`says what is wrong with ${filter}`, () => {
      assert.throws(
        () => parseFilter(filter),
        (error) => {
          assert.ok(error instanceof FilterError);
          assert.match(error.message, words);
          assert.deepEqual([error.start, error.end], at);
          return true;
        },
      );
    });

  it('takes or refuses in words whatever is typed', () => {
    const piece = fc.constantFrom(
      'layer',
      ':',
      '>',
      '"',
      ',',
      '-',
      '3',
      'k',
      ' ',
      '..',
      'size',
      '=',
      'ffn',
      '%',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        try {
          for (const row of matrices) parseFilter(pieces.join(''))(row);
        } catch (error) {
          assert.ok(error instanceof FilterError, String(error));
        }
      }),
    );
  });
});
