import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { MemorySource } from '../../disc/byteSource';
import { inspectFile } from '../../extension/inspector/inspectorContent';
import { explainByte } from '../../model/inspect/explain';
import { FileMap } from '../../model/inspect/fileMap';
import { fieldSpecs } from '../../model/psnt/fields';
import { isInspectorContent } from '../../webviews/guards/inspectorGuard';
import type { InspectorContent } from '../../webviews/messages/inspector';
import { projectRoot } from '../support/project';

/** Fields of which other values make another model of the same size. */
const freeFields = new Set<string>(['flags', 'freq_blocks', 'seq_len', 'rope_theta']);

describe('hostile files', () => {
  let sample: Uint8Array;
  before(async () => {
    sample = new Uint8Array(await readFile(path.join(projectRoot, 'samples/tiny/tiny.psnt')));
  });

  /** What every page must be able to show: readable content, and an explanation of every byte. */
  async function inspect(bytes: Uint8Array): Promise<InspectorContent> {
    const { content } = await inspectFile(new MemorySource(bytes), 'a.psnt');
    assert.ok(isInspectorContent(JSON.parse(JSON.stringify(content))));
    if (content.problem !== undefined) assert.doesNotMatch(content.problem, /\n|undefined|\[object/);
    const map = new FileMap(content.fileBytes, content.fields, content.matrices);
    let at = 0;
    for (const { start, end } of map.parts) {
      assert.equal(start, at);
      assert.ok(explainByte(map, start) && explainByte(map, end - 1));
      at = end;
    }
    assert.equal(at, bytes.length);
    return content;
  }

  const values = [0, 1, -1, 2 ** 31 - 1, -(2 ** 31), 0x7fc00000, 65537];
  for (const { name, offset } of fieldSpecs)
    it(`say what is wrong when ${name} is absurd`, async () => {
      for (const value of values) {
        const bytes = sample.slice();
        const view = new DataView(bytes.buffer);
        if (view.getInt32(offset, true) === value) continue;
        view.setInt32(offset, value, true);
        const content = await inspect(bytes);
        const what = `${name} = ${value}`;
        if (content.problem === undefined)
          assert.ok(freeFields.has(name) && content.matrices.length > 0, what);
        else
          assert.match(content.problem, /^a\.psnt: (\w+ at offset \d+|the file size) is .+, expected /, what);
      }
    });

  it('end in a readable page whatever the header holds', async () => {
    const header = fc.uint8Array({ minLength: 60, maxLength: 60 });
    const keepsMagic = fc.boolean();
    await fc.assert(
      fc.asyncProperty(header, keepsMagic, async (random, magic) => {
        const bytes = sample.slice(0, 4000);
        bytes.set(magic ? random.subarray(8) : random, magic ? 8 : 0);
        await inspect(bytes);
      }),
      { numRuns: 300 },
    );
  });

  it('may end anywhere', async () => {
    for (const length of [0, 1, 3, 4, 7, 8, 47, 59, 60, 61, 1000, sample.length - 1]) {
      const content = await inspect(sample.slice(0, length));
      assert.notEqual(content.problem, undefined, `${length} bytes`);
    }
  });

  it('may have scales and norms that are no numbers', async () => {
    const bytes = sample.slice();
    bytes.fill(0xff, 60, bytes.length);
    assert.match((await inspect(bytes)).problem ?? '', /implausible/);
  });
});
