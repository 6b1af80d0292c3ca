import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Breakpoints } from '../../debug-adapter/breakpoints/breakpoints';
import { renderListing } from '../../model/plan/listing';
import { tinyPlan } from './walk';

const listing = renderListing(tinyPlan);
const lines = listing.text.trimEnd().split('\n');
const breakpoints = (): Breakpoints => new Breakpoints(tinyPlan, listing);

const at = (...numbers: readonly number[]) => numbers.map((line) => ({ line }));
const named = (...names: readonly string[]) => names.map((name) => ({ name }));

describe('breakpoints', () => {
  it('stand on the line asked for, or on the next that holds a header or an operation', () => {
    lines.forEach((_, index) => {
      const [set] = breakpoints().setLines(at(index + 1));
      assert.ok(set?.verified === true && set.line !== undefined);
      const between = lines.slice(index, set.line - 1);
      assert.ok(between.every((line) => line === '' || line.startsWith('#') || line.startsWith('pass ')));
      assert.match(lines[set.line - 1] ?? '', /^(L\d\d|embed|norm|logits|sample)\b/);
    });
  });

  it('behind the last operation are refused in words', () => {
    const [set] = breakpoints().setLines(at(lines.length + 1));
    assert.deepEqual(set, {
      verified: false,
      line: lines.length + 1,
      message: 'There is no operation on or after this line.',
    });
  });

  it('give the target the operation of the line, for a header the first of the layer', () => {
    const set = breakpoints();
    const first = tinyPlan.layers[2]?.first ?? -1;
    set.setLines(
      at(listing.layerLines[2] ?? 0, listing.operationLines[3] ?? 0, listing.operationLines[first] ?? 0),
    );
    assert.deepEqual(set.operations, [3, first]);
    assert.ok(set.atHeader(2) && set.atOperation(3) && !set.atHeader(1) && !set.atOperation(4));
  });

  it('keep their number as long as they stand on the same thing', () => {
    const set = breakpoints();
    const [before] = set.setLines(at(listing.operationLines[5] ?? 0));
    set.setLines([]);
    const [other, again] = set.setLines(at(listing.operationLines[6] ?? 0, listing.operationLines[5] ?? 0));
    assert.equal(again?.id, before?.id);
    assert.notEqual(other?.id, before?.id);
  });

  it('take names of operations and layers, with * for any', () => {
    const set = breakpoints();
    assert.deepEqual(
      set.setNames(named('L*.attn.q', 'L03', 'logits', 'L9', 'attn')).map(({ verified }) => verified),
      [true, true, true, false, false],
    );
    const wanted = tinyPlan.operations.filter(({ id }) => /attn\.q$/.test(id) || id === 'logits');
    const expected = [...wanted.map(({ index }) => index), tinyPlan.layers[3]?.first ?? -1];
    assert.deepEqual(
      set.operations,
      expected.sort((a, b) => a - b),
    );
  });

  it('on names stay when those on lines are replaced', () => {
    const set = breakpoints();
    set.setNames(named('embed'));
    set.setLines(at(listing.operationLines[4] ?? 0));
    set.setLines([]);
    assert.deepEqual(set.operations, [0]);
  });

  it('can stand where the listing has headers and operations, nowhere else', () => {
    const found = breakpoints().linesBetween(1, lines.length);
    assert.deepEqual(
      found,
      [...listing.layerLines, ...listing.operationLines].sort((a, b) => a - b),
    );
  });

  it('with terms that cannot be read are refused with the reason', () => {
    const line = listing.operationLines[2] ?? 0;
    const [condition, count, fine] = breakpoints().setLines([
      { line, condition: 'max(x) is large' },
      { line, hitCondition: 'often' },
      { line, condition: 'max(x) > 1e3 && pass != 2', hitCondition: '% 5', logMessage: '{max(x)}' },
    ]);
    assert.equal(condition?.verified, false);
    assert.match(
      condition.message ?? '',
      /^Invalid expression "max\(x\) is large": unexpected "is" after max\(x\)/,
    );
    assert.match(count?.message ?? '', /^Invalid hit count "often": use 5 for the fifth hit/);
    assert.equal(fine?.verified, true);
    const [name] = breakpoints().setNames([{ name: 'sample', condition: 'x[ > 3' }]);
    assert.match(name?.message ?? '', /^Invalid expression "x\[ > 3": expected a name/);
  });
});
