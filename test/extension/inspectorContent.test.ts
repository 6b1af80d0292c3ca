import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { MemorySource } from '../../disc/byteSource';
import { inspectFile } from '../../extension/inspector/inspectorContent';
import { headerBytes } from '../../model/psnt/fields';
import { isInspectorContent } from '../../webviews/common/guards';
import type { InspectorContent } from '../../webviews/messages';
import { projectRoot } from '../support/project';

describe('inspector content', () => {
  let sample: Uint8Array;
  before(async () => {
    sample = new Uint8Array(await readFile(path.join(projectRoot, 'samples/tiny/tiny.psnt')));
  });

  const inspect = async (bytes: Uint8Array): Promise<InspectorContent> =>
    (await inspectFile(new MemorySource(bytes), 'tiny.psnt')).content;
  const changed = (offset: number, value: number): Uint8Array => {
    const copy = sample.slice();
    new DataView(copy.buffer).setInt32(offset, value, true);
    return copy;
  };

  it('shows each field with its place, the layout with its evidence, and every tensor', async () => {
    const content = await inspect(sample);
    assert.equal(content.problem, undefined);
    assert.equal(content.fields.length, 15);
    content.fields.forEach((field, index) => assert.equal(field.offset, index * 4));
    assert.equal(content.fields.find(({ name }) => name === 'magic')?.value, '0x544E5350');
    assert.equal(content.fields.find(({ name }) => name === 'quant_type')?.reading, 'Q8');
    assert.equal(content.layout?.order, 'resident-first');
    assert.notEqual(content.layout.evidence.length, 0);
    const bytes = content.matrices.reduce((sum, matrix) => sum + matrix.bytes, 0);
    assert.equal(bytes + headerBytes[3], sample.length);
    assert.equal(content.forecast?.fits, true);
    assert.match(content.forecast.sentence, /needs .* of 32 MiB, fits; .* from disc a token/);
    assert.ok(isInspectorContent(JSON.parse(JSON.stringify(content))));
  });

  it('shows the header of a file that is cut short, and says so', async () => {
    const content = await inspect(sample.subarray(0, 1000));
    assert.match(content.problem ?? '', /tiny\.psnt.*1000 bytes/);
    assert.equal(content.fields.length, 15);
    assert.equal(content.matrices.length, 0);
    assert.equal(content.forecast, undefined);
  });

  it('takes the order that is asked for', async () => {
    const asked = async (order: string): Promise<InspectorContent> =>
      (await inspectFile(new MemorySource(sample), 'tiny.psnt', { order })).content;
    const given = await asked('resident-first');
    assert.equal(given.layout?.order, 'resident-first');
    const wrong = await asked('scales-first');
    assert.match(wrong.problem ?? '', /scales-first/);
    assert.equal(wrong.layout?.order, 'not recognised');
    assert.ok(isInspectorContent(JSON.parse(JSON.stringify(wrong))));
    assert.equal((await inspect(changed(20, -64))).layout, undefined, 'the header is what is wrong');
  });

  it('marks the field that cannot be right', async () => {
    const content = await inspect(changed(20, -64));
    const dim = content.fields.find(({ name }) => name === 'dim');
    assert.equal(dim?.remark?.severity, 'error');
    assert.match(content.problem ?? '', /dim/);
  });

  it('shows what a header without an end holds, and only the magic of another file', async () => {
    const short = await inspect(sample.subarray(0, 30));
    assert.deepEqual(
      short.fields.map(({ name }) => name),
      ['magic', 'version', 'quant_type', 'flags', 'freq_blocks', 'dim', 'hidden_dim'],
    );
    const other = await inspect(changed(0, 0x46554747));
    assert.deepEqual(
      other.fields.map(({ value }) => value),
      ['0x46554747'],
    );
    assert.match(other.problem ?? '', /magic/);
    const empty = await inspect(new Uint8Array());
    assert.deepEqual(empty.fields, []);
    assert.notEqual(empty.problem, undefined);
  });

  it('says what a model needs that does not fit', async () => {
    // A context of 200,000 positions: its KV cache alone is larger than the RAM.
    const content = await inspect(changed(44, 200_000));
    assert.equal(content.forecast?.fits, false);
    assert.match(content.forecast.sentence, /MiB/);
  });
});
