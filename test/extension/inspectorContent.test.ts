import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { MemorySource } from '../../disc/byteSource';
import type { ForecastRequest } from '../../extension/inspector/forecastContent';
import { inspectFile } from '../../extension/inspector/inspectorContent';
import { namedLayouts } from '../../model/plan/discLayout';
import { parseDiscLayout } from '../../model/plan/layoutWords';
import { headerBytes } from '../../model/psnt/fields';
import { isInspectorContent } from '../../webviews/guards/inspectorGuard';
import type { Forecast, InspectorContent } from '../../webviews/messages/inspector';
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
    assert.match(content.forecast.sentence, /needs .* of 32 MiB: fits; reads .* from disc per token/);
    assert.ok(isInspectorContent(JSON.parse(JSON.stringify(content))));
  });

  it('shows the header of a file that is cut short, and says so', async () => {
    const content = await inspect(sample.subarray(0, 1000));
    assert.match(content.problem ?? '', /tiny\.psnt.*1000 bytes/);
    assert.equal(content.fields.length, 15);
    assert.equal(content.matrices.length, 0);
    assert.equal(content.forecast, undefined);
  });

  it('says how many parameters there are, and how many bits each takes with its scales', async () => {
    const { summary = '', matrices } = await inspect(sample);
    const found = /· ([\d.]+) k parameters, ([\d.]+) bits per parameter ·/.exec(summary);
    assert.ok(found, summary);
    const values = matrices.reduce((sum, { rows, cols }) => sum + rows * cols, 0);
    const bytes = matrices.reduce((sum, matrix) => sum + matrix.bytes, 0);
    assert.ok(Math.abs(Number(found[1]) * 1000 - values) <= values / 200, `${summary}: ${values}`);
    assert.ok(
      Math.abs(Number(found[2]) - (bytes * 8) / values) <= 0.01,
      `${summary}: ${(bytes * 8) / values}`,
    );
    assert.match(summary, /· 4 heads \(2 KV\) ·/);
  });

  it('forecasts the layout that is run, and what keeping matrices in RAM would save', async () => {
    const inLayout = async (request: ForecastRequest): Promise<Forecast | undefined> =>
      (await inspectFile(new MemorySource(sample), 'tiny.psnt', { planRequest: () => request })).content
        .forecast;
    const byDefault = (await inspect(sample)).forecast;
    assert.equal(byDefault?.behind?.layout, 'as many matrices as fit stay in free RAM');
    assert.equal(byDefault.behind.layoutFrom, 'default');
    assert.equal(byDefault.behind.spare, undefined);
    const plain = await inLayout({ layout: namedLayouts.streamed });
    assert.equal(plain?.behind?.layout, 'every matrix is read from the disc each time it is needed');
    assert.match(
      plain.behind.spare ?? '',
      /^All 21 matrices that are streamed fit in the free RAM: nothing would be read from disc per token, and a token would take about 0\.\d+ s\.$/,
    );
    const layout = parseDiscLayout({ weights: 'resident' });
    const filled = await inLayout({ layout, layoutFrom: 'project', tie: 'Two.' });
    assert.match(
      filled?.sentence ?? '',
      /: fits; reads 0 bytes from disc per token, about 0\.\d+ s per token on a DVD or CD/,
    );
    assert.equal(plain.behind.layoutFrom, 'default');
    assert.equal(filled?.behind?.layoutFrom, 'from ps2ml.json');
    assert.deepEqual([plain.behind.tie, filled.behind.tie], [undefined, 'Two.']);
    assert.equal(filled.behind.bytesPerToken, 0);
    assert.equal(filled.behind.layout, 'as many matrices as fit stay in free RAM');
    assert.equal(filled.behind.spare, undefined);
    // Less than all has room: what a megabyte holds stays, the rest is still read.
    const some = parseDiscLayout({ weights: 'resident', cacheMiB: 0.02 });
    const partly = await inLayout({ layout: some });
    assert.ok((partly?.behind?.bytesPerToken ?? 0) > 0);
    assert.ok((partly?.behind?.bytesPerToken ?? 0) < plain.behind.bytesPerToken);
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

  it('says which context a plan has when that of the model does not fit', async () => {
    // The KV cache of 200,000 positions alone is larger than the RAM.
    const content = await inspect(changed(44, 200_000));
    assert.equal(content.forecast?.fits, true);
    assert.match(
      content.forecast.sentence,
      /: fits with a context of [\d,]+ of 200,000 positions \([\d,]+ with "kvCache": "int16"\); reads /,
    );
  });

  it('says what a model needs that does not fit', async () => {
    const source = new MemorySource(changed(44, 200_000));
    const { content } = await inspectFile(source, 'tiny.psnt', { planRequest: () => ({ context: 200_000 }) });
    assert.equal(content.forecast?.fits, false);
    assert.match(content.forecast.sentence, /MiB/);
  });
});
