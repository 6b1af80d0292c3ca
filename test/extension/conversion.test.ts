import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  conversionTypes,
  parseConversion,
  suggestedInFolder,
  suggestedTarget,
} from '../../extension/convert/conversion';
import { errorReport } from '../../extension/convert/errorReport';
import type { TensorReport } from '../../model/convert/report';
import { quantTypes } from '../../model/psnt/fields';

describe('conversion', () => {
  it('offers every type that PSNT has, Q8 first', () => {
    assert.deepEqual(
      conversionTypes.map(({ type }) => type).sort(),
      [...quantTypes.values()].map(({ name }) => name).sort(),
    );
    assert.equal(conversionTypes[0].type, 'q8');
  });

  it('puts the new file beside the source, whatever that is', () => {
    assert.equal(suggestedTarget('/models/stories15M.bin', 'q8'), '/models/stories15M-q8.psnt');
    assert.equal(suggestedTarget('/models/a.b.gguf', 'q4'), '/models/a.b-q4.psnt');
    assert.equal(suggestedTarget('/models/SmolLM2-135M/', 'ternary'), '/models/SmolLM2-135M-ternary.psnt');
    assert.equal(suggestedTarget('/models/.bin', 'q8'), '/models/.bin-q8.psnt');
  });

  it('puts the new file into a folder that is a model, where its tokenizer is', () => {
    for (const folder of ['/models/brandon-tiny-10m', '/models/brandon-tiny-10m/'])
      assert.equal(suggestedInFolder(folder, 'q8'), '/models/brandon-tiny-10m/brandon-tiny-10m-q8.psnt');
  });

  it('never offers the source itself', () => {
    const name = fc.string({ minLength: 1 }).filter((text) => !text.includes('/'));
    const end = fc.constantFrom('', '.bin', '.psnt', '-q8.psnt', '.gguf', '.safetensors');
    fc.assert(
      fc.property(name, end, (stem, ending) => {
        const source = `/models/${stem}${ending}`;
        const target = suggestedTarget(source, 'q8');
        assert.notEqual(target, source);
        assert.match(target, /^\/models\/[^/]+-q8\.psnt$/su);
      }),
    );
  });

  it('takes an argument only when it names everything', () => {
    const files = { source: '/a.bin', target: '/a.psnt' };
    assert.deepEqual(parseConversion(files), { ...files, type: 'q8' });
    assert.deepEqual(parseConversion({ ...files, type: 'q4' }), { ...files, type: 'q4' });
    for (const wrong of [undefined, null, 'x', {}, { source: '/a.bin' }, { ...files, type: 'q5' }])
      assert.equal(parseConversion(wrong), undefined);
  });
});

describe('report of a conversion', () => {
  const tensor = (name: string, rmsError: number, snrDb: number): TensorReport => ({
    name,
    type: 'q4',
    rows: 64,
    cols: 32,
    maxError: 4 * rmsError,
    rmsError,
    rmsWeight: 1,
    snrDb,
    worstRows: rmsError > 0 ? [{ row: 7, max: 1, rms: 1 }] : [],
  });

  it('is one table with a line for each matrix that lost something', () => {
    const text = errorReport('a.bin', 'a.psnt', [
      tensor('layers.00.attn.wq', 0.0012, 21.34),
      tensor('layers.00.ffn.w1', 0.5, 3),
      tensor('norm', 0, Infinity),
    ]);
    const lines = text.split('\n').filter((line) => line.startsWith('|'));
    assert.equal(lines.length, 4);
    assert.equal(new Set(lines.map(({ length }) => length)).size, 1, 'the columns are aligned');
    for (const line of lines) assert.equal(line.split('|').length, 9);
    assert.match(
      lines[3] ?? '',
      /^\| layers\.00\.attn\.wq \| q4 +\| +64 × 32 \| +4\.80e-3 \| +1\.20e-3 \| +21\.3 \| 7 /,
    );
    assert.match(lines[2] ?? '', /^\| layers\.00\.ffn\.w1 /, 'the worst comes first');
    assert.match(text, /^# a\.psnt\n/);
    assert.match(text, /\n1 more without loss\.\n$/);
  });

  it('says so when nothing was lost', () => {
    const text = errorReport('a.psnt', 'b.psnt', [tensor('norm', 0, Infinity)]);
    assert.match(text, /No loss: all values are equal/);
    assert.doesNotMatch(text, /\|/);
  });
});
